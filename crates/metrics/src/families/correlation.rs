//! Correlation of truth and prediction, linear or of their ranks.
//!
//! Checked against `scipy.stats.pearsonr` and `spearmanr`; equal values share the mean of their ranks.
//!
//! Invariant: a column that does not vary has no correlation and is refused.

use joute_domain::Direction;
use rayon::prelude::*;

use super::Kernel;
use super::mean_loss::paired_numbers;
use super::regression::RMSE;
use crate::catalogue::MetricInfo;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{order_key, real};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::shape::Role;
use crate::sum::Sum;
use crate::view::View;

/// `pearson`.
pub(crate) const PEARSON: MetricInfo = MetricInfo {
    name: "pearson",
    direction: Direction::HigherIsBetter,
    description_key: "metric-pearson",
    summary: "linear correlation of truth and prediction",
    reference: "scipy.stats.pearsonr; with weights numpy.cov(aweights)",
    parameters: &[COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED],
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(Correlation::Linear)),
    ..RMSE
};

/// `spearman`.
pub(crate) const SPEARMAN: MetricInfo = MetricInfo {
    name: "spearman",
    description_key: "metric-spearman",
    summary: "correlation of the ranks of truth and prediction",
    reference: "scipy.stats.spearmanr",
    roles: &[Role::Group, Role::Mask],
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(Correlation::Ranks)),
    ..PEARSON
};

/// Pearson's or Spearman's correlation.
#[derive(Debug, Clone, Copy)]
enum Correlation {
    Linear,
    Ranks,
}

impl Kernel for Correlation {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let cells: Vec<[f64; 3]> = view.fold_numbers(|cells: &mut Vec<[f64; 3]>, cell| {
            if cell.weight > 0.0 {
                cells.push([cell.truth, cell.prediction, cell.weight]);
            }
        })?;
        if !cells.iter().flatten().all(|value| value.is_finite()) {
            return Err(Refusal::NotFinite);
        }
        let column = |at: usize| cells.iter().filter_map(|cell| cell.get(at).copied()).collect::<Vec<f64>>();
        let (truth, guess, weights) = (column(0), column(1), column(2));
        match self {
            Self::Linear => correlation(&truth, &guess, &weights),
            Self::Ranks => correlation(&ranks(&truth), &ranks(&guess), &weights),
        }
    }
}

fn varies(values: &[f64]) -> bool {
    values.iter().any(|value| values.first().is_some_and(|first| order_key(*first) != order_key(*value)))
}

/// Deviations are scaled by the largest, so that their squares neither overflow nor vanish.
fn deviations(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mean =
        Sum::of(values.iter().zip(weights).map(|(value, weight)| value * weight)) / Sum::of(weights.iter().copied());
    let largest = values.iter().map(|value| (value - mean).abs()).fold(0.0, f64::max);
    values.iter().map(|value| (value - mean) / largest).collect()
}

fn correlation(truth: &[f64], guess: &[f64], weights: &[f64]) -> Result<f64, Refusal> {
    if truth.is_empty() {
        return Err(Refusal::NoRows);
    }
    if !varies(truth) {
        return Err(Refusal::ConstantTruth);
    }
    if !varies(guess) {
        return Err(Refusal::ConstantPrediction);
    }
    let (truth, guess) = (deviations(truth, weights), deviations(guess, weights));
    let product = |left: &[f64], right: &[f64]| {
        Sum::of(left.iter().zip(right).zip(weights).map(|((left, right), weight)| left * right * weight))
    };
    let spread = product(&truth, &truth).sqrt() * product(&guess, &guess).sqrt();
    Ok((product(&truth, &guess) / spread).clamp(-1.0, 1.0))
}

/// The rank of each value from 1; equal values share their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(u64, usize)> = values.iter().enumerate().map(|(row, value)| (order_key(*value), row)).collect();
    order.par_sort_unstable();
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equal in order.chunk_by(|left, right| left.0 == right.0) {
        let rank = real(2 * before + equal.len() + 1) / 2.0;
        for (_, row) in equal {
            if let Some(place) = ranks.get_mut(*row) {
                *place = rank;
            }
        }
        before += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_mean_rank() {
        let halves: Vec<f64> = ranks(&[3.0, 1.0, 3.0, 2.0]).iter().map(|rank| rank * 2.0).collect();
        assert_eq!(format!("{halves:?}"), "[7.0, 2.0, 7.0, 4.0]");
    }
}
