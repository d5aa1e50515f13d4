//! Reads uploaded tables: unpacks them, checks their structure, and only then lets a parser at them.
//!
//! [`open`] unpacks and checks; [`TextTable::read_fast`] lets polars read a table whose structure is beyond doubt;
//! [`TextTable::read_carefully`] reads any other with the `csv` crate and says where it is broken.
//!
//! Invariant: a row of a [`Sheet`] is a row of the file; none is dropped, split or filled up without a finding.

#[cfg(test)]
mod agreement;
mod careful;
mod columnar;
mod encoding;
mod fast;
mod header;
mod open;
mod sheet;
mod structure;
mod unpack;

pub(crate) use columnar::ColumnarTable;
pub(crate) use fast::{Reading, warm_up};
pub(crate) use header::name_hint;
pub(crate) use open::{Opened, Separators, TextTable, open};
pub(crate) use sheet::{Cells, Lines, Sheet};
