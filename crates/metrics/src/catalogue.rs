//! The metrics by name, each with its direction, parameters and the shape of its predictions.
//!
//! Invariant: names are unique, and every constant of `families` that a host may use is listed here.

use joute_domain::Direction;

use crate::column::ColumnKind;
use crate::families::{
    Plan, agreement, auc, classification, correlation, fscore, lists, logarithmic, order, precision_recall,
    probability, regression, relative, variance,
};
use crate::parameter::ParameterInfo;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};

/// A metric as the catalogue describes it.
#[derive(Debug, Clone, Copy)]
pub struct MetricInfo {
    /// Name in `[metric]`.
    pub name: &'static str,
    /// Which scores are better.
    pub direction: Direction,
    /// Key of its one-line description in the pages' languages.
    pub description_key: &'static str,
    /// The same line in English.
    pub summary: &'static str,
    /// Where the definition comes from.
    pub reference: &'static str,
    /// What a submission holds.
    pub prediction: PredictionShape,
    /// Solution columns it can use besides the truth.
    pub roles: &'static [Role],
    /// Its parameters.
    pub parameters: &'static [ParameterInfo],
    /// How the truth is read.
    pub(crate) truth: TruthReading,
    /// Makes the metric from checked parameters.
    pub(crate) build: fn(&Settings<'_>, &ColumnShape) -> Result<Plan, SettingsError>,
}

/// What a submission holds, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PredictionShape {
    /// A number for each truth column.
    Numbers,
    /// A label for each truth column, or a set of labels.
    Labels,
    /// Probabilities or scores: one column, one for each question, or one for each class.
    Scores,
    /// A ranked list in one cell.
    RankedList,
}

/// How the cells of the truth are read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TruthReading {
    /// As numbers.
    Numbers,
    /// As text.
    Texts,
    /// As the file looks.
    AsFound,
    /// As text if this says so of the settings and the number of truth columns, else as the file looks.
    TextsIf(fn(&Settings<'_>, usize) -> bool),
}

impl TruthReading {
    /// The kind of one of `count` truth columns that looks like `found`.
    pub(crate) fn kind(self, settings: &Settings<'_>, count: usize, found: ColumnKind) -> ColumnKind {
        match self {
            Self::Numbers => ColumnKind::Number,
            Self::Texts => ColumnKind::Text,
            Self::AsFound => found,
            Self::TextsIf(decide) => {
                if decide(settings, count) {
                    ColumnKind::Text
                } else {
                    found
                }
            }
        }
    }
}

static CATALOGUE: &[MetricInfo] = &[
    regression::RMSE,
    regression::MSE,
    regression::MAE,
    regression::LOG_MAE,
    order::MEDIAN_ABSOLUTE_ERROR,
    order::MAX_ERROR,
    variance::R2,
    relative::MAPE,
    relative::SMAPE,
    relative::WAPE,
    logarithmic::RMSLE,
    logarithmic::MSLE,
    correlation::PEARSON,
    correlation::SPEARMAN,
    classification::ACCURACY,
    classification::ERROR_RATE,
    classification::BALANCED_ACCURACY,
    classification::MCC,
    fscore::F1,
    fscore::FBETA,
    fscore::PRECISION,
    fscore::RECALL,
    agreement::KAPPA,
    auc::ROC_AUC,
    precision_recall::AVERAGE_PRECISION,
    probability::LOG_LOSS,
    probability::BRIER,
    lists::MAP_AT_K,
];

/// Every metric.
pub fn catalogue() -> &'static [MetricInfo] {
    CATALOGUE
}

/// The metric of that name.
pub fn find(name: &str) -> Option<&'static MetricInfo> {
    CATALOGUE.iter().find(|metric| metric.name == name)
}
