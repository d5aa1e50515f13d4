//! What a data page tells of a table: its columns, their gaps and shapes, its first rows.
//!
//! Invariant: computed once at upload inside the jail; pages only show it.

use serde::{Deserialize, Serialize};

/// One bar of a histogram, or one frequent value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistogramBin {
    /// The value, or the bin's lower and upper bound.
    pub label: String,
    /// Rows in it.
    pub count: u64,
}

/// One column in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// The name in the header.
    pub name: String,
    /// `integer`, `number`, `boolean` or `text`.
    pub kind: String,
    /// Empty cells.
    pub missing: u64,
    /// Distinct values; counted up to a limit, then `distinct_is_exact` is false.
    pub distinct: u64,
    /// False if there are more.
    pub distinct_is_exact: bool,
    /// Smallest value of a numeric column.
    #[serde(default)]
    pub minimum: Option<f64>,
    /// Largest value of a numeric column.
    #[serde(default)]
    pub maximum: Option<f64>,
    /// Mean of a numeric column.
    #[serde(default)]
    pub mean: Option<f64>,
    /// Ten bins for numbers, the most frequent values for text.
    pub histogram: Vec<HistogramBin>,
}

/// A table in short.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TableProfile {
    /// Rows without the header.
    pub rows: u64,
    /// The columns in the file's order.
    pub columns: Vec<ColumnSummary>,
    /// The first rows, at most ten, cut to 200 characters a cell.
    pub first_rows: Vec<Vec<String>>,
}
