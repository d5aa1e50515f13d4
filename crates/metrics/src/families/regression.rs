//! Errors of numbers.
//!
//! `rmse` = sqrt(mean (y - p)^2), `mse`, `mae` = mean |y - p|, `log_mae` = ln mae. Checked against scikit-learn's
//! `root_mean_squared_error` and `mean_absolute_error` in `fixtures/golden/metrics.json`.
//!
//! Invariant: means are weighted by row; any finite number may be predicted.

use joute_domain::Direction;

use super::Plan;
use super::mean_loss::MeanLoss;
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};

/// `rmse`, and what metrics of number columns have in common.
pub(crate) const RMSE: MetricInfo = MetricInfo {
    name: "rmse",
    revision: 1,
    direction: Direction::LowerIsBetter,
    description_key: "metric-rmse",
    summary: "root of the mean squared error",
    reference: "sklearn.metrics.root_mean_squared_error",
    prediction: PredictionShape::Numbers,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    truth: TruthReading::Numbers,
    build: |settings, shape| error(settings, shape, squared, f64::sqrt),
};

/// `mse`.
pub(crate) const MSE: MetricInfo = MetricInfo {
    name: "mse",
    description_key: "metric-mse",
    summary: "mean squared error",
    reference: "sklearn.metrics.mean_squared_error",
    build: |settings, shape| error(settings, shape, squared, same),
    ..RMSE
};

/// `mae`.
pub(crate) const MAE: MetricInfo = MetricInfo {
    name: "mae",
    description_key: "metric-mae",
    summary: "mean absolute error",
    reference: "sklearn.metrics.mean_absolute_error",
    build: |settings, shape| error(settings, shape, absolute, same),
    ..RMSE
};

/// `log_mae`.
pub(crate) const LOG_MAE: MetricInfo = MetricInfo {
    name: "log_mae",
    description_key: "metric-log-mae",
    summary: "natural logarithm of the mean absolute error, not below ln 1e-9",
    reference: "Kaggle, Predicting Molecular Properties",
    build: |settings, shape| error(settings, shape, absolute, |mean| mean.max(1e-9).ln()),
    ..RMSE
};

fn error(
    settings: &Settings<'_>,
    shape: &ColumnShape,
    loss: fn(f64, f64) -> f64,
    finish: fn(f64) -> f64,
) -> Result<Plan, SettingsError> {
    MeanLoss::plan(settings, shape, NumberRange::FINITE, loss, finish)
}

fn squared(truth: f64, guess: f64) -> f64 {
    (truth - guess) * (truth - guess)
}

fn absolute(truth: f64, guess: f64) -> f64 {
    (truth - guess).abs()
}

/// The mean itself.
pub(crate) fn same(mean: f64) -> f64 {
    mean
}
