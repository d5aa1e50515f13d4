//! Unit deviances of exponential families, averaged.
//!
//! Poisson: 2 (y ln(y / p) - y + p); gamma: 2 (ln(p / y) + y / p - 1); Tweedie of any power not between 0 and 1.
//! Checked against `sklearn.metrics.mean_poisson_deviance`, `mean_gamma_deviance` and `mean_tweedie_deviance`.
//!
//! Invariant: predictions outside the family's range are refused by rule, truths at set-up.

use super::Plan;
use super::mean_loss::MeanLoss;
use super::regression::{RMSE, same};
use crate::catalogue::MetricInfo;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;

/// `poisson_deviance`.
pub(crate) const POISSON_DEVIANCE: MetricInfo = MetricInfo {
    name: "poisson_deviance",
    description_key: "metric-poisson-deviance",
    summary: "mean deviance of counts; predictions must be above 0",
    reference: "sklearn.metrics.mean_poisson_deviance",
    build: |settings, shape| plan(settings, shape, 1.0),
    ..RMSE
};

/// `gamma_deviance`.
pub(crate) const GAMMA_DEVIANCE: MetricInfo = MetricInfo {
    name: "gamma_deviance",
    description_key: "metric-gamma-deviance",
    summary: "mean deviance of amounts; truth and predictions must be above 0",
    reference: "sklearn.metrics.mean_gamma_deviance",
    build: |settings, shape| plan(settings, shape, 2.0),
    ..RMSE
};

/// `tweedie_deviance`.
pub(crate) const TWEEDIE_DEVIANCE: MetricInfo = MetricInfo {
    name: "tweedie_deviance",
    description_key: "metric-tweedie-deviance",
    summary: "mean deviance of the Tweedie family; 0 is squared error, 1 Poisson, 2 gamma",
    reference: "sklearn.metrics.mean_tweedie_deviance",
    parameters: &[POWER, COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: |settings, shape| {
        let power = settings.number("power").unwrap_or(1.5);
        if 0.0 < power && power < 1.0 {
            return Err(SettingsError::conflict("power", "there is no such distribution between 0 and 1"));
        }
        plan(settings, shape, power)
    },
    ..RMSE
};

const POWER: ParameterInfo = ParameterInfo {
    name: "power",
    kind: ParameterKind::Number { low: -10.0, high: 10.0 },
    default: ParameterDefault::Number(1.5),
    summary: "how the variance grows with the mean; not between 0 and 1",
};

fn plan(settings: &Settings<'_>, shape: &ColumnShape, power: f64) -> Result<Plan, SettingsError> {
    let is = |value: f64| (power - value).abs() <= 0.0;
    let truth = if power >= 2.0 {
        NumberRange::POSITIVE
    } else if power >= 1.0 {
        NumberRange::NOT_NEGATIVE
    } else {
        NumberRange::FINITE
    };
    let range = if is(0.0) { NumberRange::FINITE } else { NumberRange::POSITIVE };
    let ranges = [truth, range];
    if is(0.0) {
        MeanLoss::plan_within(settings, shape, ranges, |truth, guess| (truth - guess) * (truth - guess), same)
    } else if is(1.0) {
        MeanLoss::plan_within(settings, shape, ranges, poisson, same)
    } else if is(2.0) {
        MeanLoss::plan_within(settings, shape, ranges, gamma, same)
    } else {
        MeanLoss::plan_within(settings, shape, ranges, move |truth, guess| tweedie(truth, guess, power), same)
    }
}

fn poisson(truth: f64, guess: f64) -> f64 {
    if guess <= 0.0 {
        return f64::NAN;
    }
    let entropy = if truth > 0.0 { truth * (truth / guess).ln() } else { 0.0 };
    2.0 * (entropy - truth + guess)
}

fn gamma(truth: f64, guess: f64) -> f64 {
    if guess <= 0.0 { f64::NAN } else { 2.0 * ((guess / truth).ln() + truth / guess - 1.0) }
}

fn tweedie(truth: f64, guess: f64, power: f64) -> f64 {
    if guess <= 0.0 {
        return f64::NAN;
    }
    let (one, two) = (1.0 - power, 2.0 - power);
    let own = truth.max(0.0).powf(two) / (one * two);
    2.0 * (own - truth * guess.powf(one) / one + guess.powf(two) / two)
}
