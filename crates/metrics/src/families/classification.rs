//! Shares of labels that are right.
//!
//! Checked against `sklearn.metrics.accuracy_score`, `balanced_accuracy_score` and `matthews_corrcoef`.
//!
//! Invariant: labels are compared by value if they are numbers and by bytes if they are text.

use joute_domain::Direction;

use super::confusion::{self, Confusion};
use super::mean_loss::LossSum;
use super::{Kernel, Plan, label_rules};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sketch::Blocks;
use crate::sum::Sum;
use crate::view::View;

/// Labels that are accepted in a submission.
pub(crate) const DECLARED_CLASSES: ParameterInfo = ParameterInfo {
    summary: "the labels a submission may hold; without it any label may be predicted",
    ..super::classes::CLASSES
};

/// `empty_is_label`.
pub(crate) const EMPTY_IS_LABEL: ParameterInfo = ParameterInfo {
    name: "empty_is_label",
    kind: ParameterKind::Flag,
    default: ParameterDefault::Flag(false),
    summary: "an empty text cell is a label of its own",
};

/// What the metrics of this family have in common.
const LABELS: MetricInfo = MetricInfo {
    name: "accuracy",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-accuracy",
    summary: "share of labels that are right",
    reference: "sklearn.metrics.accuracy_score",
    prediction: PredictionShape::Labels,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[EMPTY_IS_LABEL, DECLARED_CLASSES, COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    truth: TruthReading::AsFound,
    build: |settings, shape| plan(settings, shape, LabelScore::Accuracy),
};

/// `accuracy`.
pub(crate) const ACCURACY: MetricInfo = LABELS;

/// `error_rate`.
pub(crate) const ERROR_RATE: MetricInfo = MetricInfo {
    name: "error_rate",
    direction: Direction::LowerIsBetter,
    description_key: "metric-error-rate",
    summary: "share of labels that are wrong",
    reference: "1 - sklearn.metrics.accuracy_score",
    build: |settings, shape| plan(settings, shape, LabelScore::ErrorRate),
    ..LABELS
};

/// `balanced_accuracy`.
pub(crate) const BALANCED_ACCURACY: MetricInfo = MetricInfo {
    name: "balanced_accuracy",
    description_key: "metric-balanced-accuracy",
    summary: "mean over the true classes of the share of their rows that are right",
    reference: "sklearn.metrics.balanced_accuracy_score",
    build: |settings, shape| plan(settings, shape, LabelScore::BalancedAccuracy),
    ..LABELS
};

/// `hamming_loss`.
pub(crate) const HAMMING_LOSS: MetricInfo = MetricInfo {
    name: "hamming_loss",
    direction: Direction::LowerIsBetter,
    description_key: "metric-hamming-loss",
    summary: "share of labels, over all columns, that are wrong",
    reference: "sklearn.metrics.hamming_loss",
    parameters: &[EMPTY_IS_LABEL, DECLARED_CLASSES, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: |settings, shape| {
        let plan = plan(settings, shape, LabelScore::ErrorRate)?;
        Ok(Plan { arrangement: Arrangement::Together, ..plan })
    },
    ..LABELS
};

/// `mcc`.
pub(crate) const MCC: MetricInfo = MetricInfo {
    name: "mcc",
    description_key: "metric-mcc",
    summary: "Matthews correlation of true and predicted labels",
    reference: "sklearn.metrics.matthews_corrcoef",
    build: |settings, shape| plan(settings, shape, LabelScore::Matthews),
    ..LABELS
};

fn plan(settings: &Settings<'_>, shape: &ColumnShape, score: LabelScore) -> Result<Plan, SettingsError> {
    Ok(Plan {
        kernel: Box::new(score),
        arrangement: Arrangement::paired(settings, shape)?,
        skip_undefined: false,
        prediction_kinds: shape.truth_kinds(),
        rules: label_rules(settings, shape)?,
    })
}

/// The metrics of this family.
#[derive(Debug, Clone, Copy)]
enum LabelScore {
    Accuracy,
    ErrorRate,
    BalancedAccuracy,
    Matthews,
}

impl Kernel for LabelScore {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        match self {
            Self::Accuracy => share(view, true)?.mean(),
            Self::ErrorRate => share(view, false)?.mean(),
            Self::BalancedAccuracy => balanced(&Confusion::of(view)?),
            Self::Matthews => matthews(&Confusion::of(view)?),
        }
    }

    fn influences(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        match self {
            Self::Accuracy | Self::ErrorRate => None,
            Self::BalancedAccuracy => confusion::influences(view, blocks, balanced),
            Self::Matthews => confusion::influences(view, blocks, matthews),
        }
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        let right = match self {
            Self::Accuracy => true,
            Self::ErrorRate => false,
            Self::BalancedAccuracy | Self::Matthews => return None,
        };
        Some(share(view, right).map(|sum| sum.parts().to_vec()))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match sums {
            [hits, rows] if *rows > 0.0 => hits / rows,
            _ => f64::NAN,
        }
    }
}

/// The share of cells that are right, or that are wrong.
fn share(view: &View<'_>, right: bool) -> Result<LossSum, Refusal> {
    view.fold_labels(|sum: &mut LossSum, cell| {
        sum.add(if (cell.truth == cell.prediction) == right { 1.0 } else { 0.0 }, cell.weight);
    })
}

fn balanced(confusion: &Confusion<'_>) -> Result<f64, Refusal> {
    let labels = confusion.labels();
    let recalls: Vec<f64> = labels
        .iter()
        .filter(|(_, counts)| counts.truth() > 0.0)
        .map(|(_, counts)| counts.hits / counts.truth())
        .collect();
    if recalls.is_empty() { Err(Refusal::NoRows) } else { Ok(Sum::of(recalls.iter().copied()) / real(recalls.len())) }
}

/// Covariance of the two labellings over the root of their variances (Gorodkin 2004); refused if one never varies.
fn matthews(confusion: &Confusion<'_>) -> Result<f64, Refusal> {
    let labels = confusion.labels();
    let sum = |of: fn(f64, f64) -> f64| Sum::of(labels.iter().map(|(_, c)| of(c.truth(), c.predicted())));
    let total = sum(|truth, _| truth);
    let hits = Sum::of(labels.iter().map(|(_, counts)| counts.hits));
    let joint = hits * total - sum(|truth, guess| truth * guess);
    let truth = total * total - sum(|truth, _| truth * truth);
    let guess = total * total - sum(|_, guess| guess * guess);
    match (truth > 0.0, guess > 0.0) {
        (false, _) => Err(Refusal::ConstantTruth),
        (_, false) => Ok(0.0),
        _ => Ok(joint / (truth.sqrt() * guess.sqrt())),
    }
}
