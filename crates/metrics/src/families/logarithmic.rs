//! Errors of ln(1 + x).
//!
//! `msle` = mean (ln(1+y) - ln(1+p))^2, `rmsle` its root. Checked against scikit-learn's
//! `root_mean_squared_log_error` in `fixtures/golden/metrics.json`.
//!
//! Invariant: neither truth nor prediction is negative, though the logarithm would still be defined above -1.

use super::Plan;
use super::mean_loss::MeanLoss;
use super::regression::{RMSE, same};
use crate::catalogue::MetricInfo;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;

/// `rmsle`.
pub(crate) const RMSLE: MetricInfo = MetricInfo {
    name: "rmsle",
    description_key: "metric-rmsle",
    summary: "root of the mean squared error of ln(1 + x); negative values are refused",
    reference: "sklearn.metrics.root_mean_squared_log_error",
    build: |settings, shape| plan(settings, shape, f64::sqrt),
    ..RMSE
};

/// `msle`.
pub(crate) const MSLE: MetricInfo = MetricInfo {
    name: "msle",
    description_key: "metric-msle",
    summary: "mean squared error of ln(1 + x); negative values are refused",
    reference: "sklearn.metrics.mean_squared_log_error",
    build: |settings, shape| plan(settings, shape, same),
    ..RMSE
};

fn plan(settings: &Settings<'_>, shape: &ColumnShape, finish: fn(f64) -> f64) -> Result<Plan, SettingsError> {
    MeanLoss::plan(settings, shape, NumberRange::NOT_NEGATIVE, squared_log, finish)
}

fn squared_log(truth: f64, guess: f64) -> f64 {
    if truth < 0.0 || guess < 0.0 {
        return f64::NAN;
    }
    let difference = truth.ln_1p() - guess.ln_1p();
    difference * difference
}
