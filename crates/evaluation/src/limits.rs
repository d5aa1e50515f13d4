//! How large a table may be before it is parsed.
//!
//! Invariant: every child gets these bounds; there is no "unlimited".

use serde::{Deserialize, Serialize};

/// Bounds on an uploaded table, checked before a parser sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Bytes after decompression.
    pub table_bytes: u64,
    /// Bytes of one line or one cell.
    pub line_bytes: u64,
    /// Columns.
    pub columns: u64,
    /// Rows without the header.
    pub rows: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { table_bytes: 1 << 30, line_bytes: 64 << 10, columns: 1_000, rows: 100_000_000 }
    }
}
