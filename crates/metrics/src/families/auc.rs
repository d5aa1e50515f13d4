//! Area under the receiver operating characteristic: P(score of a positive > score of a negative), ties count 1/2.
//!
//! Without weights the count of pairs is an exact whole number, so the order of rows cannot change a bit.
//! `max_fpr` standardises the area up to that false positive rate as `McClish` (1989) and scikit-learn do.
//! Several classes: one against the rest, or each pair (Hand and Till 2001). Checked against
//! `sklearn.metrics.roc_auc_score` in `fixtures/golden/metrics.json`.
//!
//! Invariant: an area is computed only where both classes have weight; otherwise it is refused as undefined.

use joute_domain::Direction;
use rayon::prelude::*;

use super::binary::{POS_LABEL, Positive};
use super::classes::CLASSES;
use super::curve::Scored;
use super::{Kernel, Plan, auc_classes, score_rules};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED, weighted_mean};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{order_key, real, real_wide};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::ranking::sort_keys;
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sketch::Blocks;
use crate::sum::Sum;
use crate::view::View;

/// `roc_auc`.
pub(crate) const ROC_AUC: MetricInfo = MetricInfo {
    name: "roc_auc",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-roc-auc",
    summary: "chance that a positive row is scored above a negative one, ties count one half",
    reference: "sklearn.metrics.roc_auc_score",
    prediction: PredictionShape::Scores,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[
        COLUMNS,
        COLUMN_WEIGHTS,
        MULTI_CLASS,
        AVERAGE,
        CLASSES,
        MAX_FPR,
        POS_LABEL,
        GROUP_REDUCE,
        MASK_KEEP,
        IGNORE_TRUTH,
        SKIP_UNDEFINED,
    ],
    truth: TruthReading::AsFound,
    build,
};

const MULTI_CLASS: ParameterInfo = ParameterInfo {
    name: "multi_class",
    kind: ParameterKind::Choice(&["ovr", "ovo"]),
    default: ParameterDefault::Absent,
    summary: "several exclusive classes: one against the rest, or one against one",
};

const AVERAGE: ParameterInfo = ParameterInfo {
    name: "average",
    kind: ParameterKind::Choice(&["macro", "weighted", "micro"]),
    default: ParameterDefault::Text("macro"),
    summary: "mean of classes or columns: equal, or by their share of the rows; `micro`: all cells as one column",
};

const MAX_FPR: ParameterInfo = ParameterInfo {
    name: "max_fpr",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 1.0 },
    default: ParameterDefault::Absent,
    summary: "only the area up to this false positive rate, standardised so that chance is 0.5",
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let labels = shape.truth.len() == 1 && shape.prediction.len() > 1;
    if labels || settings.has("multi_class") {
        return auc_classes::plan(settings, shape);
    }
    let weighted = settings.text("average") == Some("weighted");
    let arrangement = averaged(settings, shape)?;
    let kernel = Auc {
        positive: Positive::from_settings(settings, shape)?,
        max_fpr: settings.number("max_fpr"),
        by_support: weighted && arrangement != Arrangement::Together && shape.truth.len() > 1,
        skip_undefined: settings.flag("skip_undefined"),
    };
    Ok(Plan {
        arrangement: if kernel.by_support { Arrangement::Together } else { arrangement },
        skip_undefined: kernel.skip_undefined,
        kernel: Box::new(kernel),
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules: score_rules(shape, NumberRange::FINITE),
    })
}

/// The arrangement of paired columns, which `average = "micro"` flattens.
pub(crate) fn averaged(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Arrangement, SettingsError> {
    let arrangement = Arrangement::paired(settings, shape)?;
    match settings.text("average") {
        Some("micro") if settings.has("columns") || settings.has("column_weights") => {
            Err(SettingsError::conflict("average", "`micro` takes all cells together; leave the columns out"))
        }
        Some("micro") => Ok(Arrangement::Together),
        _ => Ok(arrangement),
    }
}

/// The area of one yes/no question, or of all columns together.
#[derive(Debug)]
struct Auc {
    positive: Positive,
    max_fpr: Option<f64>,
    /// Mean of the columns by their weight of positives.
    by_support: bool,
    skip_undefined: bool,
}

impl Kernel for Auc {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        if !self.by_support {
            return Scored::of(view, &self.positive)?.area(self.max_fpr);
        }
        let columns = 0..view.truth.len();
        let area = |column: usize| {
            let Scored::Ranked(curve) = Scored::of(&view.pair(column)?, &self.positive)? else {
                return Err(Refusal::Columns("a pair of columns is one question"));
            };
            Ok((curve.area(self.max_fpr), curve.positive_weight()))
        };
        let areas = columns.map(area).collect::<Result<Vec<_>, Refusal>>()?;
        weighted_mean(areas.into_iter(), self.skip_undefined)
    }

    fn influences(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        if self.by_support || self.max_fpr.is_some_and(|limit| limit < 1.0) {
            return None;
        }
        Scored::of(view, &self.positive).and_then(|scored| scored.influences(blocks)).transpose()
    }
}

/// Scores of the positives and of the negatives; with weights, both in one list.
#[derive(Debug, Default)]
pub(crate) struct Points {
    positives: Vec<u64>,
    negatives: Vec<u64>,
    weighted: Vec<Point>,
    not_finite: bool,
}

/// Order-preserving bits of the score, class, bits of the weight: sorting orders by score and leaves nothing to chance.
type Point = (u64, bool, u64);

impl Merge for Points {
    fn merge(&mut self, mut later: Self) {
        self.positives.append(&mut later.positives);
        self.negatives.append(&mut later.negatives);
        self.weighted.append(&mut later.weighted);
        self.not_finite |= later.not_finite;
    }
}

impl Points {
    pub(crate) fn add(&mut self, score: f64, positive: bool, weight: Option<f64>) {
        self.not_finite |= !score.is_finite();
        let key = order_key(score);
        match weight {
            Some(weight) => self.weighted.push((key, positive, weight.to_bits())),
            None if positive => self.positives.push(key),
            None => self.negatives.push(key),
        }
    }

    /// The weight of the positives.
    pub(crate) fn positive_weight(&self) -> f64 {
        let weighted = self.weighted.iter().filter(|point| point.1).map(|point| f64::from_bits(point.2));
        real(self.positives.len()) + Sum::of(weighted)
    }

    /// The area under the curve, or its standardised part up to `max_fpr`.
    pub(crate) fn area(mut self, max_fpr: Option<f64>) -> Result<f64, Refusal> {
        let limit = max_fpr.unwrap_or(1.0);
        if limit < 1.0 || !self.weighted.is_empty() {
            return partial_area(&self.into_steps()?, limit);
        }
        self.sort()?;
        let mut counts = Vec::new();
        walk(&self.positives, &self.negatives, |positives, negatives| counts.push((positives, negatives)));
        counted_area(counts)
    }

    fn sort(&mut self) -> Result<(), Refusal> {
        if self.not_finite {
            return Err(Refusal::NotFinite);
        }
        sort_keys(&mut self.positives);
        sort_keys(&mut self.negatives);
        self.weighted.par_sort_unstable();
        Ok(())
    }

    /// Weights at the distinct scores, ascending.
    pub(crate) fn into_steps(mut self) -> Result<Vec<Step>, Refusal> {
        self.sort()?;
        if !self.weighted.is_empty() {
            return Ok(weighted_steps(&self.weighted));
        }
        let mut steps = Vec::new();
        walk(&self.positives, &self.negatives, |positives, negatives| {
            steps.push(Step { positive: real(positives), negative: real(negatives) });
        });
        Ok(steps)
    }
}

/// Weight of positives and negatives at one score.
pub(crate) struct Step {
    pub(crate) positive: f64,
    pub(crate) negative: f64,
}

/// Calls `visit` with the counts of each distinct key of two sorted lists.
fn walk(positives: &[u64], negatives: &[u64], mut visit: impl FnMut(usize, usize)) {
    let (mut left, mut right) = (positives, negatives);
    while let Some(key) = left.first().into_iter().chain(right.first()).min().copied() {
        let count = |keys: &[u64]| keys.iter().take_while(|other| **other == key).count();
        let (ups, downs) = (count(left), count(right));
        visit(ups, downs);
        left = left.get(ups..).unwrap_or_default();
        right = right.get(downs..).unwrap_or_default();
    }
}

/// Twice the pairs in the right order plus the ties, counted exactly from the positives and negatives at each score,
/// ascending.
pub(crate) fn counted_area(counts: impl IntoIterator<Item = (usize, usize)>) -> Result<f64, Refusal> {
    let wide = |count: usize| u128::try_from(count).unwrap_or_default();
    let (mut above, mut below, mut twice) = (0_usize, 0_usize, 0_u128);
    for (ups, downs) in counts {
        twice += wide(ups) * wide(2 * below + downs);
        below += downs;
        above += ups;
    }
    let pairs = wide(above) * wide(below);
    if pairs == 0 { Err(Refusal::SingleClass) } else { Ok(real_wide(twice) / (2.0 * real_wide(pairs))) }
}

fn weighted_steps(points: &[Point]) -> Vec<Step> {
    let same_score = |left: &Point, right: &Point| left.0 == right.0;
    let weight = |points: &[Point], positive: bool| {
        Sum::of(points.iter().filter(|point| point.1 == positive).map(|point| f64::from_bits(point.2)))
    };
    let step = |points: &[Point]| Step { positive: weight(points, true), negative: weight(points, false) };
    points.chunk_by(same_score).map(step).collect()
}

/// The area up to the false positive rate `limit`; a part is standardised so that chance is one half.
pub(crate) fn partial_area(steps: &[Step], limit: f64) -> Result<f64, Refusal> {
    let part = area_up_to(steps, limit)?;
    if limit >= 1.0 {
        return Ok(part);
    }
    let chance = 0.5 * limit * limit;
    Ok(0.5 * (1.0 + (part - chance) / (limit - chance)))
}

/// The area by trapezoids from the highest score down to the false positive rate `limit`, as it is.
pub(crate) fn area_up_to(steps: &[Step], limit: f64) -> Result<f64, Refusal> {
    let (positives, negatives) = totals(steps)?;
    let allowed = limit * negatives;
    let (mut area, mut height, mut width) = (Sum::default(), Sum::default(), Sum::default());
    for step in steps.iter().rev() {
        let (left, low) = (width.value(), height.value());
        let taken = if limit < 1.0 { step.negative.min(allowed - left) } else { step.negative };
        let rise = if step.negative > 0.0 { step.positive * taken / step.negative } else { step.positive };
        area.add(taken * (low + rise / 2.0));
        width.add(taken);
        height.add(step.positive);
        if limit < 1.0 && left + step.negative >= allowed {
            break;
        }
    }
    Ok(area.value() / (positives * negatives))
}

/// Weights of all positives and of all negatives; both must be there.
pub(crate) fn totals(steps: &[Step]) -> Result<(f64, f64), Refusal> {
    let positives = Sum::of(steps.iter().map(|step| step.positive));
    let negatives = Sum::of(steps.iter().map(|step| step.negative));
    if positives > 0.0 && negatives > 0.0 { Ok((positives, negatives)) } else { Err(Refusal::SingleClass) }
}
