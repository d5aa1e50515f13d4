//! Errors relative to the size of the truth.
//!
//! `mape` = mean |y - p| / |y|, `smape` = scale * mean 2|p - y| / (|y| + |p|), `wape` = sum |y - p| / sum |y|.
//! Checked against `sklearn.metrics.mean_absolute_percentage_error` and the shared cases.
//!
//! Invariant: what a division by zero means is said by the metric or a parameter, never left to chance.

use super::mean_loss::{LossSum, MeanLoss, paired_numbers};
use super::regression::{RMSE, same};
use super::{Kernel, MeanKernel, Plan};
use crate::catalogue::MetricInfo;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sum::Sum;
use crate::view::View;

/// `mape`.
pub(crate) const MAPE: MetricInfo = MetricInfo {
    name: "mape",
    description_key: "metric-mape",
    summary: "mean absolute error relative to the truth; a truth of 0 counts as 2.2e-16",
    reference: "sklearn.metrics.mean_absolute_percentage_error",
    build: |settings, shape| MeanLoss::plan(settings, shape, NumberRange::FINITE, relative, same),
    ..RMSE
};

/// `smape`.
pub(crate) const SMAPE: MetricInfo = MetricInfo {
    name: "smape",
    description_key: "metric-smape",
    summary: "mean absolute error relative to the mean size of truth and prediction",
    reference: "Makridakis 1993",
    parameters: &[SCALE, ZERO_OVER_ZERO, COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: symmetric,
    ..RMSE
};

/// `rmspe`.
pub(crate) const RMSPE: MetricInfo = MetricInfo {
    name: "rmspe",
    description_key: "metric-rmspe",
    summary: "root of the mean squared error relative to the truth; rows whose truth is 0 are left out",
    reference: "Kaggle, Rossmann Store Sales",
    parameters: &[IGNORE_ZERO_TRUTH, COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: |settings, shape| {
        let ignore_zeros = settings.flag("ignore_zero_truth");
        paired_numbers(settings, shape, NumberRange::FINITE, Box::new(Rmspe { ignore_zeros }))
    },
    ..RMSE
};

const IGNORE_ZERO_TRUTH: ParameterInfo = ParameterInfo {
    name: "ignore_zero_truth",
    kind: ParameterKind::Flag,
    default: ParameterDefault::Flag(true),
    summary: "rows whose truth is 0 are left out; if false, such a truth is refused at set-up",
};

/// `wape`.
pub(crate) const WAPE: MetricInfo = MetricInfo {
    name: "wape",
    description_key: "metric-wape",
    summary: "sum of absolute errors relative to the sum of absolute truths",
    reference: "Kolassa and Schuetz 2007",
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(Wape)),
    ..RMSE
};

const SCALE: ParameterInfo = ParameterInfo {
    name: "scale",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 1000.0 },
    default: ParameterDefault::Number(100.0),
    summary: "the mean is multiplied by this: 100 for per cent",
};

const ZERO_OVER_ZERO: ParameterInfo = ParameterInfo {
    name: "zero_over_zero",
    kind: ParameterKind::Number { low: 0.0, high: 2.0 },
    default: ParameterDefault::Number(0.0),
    summary: "error of a row whose truth and prediction are both 0, before scaling",
};

fn relative(truth: f64, guess: f64) -> f64 {
    (truth - guess).abs() / truth.abs().max(f64::EPSILON)
}

fn symmetric(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let scale = settings.number("scale").unwrap_or(100.0);
    let nothing = settings.number("zero_over_zero").unwrap_or(0.0);
    let loss = move |truth: f64, guess: f64| {
        let size = truth.abs() + guess.abs();
        scale * if size > 0.0 { 2.0 * (guess - truth).abs() / size } else { nothing }
    };
    MeanLoss::plan(settings, shape, NumberRange::FINITE, loss, same)
}

/// Root mean square percentage error.
#[derive(Debug)]
struct Rmspe {
    ignore_zeros: bool,
}

impl MeanKernel for Rmspe {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (sum, zero): (LossSum, bool) = view.fold_numbers(|(sum, zero): &mut (LossSum, bool), cell| {
            if cell.truth.abs() > 0.0 {
                let share = (cell.truth - cell.prediction) / cell.truth;
                sum.add(share * share, cell.weight);
            } else {
                *zero = true;
            }
        })?;
        if zero && !self.ignore_zeros {
            return Err(Refusal::Solution("a truth value is 0"));
        }
        Ok(sum)
    }

    fn of_mean(&self, mean: f64) -> f64 {
        mean.sqrt()
    }
}

/// Weighted absolute percentage error.
#[derive(Debug)]
struct Wape;

impl Kernel for Wape {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let (error, size): (Sum, Sum) = view.fold_numbers(|(error, size): &mut (Sum, Sum), cell| {
            error.add((cell.truth - cell.prediction).abs() * cell.weight);
            size.add(cell.truth.abs() * cell.weight);
        })?;
        if size.value() > 0.0 { Ok(error.value() / size.value()) } else { Err(Refusal::ConstantTruth) }
    }
}
