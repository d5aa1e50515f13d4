//! Makes sure that a file is text in UTF-8 with ordinary line ends before anything reads it as such.
//!
//! Invariant: after this there is no NUL, no invalid UTF-8, and every carriage return outside quotes ends a line.

use joute_domain::{ErrorCode, Place, ReportedError};

use crate::findings::{told, told_in_line};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Where the text begins, behind a byte order mark.
pub(super) fn check(bytes: &[u8]) -> Result<usize, ReportedError> {
    let start = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    let text = bytes.get(start..).unwrap_or_default();
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(told(ErrorCode::EmptyFile, "The file is empty."));
    }
    wide(bytes)?;
    nul(text)?;
    if let Err(error) = std::str::from_utf8(text) {
        let line = line_of(text, error.valid_up_to());
        let message = format!(
            "The file is not in UTF-8: line {line} holds a byte of another encoding, such as Latin-1 or Windows-1252."
        );
        let hint = Some("save the file as UTF-8".to_owned());
        return Err(ReportedError { hint, ..told_in_line(ErrorCode::BadEncoding, line, message) });
    }
    line_ends(text)?;
    Ok(start)
}

/// The number of the line that holds the byte at `position`.
pub(super) fn line_of(text: &[u8], position: usize) -> u64 {
    let before = text.get(..position).unwrap_or(text);
    u64::try_from(memchr::memchr_iter(b'\n', before).count()).unwrap_or(u64::MAX).saturating_add(1)
}

/// UTF-16 and UTF-32, with a mark or with a NUL in every other byte.
fn wide(bytes: &[u8]) -> Result<(), ReportedError> {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let start = bytes.get(..64.min(bytes.len() & !1)).unwrap_or_default();
    let (pairs, _) = start.as_chunks::<2>();
    let unmarked = pairs.len() > 1
        && (pairs.iter().all(|[low, high]| *low != 0 && *high == 0)
            || pairs.iter().all(|[high, low]| *low != 0 && *high == 0));
    if marked || unmarked {
        let message = "The file is in UTF-16 (Excel calls it \"Unicode text\"). Save it as \"CSV UTF-8\".";
        return Err(told(ErrorCode::BadEncoding, message));
    }
    Ok(())
}

fn nul(text: &[u8]) -> Result<(), ReportedError> {
    let Some(first) = memchr::memchr(0, text) else { return Ok(()) };
    let count = u64::try_from(memchr::memchr_iter(0, text).count()).unwrap_or(u64::MAX);
    let line = line_of(text, first);
    let message = format!("The file holds {count} NUL bytes, the first in line {line}: it is damaged or no text file.");
    Err(ReportedError { count, ..told_in_line(ErrorCode::NulByte, line, message) })
}

fn line_ends(text: &[u8]) -> Result<(), ReportedError> {
    let Some(first) = memchr::memchr(b'\r', text) else { return Ok(()) };
    if memchr::memchr(b'\n', text).is_none() {
        let more = text.get(first..).unwrap_or_default().trim_ascii();
        if more.is_empty() {
            return Ok(());
        }
        let count = u64::try_from(memchr::memchr_iter(b'\r', text).count()).unwrap_or(u64::MAX);
        let message = "The lines end with a lone carriage return, as on very old Macs. Save the file with line feeds (Unix) or CR LF (Windows).";
        return Err(ReportedError { count, ..told(ErrorCode::WrongLineEndings, message) });
    }
    if memchr::memchr(b'"', text).is_some() {
        // Within quotes a carriage return is text; the structural check looks at the others.
        return Ok(());
    }
    let alone = |position: &usize| !matches!(text.get(position + 1), Some(b'\n') | None);
    match memchr::memchr_iter(b'\r', text).find(alone) {
        None => Ok(()),
        Some(position) => Err(lone_return(line_of(text, position))),
    }
}

/// A carriage return within a line.
pub(super) fn lone_return(line: u64) -> ReportedError {
    let message = format!(
        "Line {line} holds a carriage return that does not end the line. Save the file with one kind of line end."
    );
    let place = Place { line: Some(line), ..Place::default() };
    ReportedError { places: vec![place], ..told(ErrorCode::WrongLineEndings, message) }
}
