//! The mean of a loss of each cell, weighted by row, and what becomes of that mean.
//!
//! Invariant: a cell outside the loss's domain makes the score NaN, which is refused; a row without weight has no say.

use std::fmt;

use super::{Kernel, Plan, score_rules};
use crate::column::ColumnKind;
use crate::modifiers::Arrangement;
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sum::Sum;
use crate::view::View;

/// The mean of a loss over the cells, and the function of that mean which is the score.
pub(crate) struct MeanLoss<L> {
    /// Loss of a truth and a prediction.
    loss: L,
    /// What becomes of the mean.
    finish: fn(f64) -> f64,
}

impl<L: Fn(f64, f64) -> f64 + Send + Sync + 'static> MeanLoss<L> {
    /// The plan of pairs of number columns, predictions within `range`.
    pub(crate) fn plan(
        settings: &Settings<'_>,
        shape: &ColumnShape,
        range: NumberRange,
        loss: L,
        finish: fn(f64) -> f64,
    ) -> Result<Plan, SettingsError> {
        paired_numbers(settings, shape, range, Box::new(Self { loss, finish }))
    }
}

impl<L> fmt::Debug for MeanLoss<L> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MeanLoss").finish_non_exhaustive()
    }
}

impl<L: Fn(f64, f64) -> f64 + Send + Sync> Kernel for MeanLoss<L> {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let sum: LossSum = view.fold_numbers(|sum: &mut LossSum, cell| {
            sum.add((self.loss)(cell.truth, cell.prediction), cell.weight);
        })?;
        sum.mean().map(self.finish)
    }
}

/// The plan of a metric that compares number columns in pairs.
pub(crate) fn paired_numbers(
    settings: &Settings<'_>,
    shape: &ColumnShape,
    range: NumberRange,
    kernel: Box<dyn Kernel>,
) -> Result<Plan, SettingsError> {
    if !shape.truth_is(ColumnKind::Number) {
        return Err(settings.columns_error("the truth columns must hold numbers"));
    }
    Ok(Plan {
        kernel,
        arrangement: Arrangement::paired(settings, shape)?,
        skip_undefined: settings.flag("skip_undefined"),
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules: score_rules(shape, range),
    })
}

/// Weighted losses and weights so far.
#[derive(Debug, Default)]
pub(crate) struct LossSum {
    loss: Sum,
    weight: Sum,
}

impl LossSum {
    pub(crate) fn add(&mut self, loss: f64, weight: f64) {
        // A row without weight has no say, even if its loss overflows.
        if weight > 0.0 {
            self.loss.add(loss * weight);
            self.weight.add(weight);
        }
    }

    pub(crate) fn mean(&self) -> Result<f64, Refusal> {
        if self.weight.value() > 0.0 { Ok(self.loss.value() / self.weight.value()) } else { Err(Refusal::NoRows) }
    }
}

impl Merge for LossSum {
    fn merge(&mut self, later: Self) {
        self.loss.merge(later.loss);
        self.weight.merge(later.weight);
    }
}
