//! Reads a Parquet file through polars, after a look at its footer.
//!
//! Invariant: rows, columns and unpacked size were bounded by the footer's own words before a page is unpacked.

use std::io::Cursor;

use joute_domain::{ErrorCode, ReportedError};
use joute_evaluation::Bounds;
use polars::prelude::{Column, DataType, ParquetReader, PolarsResult, SerReader};

use super::fast::survive;
use super::open::{too_many_columns, too_many_rows};
use super::{Cells, Lines, Reading, Sheet};
use crate::findings::told;

/// A Parquet file in memory.
#[derive(Debug)]
pub(crate) struct ParquetTable {
    bytes: Vec<u8>,
    /// Number of rows, by the footer.
    pub(crate) rows: usize,
    pub(crate) names: Vec<String>,
}

impl ParquetTable {
    /// Reads the footer only.
    pub(super) fn open(bytes: Vec<u8>, bounds: &Bounds) -> Result<Self, ReportedError> {
        let (names, rows, unpacked) = survive(|| footer(&bytes)).and_then(Result::ok).ok_or_else(corrupt)?;
        too_many_columns(names.len(), bounds)?;
        too_many_rows(rows, bounds.rows)?;
        if unpacked > bounds.table_bytes {
            let message = format!(
                "The Parquet file unpacks to {unpacked} bytes; at most {} are accepted here.",
                bounds.table_bytes
            );
            return Err(told(ErrorCode::TooLarge, message));
        }
        Ok(Self { bytes, rows, names })
    }

    /// Reads the columns. Numbers stay numbers where they are read as such, everything else becomes text.
    pub(crate) fn read(&self, readings: &[Reading]) -> Result<Sheet, ReportedError> {
        let wanted = (0..readings.len()).filter(|at| readings.get(*at) != Some(&Reading::Skip)).collect();
        let reader = ParquetReader::new(Cursor::new(self.bytes.as_slice())).with_projection(Some(wanted));
        let frame = survive(|| reader.finish()).and_then(Result::ok).ok_or_else(corrupt)?;
        if frame.height() != self.rows {
            return Err(corrupt());
        }
        let mut read = frame.columns().iter();
        let mut columns = Vec::with_capacity(readings.len());
        for (reading, name) in readings.iter().zip(&self.names) {
            let column = if *reading == Reading::Skip { None } else { read.next() };
            columns.push(column.map(|column| cells(column, *reading, name)).transpose()?);
        }
        Ok(Sheet { names: self.names.clone(), columns, rows: frame.height(), lines: Lines::None, ragged: Vec::new() })
    }
}

fn footer(bytes: &[u8]) -> PolarsResult<(Vec<String>, usize, u64)> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let names = reader.schema()?.iter_names().map(ToString::to_string).collect();
    let rows = reader.num_rows()?;
    let metadata = reader.get_metadata()?;
    let unpacked = metadata.row_groups.iter().map(|group| u64::try_from(group.total_byte_size()).unwrap_or(u64::MAX));
    Ok((names, rows, unpacked.fold(0, u64::saturating_add)))
}

fn cells(column: &Column, reading: Reading, name: &str) -> Result<Cells, ReportedError> {
    let is_number = column.dtype().is_primitive_numeric();
    if reading == Reading::Number && is_number {
        let numbers = column.cast(&DataType::Float64).map_err(|_| unreadable(name))?;
        return Ok(Cells::Number(numbers.f64().map_err(|_| unreadable(name))?.clone()));
    }
    let text = column.cast(&DataType::String).map_err(|_| unreadable(name))?;
    Ok(Cells::Text(text.str().map_err(|_| unreadable(name))?.clone()))
}

fn unreadable(name: &str) -> ReportedError {
    let message = format!("Column `{name}` of the Parquet file holds neither numbers nor text.");
    told(ErrorCode::UnsupportedFormat, message)
}

fn corrupt() -> ReportedError {
    told(ErrorCode::ArchiveCorrupt, "The Parquet file is damaged or cut off. Write it again, or upload it once more.")
}
