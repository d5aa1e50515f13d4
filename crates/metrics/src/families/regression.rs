//! Errors of numbers: the mean of a loss of each cell, and what becomes of that mean.
//!
//! `rmse` = sqrt(mean (y - p)^2), `mae` = mean |y - p|, `rmsle` = sqrt(mean (ln(1+y) - ln(1+p))^2); means are weighted
//! by row. Checked against scikit-learn's `root_mean_squared_error`, `mean_absolute_error` and
//! `root_mean_squared_log_error` in `fixtures/golden/metrics.json`.
//!
//! Invariant: a cell outside the loss's domain makes the score NaN, which is refused.

use joute_domain::Direction;

use super::{Kernel, Plan};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::parameter::ParameterInfo;
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{ColumnRule, NumberRange, NumberRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sum::Sum;
use crate::view::View;

const PARAMETERS: &[ParameterInfo] = &[COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH];

/// What the metrics of this family have in common.
const ERROR: MetricInfo = MetricInfo {
    name: "",
    direction: Direction::LowerIsBetter,
    description_key: "",
    summary: "",
    reference: "",
    prediction: PredictionShape::Numbers,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: PARAMETERS,
    truth: TruthReading::Numbers,
    build: |settings, shape| plan(settings, shape, RMSE_LOSS, NumberRange::FINITE),
};

/// `rmse`.
pub(crate) const RMSE: MetricInfo = MetricInfo {
    name: "rmse",
    description_key: "metric-rmse",
    summary: "root of the mean squared error",
    reference: "sklearn.metrics.root_mean_squared_error",
    ..ERROR
};

/// `mae`.
pub(crate) const MAE: MetricInfo = MetricInfo {
    name: "mae",
    description_key: "metric-mae",
    summary: "mean absolute error",
    reference: "sklearn.metrics.mean_absolute_error",
    build: |settings, shape| plan(settings, shape, MAE_LOSS, NumberRange::FINITE),
    ..ERROR
};

/// `rmsle`.
pub(crate) const RMSLE: MetricInfo = MetricInfo {
    name: "rmsle",
    description_key: "metric-rmsle",
    summary: "root of the mean squared error of ln(1 + x); negative values are refused",
    reference: "sklearn.metrics.root_mean_squared_log_error",
    build: |settings, shape| plan(settings, shape, RMSLE_LOSS, NumberRange::NOT_NEGATIVE),
    ..ERROR
};

const RMSE_LOSS: MeanLoss = MeanLoss { loss: squared, finish: f64::sqrt };
const MAE_LOSS: MeanLoss = MeanLoss { loss: |truth, guess| (truth - guess).abs(), finish: |mean| mean };
const RMSLE_LOSS: MeanLoss = MeanLoss { loss: squared_log, finish: f64::sqrt };

fn squared(truth: f64, guess: f64) -> f64 {
    (truth - guess) * (truth - guess)
}

/// Squared difference of ln(1 + x), by ln of the quotient so that close numbers keep their digits.
fn squared_log(truth: f64, guess: f64) -> f64 {
    if truth < 0.0 || guess < 0.0 {
        return f64::NAN;
    }
    let difference = truth.ln_1p() - guess.ln_1p();
    difference * difference
}

fn plan(
    settings: &Settings<'_>,
    shape: &ColumnShape,
    loss: MeanLoss,
    range: NumberRange,
) -> Result<Plan, SettingsError> {
    if !shape.truth_is(ColumnKind::Number) {
        return Err(settings.columns_error("the truth columns must hold numbers"));
    }
    let columns = 0..shape.prediction.len();
    let rule = |column| ColumnRule::Number(NumberRule { column, range, whole: false });
    Ok(Plan {
        kernel: Box::new(loss),
        arrangement: Arrangement::paired(settings, shape)?,
        skip_undefined: false,
        prediction_kinds: columns.clone().map(|_| ColumnKind::Number).collect(),
        rules: columns.map(rule).collect(),
    })
}

/// The mean of a loss over the cells, and the function of that mean which is the score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MeanLoss {
    /// Loss of a truth and a prediction.
    pub(crate) loss: fn(f64, f64) -> f64,
    /// What becomes of the mean.
    pub(crate) finish: fn(f64) -> f64,
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

impl Kernel for MeanLoss {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let loss = self.loss;
        let sum: LossSum =
            view.fold_numbers(|sum: &mut LossSum, cell| sum.add(loss(cell.truth, cell.prediction), cell.weight))?;
        sum.mean().map(self.finish)
    }
}
