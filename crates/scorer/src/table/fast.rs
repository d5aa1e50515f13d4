//! Lets polars read a text table whose structure is beyond doubt.
//!
//! Invariant: whatever polars cannot read or counts differently is read again by others; it never decides a refusal.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use polars::prelude::{
    CsvParseOptions, CsvReadOptions, DataFrame, DataType, Field, IntoColumn, IpcReader, IpcWriter, NamedFrom,
    ParquetReader, ParquetWriter, PolarsResult, Schema, SerReader, SerWriter, Series, StringChunked,
};

use polars_core::runtime::RAYON;

use super::structure::Structure;
use super::{Cells, Lines, Sheet, TextTable};

/// How a column is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Not at all.
    Skip,
    /// As it stands.
    Text,
    /// As numbers.
    Number,
}

impl TextTable {
    /// Reads the columns; `None` if the structure is in doubt or a cell is not what it is read as.
    pub(crate) fn read_fast(&self, readings: &[Reading]) -> Option<Sheet> {
        let Structure::Plain { rows } = self.structure else { return None };
        if rows == 0 || readings.iter().all(|reading| *reading == Reading::Skip) {
            let empty = |reading: &Reading| (*reading != Reading::Skip).then(|| Cells::Text(StringChunked::default()));
            return Some(self.sheet(readings.iter().map(empty).collect(), rows));
        }
        let frame = survive(|| read(self.body(), self.separator, readings))?.ok()?;
        if frame.height() != rows {
            return None;
        }
        let mut read = frame.columns().iter();
        let mut columns = Vec::with_capacity(readings.len());
        for reading in readings {
            columns.push(match reading {
                Reading::Skip => None,
                Reading::Text => Some(Cells::Text(read.next()?.str().ok()?.clone())),
                Reading::Number => {
                    let cells = read.next()?.f64().ok()?;
                    if cells.null_count() > 0 {
                        return None;
                    }
                    Some(Cells::Number(cells.clone()))
                }
            });
        }
        Some(self.sheet(columns, rows))
    }

    fn sheet(&self, columns: Vec<Option<Cells>>, rows: usize) -> Sheet {
        let lines = Lines::From(self.first_line);
        Sheet { names: self.names.clone(), columns, rows, lines, ragged: Vec::new() }
    }
}

/// What the parser gives; `None` if it panics, which damaged input makes it do.
pub(super) fn survive<T>(parse: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(parse)).ok()
}

fn read(body: &[u8], separator: u8, readings: &[Reading]) -> PolarsResult<DataFrame> {
    // Names of our own: the header's may repeat, and are none of the parser's business.
    let field = |(at, reading): (usize, &Reading)| {
        let kind = if *reading == Reading::Number { DataType::Float64 } else { DataType::String };
        Field::new(format!("{at}").into(), kind)
    };
    let schema: Schema = readings.iter().enumerate().map(field).collect();
    let wanted: Vec<usize> = (0..readings.len()).filter(|at| readings.get(*at) != Some(&Reading::Skip)).collect();
    let parse_options = CsvParseOptions::default().with_separator(separator).with_missing_is_null(true);
    CsvReadOptions::default()
        .with_has_header(false)
        .with_schema(Some(Arc::new(schema)))
        .with_projection(Some(Arc::new(wanted)))
        .with_parse_options(parse_options)
        .into_reader_with_file_handle(Cursor::new(body))
        .finish()
}

/// Runs the code paths of the parsers once on bytes of our own, so that their threads exist before the last lock.
pub(crate) fn warm_up() {
    // Each thread must have begun its work: a thread that still starts makes calls that are forbidden later.
    RAYON.install(|| rayon::broadcast(|_| ()));
    let body = b"a,1\nb,2.5\n\"c\",3\n";
    let _ = read(body, b',', &[Reading::Text, Reading::Number]);
    let columns =
        vec![Series::new("a".into(), ["x", "y"]).into_column(), Series::new("b".into(), [1.0, 2.0]).into_column()];
    let Ok(mut frame) = DataFrame::new(2, columns) else { return };
    let mut bytes = Vec::new();
    if ParquetWriter::new(&mut bytes).finish(&mut frame).is_ok() {
        let _ = ParquetReader::new(Cursor::new(bytes)).finish();
    }
    let mut bytes = Vec::new();
    if IpcWriter::new(&mut bytes).finish(&mut frame).is_ok() {
        let _ = IpcReader::new(Cursor::new(bytes)).finish();
    }
}
