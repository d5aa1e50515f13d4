//! Losses of probabilities: the mean of -ln p(truth), p clipped to `eps` from 0 and 1.
//!
//! Checked against `sklearn.metrics.log_loss` in `fixtures/golden/metrics.json`; Kaggle's clip (1e-15) is the default.
//!
//! Invariant: a probability outside its range refuses the score instead of being clipped into it.

use joute_domain::Direction;

use super::binary::{POS_LABEL, Positive};
use super::classes::CLASSES;
use super::mean_loss::LossSum;
use super::{Kernel, MeanKernel, Plan, class_loss, score_rules};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{NumberRange, RowTotal};
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::view::View;

/// `log_loss`.
pub(crate) const LOG_LOSS: MetricInfo = MetricInfo {
    name: "log_loss",
    revision: 1,
    direction: Direction::LowerIsBetter,
    description_key: "metric-log-loss",
    summary: "mean of -ln of the probability given to what is true",
    reference: "sklearn.metrics.log_loss",
    prediction: PredictionShape::Scores,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[
        EPS,
        CLASSES,
        NORMALIZE_ROWS,
        TOLERANCE,
        SOFT,
        QUESTIONS,
        COLUMN_WEIGHTS,
        POS_LABEL,
        GROUP_REDUCE,
        MASK_KEEP,
        IGNORE_TRUTH,
    ],
    truth: TruthReading::AsFound,
    build,
};

/// `brier`.
pub(crate) const BRIER: MetricInfo = MetricInfo {
    name: "brier",
    description_key: "metric-brier",
    summary: "mean squared error of the probability of a yes/no truth",
    reference: "sklearn.metrics.brier_score_loss",
    parameters: &[COLUMNS, COLUMN_WEIGHTS, POS_LABEL, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: |settings, shape| {
        let positive = Positive::from_settings(settings, shape)?;
        probabilities(settings, shape, Box::new(Brier { positive }))
    },
    ..LOG_LOSS
};

/// `eps`.
pub(crate) const EPS: ParameterInfo = ParameterInfo {
    name: "eps",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 0.1 },
    default: ParameterDefault::Number(1e-15),
    summary: "probabilities are clipped to this distance from 0 and 1",
};

/// `normalize_rows`.
pub(crate) const NORMALIZE_ROWS: ParameterInfo = ParameterInfo {
    name: "normalize_rows",
    kind: ParameterKind::Choice(&["require", "rescale", "no"]),
    default: ParameterDefault::Text("require"),
    summary: "rows of class probabilities must sum to 1, are divided by their sum, or are taken as they are",
};

/// `tolerance`.
pub(crate) const TOLERANCE: ParameterInfo = ParameterInfo {
    name: "tolerance",
    kind: ParameterKind::Number { low: 0.0, high: 0.1 },
    default: ParameterDefault::Number(1e-6),
    summary: "how far the sum of a row may be from 1",
};

const SOFT: ParameterInfo = ParameterInfo {
    name: "soft",
    kind: ParameterKind::Flag,
    default: ParameterDefault::Flag(false),
    summary: "the truth holds probabilities instead of 0 and 1",
};

const QUESTIONS: ParameterInfo = ParameterInfo {
    default: ParameterDefault::Absent,
    summary: "several columns as separate yes/no questions: their mean, or all cells; without it they are exclusive classes",
    ..COLUMNS
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let single = shape.truth.len() == 1 && shape.prediction.len() == 1;
    if single || settings.has("columns") || settings.has("column_weights") {
        questions(settings, shape)
    } else {
        class_loss::plan(settings, shape)
    }
}

fn questions(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let eps = settings.number("eps").unwrap_or(1e-15);
    let kernel: Box<dyn Kernel> = if settings.flag("soft") {
        if settings.has("pos_label") || !shape.truth_is(ColumnKind::Number) {
            return Err(SettingsError::conflict("soft", "the truth holds labels, not probabilities"));
        }
        Box::new(SoftLogLoss { eps })
    } else {
        Box::new(LogLoss { eps, positive: Positive::from_settings(settings, shape)? })
    };
    probabilities(settings, shape, kernel)
}

/// The plan of probabilities that answer one question for each column.
fn probabilities(settings: &Settings<'_>, shape: &ColumnShape, kernel: Box<dyn Kernel>) -> Result<Plan, SettingsError> {
    Ok(Plan {
        kernel,
        arrangement: Arrangement::paired(settings, shape)?,
        skip_undefined: false,
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules: score_rules(shape, NumberRange::UNIT),
    })
}

/// What rows of class probabilities must sum to.
pub(crate) fn row_total(settings: &Settings<'_>) -> Option<RowTotal> {
    let tolerance = settings.number("tolerance").unwrap_or(1e-6);
    match settings.text("normalize_rows") {
        Some("no") => None,
        Some("rescale") => Some(RowTotal::Positive),
        _ => Some(RowTotal::One { tolerance }),
    }
}

/// -ln of a probability clipped to `eps` from 0 and 1; NaN outside 0 to 1.
pub(crate) fn surprise(probability: f64, eps: f64) -> f64 {
    if NumberRange::UNIT.contains(probability) { -probability.clamp(eps, 1.0 - eps).ln() } else { f64::NAN }
}

/// -ln of what is left of a probability that was clipped before, as the references do; NaN outside 0 to 1.
pub(crate) fn surprise_at_rest(probability: f64, eps: f64) -> f64 {
    if NumberRange::UNIT.contains(probability) { -(1.0 - probability.clamp(eps, 1.0 - eps)).ln() } else { f64::NAN }
}

/// Loss of yes/no questions.
#[derive(Debug)]
struct LogLoss {
    eps: f64,
    positive: Positive,
}

impl MeanKernel for LogLoss {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_scores(&self.positive, |sum: &mut LossSum, cell| {
            let loss = if cell.positive { surprise } else { surprise_at_rest };
            sum.add(loss(cell.prediction, self.eps), cell.weight);
        })
    }
}

/// Loss of yes/no questions whose truth is itself a probability.
#[derive(Debug)]
struct SoftLogLoss {
    eps: f64,
}

impl MeanKernel for SoftLogLoss {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let (sum, unreadable): (LossSum, bool) =
            view.fold_numbers(|(sum, unreadable): &mut (LossSum, bool), cell| {
                *unreadable |= !NumberRange::UNIT.contains(cell.truth);
                let (yes, no) = (surprise(cell.prediction, self.eps), surprise_at_rest(cell.prediction, self.eps));
                sum.add(cell.truth * yes + (1.0 - cell.truth) * no, cell.weight);
            })?;
        if unreadable { Err(Refusal::Solution("a truth value is not a probability")) } else { Ok(sum) }
    }
}

/// Squared error of a probability.
#[derive(Debug)]
struct Brier {
    positive: Positive,
}

impl MeanKernel for Brier {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_scores(&self.positive, |sum: &mut LossSum, cell| {
            let error = cell.prediction - if cell.positive { 1.0 } else { 0.0 };
            let within = NumberRange::UNIT.contains(cell.prediction);
            sum.add(if within { error * error } else { f64::NAN }, cell.weight);
        })
    }
}
