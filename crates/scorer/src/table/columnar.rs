//! Reads a Parquet or Arrow file through polars, after a look at its footer.
//!
//! Invariant: columns, and for Parquet rows and unpacked size, were bounded by the footer's own words before a page is
//! unpacked; an Arrow file is bounded by the memory of the process while it is read, and its rows after that.

use std::io::Cursor;

use joute_domain::{ErrorCode, ReportedError};
use joute_evaluation::Bounds;
use polars::prelude::{Column, DataType, IpcReader, ParquetReader, PolarsResult, SerReader};

use super::fast::survive;
use super::open::{too_many_columns, too_many_rows};
use super::{Cells, Lines, Reading, Sheet};
use crate::findings::told;

/// Which kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Parquet,
    Arrow,
}

impl Format {
    /// The format of a file by its first bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PAR1") {
            Some(Self::Parquet)
        } else if bytes.starts_with(b"ARROW1") {
            Some(Self::Arrow)
        } else {
            None
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::Arrow => "Arrow",
        }
    }
}

/// A Parquet or Arrow file in memory.
#[derive(Debug)]
pub(crate) struct ColumnarTable {
    bytes: Vec<u8>,
    format: Format,
    most_rows: u64,
    /// Number of rows, by the footer; an Arrow file's does not say.
    rows: Option<usize>,
    pub(crate) names: Vec<String>,
}

impl ColumnarTable {
    /// Reads the footer only.
    pub(super) fn open(bytes: Vec<u8>, format: Format, bounds: &Bounds) -> Result<Self, ReportedError> {
        let footer = survive(|| match format {
            Format::Parquet => parquet_footer(&bytes),
            Format::Arrow => arrow_footer(&bytes),
        });
        let Footer { names, rows, unpacked } = footer.and_then(Result::ok).ok_or_else(|| corrupt(format))?;
        too_many_columns(names.len(), bounds)?;
        if let Some(rows) = rows {
            too_many_rows(rows, bounds.rows)?;
        }
        if unpacked > bounds.table_bytes {
            let (name, most) = (format.name(), bounds.table_bytes);
            let message = format!("The {name} file unpacks to {unpacked} bytes; at most {most} are accepted here.");
            return Err(told(ErrorCode::TooLarge, message));
        }
        Ok(Self { bytes, format, most_rows: bounds.rows, rows, names })
    }

    /// Reads the columns. Numbers stay numbers where they are read as such, everything else becomes text.
    pub(crate) fn read(&self, readings: &[Reading]) -> Result<Sheet, ReportedError> {
        let wanted: Vec<usize> = (0..readings.len()).filter(|at| readings.get(*at) != Some(&Reading::Skip)).collect();
        let bytes = Cursor::new(self.bytes.as_slice());
        let frame = survive(|| match self.format {
            Format::Parquet => ParquetReader::new(bytes).with_projection(Some(wanted)).finish(),
            Format::Arrow => IpcReader::new(bytes).with_projection(Some(wanted)).finish(),
        });
        let frame = frame.and_then(Result::ok).ok_or_else(|| corrupt(self.format))?;
        if self.rows.is_some_and(|rows| frame.height() != rows) {
            return Err(corrupt(self.format));
        }
        too_many_rows(frame.height(), self.most_rows)?;
        let mut read = frame.columns().iter();
        let mut columns = Vec::with_capacity(readings.len());
        for (reading, name) in readings.iter().zip(&self.names) {
            let column = if *reading == Reading::Skip { None } else { read.next() };
            columns.push(column.map(|column| cells(column, *reading, name, self.format)).transpose()?);
        }
        Ok(Sheet { names: self.names.clone(), columns, rows: frame.height(), lines: Lines::None, ragged: Vec::new() })
    }
}

/// What a footer says.
struct Footer {
    names: Vec<String>,
    rows: Option<usize>,
    unpacked: u64,
}

fn parquet_footer(bytes: &[u8]) -> PolarsResult<Footer> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let names = reader.schema()?.iter_names().map(ToString::to_string).collect();
    let rows = reader.num_rows()?;
    let metadata = reader.get_metadata()?;
    let unpacked = metadata.row_groups.iter().map(|group| u64::try_from(group.total_byte_size()).unwrap_or(u64::MAX));
    Ok(Footer { names, rows: Some(rows), unpacked: unpacked.fold(0, u64::saturating_add) })
}

fn arrow_footer(bytes: &[u8]) -> PolarsResult<Footer> {
    let mut reader = IpcReader::new(Cursor::new(bytes));
    let names = reader.schema()?.iter_names().map(ToString::to_string).collect();
    Ok(Footer { names, rows: None, unpacked: u64::try_from(bytes.len()).unwrap_or(u64::MAX) })
}

fn cells(column: &Column, reading: Reading, name: &str, format: Format) -> Result<Cells, ReportedError> {
    let is_number = column.dtype().is_primitive_numeric();
    if reading == Reading::Number && is_number {
        let numbers = column.cast(&DataType::Float64).map_err(|_| unreadable(name, format))?;
        return Ok(Cells::Number(numbers.f64().map_err(|_| unreadable(name, format))?.clone()));
    }
    if column.dtype() == &DataType::Boolean {
        // As data frames write it as text.
        let flags = column.bool().map_err(|_| unreadable(name, format))?;
        let text = flags.iter().map(|flag| flag.map(|flag| if flag { "True" } else { "False" }));
        return Ok(Cells::Text(text.collect()));
    }
    let text = column.cast(&DataType::String).map_err(|_| unreadable(name, format))?;
    Ok(Cells::Text(text.str().map_err(|_| unreadable(name, format))?.clone()))
}

fn unreadable(name: &str, format: Format) -> ReportedError {
    let message = format!("Column `{name}` of the {} file holds neither numbers nor text.", format.name());
    told(ErrorCode::UnsupportedFormat, message)
}

fn corrupt(format: Format) -> ReportedError {
    let message = format!("The {} file is damaged or cut off. Write it again, or upload it once more.", format.name());
    told(ErrorCode::ArchiveCorrupt, message)
}
