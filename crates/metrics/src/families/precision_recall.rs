//! Area under precision and recall, step by step.
//!
//! `average_precision` = sum over distinct scores, highest first, of (recall gained) * (precision there). Checked
//! against `sklearn.metrics.average_precision_score`.
//!
//! Invariant: equal scores enter together, so their order cannot matter.

use joute_domain::Direction;

use super::auc::{Step, averaged};
use super::binary::{POS_LABEL, Positive};
use super::curve::Scored;
use super::{Kernel, Plan, score_rules};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sum::Sum;
use crate::view::View;

/// `average_precision`.
pub(crate) const AVERAGE_PRECISION: MetricInfo = MetricInfo {
    name: "average_precision",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-average-precision",
    summary: "mean of the precision at each positive, from the highest score down",
    reference: "sklearn.metrics.average_precision_score",
    prediction: PredictionShape::Scores,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[COLUMNS, COLUMN_WEIGHTS, AVERAGE, POS_LABEL, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED],
    truth: TruthReading::AsFound,
    build,
};

const AVERAGE: ParameterInfo = ParameterInfo {
    name: "average",
    kind: ParameterKind::Choice(&["macro", "micro"]),
    default: ParameterDefault::Text("macro"),
    summary: "mean of the columns, or all cells as one column",
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    Ok(Plan {
        kernel: Box::new(AveragePrecision { positive: Positive::from_settings(settings, shape)? }),
        arrangement: averaged(settings, shape)?,
        skip_undefined: settings.flag("skip_undefined"),
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules: score_rules(shape, NumberRange::FINITE),
    })
}

/// Area by steps; without a positive there is none.
#[derive(Debug)]
struct AveragePrecision {
    positive: Positive,
}

impl Kernel for AveragePrecision {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        stepwise_area(&Scored::of(view, &self.positive)?.into_steps()?)
    }
}

/// The sum over distinct scores of (recall gained) * (precision there).
pub(crate) fn stepwise_area(steps: &[Step]) -> Result<f64, Refusal> {
    let total = Sum::of(steps.iter().map(|step| step.positive));
    if total <= 0.0 {
        return Err(Refusal::SingleClass);
    }
    let (mut positives, mut taken, mut area) = (Sum::default(), Sum::default(), Sum::default());
    for step in steps.iter().rev() {
        positives.add(step.positive);
        taken.add(step.positive + step.negative);
        if step.positive > 0.0 {
            area.add(step.positive / total * (positives.value() / taken.value()));
        }
    }
    Ok(area.value())
}
