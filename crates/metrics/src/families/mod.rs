//! The families of metrics, one file each.
//!
//! Invariant: a kernel reads cells through its view only and answers with a score or a refusal; it never panics.

use std::fmt::Debug;

use crate::column::ColumnKind;
use crate::modifiers::Arrangement;
use crate::refusal::Refusal;
use crate::rule::ColumnRule;
use crate::view::View;

pub(crate) mod regression;

/// The mathematics of one metric with its parameters.
pub(crate) trait Kernel: Debug + Send + Sync {
    /// The score of the columns and rows of `view`.
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal>;
}

/// What a family makes of checked parameters and columns.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The mathematics.
    pub(crate) kernel: Box<dyn Kernel>,
    /// One score for each pair of columns, or one for all.
    pub(crate) arrangement: Arrangement,
    /// Leave undefined columns and groups out.
    pub(crate) skip_undefined: bool,
    /// How each prediction column is read.
    pub(crate) prediction_kinds: Vec<ColumnKind>,
    /// What predictions must meet.
    pub(crate) rules: Vec<ColumnRule>,
}
