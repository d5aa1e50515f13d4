//! Rankings of the labels of each row by score, against the set of labels that are true.
//!
//! Definitions of Tsoumakas et al. 2009 as in `sklearn.metrics`: `label_ranking_average_precision`, `coverage_error`,
//! `label_ranking_loss`. `lwlrap` weighs rows by their number of true labels (Kaggle, Freesound Audio Tagging 2019).
//!
//! Invariant: tied labels share the worse place, so the order of the columns cannot matter.

use joute_domain::Direction;

use super::mean_loss::{LossSum, sum_over_rows};
use super::precision_recall::AVERAGE_PRECISION;
use super::{Kernel, Plan};
use crate::catalogue::{MetricInfo, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, real};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::{View, numbers};

/// `label_ranking_average_precision`.
pub(crate) const LABEL_RANKING_AVERAGE_PRECISION: MetricInfo = MetricInfo {
    name: "label_ranking_average_precision",
    description_key: "metric-label-ranking-average-precision",
    summary: "mean over the true labels of a row of the share of true ones among the labels ranked as high",
    reference: "sklearn.metrics.label_ranking_average_precision_score",
    parameters: &[GROUP_REDUCE, MASK_KEEP],
    truth: TruthReading::Numbers,
    build: |settings, shape| plan(settings, shape, LabelRanking::AveragePrecision),
    ..AVERAGE_PRECISION
};

/// `coverage_error`.
pub(crate) const COVERAGE_ERROR: MetricInfo = MetricInfo {
    name: "coverage_error",
    direction: Direction::LowerIsBetter,
    description_key: "metric-coverage-error",
    summary: "mean number of labels that must be taken from the top to have every true one",
    reference: "sklearn.metrics.coverage_error",
    build: |settings, shape| plan(settings, shape, LabelRanking::Coverage),
    ..LABEL_RANKING_AVERAGE_PRECISION
};

/// `label_ranking_loss`.
pub(crate) const LABEL_RANKING_LOSS: MetricInfo = MetricInfo {
    name: "label_ranking_loss",
    direction: Direction::LowerIsBetter,
    description_key: "metric-label-ranking-loss",
    summary: "mean share of pairs of a true and a wrong label that are ranked in the wrong order",
    reference: "sklearn.metrics.label_ranking_loss",
    build: |settings, shape| plan(settings, shape, LabelRanking::Loss),
    ..LABEL_RANKING_AVERAGE_PRECISION
};

/// `lwlrap`.
pub(crate) const LWLRAP: MetricInfo = MetricInfo {
    name: "lwlrap",
    description_key: "metric-lwlrap",
    summary: "label-weighted label-ranking average precision: every true label has the same say",
    reference: "sklearn.metrics.label_ranking_average_precision_score with the number of labels as weight",
    build: |settings, shape| plan(settings, shape, LabelRanking::ByLabel),
    ..LABEL_RANKING_AVERAGE_PRECISION
};

fn plan(settings: &Settings<'_>, shape: &ColumnShape, kernel: LabelRanking) -> Result<Plan, SettingsError> {
    if shape.truth.len() != shape.prediction.len() || shape.truth.len() < 2 || !shape.truth_is(ColumnKind::Number) {
        return Err(settings.columns_error("at least two 0/1 truth columns need one prediction column each"));
    }
    shape.check_order(settings)?;
    Ok(Plan::of_numbers(Box::new(kernel), shape, NumberRange::FINITE))
}

/// The metrics of this family.
#[derive(Debug, Clone, Copy)]
enum LabelRanking {
    AveragePrecision,
    Coverage,
    Loss,
    ByLabel,
}

/// The scores of a row with whether the label is true.
type Labels = Vec<(f64, bool)>;

impl LabelRanking {
    /// The value of a row, and its weight.
    fn row(self, labels: &[(f64, bool)]) -> (f64, f64) {
        let relevant = labels.iter().filter(|label| label.1).count();
        let all_or_none = relevant == 0 || relevant == labels.len();
        match self {
            Self::AveragePrecision if all_or_none => (1.0, 1.0),
            Self::AveragePrecision => (precision(labels) / real(relevant), 1.0),
            Self::ByLabel if relevant == 0 => (0.0, 0.0),
            Self::ByLabel => (precision(labels) / real(relevant), real(relevant)),
            Self::Coverage => {
                let lowest = labels.iter().filter(|label| label.1).map(|label| label.0).fold(f64::INFINITY, f64::min);
                (real(if relevant == 0 { 0 } else { labels.iter().filter(|label| label.0 >= lowest).count() }), 1.0)
            }
            Self::Loss if all_or_none => (0.0, 1.0),
            Self::Loss => {
                let wrong = |score: f64| labels.iter().filter(|label| !label.1 && label.0 >= score).count();
                let pairs: usize = labels.iter().filter(|label| label.1).map(|label| wrong(label.0)).sum();
                (real(pairs) / real(relevant * (labels.len() - relevant)), 1.0)
            }
        }
    }
}

/// The sum over true labels of the share of true ones among those ranked as high.
fn precision(labels: &[(f64, bool)]) -> f64 {
    let share = |score: f64| {
        let above = labels.iter().filter(|label| label.0 >= score);
        let (all, hits) = above.fold((0, 0), |(all, hits), label| (all + 1, hits + usize::from(label.1)));
        real(hits) / real(all)
    };
    labels.iter().filter(|label| label.1).map(|label| share(label.0)).sum()
}

impl LabelRanking {
    fn total(self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let truth: Vec<&[f64]> = view.truth.iter().map(numbers).collect::<Result<_, _>>()?;
        let guess: Vec<&[f64]> = view.prediction.iter().map(numbers).collect::<Result<_, _>>()?;
        let binary = |row: usize| truth.iter().all(|column| at(column, row).abs() <= 0.0 || is_one(at(column, row)));
        let unfit: bool = view.rows.fold(|unfit: &mut bool, row| *unfit |= !binary(row));
        if unfit {
            return Err(Refusal::Solution("a truth value is neither 0 nor 1"));
        }
        let labels = |row: usize| -> Labels {
            truth.iter().zip(&guess).map(|(truth, guess)| (at(guess, row), is_one(at(truth, row)))).collect()
        };
        let LabelRanking::ByLabel = self else {
            return Ok(sum_over_rows(view, |row| Some(self.row(&labels(row)).0)));
        };
        Ok(view.rows.fold(|sum: &mut LossSum, row| {
            let (value, weight) = self.row(&labels(row));
            sum.add(value, weight * view.weight_of(row));
        }))
    }
}

fn is_one(value: f64) -> bool {
    value.to_bits() == 1.0_f64.to_bits()
}

impl Kernel for LabelRanking {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        self.total(view)?.mean().map_err(|_| Refusal::SingleClass)
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some((*self).total(view).map(|sum| sum.parts().to_vec()))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match sums {
            [value, weight] if *weight > 0.0 => value / weight,
            _ => f64::NAN,
        }
    }
}
