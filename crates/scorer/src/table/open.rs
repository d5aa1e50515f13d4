//! From the bytes of an upload to a table whose structure is known.
//!
//! Invariant: no parser has seen a byte before the bounds were checked.

use joute_domain::{ErrorCode, ReportedError};
use joute_evaluation::{Bounds, Separator};

use super::columnar::ColumnarTable;
use super::encoding;
use super::header::{Header, likely_separator};
use super::structure::{Expected, Structure, examine};
use super::unpack::{Unpacked, unpack};
use crate::findings::told;

/// Which separators are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separators {
    /// This one; a table of this many columns is expected, so that another separator can be told.
    One {
        /// What stands between cells.
        separator: Separator,
        /// Columns expected.
        columns: usize,
    },
    /// Comma or tab, whichever splits the header; the same expectation.
    CommaOrTab {
        /// Columns expected.
        columns: usize,
    },
    /// Comma, tab, semicolon or bar, whichever splits the header.
    Any,
}

/// A table that can be read.
#[derive(Debug)]
pub(crate) enum Opened {
    /// CSV, or its like.
    Text(TextTable),
    /// Parquet or Arrow.
    Columnar(ColumnarTable),
}

/// A text table in memory.
#[derive(Debug)]
pub(crate) struct TextTable {
    pub(super) bytes: Vec<u8>,
    pub(super) separator: u8,
    pub(super) body: usize,
    pub(super) first_line: u64,
    pub(super) structure: Structure,
    pub(super) most_rows: u64,
    pub(crate) names: Vec<String>,
}

impl Opened {
    /// The names of the header.
    pub(crate) fn names(&self) -> &[String] {
        match self {
            Self::Text(table) => &table.names,
            Self::Columnar(table) => &table.names,
        }
    }
}

impl Opened {
    /// What stands between the cells; `None` where nothing does.
    pub(crate) fn separator(&self) -> Option<Separator> {
        match self {
            Self::Text(table) if table.separator == Separator::Tab.byte() => Some(Separator::Tab),
            Self::Text(_) => Some(Separator::Comma),
            Self::Columnar(_) => None,
        }
    }
}

impl TextTable {
    /// The text below the header.
    pub(crate) fn body(&self) -> &[u8] {
        self.bytes.get(self.body..).unwrap_or_default()
    }
}

/// Unpacks a file and looks at its structure.
pub(crate) fn open(bytes: Vec<u8>, bounds: &Bounds, separators: Separators) -> Result<Opened, ReportedError> {
    if bytes.is_empty() {
        return Err(told(ErrorCode::EmptyFile, "The file is empty."));
    }
    let most = bounds.table_bytes;
    if u64::try_from(bytes.len()).map_or(true, |length| length > most) {
        let message = format!("The file is larger than {most} bytes, the most that is accepted here.");
        return Err(told(ErrorCode::TooLarge, message));
    }
    match unpack(bytes, most)? {
        Unpacked::Columnar(bytes, format) => ColumnarTable::open(bytes, format, bounds).map(Opened::Columnar),
        Unpacked::Text(bytes) => open_text(bytes, bounds, separators).map(Opened::Text),
    }
}

fn open_text(bytes: Vec<u8>, bounds: &Bounds, separators: Separators) -> Result<TextTable, ReportedError> {
    let start = encoding::check(&bytes)?;
    let separator = match separators {
        Separators::One { separator, .. } => separator.byte(),
        Separators::CommaOrTab { .. } => likely_separator(&bytes, start, b"\t,"),
        Separators::Any => likely_separator(&bytes, start, b"|;\t,"),
    };
    let most_line = usize::try_from(bounds.line_bytes).unwrap_or(usize::MAX);
    let header = Header::read(&bytes, start, separator, most_line)?;
    if let Separators::One { columns, .. } | Separators::CommaOrTab { columns } = separators {
        header.check_separator(separator, columns)?;
    }
    too_many_columns(header.names.len(), bounds)?;
    let first_line = header.line.saturating_add(1);
    let expected = Expected { separator, columns: header.names.len(), first_line, most_line };
    let structure = examine(bytes.get(header.body..).unwrap_or_default(), expected)?;
    if let Structure::Plain { rows } = structure {
        too_many_rows(rows, bounds.rows)?;
    }
    let (body, most_rows) = (header.body, bounds.rows);
    Ok(TextTable { bytes, separator, body, first_line, structure, most_rows, names: header.names })
}

/// Refuses more columns than the bound.
pub(super) fn too_many_columns(columns: usize, bounds: &Bounds) -> Result<(), ReportedError> {
    let most = bounds.columns;
    if u64::try_from(columns).is_ok_and(|columns| columns <= most) {
        return Ok(());
    }
    Err(told(ErrorCode::TooLarge, format!("The table has {columns} columns; at most {most} are accepted here.")))
}

/// Refuses more rows than the bound.
pub(super) fn too_many_rows(rows: usize, most: u64) -> Result<(), ReportedError> {
    if u64::try_from(rows).is_ok_and(|rows| rows <= most) {
        return Ok(());
    }
    Err(told(ErrorCode::TooLarge, format!("The table has {rows} rows; at most {most} are accepted here.")))
}
