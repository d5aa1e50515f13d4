//! Things found on a page: a point within the box of the right label.
//!
//! `kuzushiji_f1`: a predicted `label x y` is right if it lies inside a true box of its label that no earlier point has
//! taken; F1 of all pages together. Definition of Kaggle's Kuzushiji Recognition.
//!
//! Invariant: a point is used once; true boxes take the first point of the cell that fits.

use super::confusion::Counts;
use super::fscore::Measure;
use super::masks::DICE;
use super::{Kernel, Plan};
use crate::boxes::{TruePlace, parse_places, parse_points};
use crate::catalogue::{MetricInfo, PredictionShape};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{BoxForm, BoxRule, ColumnRule};
use crate::shape::Role;
use crate::view::View;

/// `kuzushiji_f1`.
pub(crate) const KUZUSHIJI_F1: MetricInfo = MetricInfo {
    name: "kuzushiji_f1",
    description_key: "metric-kuzushiji-f1",
    summary: "F1 of labelled points that must lie in the box of their label, all pages together",
    reference: "Kaggle, Kuzushiji Recognition",
    prediction: PredictionShape::Boxes,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let rule = ColumnRule::Boxes(BoxRule { column: 0, form: BoxForm::Points });
        Plan::of_text(settings, shape, Box::new(Spotting), Some(rule))
    },
    ..DICE
};

#[derive(Debug)]
struct Spotting;

/// Points that hit, points that do not, boxes without a point; and which side was unreadable.
#[derive(Debug, Default)]
struct State {
    counts: Counts,
    unfit_truth: bool,
    unfit_guess: bool,
}

impl Merge for State {
    fn merge(&mut self, later: Self) {
        self.counts.merge(later.counts);
        self.unfit_truth |= later.unfit_truth;
        self.unfit_guess |= later.unfit_guess;
    }
}

impl State {
    fn add(&mut self, truth: &[u8], guess: &[u8], weight: f64) {
        let (Some(places), Some(mut points)) = (parse_places(truth), parse_points(guess)) else {
            self.unfit_truth |= parse_places(truth).is_none();
            self.unfit_guess |= parse_points(guess).is_none();
            return;
        };
        for place in &places {
            let found = points.iter().position(|(label, at)| place.label == *label && holds(place, *at));
            match found {
                Some(point) => {
                    points.remove(point);
                    self.counts.hits += weight;
                }
                None => self.counts.misses += weight,
            }
        }
        self.counts.false_alarms += weight * crate::numeric::real(points.len());
    }
}

/// True if the point lies inside; the edge is outside.
fn holds(place: &TruePlace<'_>, [x, y]: [f64; 2]) -> bool {
    let [left, top, width, height] = place.corner_and_size;
    left < x && x < left + width && top < y && y < top + height
}

impl Spotting {
    fn counts(view: &View<'_>) -> Result<Counts, Refusal> {
        let state: State =
            view.fold_texts(|state: &mut State, cell| state.add(cell.truth, cell.prediction, cell.weight))?;
        match state {
            State { unfit_truth: true, .. } => Err(Refusal::Solution("a cell is not a list of labelled boxes")),
            State { unfit_guess: true, .. } => Err(Refusal::Columns("a predicted cell is not a list of points")),
            State { counts, .. } => Ok(counts),
        }
    }
}

impl Kernel for Spotting {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let counts = Self::counts(view)?;
        if counts.truth() > 0.0 { Ok(Measure::F { beta: 1.0 }.of(counts)) } else { Err(Refusal::ConstantTruth) }
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some(Self::counts(view).map(|counts| vec![counts.hits, counts.false_alarms, counts.misses]))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match *sums {
            [hits, false_alarms, misses] => Measure::F { beta: 1.0 }.of(Counts { hits, false_alarms, misses }),
            _ => f64::NAN,
        }
    }
}
