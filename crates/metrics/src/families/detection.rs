//! Boxes found in images: mean over the true classes of the average precision of their boxes.
//!
//! As published for Kaggle's SIIM-FISABIO-RSNA COVID-19 Detection: in each image boxes of a class are taken by falling
//! confidence and matched to the free true box they overlap most, if by more than `iou`. A match is a positive of its
//! confidence, any other predicted box a negative; a true box that stays free is a positive of confidence 0, an image
//! without the class on either side a negative of confidence 0. Their average precision is that of `average_precision`.
//!
//! Invariant: boxes of equal confidence enter together, so that neither rows nor words of a cell decide.

use std::collections::{BTreeMap, BTreeSet};

use super::auc::Points;
use super::masks::DICE;
use super::precision_recall::stepwise_area;
use super::{Kernel, Plan};
use crate::boxes::{LabelledBox, parse};
use crate::catalogue::{MetricInfo, PredictionShape};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{order_key, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{BoxForm, BoxRule, ColumnRule};
use crate::shape::Role;
use crate::sum::Sum;
use crate::view::View;

/// `voc_map`.
pub(crate) const VOC_MAP: MetricInfo = MetricInfo {
    name: "voc_map",
    description_key: "metric-voc-map",
    summary: "mean over classes of the average precision of boxes, taken by falling confidence",
    reference: "Kaggle, SIIM-FISABIO-RSNA COVID-19 Detection; Everingham et al. 2010 (PASCAL VOC)",
    prediction: PredictionShape::Boxes,
    roles: &[Role::Group, Role::Mask],
    parameters: &[IOU, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let kernel = VocMap { iou: settings.number("iou").unwrap_or(0.5) };
        Plan::of_text(
            settings,
            shape,
            Box::new(kernel),
            Some(ColumnRule::Boxes(BoxRule { column: 0, form: BoxForm::Boxes })),
        )
    },
    ..DICE
};

const IOU: ParameterInfo = ParameterInfo {
    name: "iou",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 1.0 },
    default: ParameterDefault::Number(0.5),
    summary: "the overlap that a found box must exceed",
};

#[derive(Debug)]
struct VocMap {
    iou: f64,
}

/// What is known of a class: images that have it on either side, true images, and positives and negatives by score.
#[derive(Debug, Default)]
struct Class {
    images: usize,
    wanted: bool,
    points: Points,
}

#[derive(Debug, Default)]
struct State<'a> {
    images: usize,
    classes: BTreeMap<&'a [u8], Class>,
    unfit_truth: bool,
    unfit_guess: bool,
}

impl Merge for State<'_> {
    fn merge(&mut self, later: Self) {
        self.images += later.images;
        for (label, class) in later.classes {
            let own = self.classes.entry(label).or_default();
            own.images += class.images;
            own.wanted |= class.wanted;
            own.points.merge(class.points);
        }
        self.unfit_truth |= later.unfit_truth;
        self.unfit_guess |= later.unfit_guess;
    }
}

impl VocMap {
    fn add<'a>(&self, state: &mut State<'a>, truth: &[LabelledBox<'a>], mut guess: Vec<LabelledBox<'a>>) {
        state.images += 1;
        guess.sort_by(|left, right| {
            let corners = |one: &LabelledBox<'_>| one.corners.map(order_key);
            right.confidence.total_cmp(&left.confidence).then_with(|| corners(left).cmp(&corners(right)))
        });
        let labels: BTreeSet<&[u8]> = truth.iter().chain(&guess).map(|one| one.label).collect();
        for label in labels {
            let class = state.classes.entry(label).or_default();
            class.images += 1;
            let mut free: Vec<&LabelledBox<'_>> = truth.iter().filter(|one| one.label == label).collect();
            class.wanted |= !free.is_empty();
            for one in guess.iter().filter(|one| one.label == label) {
                let best = self.best(one, &free);
                class.points.add(one.confidence, best.is_some(), None);
                best.map(|at| free.remove(at));
            }
            for _ in free {
                class.points.add(0.0, true, None);
            }
        }
    }

    /// The free box that overlaps most, the first of equals, if by more than the threshold.
    fn best(&self, one: &LabelledBox<'_>, free: &[&LabelledBox<'_>]) -> Option<usize> {
        let overlaps = free.iter().enumerate().map(|(at, other)| (one.overlap(other), at));
        let best = overlaps.max_by(|left, right| left.0.total_cmp(&right.0).then(right.1.cmp(&left.1)));
        best.filter(|(overlap, _)| *overlap > self.iou).map(|(_, at)| at)
    }
}

impl Kernel for VocMap {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let state: State<'_> =
            view.fold_texts(|state: &mut State<'_>, cell| match (parse(cell.truth), parse(cell.prediction)) {
                (Some(truth), Some(guess)) => self.add(state, &truth, guess),
                (None, _) => state.unfit_truth = true,
                (_, None) => state.unfit_guess = true,
            })?;
        if state.unfit_truth {
            return Err(Refusal::Solution("a cell is not a list of boxes"));
        }
        if state.unfit_guess {
            return Err(Refusal::Columns("a predicted cell is not a list of boxes"));
        }
        let images = state.images;
        let classes = state.classes.into_values().filter(|class| class.wanted);
        let areas = classes.map(|mut class| {
            (class.images..images).for_each(|_| class.points.add(0.0, false, None));
            stepwise_area(&class.points.into_steps()?)
        });
        let areas = areas.collect::<Result<Vec<f64>, Refusal>>()?;
        if areas.is_empty() { Err(Refusal::Undefined) } else { Ok(Sum::of(areas.iter().copied()) / real(areas.len())) }
    }
}
