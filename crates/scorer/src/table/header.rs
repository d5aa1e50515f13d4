//! The header line: its names, and the separator when it may be another than the comma.
//!
//! Invariant: names are kept as they stand; nothing is trimmed or renamed.

use joute_domain::{ErrorCode, ReportedError};

use super::structure::{too_long, unclosed};
use crate::findings::{told, told_in_line};

/// The header of a text table.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// Its line; more than 1 only behind blank lines.
    pub(super) line: u64,
    /// Where the body begins.
    pub(super) body: usize,
    /// Its text.
    text: String,
}

impl Header {
    /// Reads the first line that is not blank.
    pub(super) fn read(text: &[u8], start: usize, separator: u8, most_line: usize) -> Result<Self, ReportedError> {
        let (mut at, mut line) = (start, 1_u64);
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let first = rest.get(..end).unwrap_or_default();
            let first = first.strip_suffix(b"\r").unwrap_or(first);
            let body = at.saturating_add(end).saturating_add(1).min(text.len());
            if first.len() > most_line {
                return Err(too_long(line, most_line));
            }
            if !first.is_empty() {
                return Self::of(first, separator, line, body);
            }
            if body >= text.len() {
                return Err(told(ErrorCode::EmptyFile, "The file is empty."));
            }
            (at, line) = (body, line.saturating_add(1));
        }
    }

    fn of(line: &[u8], separator: u8, number: u64, body: usize) -> Result<Self, ReportedError> {
        if memchr::memchr_iter(b'"', line).count() % 2 == 1 {
            return Err(unclosed(number));
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(line);
        let mut record = csv::StringRecord::new();
        if !reader.read_record(&mut record).unwrap_or(false) {
            return Err(told_in_line(ErrorCode::BadQuoting, number, "The header cannot be read."));
        }
        let names = record.iter().map(str::to_owned).collect();
        Ok(Self { names, line: number, body, text: String::from_utf8_lossy(line).into_owned() })
    }

    /// Refuses a header that was written with another separator than the one that is read.
    pub(super) fn check_separator(&self, separator: u8, expected: usize) -> Result<(), ReportedError> {
        if self.names.len() > 1 || expected < 2 {
            return Ok(());
        }
        let others = [(b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical bars"), (b',', "commas")];
        let wanted = others.iter().find(|(byte, _)| *byte == separator).map_or("commas", |(_, name)| name);
        let others = others.iter().filter(|(byte, _)| *byte != separator);
        let found = others.into_iter().find(|(byte, _)| self.text.as_bytes().contains(byte));
        found.map_or(Ok(()), |(_, name)| {
            let message = format!(
                "The cells are separated by {name}, not by {wanted}. Save the file with {wanted} and decimal points."
            );
            Err(told_in_line(ErrorCode::WrongDelimiter, self.line, message))
        })
    }
}

/// Of these separators the one that splits the first line into most cells; the last of them if none does.
pub(super) fn likely_separator(text: &[u8], start: usize, among: &[u8]) -> u8 {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let count = |separator: u8| memchr::memchr_iter(separator, line).count();
    // The last of equal counts wins.
    among.iter().copied().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// What would make a name of the header the expected one.
pub(crate) fn name_hint(expected: &str, found: &[String]) -> Option<String> {
    let other = |hint: &str, same: &dyn Fn(&str) -> bool| {
        found.iter().find(|name| same(name)).map(|name| format!("the header has `{name}`, {hint}"))
    };
    other("with blanks around the name", &|name| name != expected && name.trim() == expected).or_else(|| {
        other("in another case", &|name| name != expected && name.to_lowercase() == expected.to_lowercase())
    })
}
