//! Positives and negatives in the order of their scores: what every reading of the ROC and precision-recall curves walks.
//!
//! One column is walked along its ranking, which all parts of the rows share; several columns taken together are sorted
//! as one list ([`Points`]).
//!
//! Invariant: equal scores enter together, and counts of pairs are exact whole numbers.

use std::borrow::Cow;

use rayon::prelude::*;

use super::auc::{Points, Step, counted_area, partial_area};
use super::binary::Positive;
use crate::label::{Label, LabelValue};
use crate::numeric::{at, real};
use crate::ranking::{Ranking, row_of};
use crate::refusal::Refusal;
use crate::sketch::Blocks;
use crate::sum::Sum;
use crate::view::{View, numbers};

/// What a row is to the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// Not scored.
    Outside,
    Negative,
    Positive,
    /// Its truth is neither.
    Unreadable,
}

/// The scores of a view with their classes.
pub(crate) enum Scored<'v> {
    Ranked(Curve<'v>),
    Pooled(Points),
}

impl<'v> Scored<'v> {
    /// Reads the yes/no truth and the scores of a view.
    pub(crate) fn of(view: &View<'v>, positive: &Positive) -> Result<Self, Refusal> {
        if let ([truth], [_]) = (view.truth.as_slice(), view.prediction.as_slice()) {
            let ignored = view.ignore.map(LabelValue::as_label);
            return Curve::of(view, |row| {
                if ignored.is_some_and(|ignored| Label::of(truth, row) == ignored) {
                    return Class::Outside;
                }
                positive.read(truth, row).map_or(Class::Unreadable, Class::of)
            })
            .map(Self::Ranked);
        }
        let points = view.fold_scores(positive, |points: &mut Points, cell| {
            points.add(cell.prediction, cell.positive, view.weight.map(|_| cell.weight));
        });
        points.map(Self::Pooled)
    }

    /// The area under the curve, or its standardised part up to `max_fpr`.
    pub(crate) fn area(self, max_fpr: Option<f64>) -> Result<f64, Refusal> {
        match self {
            Self::Ranked(curve) => curve.area(max_fpr),
            Self::Pooled(points) => points.area(max_fpr),
        }
    }

    /// The influence of each block on the whole area; `None` for several columns.
    pub(crate) fn influences(&self, blocks: &Blocks) -> Result<Option<Vec<f64>>, Refusal> {
        match self {
            Self::Ranked(curve) => curve.influences(blocks).map(Some),
            Self::Pooled(_) => Ok(None),
        }
    }

    /// Weights at the distinct scores, ascending.
    pub(crate) fn into_steps(self) -> Result<Vec<Step>, Refusal> {
        match self {
            Self::Ranked(curve) => Ok(curve.steps()),
            Self::Pooled(points) => points.into_steps(),
        }
    }
}

impl Class {
    pub(crate) fn of(positive: bool) -> Self {
        if positive { Self::Positive } else { Self::Negative }
    }
}

/// One column of scores.
pub(crate) struct Curve<'v> {
    ranking: Cow<'v, Ranking>,
    classes: Vec<Class>,
    weights: Option<&'v [f64]>,
}

impl<'v> Curve<'v> {
    /// Ranks the first prediction column; `class` is asked for the rows of the view.
    pub(crate) fn of(view: &View<'v>, class: impl Fn(usize) -> Class + Sync) -> Result<Self, Refusal> {
        let scores = numbers(view.prediction.first().ok_or(Refusal::Columns("a column is missing"))?)?;
        let ranking = view.ranking(0)?;
        let all = scores.len();
        let classes: Vec<Class> = if ranking.len() == all {
            (0..all).into_par_iter().map(&class).collect()
        } else {
            let mut classes = vec![Class::Outside; all];
            for row in ranking.rows() {
                if let Some(place) = classes.get_mut(row) {
                    *place = class(row);
                }
            }
            classes
        };
        if classes.par_iter().any(|class| *class == Class::Unreadable) {
            return Err(Refusal::Solution("a truth value is neither 0 nor 1"));
        }
        let counts = |(row, class): (usize, &Class)| *class == Class::Outside || at(scores, row).is_finite();
        if !classes.par_iter().enumerate().all(counts) {
            return Err(Refusal::NotFinite);
        }
        Ok(Self { ranking, classes, weights: view.weight })
    }

    fn class(&self, row: usize) -> Class {
        self.classes.get(row).copied().unwrap_or(Class::Outside)
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |weights| at(weights, row))
    }

    /// The area under the curve, or its standardised part up to `max_fpr`.
    pub(crate) fn area(&self, max_fpr: Option<f64>) -> Result<f64, Refusal> {
        let limit = max_fpr.unwrap_or(1.0);
        if limit < 1.0 || self.weights.is_some() {
            return partial_area(&self.steps(), limit);
        }
        counted_area(self.ranking.ties().map(|ties| self.counts(ties)))
    }

    /// The weight of the positives.
    pub(crate) fn positive_weight(&self) -> f64 {
        let positives = self.ranking.rows().filter(|row| self.class(*row) == Class::Positive);
        Sum::of(positives.map(|row| self.weight(row)))
    }

    /// Positives and negatives among rows of one score.
    fn counts(&self, ties: &[u64]) -> (usize, usize) {
        let of = |class: Class| ties.iter().filter(|entry| self.class(row_of(**entry)) == class).count();
        (of(Class::Positive), of(Class::Negative))
    }

    /// Weights at the distinct scores, ascending.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let steps = self.ranking.ties().map(|ties| self.step(ties));
        steps.filter(|step| step.positive > 0.0 || step.negative > 0.0).collect()
    }

    fn step(&self, ties: &[u64]) -> Step {
        if self.weights.is_none() {
            let (positives, negatives) = self.counts(ties);
            return Step { positive: real(positives), negative: real(negatives) };
        }
        let weight = |class: Class| {
            let rows = ties.iter().map(|entry| row_of(*entry)).filter(|row| self.class(*row) == class);
            Sum::of(rows.map(|row| self.weight(row)))
        };
        Step { positive: weight(Class::Positive), negative: weight(Class::Negative) }
    }

    /// By how much the area rises when each block counts once more: sums of `DeLong`'s placements, that is the share of
    /// negatives below a positive and of positives above a negative, about the area (`DeLong` and others 1988).
    pub(crate) fn influences(&self, blocks: &Blocks) -> Result<Vec<f64>, Refusal> {
        let whole = self.steps();
        let positives = Sum::of(whole.iter().map(|step| step.positive));
        let negatives = Sum::of(whole.iter().map(|step| step.negative));
        if positives <= 0.0 || negatives <= 0.0 {
            return Err(Refusal::SingleClass);
        }
        let block_of = blocks.of_each_row(self.classes.len());
        let mut sums = vec![[0.0; 3]; blocks.count()];
        let (mut below_negative, mut below_positive) = (0.0, 0.0);
        for ties in self.ranking.ties() {
            let step = self.step(ties);
            let placement = (below_negative + step.negative / 2.0) / negatives;
            let above = (positives - below_positive - step.positive / 2.0) / positives;
            for row in ties.iter().map(|entry| row_of(*entry)) {
                let block = block_of.get(row).and_then(|block| sums.get_mut(usize::from(*block)));
                let (Some([placements, ones, zeros]), weight) = (block, self.weight(row)) else { continue };
                match self.class(row) {
                    Class::Positive => {
                        *placements += weight * placement / positives;
                        *ones += weight;
                    }
                    Class::Negative => {
                        *placements += weight * above / negatives;
                        *zeros += weight;
                    }
                    Class::Outside | Class::Unreadable => {}
                }
            }
            below_negative += step.negative;
            below_positive += step.positive;
        }
        // Both kinds of placements have the area as their mean: all placements together are twice the area.
        let area = Sum::of(sums.iter().map(|[placements, ..]| *placements)) / 2.0;
        let centred = |[placements, ones, zeros]: [f64; 3]| placements - area * (ones / positives + zeros / negatives);
        Ok(sums.into_iter().map(centred).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::Column;
    use crate::ranking::Rankings;
    use crate::rows::Rows;

    const TRUTH: [f64; 9] = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];

    fn influences(scores: &[f64; 9]) -> Vec<f64> {
        let (rows, rankings) = (Rows::First(9), Rankings::new(1));
        let view = View::of_columns(vec![Column::Number(&TRUTH)], vec![Column::Number(scores)], &rows, &rankings);
        let Ok(Scored::Ranked(curve)) = Scored::of(&view, &Positive::One) else { panic!("one column is ranked") };
        let blocks = Blocks::of_rows(&rows);
        let by_block = curve.influences(&blocks).unwrap();
        let mut by_row = vec![0.0; 9];
        for (block, influence) in by_block.into_iter().enumerate() {
            by_row[usize::try_from(blocks.rows_of(block)[0]).unwrap()] = influence;
        }
        by_row
    }

    fn covariance(left: &[f64], right: &[f64]) -> f64 {
        // Of means: sums of products, corrected from n to n - 1 for each class.
        let sum = |rows: std::ops::Range<usize>| rows.map(|row| left[row] * right[row]).sum::<f64>();
        sum(0..4) * 4.0 / 3.0 + sum(4..9) * 5.0 / 4.0
    }

    /// The worked example of the design: areas .925 and .85 with their covariance after `DeLong`.
    #[test]
    fn influences_give_the_covariance_of_areas_after_delong() {
        let left = influences(&[0.9, 0.8, 0.4, 0.7, 0.6, 0.3, 0.2, 0.4, 0.1]);
        let right = influences(&[0.7, 0.9, 0.35, 0.6, 0.65, 0.5, 0.1, 0.2, 0.3]);
        assert!((covariance(&left, &left) - 0.008_125).abs() < 1e-12);
        assert!((covariance(&right, &right) - 0.019_166_666_7).abs() < 1e-10);
        assert!((covariance(&left, &right) - 0.009_687_5).abs() < 1e-12);
        assert!(left.iter().sum::<f64>().abs() < 1e-12);
    }
}
