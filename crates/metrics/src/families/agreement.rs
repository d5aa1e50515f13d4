//! Agreement over chance (Cohen 1960, 1968): `1 - sum O d / sum E d` with the distance d of two labels.
//!
//! Distances are 1 between different labels, or |x - y|, or (x - y)^2, where x is the position in the sorted labels
//! (`scale = "index"`, as scikit-learn) or the rating itself (`scale = "range"`, as Kaggle). Checked against
//! `sklearn.metrics.cohen_kappa_score` in `fixtures/golden/metrics.json`.
//!
//! Invariant: where chance cannot disagree there is no kappa, and the score is refused.

use std::collections::HashMap;

use joute_domain::Direction;

use super::classification::DECLARED_CLASSES;
use super::confusion::{self, Confusion, Counts};
use super::{Kernel, Plan, label_rules};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::label::Label;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, NumberRange, NumberRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sketch::Blocks;
use crate::sum::Sum;
use crate::view::View;

/// `kappa`.
pub(crate) const KAPPA: MetricInfo = MetricInfo {
    name: "kappa",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-kappa",
    summary: "agreement of labels or ratings beyond chance",
    reference: "sklearn.metrics.cohen_kappa_score",
    prediction: PredictionShape::Labels,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[
        WEIGHTS,
        SCALE,
        MIN,
        MAX,
        DECLARED_CLASSES,
        COLUMNS,
        COLUMN_WEIGHTS,
        GROUP_REDUCE,
        MASK_KEEP,
        IGNORE_TRUTH,
    ],
    truth: TruthReading::AsFound,
    build,
};

const WEIGHTS: ParameterInfo = ParameterInfo {
    name: "weights",
    kind: ParameterKind::Choice(&["none", "linear", "quadratic"]),
    default: ParameterDefault::Text("none"),
    summary: "how disagreements count: all alike, by distance, or by squared distance",
};

const SCALE: ParameterInfo = ParameterInfo {
    name: "scale",
    kind: ParameterKind::Choice(&["index", "range"]),
    default: ParameterDefault::Absent,
    summary: "distance of two labels: by position in the sorted labels, or by rating; `range` if `min` and `max` are given",
};

const MIN: ParameterInfo = ParameterInfo {
    name: "min",
    kind: ParameterKind::Number { low: f64::MIN, high: f64::MAX },
    default: ParameterDefault::Absent,
    summary: "lowest rating; predictions below it are refused",
};

const MAX: ParameterInfo = ParameterInfo {
    name: "max",
    kind: ParameterKind::Number { low: f64::MIN, high: f64::MAX },
    default: ParameterDefault::Absent,
    summary: "highest rating; predictions above it are refused",
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let ratings = range(settings, shape)?;
    let by_rating = settings.text("scale").map_or(ratings.is_some(), |scale| scale == "range");
    if by_rating && !shape.truth_is(ColumnKind::Number) {
        return Err(SettingsError::conflict("scale", "the labels are text, which has no range"));
    }
    let distance = match settings.text("weights") {
        Some("linear") => Distance::Linear,
        Some("quadratic") => Distance::Quadratic,
        _ => Distance::Different,
    };
    let mut rules = label_rules(settings, shape)?;
    if let Some(range) = ratings {
        let rule = |column| ColumnRule::Number(NumberRule { column, range, whole: true });
        rules = (0..shape.prediction.len()).map(rule).collect();
    }
    Ok(Plan {
        kernel: Box::new(Kappa { distance, by_rating, ratings }),
        arrangement: Arrangement::paired(settings, shape)?,
        skip_undefined: false,
        prediction_kinds: shape.truth_kinds(),
        rules,
    })
}

/// Reads `min` and `max`, which need each other.
fn range(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Option<NumberRange>, SettingsError> {
    let (low, high) = (settings.number("min"), settings.number("max"));
    let conflict = |name, reason: &str| Err(SettingsError::conflict(name, reason));
    match (low, high) {
        (None, None) => Ok(None),
        (Some(_), None) => conflict("min", "`max` is missing"),
        (None, Some(_)) => conflict("max", "`min` is missing"),
        (Some(low), Some(high)) if low >= high => conflict("max", "it is not above `min`"),
        _ if !shape.truth_is(ColumnKind::Number) => conflict("min", "the labels are text, which has no range"),
        _ if settings.has("classes") => conflict("classes", "`min` and `max` already say which ratings there are"),
        _ => Ok(Some(NumberRange { low, high })),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distance {
    Different,
    Linear,
    Quadratic,
}

/// Agreement over chance.
#[derive(Debug)]
struct Kappa {
    distance: Distance,
    by_rating: bool,
    ratings: Option<NumberRange>,
}

/// A label's place on the scale with its counts.
type Placed = (f64, Counts);

impl Kappa {
    /// The labels on their scale, ascending.
    fn place(&self, labels: &[(Label<'_>, Counts)]) -> Result<Vec<Placed>, Refusal> {
        let place = |(index, (label, counts)): (usize, &(Label<'_>, Counts))| {
            let rating = label.number().filter(|rating| self.ratings.is_none_or(|range| range.contains(*rating)));
            match (self.by_rating, rating) {
                (false, _) => Ok((real(index), *counts)),
                (true, Some(rating)) => Ok((rating, *counts)),
                (true, None) if counts.truth() > 0.0 => Err(Refusal::Solution("a rating is outside `min` and `max`")),
                (true, None) => Err(Refusal::NotFinite),
            }
        };
        labels.iter().enumerate().map(place).collect()
    }

    fn between(&self, left: f64, right: f64) -> f64 {
        match self.distance {
            Distance::Different => 1.0,
            Distance::Linear => (left - right).abs(),
            Distance::Quadratic => (left - right) * (left - right),
        }
    }

    /// The sum of the distances of every truth with every prediction.
    fn by_chance(&self, labels: &[Placed]) -> f64 {
        let total = Sum::of(labels.iter().map(|(_, counts)| counts.truth()));
        match self.distance {
            Distance::Different => {
                total * total - Sum::of(labels.iter().map(|(_, counts)| counts.truth() * counts.predicted()))
            }
            Distance::Linear => linear_by_chance(labels, total),
            Distance::Quadratic => quadratic_by_chance(labels, total),
        }
    }
}

/// Between two neighbouring places lie the truths below with the predictions above, and the other way round.
fn linear_by_chance(labels: &[Placed], total: f64) -> f64 {
    let (mut sum, mut truth, mut guess) = (Sum::default(), Sum::default(), Sum::default());
    for pair in labels.windows(2) {
        if let [(left, counts), (right, _)] = pair {
            truth.add(counts.truth());
            guess.add(counts.predicted());
            let (truth, guess) = (truth.value(), guess.value());
            sum.add((right - left) * (truth * (total - guess) + guess * (total - truth)));
        }
    }
    sum.value()
}

/// Both spreads about one centre, less the product of the two shifts.
fn quadratic_by_chance(labels: &[Placed], total: f64) -> f64 {
    let centre = Sum::of(labels.iter().map(|(place, counts)| place * counts.truth())) / total;
    let sum = |of: fn(f64, Counts) -> f64| Sum::of(labels.iter().map(|(place, counts)| of(place - centre, *counts)));
    let spread = sum(|place, counts| place * place * (counts.truth() + counts.predicted()));
    let shifts = sum(|place, counts| place * counts.truth()) * sum(|place, counts| place * counts.predicted());
    total * spread - 2.0 * shifts
}

impl Kappa {
    fn of(&self, confusion: &Confusion<'_>) -> Result<f64, Refusal> {
        let labels = confusion.labels();
        let placed = self.place(&labels)?;
        let scale: HashMap<Label<'_>, f64> =
            labels.iter().map(|(label, _)| *label).zip(placed.iter().map(|(place, _)| *place)).collect();
        let place = |label: &Label<'_>| scale.get(label).copied().unwrap_or(f64::NAN);
        let pairs = confusion.pairs();
        let apart = pairs.iter().filter(|(truth, guess, _)| truth != guess);
        let observed = Sum::of(apart.map(|(truth, guess, weight)| weight * self.between(place(truth), place(guess))));
        let total = Sum::of(pairs.iter().map(|(_, _, weight)| *weight));
        let expected = self.by_chance(&placed);
        if labels.len() < 2 || expected <= 0.0 {
            return Err(Refusal::Undefined);
        }
        Ok(1.0 - observed * total / expected)
    }
}

impl Kernel for Kappa {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        self.of(&Confusion::of(view)?)
    }

    fn influences(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        confusion::influences(view, blocks, |confusion| self.of(confusion))
    }
}
