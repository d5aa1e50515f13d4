//! Scores of predicted distributions.
//!
//! `crps_gaussian`: the closed form of Gneiting et al. 2005. `crps_cdf`: mean over thresholds of (P(y <= t) - [y <= t])^2.
//! `laplace_log_likelihood` = mean of -sqrt 2 d / s - ln(sqrt 2 s), d = min(|y - p|, `delta_max`), s = max(sd, `sd_min`).
//!
//! Invariant: a spread that is not above 0 is refused by rule, never clipped in silence (but for `sd_min`).

use joute_domain::Direction;

use super::mean_loss::{LossSum, sum_over_rows};
use super::quantile::{one_truth, truth_and_predictions};
use super::regression::RMSE;
use super::{MeanKernel, Plan};
use crate::catalogue::{MetricInfo, PredictionShape};
use crate::column::ColumnKind;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, NumberRange, NumberRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::View;

/// `crps_gaussian`.
pub(crate) const CRPS_GAUSSIAN: MetricInfo = MetricInfo {
    name: "crps_gaussian",
    description_key: "metric-crps-gaussian",
    summary: "continuous ranked probability score of a normal distribution given by mean and standard deviation",
    reference: "Gneiting et al. 2005",
    prediction: PredictionShape::Distribution,
    parameters: &[GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| mean_and_spread(settings, shape, NumberRange::POSITIVE, Box::new(CrpsGaussian)),
    ..RMSE
};

/// `laplace_log_likelihood`.
pub(crate) const LAPLACE_LOG_LIKELIHOOD: MetricInfo = MetricInfo {
    name: "laplace_log_likelihood",
    direction: Direction::HigherIsBetter,
    description_key: "metric-laplace-log-likelihood",
    summary: "log-likelihood of a Laplace distribution given by mean and standard deviation, both clipped",
    reference: "Kaggle, OSIC Pulmonary Fibrosis Progression",
    prediction: PredictionShape::Distribution,
    parameters: &[SD_MIN, DELTA_MAX, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let kernel = Laplace {
            sd_min: settings.number("sd_min").unwrap_or(70.0),
            delta_max: settings.number("delta_max").unwrap_or(1000.0),
        };
        mean_and_spread(settings, shape, NumberRange::FINITE, Box::new(kernel))
    },
    ..RMSE
};

/// `crps_cdf`.
pub(crate) const CRPS_CDF: MetricInfo = MetricInfo {
    name: "crps_cdf",
    description_key: "metric-crps-cdf",
    summary: "mean squared distance of a cumulative distribution, given at thresholds, from the truth's step",
    reference: "Kaggle, Second Annual Data Science Bowl",
    prediction: PredictionShape::Distribution,
    parameters: &[GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        one_truth(settings, shape, shape.prediction.len(), "one truth column with a probability for each threshold")?;
        let thresholds = thresholds(&shape.prediction);
        Ok(Plan::of_numbers(Box::new(CrpsCdf { thresholds }), shape, NumberRange::UNIT))
    },
    ..RMSE
};

const SD_MIN: ParameterInfo = ParameterInfo {
    name: "sd_min",
    kind: ParameterKind::NumberAbove { low: 0.0, high: f64::MAX },
    default: ParameterDefault::Number(70.0),
    summary: "smaller standard deviations count as this",
};

const DELTA_MAX: ParameterInfo = ParameterInfo {
    name: "delta_max",
    kind: ParameterKind::NumberAbove { low: 0.0, high: f64::MAX },
    default: ParameterDefault::Number(1000.0),
    summary: "larger errors count as this",
};

fn mean_and_spread(
    settings: &Settings<'_>,
    shape: &ColumnShape,
    spread: NumberRange,
    kernel: Box<dyn super::Kernel>,
) -> Result<Plan, SettingsError> {
    one_truth(settings, shape, 2, "one truth column with two prediction columns, the mean and the standard deviation")?;
    let rule = |column, range| ColumnRule::Number(NumberRule { column, range, whole: false });
    let rules = vec![rule(0, NumberRange::FINITE), rule(1, spread)];
    Ok(Plan::together(kernel, vec![ColumnKind::Number; 2], rules))
}

/// The thresholds of the columns: the numbers at the end of their names if these ascend, else 0, 1, 2, and so on.
fn thresholds(names: &[String]) -> Vec<f64> {
    let number = |name: &String| {
        let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-'));
        let digits = name.get(stem.len()..)?;
        digits.parse::<f64>().ok().filter(|value| value.is_finite())
    };
    let found: Option<Vec<f64>> = names.iter().map(number).collect();
    let found = found.filter(|list| list.is_sorted_by(|left, right| left < right));
    found.unwrap_or_else(|| (0..names.len()).map(real).collect())
}

/// The closed form for a normal distribution.
#[derive(Debug)]
struct CrpsGaussian;

impl MeanKernel for CrpsGaussian {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (truth, columns) = truth_and_predictions(view)?;
        let [mean, spread] = *columns.as_slice() else { return Err(Refusal::Columns("mean and spread are needed")) };
        Ok(sum_over_rows(view, |row| {
            let spread = at(spread, row);
            if spread <= 0.0 {
                return Some(f64::NAN);
            }
            let z = (at(truth, row) - at(mean, row)) / spread;
            let density = (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
            let half = libm::erf(z * std::f64::consts::FRAC_1_SQRT_2);
            Some(spread * (z * half + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt()))
        }))
    }
}

/// The log-likelihood with both clips.
#[derive(Debug)]
struct Laplace {
    sd_min: f64,
    delta_max: f64,
}

impl MeanKernel for Laplace {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (truth, columns) = truth_and_predictions(view)?;
        let [mean, spread] = *columns.as_slice() else { return Err(Refusal::Columns("mean and spread are needed")) };
        let root = std::f64::consts::SQRT_2;
        Ok(sum_over_rows(view, |row| {
            let (mean, spread) = (at(mean, row), at(spread, row));
            if !(mean.is_finite() && spread.is_finite()) {
                return Some(f64::NAN);
            }
            let spread = spread.max(self.sd_min);
            let error = (at(truth, row) - mean).abs().min(self.delta_max);
            Some(-root * error / spread - (root * spread).ln())
        }))
    }
}

/// The mean squared distance from the truth's step.
#[derive(Debug)]
struct CrpsCdf {
    thresholds: Vec<f64>,
}

impl MeanKernel for CrpsCdf {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (truth, columns) = truth_and_predictions(view)?;
        Ok(sum_over_rows(view, |row| {
            let truth = at(truth, row);
            let distance = |(column, threshold): (&&[f64], &f64)| {
                let step = if truth <= *threshold { 1.0 } else { 0.0 };
                let error = at(column, row) - step;
                error * error
            };
            let sum: f64 = columns.iter().zip(&self.thresholds).map(distance).sum();
            Some(sum / real(self.thresholds.len()))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_stand_in_the_names_if_they_ascend() {
        let of = |names: &[&str]| thresholds(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(format!("{:?}", of(&["P0", "P1", "P10"])), "[0.0, 1.0, 10.0]");
        assert_eq!(format!("{:?}", of(&["le_-0.5", "le_2"])), "[-0.5, 2.0]");
        assert_eq!(format!("{:?}", of(&["a", "b"])), "[0.0, 1.0]");
    }
}
