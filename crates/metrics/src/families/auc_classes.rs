//! `roc_auc` of several exclusive classes.
//!
//! Invariant: the class of every scored row is known before any area is computed.

use rayon::prelude::*;

use super::auc::Points;
use super::classes::ClassTruth;
use super::{Kernel, Plan, score_rules};
use crate::column::ColumnKind;
use crate::modifiers::Arrangement;
use crate::modifiers::columns::weighted_mean;
use crate::numeric::at;
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sum::Sum;
use crate::view::{View, numbers};

/// Reads the settings of the metric for several classes.
pub(crate) fn plan(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    for name in ["columns", "column_weights", "max_fpr", "pos_label", "ignore_truth"] {
        if settings.has(name) {
            return Err(SettingsError::conflict(name, "it has no meaning for several exclusive classes"));
        }
    }
    if settings.text("average") == Some("micro") {
        return Err(SettingsError::conflict("average", "several exclusive classes are compared one by one"));
    }
    let kernel = ClassAuc {
        truth: ClassTruth::from_settings(settings, shape)?,
        pairwise: settings.text("multi_class") == Some("ovo"),
        weighted: settings.text("average") == Some("weighted"),
        skip_undefined: settings.flag("skip_undefined"),
    };
    Ok(Plan {
        skip_undefined: kernel.skip_undefined,
        kernel: Box::new(kernel),
        arrangement: Arrangement::Together,
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules: score_rules(shape, NumberRange::FINITE),
    })
}

/// Mean of the areas of each class against the rest, or of each pair of classes.
#[derive(Debug)]
struct ClassAuc {
    truth: ClassTruth,
    pairwise: bool,
    weighted: bool,
    skip_undefined: bool,
}

/// A row, its class and its weight.
type Classed = (usize, usize, f64);

impl Kernel for ClassAuc {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let classes = self.truth.of(view)?;
        let scores: Vec<&[f64]> = view.prediction.iter().map(numbers).collect::<Result<_, _>>()?;
        let rows: Vec<Classed> = view.rows.gather(|row| Some((row, classes.get(row)?, view.weight_of(row))));
        if rows.len() != view.rows.count() {
            return Err(Refusal::Solution("a row does not have exactly one of the classes"));
        }
        let areas = if self.pairwise { each_pair(&rows, &scores, view) } else { each_class(&rows, &scores, view) };
        let weight = |share: f64| if self.weighted { share } else { 1.0 };
        weighted_mean(areas.into_iter().map(|(area, share)| (area, weight(share))), self.skip_undefined)
    }
}

/// The area of `class` against the rows of `others`, with the weight of all rows that took part.
fn area(
    rows: &[Classed],
    scores: &[f64],
    view: &View<'_>,
    class: usize,
    others: impl Fn(usize) -> bool,
) -> (Result<f64, Refusal>, f64, f64) {
    let mut points = Points::default();
    let mut total = Sum::default();
    for (row, of, weight) in rows.iter().filter(|(_, of, _)| *of == class || others(*of)) {
        points.add(at(scores, *row), *of == class, view.weight.map(|_| *weight));
        total.add(*weight);
    }
    let positive = points.positive_weight();
    (points.area(None), positive, total.value())
}

/// The areas against the rest, each with the weight of its class.
fn each_class(rows: &[Classed], scores: &[&[f64]], view: &View<'_>) -> Vec<(Result<f64, Refusal>, f64)> {
    let one = |(class, scores): (usize, &&[f64])| {
        let (area, positive, _) = area(rows, scores, view, class, |_| true);
        (area, positive)
    };
    scores.par_iter().enumerate().map(one).collect()
}

/// The mean area of both directions of each pair, each with the weight of the two classes.
fn each_pair(rows: &[Classed], scores: &[&[f64]], view: &View<'_>) -> Vec<(Result<f64, Refusal>, f64)> {
    let pairs: Vec<_> = scores
        .iter()
        .enumerate()
        .flat_map(|(a, left)| scores.iter().enumerate().skip(a + 1).map(move |(b, right)| (a, *left, b, *right)))
        .collect();
    let one = |(a, left, b, right): (usize, &[f64], usize, &[f64])| {
        let (forth, _, weight) = area(rows, left, view, a, |class| class == b);
        let (back, _, _) = area(rows, right, view, b, |class| class == a);
        (forth.and_then(|forth| Ok(f64::midpoint(forth, back?))), weight)
    };
    pairs.into_par_iter().map(one).collect()
}
