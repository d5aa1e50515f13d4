//! Precision, recall and their weighted harmonic mean.
//!
//! `F = (1+b^2) tp / ((1+b^2) tp + b^2 fn + fp)`, 0 where nothing is true or predicted. Checked against
//! `sklearn.metrics.f1_score` (`zero_division=0`); a label unknown to the truth counts as a false alarm.
//!
//! Invariant: the three forms (one label a row, 0/1 columns, sets of tags in a cell) share counts and averages.

use joute_domain::Direction;

use super::classification::{DECLARED_CLASSES, EMPTY_IS_LABEL};
use super::confusion::{self, Confusion, Counts};
use super::masks::{HEIGHT, REDUCE, RLE_ORDER, WIDTH};
use super::{Kernel, Plan, fscore_sets, label_rules, masks};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::label::LabelValue;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sketch::Blocks;
use crate::sum::Sum;
use crate::view::View;

/// `f1`.
pub(crate) const F1: MetricInfo = MetricInfo {
    name: "f1",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-f1",
    summary: "harmonic mean of precision and recall",
    reference: "sklearn.metrics.f1_score",
    prediction: PredictionShape::Labels,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[
        AVERAGE,
        POSITIVE_LABEL,
        LIST_SEPARATOR,
        BOTH_EMPTY,
        DECLARED_CLASSES,
        EMPTY_IS_LABEL,
        LABEL_COLUMNS,
        COLUMN_WEIGHTS,
        GROUP_REDUCE,
        MASK_KEEP,
        IGNORE_TRUTH,
    ],
    truth: TruthReading::TextsIf(fscore_sets::is_asked),
    build: |settings, shape| plan(settings, shape, Measure::F { beta: 1.0 }),
};

/// `fbeta`.
pub(crate) const FBETA: MetricInfo = MetricInfo {
    name: "fbeta",
    description_key: "metric-fbeta",
    summary: "weighted harmonic mean of precision and recall; recall counts `beta` times as much",
    reference: "sklearn.metrics.fbeta_score",
    parameters: &[
        BETA,
        RLE_ORDER,
        HEIGHT,
        WIDTH,
        REDUCE,
        AVERAGE,
        POSITIVE_LABEL,
        LIST_SEPARATOR,
        BOTH_EMPTY,
        DECLARED_CLASSES,
        EMPTY_IS_LABEL,
        LABEL_COLUMNS,
        COLUMN_WEIGHTS,
        GROUP_REDUCE,
        MASK_KEEP,
        IGNORE_TRUTH,
    ],
    truth: TruthReading::TextsIf(|settings, columns| {
        fscore_sets::is_asked(settings, columns) || settings.has("rle_order")
    }),
    build: |settings, shape| {
        let beta = settings.number("beta").unwrap_or(1.0);
        if settings.has("rle_order") {
            return masks::fbeta(settings, shape, beta);
        }
        plan(settings, shape, Measure::F { beta })
    },
    ..F1
};

/// `precision`.
pub(crate) const PRECISION: MetricInfo = MetricInfo {
    name: "precision",
    description_key: "metric-precision",
    summary: "share of the predicted positives that are right",
    reference: "sklearn.metrics.precision_score",
    build: |settings, shape| plan(settings, shape, Measure::Precision),
    ..F1
};

/// `recall`.
pub(crate) const RECALL: MetricInfo = MetricInfo {
    name: "recall",
    description_key: "metric-recall",
    summary: "share of the true positives that are predicted",
    reference: "sklearn.metrics.recall_score",
    build: |settings, shape| plan(settings, shape, Measure::Recall),
    ..F1
};

const BETA: ParameterInfo = ParameterInfo {
    name: "beta",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 1000.0 },
    default: ParameterDefault::Required,
    summary: "how many times as much recall counts as precision",
};

/// `average`.
pub(crate) const AVERAGE: ParameterInfo = ParameterInfo {
    name: "average",
    kind: ParameterKind::Choice(&["binary", "macro", "micro", "weighted", "samples"]),
    default: ParameterDefault::Text("binary"),
    summary: "the positive label alone; the mean over labels, equal or by their rows; all labels together; the mean over rows",
};

/// `pos_label`.
pub(crate) const POSITIVE_LABEL: ParameterInfo = ParameterInfo {
    name: "pos_label",
    kind: ParameterKind::Label,
    default: ParameterDefault::Number(1.0),
    summary: "the label that is positive in `binary` and in 0/1 columns",
};

/// `list_separator`.
pub(crate) const LIST_SEPARATOR: ParameterInfo = ParameterInfo {
    name: "list_separator",
    kind: ParameterKind::Text,
    default: ParameterDefault::Text(" "),
    summary: "what stands between two tags of a cell; naming it makes cells sets of tags, as `samples` does",
};

/// `both_empty`.
pub(crate) const BOTH_EMPTY: ParameterInfo = ParameterInfo {
    name: "both_empty",
    kind: ParameterKind::Number { low: 0.0, high: 1.0 },
    default: ParameterDefault::Number(1.0),
    summary: "`samples`: the score of a row where nothing is true and nothing predicted",
};

/// `columns` of labels.
pub(crate) const LABEL_COLUMNS: ParameterInfo = ParameterInfo {
    default: ParameterDefault::Absent,
    summary: "several columns, each a label of its own: the mean of their scores, by `column_weights`, or all cells; \
              without it they are the 0/1 answers of one question",
    ..COLUMNS
};

/// What is made of counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Measure {
    F { beta: f64 },
    Precision,
    Recall,
    Jaccard,
}

impl Measure {
    /// The measure of some counts, 0 where it divides by nothing.
    pub(crate) fn of(self, counts: Counts) -> f64 {
        let (gain, whole) = match self {
            Self::F { beta } => {
                let gain = (1.0 + beta * beta) * counts.hits;
                (gain, gain + beta * beta * counts.misses + counts.false_alarms)
            }
            Self::Precision => (counts.hits, counts.predicted()),
            Self::Recall => (counts.hits, counts.truth()),
            Self::Jaccard => (counts.hits, counts.truth() + counts.false_alarms),
        };
        if whole > 0.0 { gain / whole } else { 0.0 }
    }
}

/// How the counts of several labels become one score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Average {
    /// The mean over labels.
    Macro,
    /// All labels together.
    Micro,
    /// The mean over labels by their true rows.
    Weighted,
    /// The mean over rows.
    Samples,
}

impl Average {
    /// Reads `average`; `None` is `binary`.
    pub(crate) fn from_settings(settings: &Settings<'_>) -> Option<Self> {
        match settings.text("average") {
            Some("macro") => Some(Self::Macro),
            Some("micro") => Some(Self::Micro),
            Some("weighted") => Some(Self::Weighted),
            Some("samples") => Some(Self::Samples),
            _ => None,
        }
    }

    /// The score of labels from their counts.
    pub(crate) fn of(self, measure: Measure, labels: &[Counts]) -> Result<f64, Refusal> {
        let scores = labels.iter().map(|counts| measure.of(*counts));
        match self {
            _ if labels.is_empty() => Err(Refusal::NoRows),
            Self::Macro => Ok(Sum::of(scores) / real(labels.len())),
            Self::Micro | Self::Samples => {
                let mut total = Counts::default();
                for counts in labels {
                    total.merge(*counts);
                }
                Ok(measure.of(total))
            }
            Self::Weighted => {
                let rows = Sum::of(labels.iter().map(|counts| counts.truth()));
                let sum = Sum::of(scores.zip(labels).map(|(score, counts)| score * counts.truth()));
                if rows > 0.0 { Ok(sum / rows) } else { Ok(0.0) }
            }
        }
    }
}

/// Reads the settings for one label a row, 0/1 columns or sets of tags.
pub(crate) fn plan(settings: &Settings<'_>, shape: &ColumnShape, measure: Measure) -> Result<Plan, SettingsError> {
    if shape.prediction.len() != shape.truth.len() {
        return Err(settings.columns_error("each truth column needs one prediction column"));
    }
    let average = Average::from_settings(settings);
    let apart = settings.has("columns") || settings.has("column_weights");
    if !apart && (shape.truth.len() > 1 || fscore_sets::fits(settings, shape)) {
        return fscore_sets::plan(settings, shape, measure);
    }
    if average == Some(Average::Samples) {
        return Err(SettingsError::conflict("average", "a row with one label has no mean of its own"));
    }
    Ok(Plan {
        kernel: Box::new(LabelF { measure, average, positive: positive_label(settings, shape, average.is_none())? }),
        arrangement: if apart { Arrangement::paired(settings, shape)? } else { Arrangement::Together },
        skip_undefined: false,
        prediction_kinds: shape.truth_kinds(),
        rules: label_rules(settings, shape)?,
    })
}

/// `pos_label` in the kind of the truth columns; text labels have no default.
pub(crate) fn positive_label(
    settings: &Settings<'_>,
    shape: &ColumnShape,
    needed: bool,
) -> Result<LabelValue, SettingsError> {
    let number = shape.truth_is(ColumnKind::Number);
    if needed && !number && !settings.has("pos_label") {
        let expected = "the text that is positive, since the labels are text (or choose another `average`)".to_owned();
        return Err(SettingsError::Missing { name: "pos_label", expected });
    }
    let kind = if number { ColumnKind::Number } else { ColumnKind::Text };
    let label = settings.label("pos_label").unwrap_or(LabelValue::Number(1.0));
    label.cast(kind).ok_or_else(|| SettingsError::conflict("pos_label", "the truth columns hold numbers"))
}

/// One label a row.
#[derive(Debug)]
struct LabelF {
    measure: Measure,
    average: Option<Average>,
    positive: LabelValue,
}

impl LabelF {
    fn of(&self, confusion: &Confusion<'_>) -> Result<f64, Refusal> {
        let labels = confusion.labels();
        if let Some(average) = self.average {
            return average.of(self.measure, &labels.iter().map(|(_, counts)| *counts).collect::<Vec<_>>());
        }
        let positive = labels.iter().find(|(label, _)| *label == self.positive.as_label());
        Ok(self.measure.of(positive.map(|(_, counts)| *counts).unwrap_or_default()))
    }
}

impl Kernel for LabelF {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        self.of(&Confusion::of(view)?)
    }

    fn influences(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        confusion::influences(view, blocks, |confusion| self.of(confusion))
    }
}
