//! Reads a text table row by row, for tables whose structure is in doubt.
//!
//! Invariant: the line told of a row is the line its first byte stands in.

use joute_domain::{ErrorCode, Place, ReportedError};
use polars::prelude::StringChunkedBuilder;

use super::open::too_many_rows;
use super::{Cells, Lines, Sheet, TextTable};
use crate::findings::{Findings, Occurrence};

impl TextTable {
    /// Reads every column as text; rows of another length than the header become findings.
    pub(crate) fn read_carefully(&self, findings: &mut Findings) -> Result<Sheet, ReportedError> {
        let mut columns: Vec<_> = self.names.iter().map(|_| StringChunkedBuilder::new("".into(), 0)).collect();
        let (mut lines, mut ragged) = (Vec::new(), Vec::new());
        let mut rows = self.rows();
        while let Some((line, record)) = rows.next() {
            let row = lines.len();
            lines.push(line);
            if record.len() != self.names.len() {
                ragged.push(row);
                findings.add(ErrorCode::RaggedRow, || ragged_row(line, record.len(), self.names.len()));
            }
            for (at, column) in columns.iter_mut().enumerate() {
                let cell = record.get(at).unwrap_or_default();
                column.append_value(String::from_utf8_lossy(cell));
            }
        }
        too_many_rows(lines.len(), self.most_rows)?;
        let columns = columns.into_iter().map(|cells| Some(Cells::Text(cells.finish()))).collect();
        Ok(Sheet { names: self.names.clone(), columns, rows: lines.len(), lines: Lines::Listed(lines), ragged })
    }

    /// The rows one by one; blank lines are no rows.
    pub(crate) fn rows(&self) -> Rows<'_> {
        let body = self.body();
        let reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(self.separator).from_reader(body);
        Rows { body, reader, record: csv::ByteRecord::new(), line: self.first_line, at: 0 }
    }
}

/// A walk over the rows of a text table.
pub(crate) struct Rows<'a> {
    body: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: csv::ByteRecord,
    line: u64,
    /// Byte up to which lines are counted.
    at: usize,
}

impl Rows<'_> {
    /// The next row with its line.
    pub(crate) fn next(&mut self) -> Option<(u64, &csv::ByteRecord)> {
        if !self.reader.read_byte_record(&mut self.record).unwrap_or(false) {
            return None;
        }
        let start = self.record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        // The reader's position is behind the last row, so line ends and blank lines may come first.
        let rest = self.body.get(start..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = start.saturating_add(blanks).min(self.body.len());
        let passed = self.body.get(self.at..start).unwrap_or_default();
        let lines = u64::try_from(memchr::memchr_iter(b'\n', passed).count()).unwrap_or(u64::MAX);
        self.line = self.line.saturating_add(lines);
        self.at = start.max(self.at);
        Some((self.line, &self.record))
    }
}

fn ragged_row(line: u64, cells: usize, expected: usize) -> Occurrence {
    let rule = format!("it has {cells}, the header has {expected}");
    Occurrence { place: Place { line: Some(line), ..Place::default() }, value: None, rule: Some(rule) }
}
