//! A table as it was read, on polars' columns.
//!
//! Invariant: all columns have the same number of rows, and row and line can be told from each other.

use std::borrow::Cow;

use polars::prelude::{Float64Chunked, StringChunked};

/// A table in memory.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Names of the header, as they stand.
    pub(crate) names: Vec<String>,
    /// Columns in the order of the names; `None` if it was not asked for.
    pub(crate) columns: Vec<Option<Cells>>,
    /// Number of rows.
    pub(crate) rows: usize,
    /// Where the rows stand in the file.
    pub(crate) lines: Lines,
    /// Rows of another length than the header, ascending; they were cut or filled up with empty cells.
    pub(crate) ragged: Vec<usize>,
}

/// The cells of a column.
#[derive(Debug, Clone)]
pub(crate) enum Cells {
    /// As they stand in the file; an empty cell may be null.
    Text(StringChunked),
    /// Read as numbers; null where there is none.
    Number(Float64Chunked),
}

/// Where rows stand in the file.
#[derive(Debug)]
pub(crate) enum Lines {
    /// Row 0 stands in this line, each further row one line below.
    From(u64),
    /// The line of each row.
    Listed(Vec<u64>),
    /// There are no lines.
    None,
}

impl Lines {
    /// The line of a row.
    pub(crate) fn of(&self, row: usize) -> Option<u64> {
        match self {
            Self::From(first) => first.checked_add(u64::try_from(row).ok()?),
            Self::Listed(lines) => lines.get(row).copied(),
            Self::None => None,
        }
    }
}

impl Cells {
    /// The cell as text; for messages and for columns that hold text.
    pub(crate) fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Text(cells) => Cow::Borrowed(cells.get(row).unwrap_or_default()),
            Self::Number(cells) => cells.get(row).map_or(Cow::Borrowed(""), |value| Cow::Owned(value.to_string())),
        }
    }

    /// Calls `visit` for every cell as text, in order.
    pub(crate) fn each_text(&self, mut visit: impl FnMut(usize, &str)) {
        match self {
            Self::Text(cells) => cells.iter().enumerate().for_each(|(row, cell)| visit(row, cell.unwrap_or_default())),
            Self::Number(cells) => {
                for (row, cell) in cells.iter().enumerate() {
                    visit(row, &cell.map_or_else(String::new, |value| value.to_string()));
                }
            }
        }
    }

    /// The same cells in one piece, so that any of them is found at once.
    pub(crate) fn in_one_piece(self) -> Self {
        match self {
            Self::Text(cells) => Self::Text(cells.rechunk().into_owned()),
            Self::Number(cells) => Self::Number(cells.rechunk().into_owned()),
        }
    }
}

impl Sheet {
    /// The first column of that name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }

    /// The cells of the first column of that name.
    pub(crate) fn cells(&self, name: &str) -> Option<&Cells> {
        self.columns.get(self.position(name)?)?.as_ref()
    }

    /// True if the row has not the length of the header.
    pub(crate) fn is_ragged(&self, row: usize) -> bool {
        !self.ragged.is_empty() && self.ragged.binary_search(&row).is_ok()
    }
}
