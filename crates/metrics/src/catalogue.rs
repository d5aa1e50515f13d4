//! The metrics by name, each with its direction, parameters and the shape of its predictions.
//!
//! Invariant: names are unique, and every constant of `families` that a host may use is listed here.

use joute_domain::Direction;

use crate::column::ColumnKind;
use crate::families::{
    Plan, agreement, auc, auc_bands, balanced, bias_auc, classification, concordance, correlation, credit, detection,
    deviance, distribution, divergence, edit, fscore, geometry, kendall, label_ranking, lists, logarithmic, masks,
    ndcg, order, ordering, overlap, precision_recall, probability, quantile, regression, relative, retrieval, robust,
    spotting, survival, text_overlap, top_k, variance, volumes,
};
use crate::parameter::ParameterInfo;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};

/// A metric as the catalogue describes it.
#[derive(Debug, Clone, Copy)]
pub struct MetricInfo {
    /// Name in `[metric]`.
    pub name: &'static str,
    /// Goes up whenever the same table gets another score, be it in the last digits.
    pub revision: u32,
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
    /// A number for each quantile, or for both ends of an interval.
    Quantiles,
    /// The mean and the spread of a distribution, or its cumulative probabilities.
    Distribution,
    /// Two angles: a direction, or a place on earth.
    Coordinates,
    /// Text.
    Text,
    /// The mask of an image as run lengths in one cell.
    Masks,
    /// Boxes of an image in one cell.
    Boxes,
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
    order::MEDIAN_ABSOLUTE_ERROR,
    order::MAX_ERROR,
    variance::R2,
    variance::EXPLAINED_VARIANCE,
    relative::MAPE,
    relative::SMAPE,
    logarithmic::RMSLE,
    logarithmic::MSLE,
    relative::RMSPE,
    relative::WAPE,
    robust::HUBER,
    robust::LOG_COSH,
    quantile::PINBALL,
    deviance::POISSON_DEVIANCE,
    deviance::GAMMA_DEVIANCE,
    deviance::TWEEDIE_DEVIANCE,
    variance::D2_ABSOLUTE_ERROR,
    correlation::PEARSON,
    correlation::SPEARMAN,
    kendall::KENDALL_TAU,
    concordance::CONCORDANCE_CORRELATION,
    credit::GINI_NORMALIZED,
    regression::LOG_MAE,
    quantile::WEIGHTED_QUANTILE_LOSS,
    quantile::INTERVAL_SCORE,
    distribution::CRPS_GAUSSIAN,
    distribution::CRPS_CDF,
    distribution::LAPLACE_LOG_LIKELIHOOD,
    geometry::MEAN_ANGULAR_ERROR,
    geometry::HAVERSINE,
    geometry::HAVERSINE_P50_P95,
    classification::ACCURACY,
    classification::ERROR_RATE,
    classification::BALANCED_ACCURACY,
    fscore::F1,
    fscore::FBETA,
    fscore::PRECISION,
    fscore::RECALL,
    classification::MCC,
    agreement::KAPPA,
    overlap::JACCARD,
    classification::HAMMING_LOSS,
    auc::ROC_AUC,
    auc_bands::PAUC_ABOVE_TPR,
    auc_bands::WEIGHTED_ROC_AUC,
    auc_bands::GINI,
    precision_recall::AVERAGE_PRECISION,
    probability::LOG_LOSS,
    balanced::BALANCED_LOG_LOSS,
    probability::BRIER,
    auc_bands::KS,
    credit::AMEX,
    balanced::PFBETA,
    top_k::TOP_K_ACCURACY,
    label_ranking::LABEL_RANKING_AVERAGE_PRECISION,
    label_ranking::COVERAGE_ERROR,
    label_ranking::LABEL_RANKING_LOSS,
    label_ranking::LWLRAP,
    divergence::KL_DIVERGENCE,
    bias_auc::JIGSAW_BIAS_AUC,
    overlap::SUBSET_ACCURACY,
    lists::MAP_AT_K,
    retrieval::MRR_AT_K,
    retrieval::RECALL_AT_K,
    retrieval::PRECISION_AT_K,
    retrieval::HIT_RATE_AT_K,
    ndcg::NDCG_AT_K,
    edit::LEVENSHTEIN,
    edit::WER,
    edit::CER,
    text_overlap::TOKEN_F1,
    text_overlap::ROUGE_L,
    ordering::KENDALL_TAU_ORDER,
    masks::DICE,
    masks::IOU,
    masks::MAP_IOU_THRESHOLDS,
    volumes::DICE_HAUSDORFF,
    spotting::KUZUSHIJI_F1,
    detection::VOC_MAP,
    survival::CONCORDANCE_INDEX,
];

/// Every metric.
pub fn catalogue() -> &'static [MetricInfo] {
    CATALOGUE
}

/// The metric of that name.
pub fn find(name: &str) -> Option<&'static MetricInfo> {
    CATALOGUE.iter().find(|metric| metric.name == name)
}
