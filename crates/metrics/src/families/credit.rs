//! Scores of rankings by loss: the normalised Gini of amounts, and the default metric of American Express.
//!
//! Invariant: rows with equal predictions stand in the order of their ids, which no file can change; the definitions
//! know no other rule.

use joute_domain::Direction;

use super::Kernel;
use super::binary::{POS_LABEL, Positive};
use super::correlation::PEARSON;
use super::mean_loss::paired_numbers;
use super::precision_recall::AVERAGE_PRECISION;
use super::{Plan, score_rules};
use crate::catalogue::MetricInfo;
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::ranking::Ranking;
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::rule::NumberRange;
use crate::shape::Role;
use crate::sum::Sum;
use crate::view::View;

/// `gini_normalized`.
pub(crate) const GINI_NORMALIZED: MetricInfo = MetricInfo {
    name: "gini_normalized",
    direction: Direction::HigherIsBetter,
    description_key: "metric-gini-normalized",
    summary: "Gini of the truth in the order of the predictions, relative to its own order",
    reference: "Kaggle, Allstate Claim Prediction Challenge",
    roles: &[Role::Group, Role::Mask],
    parameters: &[COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED],
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(NormalizedGini)),
    ..PEARSON
};

/// `amex`.
pub(crate) const AMEX: MetricInfo = MetricInfo {
    name: "amex",
    description_key: "metric-amex",
    summary: "mean of the normalised Gini and the share of positives in the first 4 %, negatives weighted by 20",
    reference: "Kaggle, American Express - Default Prediction",
    roles: &[Role::Group, Role::Mask],
    parameters: &[POS_LABEL, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        Ok(Plan {
            kernel: Box::new(Amex { positive: Positive::from_settings(settings, shape)? }),
            arrangement: Arrangement::paired(settings, shape)?,
            skip_undefined: false,
            prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
            rules: score_rules(shape, NumberRange::FINITE),
        })
    },
    ..AVERAGE_PRECISION
};

#[derive(Debug)]
struct NormalizedGini;

impl Kernel for NormalizedGini {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let rows: Vec<(f64, f64)> =
            view.fold_numbers(|rows: &mut Vec<(f64, f64)>, cell| rows.push((cell.truth, cell.prediction)))?;
        if !rows.iter().all(|(truth, guess)| truth.is_finite() && guess.is_finite()) {
            return Err(Refusal::NotFinite);
        }
        let total = Sum::of(rows.iter().map(|row| row.0));
        if total <= 0.0 {
            return Err(Refusal::ConstantTruth);
        }
        let best = gini(&rows, |row| row.0, total);
        if best <= 0.0 { Err(Refusal::ConstantTruth) } else { Ok(gini(&rows, |row| row.1, total) / best) }
    }
}

/// The area between the diagonal and the curve of the truth, accumulated in descending order of a key.
fn gini(rows: &[(f64, f64)], key: fn(&(f64, f64)) -> f64, total: f64) -> f64 {
    let keys: Vec<f64> = rows.iter().map(key).collect();
    let ranking = Ranking::of(&keys, &Rows::First(keys.len()));
    let count = real(rows.len());
    let amounts = ranking.descending().filter_map(|row| rows.get(row)).enumerate();
    let terms = amounts.map(|(place, row)| (count - real(place)) * row.0);
    (Sum::of(terms) / total - f64::midpoint(count, 1.0)) / count
}

#[derive(Debug)]
struct Amex {
    positive: Positive,
}

const NEGATIVE_WEIGHT: f64 = 20.0;

/// The weight of a row of this class.
fn weight(positive: bool) -> f64 {
    if positive { 1.0 } else { NEGATIVE_WEIGHT }
}

impl Kernel for Amex {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let (scores, found): (Vec<f64>, Vec<bool>) =
            view.fold_scores(&self.positive, |(scores, found): &mut (Vec<f64>, Vec<bool>), cell| {
                scores.push(cell.prediction);
                found.push(cell.positive);
            })?;
        let ranking = Ranking::of(&scores, &Rows::First(scores.len()));
        let mut classes: Vec<bool> = ranking.descending().filter_map(|row| found.get(row)).copied().collect();
        let positives = real(classes.iter().filter(|positive| **positive).count());
        let whole = Sum::of(classes.iter().map(|positive| weight(*positive)));
        if positives <= 0.0 || positives >= real(classes.len()) {
            return Err(Refusal::SingleClass);
        }
        let (found, captured) = (weighted_gini(&classes, positives, whole), captured(&classes, positives, whole));
        classes.sort_unstable_by(|left, right| right.cmp(left));
        Ok(0.5 * (found / weighted_gini(&classes, positives, whole) + captured))
    }
}

/// The sum over rows of (share of positives found - share of weight passed) times weight.
fn weighted_gini(classes: &[bool], positives: f64, whole: f64) -> f64 {
    let (mut sum, mut found, mut passed) = (Sum::default(), 0.0, 0.0);
    for positive in classes {
        found += if *positive { 1.0 } else { 0.0 };
        passed += weight(*positive);
        sum.add((found / positives - passed / whole) * weight(*positive));
    }
    sum.value()
}

/// The share of positives within the first 4 % of the weight.
fn captured(classes: &[bool], positives: f64, whole: f64) -> f64 {
    let cutoff = (0.04 * whole).floor();
    let passed = classes.iter().scan(0.0, |passed, positive| {
        *passed += weight(*positive);
        Some((*passed, *positive))
    });
    let within = passed.take_while(|(passed, _)| *passed <= cutoff);
    real(within.filter(|(_, positive)| *positive).count()) / positives
}
