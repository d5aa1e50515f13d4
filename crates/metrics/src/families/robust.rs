//! Errors of numbers that large deviations dominate less.
//!
//! `huber`: e^2 / 2 up to `delta`, then delta (e - delta / 2). `log_cosh` = mean ln cosh(p - y).
//!
//! Invariant: means are weighted by row; nothing overflows below the largest number.

use super::mean_loss::MeanLoss;
use super::regression::{RMSE, same};
use crate::catalogue::MetricInfo;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::rule::NumberRange;

/// `huber`.
pub(crate) const HUBER: MetricInfo = MetricInfo {
    name: "huber",
    description_key: "metric-huber",
    summary: "squared error up to `delta`, absolute error beyond",
    reference: "Huber 1964",
    parameters: &[DELTA, COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: |settings, shape| {
        let delta = settings.number("delta").unwrap_or(1.0);
        let loss = move |truth: f64, guess: f64| {
            let error = (truth - guess).abs();
            if error <= delta { 0.5 * error * error } else { delta * (error - 0.5 * delta) }
        };
        MeanLoss::plan(settings, shape, NumberRange::FINITE, loss, same)
    },
    ..RMSE
};

/// `log_cosh`.
pub(crate) const LOG_COSH: MetricInfo = MetricInfo {
    name: "log_cosh",
    description_key: "metric-log-cosh",
    summary: "mean logarithm of the hyperbolic cosine of the error",
    reference: "numpy: mean(log(cosh(p - y)))",
    build: |settings, shape| MeanLoss::plan(settings, shape, NumberRange::FINITE, log_cosh, same),
    ..RMSE
};

const DELTA: ParameterInfo = ParameterInfo {
    name: "delta",
    kind: ParameterKind::NumberAbove { low: 0.0, high: f64::MAX },
    default: ParameterDefault::Number(1.0),
    summary: "error from which on the loss grows in a straight line",
};

fn log_cosh(truth: f64, guess: f64) -> f64 {
    let error = (truth - guess).abs();
    error + (-2.0 * error).exp().ln_1p() - std::f64::consts::LN_2
}
