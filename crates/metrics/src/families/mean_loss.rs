//! The mean of a loss of each cell, weighted by row, and what becomes of that mean.
//!
//! Invariant: a cell outside the loss's domain makes the score NaN, which is refused; a row without weight has no say.

use std::fmt;

use super::{Kernel, MeanKernel, Plan, score_rules};
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
    /// Truths for which there is a loss.
    truth: NumberRange,
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
        Self::plan_within(settings, shape, [NumberRange::FINITE, range], loss, finish)
    }

    /// The same where the truth has a range, too: ranges of truth and prediction.
    pub(crate) fn plan_within(
        settings: &Settings<'_>,
        shape: &ColumnShape,
        [truth, range]: [NumberRange; 2],
        loss: L,
        finish: fn(f64) -> f64,
    ) -> Result<Plan, SettingsError> {
        paired_numbers(settings, shape, range, Box::new(Self { loss, truth, finish }))
    }
}

impl<L> fmt::Debug for MeanLoss<L> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MeanLoss").finish_non_exhaustive()
    }
}

impl<L: Fn(f64, f64) -> f64 + Send + Sync> MeanKernel for MeanLoss<L> {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (sum, foreign): (LossSum, bool) = view.fold_numbers(|(sum, foreign): &mut (LossSum, bool), cell| {
            *foreign |= !self.truth.contains(cell.truth);
            sum.add((self.loss)(cell.truth, cell.prediction), cell.weight);
        })?;
        if foreign { Err(Refusal::Solution("a truth value is outside the metric's range")) } else { Ok(sum) }
    }

    fn of_mean(&self, mean: f64) -> f64 {
        (self.finish)(mean)
    }
}

/// The mean of a loss over whole rows; a row without one is left out.
pub(crate) fn sum_over_rows(view: &View<'_>, loss: impl Fn(usize) -> Option<f64> + Sync) -> LossSum {
    view.rows.fold(|sum: &mut LossSum, row| {
        if let Some(loss) = loss(row) {
            sum.add(loss, view.weight_of(row));
        }
    })
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

    /// Adds to a quotient of two sums.
    pub(crate) fn add_ratio(&mut self, above: f64, below: f64) {
        self.loss.add(above);
        self.weight.add(below);
    }

    /// Weighted losses and weights.
    pub(crate) fn parts(&self) -> [f64; 2] {
        [self.loss.value(), self.weight.value()]
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
