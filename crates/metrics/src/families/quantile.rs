//! Losses of quantiles and intervals.
//!
//! The pinball loss of quantile q is q (y - p) above p and (1 - q)(p - y) below. `weighted_quantile_loss` = mean over
//! quantiles of 2 sum loss / sum |y|. `interval_score` = (u - l) + 2/alpha (l - y)+ + 2/alpha (y - u)+
//! (Gneiting and Raftery 2007). Checked against `sklearn.metrics.mean_pinball_loss`.
//!
//! Invariant: prediction column `i` is quantile `i`; an interval is its lower end, then its upper end.

use super::mean_loss::{LossSum, MeanLoss, sum_over_rows};
use super::regression::{RMSE, same};
use super::{Kernel, MeanKernel, Plan};
use crate::catalogue::{MetricInfo, PredictionShape};
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sum::Sum;
use crate::view::{View, numbers};

/// `pinball`.
pub(crate) const PINBALL: MetricInfo = MetricInfo {
    name: "pinball",
    description_key: "metric-pinball",
    summary: "mean loss of a predicted quantile, or of several in a column each",
    reference: "sklearn.metrics.mean_pinball_loss",
    prediction: PredictionShape::Quantiles,
    parameters: &[ALPHA, QUANTILES, COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: |settings, shape| {
        if settings.has("quantiles") {
            let levels = levels(settings, shape)?;
            return Ok(Plan::of_numbers(Box::new(Pinball { levels }), shape, NumberRange::FINITE));
        }
        let alpha = settings.number("alpha").unwrap_or(0.5);
        MeanLoss::plan(settings, shape, NumberRange::FINITE, move |truth, guess| pinball(truth, guess, alpha), same)
    },
    ..RMSE
};

/// `weighted_quantile_loss`.
pub(crate) const WEIGHTED_QUANTILE_LOSS: MetricInfo = MetricInfo {
    name: "weighted_quantile_loss",
    description_key: "metric-weighted-quantile-loss",
    summary: "mean over quantiles of twice the pinball loss relative to the sum of absolute truths",
    reference: "Wen et al. 2017; GluonTS mean_wQuantileLoss",
    prediction: PredictionShape::Quantiles,
    parameters: &[REQUIRED_QUANTILES, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let levels = levels(settings, shape)?;
        Ok(Plan::of_numbers(Box::new(RelativePinball { levels }), shape, NumberRange::FINITE))
    },
    ..RMSE
};

/// `interval_score`.
pub(crate) const INTERVAL_SCORE: MetricInfo = MetricInfo {
    name: "interval_score",
    description_key: "metric-interval-score",
    summary: "mean width of the interval, plus 2 / alpha times the distance of a truth outside of it",
    reference: "Gneiting and Raftery 2007",
    prediction: PredictionShape::Quantiles,
    parameters: &[MISS, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        one_truth(settings, shape, 2, "one truth column with two prediction columns, the lower end and the upper end")?;
        let alpha = settings.number("alpha").unwrap_or(0.2);
        Ok(Plan::of_numbers(Box::new(Interval { alpha }), shape, NumberRange::FINITE))
    },
    ..RMSE
};

const ALPHA: ParameterInfo = ParameterInfo {
    name: "alpha",
    kind: ParameterKind::Number { low: 0.0, high: 1.0 },
    default: ParameterDefault::Number(0.5),
    summary: "the quantile that is predicted, where there is only one",
};

const QUANTILES: ParameterInfo = ParameterInfo {
    name: "quantiles",
    kind: ParameterKind::Shares,
    default: ParameterDefault::Absent,
    summary: "the quantiles of the prediction columns, in their order",
};

const REQUIRED_QUANTILES: ParameterInfo = ParameterInfo { default: ParameterDefault::Required, ..QUANTILES };

const MISS: ParameterInfo = ParameterInfo {
    name: "alpha",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 1.0 },
    default: ParameterDefault::Required,
    summary: "the share of truths that may lie outside: 0.2 for an interval of 80 %",
};

/// Checks that one truth column of numbers faces `count` prediction columns.
pub(crate) fn one_truth(
    settings: &Settings<'_>,
    shape: &ColumnShape,
    count: usize,
    expected: &str,
) -> Result<(), SettingsError> {
    if shape.truth.len() == 1 && shape.prediction.len() == count && shape.truth_is(ColumnKind::Number) {
        return Ok(());
    }
    Err(settings.columns_error(format!("it compares {expected}")))
}

fn levels(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Vec<f64>, SettingsError> {
    let levels = settings.numbers("quantiles").unwrap_or_default();
    let expected = format!("one truth column with a prediction column for each of the {} quantiles", levels.len());
    one_truth(settings, shape, levels.len(), &expected)?;
    Ok(levels)
}

fn pinball(truth: f64, guess: f64, level: f64) -> f64 {
    let error = truth - guess;
    if error >= 0.0 { level * error } else { (level - 1.0) * error }
}

/// The truth column and the prediction columns as numbers.
pub(crate) fn truth_and_predictions<'a>(view: &View<'a>) -> Result<(&'a [f64], Vec<&'a [f64]>), Refusal> {
    let truth = view.truth.first().ok_or(Refusal::Columns("the truth column is missing"))?;
    Ok((numbers(truth)?, view.prediction.iter().map(numbers).collect::<Result<_, _>>()?))
}

/// The mean over rows and quantiles.
#[derive(Debug)]
struct Pinball {
    levels: Vec<f64>,
}

impl MeanKernel for Pinball {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (truth, columns) = truth_and_predictions(view)?;
        Ok(sum_over_rows(view, |row| {
            let losses = columns.iter().zip(&self.levels);
            let sum: f64 = losses.map(|(column, level)| pinball(at(truth, row), at(column, row), *level)).sum();
            Some(sum / real(self.levels.len()))
        }))
    }
}

/// The same relative to the size of the truth.
#[derive(Debug)]
struct RelativePinball {
    levels: Vec<f64>,
}

impl RelativePinball {
    /// Losses summed over the quantiles, and sizes.
    fn parts(&self, view: &View<'_>) -> Result<(Sum, Sum), Refusal> {
        let (truth, columns) = truth_and_predictions(view)?;
        Ok(view.rows.fold(|(loss, size): &mut (Sum, Sum), row| {
            let weight = view.weight_of(row);
            for (column, level) in columns.iter().zip(&self.levels) {
                loss.add(weight * pinball(at(truth, row), at(column, row), *level));
            }
            size.add(weight * at(truth, row).abs());
        }))
    }
}

impl Kernel for RelativePinball {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let (loss, size) = self.parts(view)?;
        if size.value() > 0.0 { Ok(self.finish(&[loss.value(), size.value()])) } else { Err(Refusal::ConstantTruth) }
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some(self.parts(view).map(|(loss, size)| vec![loss.value(), size.value()]))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match sums {
            [loss, size] if *size > 0.0 => 2.0 * loss / size / real(self.levels.len()),
            _ => f64::NAN,
        }
    }
}

/// Width and misses of an interval.
#[derive(Debug)]
struct Interval {
    alpha: f64,
}

impl MeanKernel for Interval {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (truth, columns) = truth_and_predictions(view)?;
        let [lower, upper] = *columns.as_slice() else { return Err(Refusal::Columns("an interval has two ends")) };
        Ok(sum_over_rows(view, |row| {
            let (truth, low, high) = (at(truth, row), at(lower, row), at(upper, row));
            let miss = if truth < low { low - truth } else { 0.0 } + if truth > high { truth - high } else { 0.0 };
            Some(high - low + 2.0 / self.alpha * miss)
        }))
    }
}
