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
use crate::ranking::{Ranking, row_of};
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::rule::NumberRange;
use crate::shape::Role;
use crate::sketch::{Blocks, leave_one_out};
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
        let [truth, guess, weights] = values(view)?;
        match self {
            Self::Linear => correlation(&truth, &guess, &weights),
            Self::Ranks => correlation(&ranks(&truth), &ranks(&guess), &weights),
        }
    }

    fn influences(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        // The ranks of all rows change with each block; small tables are ranked without each.
        matches!(self, Self::Linear).then(|| without_each(view, blocks))
    }
}

/// Truths, predictions and weights of the rows that have any, all of them finite.
fn values(view: &View<'_>) -> Result<[Vec<f64>; 3], Refusal> {
    let (truth, (guess, weights)): (Vec<f64>, (Vec<f64>, Vec<f64>)) =
        view.fold_numbers(|(truth, (guess, weights)): &mut (Vec<f64>, (Vec<f64>, Vec<f64>)), cell| {
            if cell.weight > 0.0 {
                truth.push(cell.truth);
                guess.push(cell.prediction);
                weights.push(cell.weight);
            }
        })?;
    let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    if finite(&truth) && finite(&guess) { Ok([truth, guess, weights]) } else { Err(Refusal::NotFinite) }
}

/// The influence of each block on the linear correlation, from moments about fixed centres.
fn without_each(view: &View<'_>, blocks: &Blocks) -> Result<Vec<f64>, Refusal> {
    let [truth, guess, weights] = values(view)?;
    let score = correlation(&truth, &guess, &weights)?;
    let centre = |values: &[f64]| {
        let mean = mean(values, &weights);
        (mean, values.iter().map(|value| (value - mean).abs()).fold(0.0, f64::max))
    };
    let (across, up) = (centre(&truth), centre(&guess));
    let state = |block: usize| {
        let rows = Rows::Listed(blocks.rows_of(block));
        let [truth, guess, weights] = values(&view.within(&rows))?;
        let scaled = |values: &[f64], (mean, largest): (f64, f64)| -> Vec<f64> {
            values.iter().map(|value| (value - mean) / largest).collect()
        };
        let (truth, guess) = (scaled(&truth, across), scaled(&guess, up));
        let product = |left: &[f64], right: &[f64]| {
            Sum::of(left.iter().zip(right).zip(&weights).map(|((left, right), weight)| left * right * weight))
        };
        let ones = vec![1.0; weights.len()];
        let sums = [product(&ones, &ones), product(&truth, &ones), product(&guess, &ones)];
        let squares = [product(&truth, &truth), product(&guess, &guess), product(&truth, &guess)];
        Ok([sums.as_slice(), squares.as_slice()].concat())
    };
    let finish = |moments: &[f64]| {
        let [whole, x, y, xx, yy, xy] = *moments else { return Err(Refusal::Undefined) };
        let (spread_x, spread_y) = (xx - x * x / whole, yy - y * y / whole);
        if spread_x > 0.0 && spread_y > 0.0 {
            Ok((xy - x * y / whole) / (spread_x.sqrt() * spread_y.sqrt()))
        } else {
            Err(Refusal::Undefined)
        }
    };
    let states = (0..blocks.count()).into_par_iter().map(state).collect::<Result<Vec<_>, Refusal>>()?;
    leave_one_out(score, blocks, &states, finish)
}

fn mean(values: &[f64], weights: &[f64]) -> f64 {
    Sum::of(values.iter().zip(weights).map(|(value, weight)| value * weight)) / Sum::of(weights.iter().copied())
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
    let ranking = Ranking::of(values, &Rows::First(values.len()));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equal in ranking.ties() {
        let rank = real(2 * before + equal.len() + 1) / 2.0;
        for entry in equal {
            if let Some(place) = ranks.get_mut(row_of(*entry)) {
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
