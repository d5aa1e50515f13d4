//! The curve of true against false positive rate, read in other ways than by its whole area.
//!
//! `gini` = 2 AUC - 1. `ks` = largest TPR - FPR. `pauc_above_tpr` = area above the line TPR = `min_tpr`, as it is.
//! `weighted_roc_auc` = mean over bands of the TPR of the area within, by weight. Checked against
//! `sklearn.metrics.roc_curve` with the areas of Kaggle's ISIC 2024 and ALASKA2.
//!
//! Invariant: equal scores enter together, so their order cannot matter.

use super::auc::{Step, area_up_to, totals};
use super::binary::{POS_LABEL, Positive};
use super::curve::Scored;
use super::precision_recall::AVERAGE_PRECISION;
use super::{Kernel, Plan, score_rules};
use crate::catalogue::MetricInfo;
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sketch::Blocks;
use crate::sum::Sum;
use crate::view::View;

/// `gini`.
pub(crate) const GINI: MetricInfo = MetricInfo {
    name: "gini",
    description_key: "metric-gini",
    summary: "twice the area under the ROC curve less one",
    reference: "2 sklearn.metrics.roc_auc_score - 1",
    parameters: PARAMETERS,
    build: |settings, shape| plan(settings, shape, Reading::Gini),
    ..AVERAGE_PRECISION
};

/// `ks`.
pub(crate) const KS: MetricInfo = MetricInfo {
    name: "ks",
    description_key: "metric-ks",
    summary: "largest distance between the shares of positives and of negatives above a score",
    reference: "scipy.stats.ks_2samp of the two classes",
    parameters: PARAMETERS,
    build: |settings, shape| plan(settings, shape, Reading::Distance),
    ..AVERAGE_PRECISION
};

/// `pauc_above_tpr`.
pub(crate) const PAUC_ABOVE_TPR: MetricInfo = MetricInfo {
    name: "pauc_above_tpr",
    description_key: "metric-pauc-above-tpr",
    summary: "area under the ROC curve above a true positive rate; at most 1 - min_tpr",
    reference: "Kaggle, ISIC 2024",
    parameters: &[MIN_TPR, COLUMNS, COLUMN_WEIGHTS, POS_LABEL, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED],
    build: |settings, shape| plan(settings, shape, Reading::Above(settings.number("min_tpr").unwrap_or(0.8))),
    ..AVERAGE_PRECISION
};

/// `weighted_roc_auc`.
pub(crate) const WEIGHTED_ROC_AUC: MetricInfo = MetricInfo {
    name: "weighted_roc_auc",
    description_key: "metric-weighted-roc-auc",
    summary: "area under the ROC curve, bands of the true positive rate weighted differently",
    reference: "Kaggle, ALASKA2 Image Steganalysis",
    parameters: &[
        TPR_THRESHOLDS,
        WEIGHTS,
        COLUMNS,
        COLUMN_WEIGHTS,
        POS_LABEL,
        GROUP_REDUCE,
        MASK_KEEP,
        IGNORE_TRUTH,
        SKIP_UNDEFINED,
    ],
    build: |settings, shape| plan(settings, shape, Reading::Bands(bands(settings)?)),
    ..AVERAGE_PRECISION
};

const PARAMETERS: &[ParameterInfo] =
    &[COLUMNS, COLUMN_WEIGHTS, POS_LABEL, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED];

const MIN_TPR: ParameterInfo = ParameterInfo {
    name: "min_tpr",
    kind: ParameterKind::Number { low: 0.0, high: 0.999_999 },
    default: ParameterDefault::Number(0.8),
    summary: "the true positive rate above which the area counts",
};

const TPR_THRESHOLDS: ParameterInfo = ParameterInfo {
    name: "tpr_thresholds",
    kind: ParameterKind::Bands,
    default: ParameterDefault::Required,
    summary: "true positive rates between the bands, from 0 to 1",
};

const WEIGHTS: ParameterInfo = ParameterInfo {
    name: "weights",
    kind: ParameterKind::Weights,
    default: ParameterDefault::Required,
    summary: "weight of each band, one fewer than thresholds",
};

/// Lower end, upper end and weight of each band.
fn bands(settings: &Settings<'_>) -> Result<Vec<[f64; 3]>, SettingsError> {
    let ends = settings.numbers("tpr_thresholds").unwrap_or_default();
    let weights = settings.numbers("weights").unwrap_or_default();
    if weights.len() + 1 != ends.len() {
        let reason = format!("it holds {} weights for {} thresholds", weights.len(), ends.len());
        return Err(SettingsError::conflict("weights", reason));
    }
    let pairs = ends.iter().zip(ends.iter().skip(1)).zip(weights);
    Ok(pairs.map(|((low, high), weight)| [*low, *high, weight]).collect())
}

fn plan(settings: &Settings<'_>, shape: &ColumnShape, reading: Reading) -> Result<Plan, SettingsError> {
    let positive = Positive::from_settings(settings, shape)?;
    Ok(Plan {
        kernel: Box::new(Curve { positive, reading }),
        arrangement: Arrangement::paired(settings, shape)?,
        skip_undefined: settings.flag("skip_undefined"),
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules: score_rules(shape, NumberRange::FINITE),
    })
}

/// What is read off the curve.
#[derive(Debug)]
enum Reading {
    Gini,
    Distance,
    Above(f64),
    Bands(Vec<[f64; 3]>),
}

#[derive(Debug)]
struct Curve {
    positive: Positive,
    reading: Reading,
}

impl Kernel for Curve {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let scored = Scored::of(view, &self.positive)?;
        match &self.reading {
            Reading::Gini => scored.area(None).map(|area| 2.0 * area - 1.0),
            Reading::Distance => distance(&scored.into_steps()?),
            Reading::Above(low) => area_above(&scored.into_steps()?, *low),
            Reading::Bands(bands) => area_of_bands(&scored.into_steps()?, bands),
        }
    }

    fn influences(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        if !matches!(self.reading, Reading::Gini) {
            return None;
        }
        let areas = Scored::of(view, &self.positive).and_then(|scored| scored.influences(blocks)).transpose()?;
        Some(areas.map(|areas| areas.into_iter().map(|area| 2.0 * area).collect()))
    }
}

fn distance(steps: &[Step]) -> Result<f64, Refusal> {
    let (positives, negatives) = totals(steps)?;
    let (mut up, mut along, mut largest) = (Sum::default(), Sum::default(), 0.0_f64);
    for step in steps.iter().rev() {
        up.add(step.positive);
        along.add(step.negative);
        largest = largest.max((up.value() / positives - along.value() / negatives).abs());
    }
    Ok(largest)
}

/// The curve of the other class from the other end: what lies above a rate there is what lies before it here.
fn area_above(steps: &[Step], low: f64) -> Result<f64, Refusal> {
    let flipped: Vec<Step> =
        steps.iter().rev().map(|step| Step { positive: step.negative, negative: step.positive }).collect();
    area_up_to(&flipped, 1.0 - low)
}

/// Areas between two heights of the curve, each closed to the right, by their weights.
fn area_of_bands(steps: &[Step], bands: &[[f64; 3]]) -> Result<f64, Refusal> {
    let (positives, negatives) = totals(steps)?;
    let (mut areas, mut most) = (Sum::default(), Sum::default());
    for [low, high, weight] in bands {
        let (mut up, mut from, mut area) = (Sum::default(), 0.0, Sum::default());
        for step in steps.iter().rev() {
            up.add(step.positive);
            let to = up.value() / positives;
            area.add(step.negative / negatives * mean_between(from, to, *low, *high));
            from = to;
        }
        areas.add(weight * area.value());
        most.add(weight * (high - low));
    }
    Ok(areas.value() / most.value())
}

/// The mean height above `low` of a straight line from one height to another, cut off at `high`.
fn mean_between(from: f64, to: f64, low: f64, high: f64) -> f64 {
    let cut = |height: f64| height.clamp(low, high) - low;
    if to <= from {
        return cut(to);
    }
    let (start, end) = (from.clamp(low, high), to.clamp(low, high));
    let slope = (end - start) * (cut(start) + cut(end)) / 2.0;
    let above = (to - from.max(high)).max(0.0) * (high - low);
    (slope + above) / (to - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_both_ends_of_a_band() {
        let close = |left: f64, right: f64| (left - right).abs() < 1e-15;
        assert!(close(mean_between(0.0, 1.0, 0.0, 1.0), 0.5));
        assert!(close(mean_between(0.0, 1.0, 0.4, 1.0), 0.18));
        assert!(close(mean_between(0.0, 1.0, 0.0, 0.4), 0.32));
        assert!(close(mean_between(0.5, 1.0, 0.0, 0.4), 0.4));
        assert!(close(mean_between(0.0, 0.3, 0.4, 1.0), 0.0));
        assert!(close(mean_between(0.7, 0.7, 0.4, 1.0), 0.3));
    }
}
