//! Boards and reports as files for spreadsheets.
//!
//! Invariant: a text that people typed can never become a formula.

mod csv;

pub use csv::{csv, kaggle_csv};
