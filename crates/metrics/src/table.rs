//! A solution and a submission, aligned row by row, and which of their rows count.
//!
//! Invariant: [`Table::check`] has passed before a metric reads a cell: all columns have the same number of rows.

use crate::column::Column;
use crate::refusal::Refusal;

/// Truth and prediction, aligned. The columns stand in the order of the [`ColumnShape`](crate::ColumnShape).
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    /// Number of rows of every column.
    pub rows: usize,
    /// Truth columns of the solution.
    pub truth: Vec<Column<'a>>,
    /// Prediction columns of the submission.
    pub prediction: Vec<Column<'a>>,
    /// Weight of each row, not negative.
    pub weight: Option<&'a [f64]>,
    /// Group of each row.
    pub group: Option<Column<'a>>,
    /// Column that `mask_keep` reads.
    pub mask: Option<Column<'a>>,
    /// 1 where a time was observed, 0 where it was cut off.
    pub event: Option<Column<'a>>,
    /// Columns that a parameter names.
    pub auxiliary: Vec<Column<'a>>,
}

impl Table<'_> {
    /// Every column has `rows` rows, and rows can be counted in 32 bits.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let lengths = self.truth.iter().chain(&self.prediction).chain(&self.group).chain(&self.mask);
        let lengths = lengths.chain(&self.event).chain(&self.auxiliary).map(Column::len);
        let same = lengths.chain(self.weight.map(<[f64]>::len)).all(|length| length == self.rows);
        if !same {
            return Err(Refusal::Columns("they have different numbers of rows"));
        }
        if u32::try_from(self.rows).is_err() {
            return Err(Refusal::Columns("they have more than 4,294,967,295 rows"));
        }
        Ok(())
    }
}

/// The three things a row can be used for, as the bytes of a usage column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Usage {
    /// Never scored.
    Ignored = 0,
    /// Scored on the public board.
    Public = 1,
    /// Scored on the private board.
    Private = 2,
}

impl Usage {
    /// The byte of a usage column.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Ignored => 0,
            Self::Public => 1,
            Self::Private => 2,
        }
    }
}

/// Which rows a score is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Public and private rows together; ignored rows are left out.
    All,
    /// The public rows.
    Public,
    /// The private rows.
    Private,
}

/// The rows that count: all of a table, or a part of it by its usage column.
#[derive(Debug, Clone, Copy)]
pub struct RowSet<'a> {
    usage: Option<&'a [u8]>,
    part: Part,
}

impl<'a> RowSet<'a> {
    /// Every row of the table.
    pub const fn every() -> Self {
        Self { usage: None, part: Part::All }
    }

    /// The rows of `part`; `usage` holds one byte of [`Usage`] for each row, others count as ignored.
    pub const fn part(usage: &'a [u8], part: Part) -> Self {
        Self { usage: Some(usage), part }
    }

    pub(crate) fn usage(&self) -> Option<&'a [u8]> {
        self.usage
    }

    /// True if a row of this usage counts.
    pub(crate) fn holds(self, usage: u8) -> bool {
        match self.part {
            Part::All => usage == Usage::Public.byte() || usage == Usage::Private.byte(),
            Part::Public => usage == Usage::Public.byte(),
            Part::Private => usage == Usage::Private.byte(),
        }
    }
}
