//! Ranked lists in a cell: hits among the first k items.
//!
//! With h true items among the first k of the list: `precision_at_k` = h / k, `recall_at_k` = h / true items,
//! `hit_rate_at_k` = [h > 0], `mrr_at_k` = 1 / place of the first hit. All are means over rows.
//!
//! Invariant: an item counts once in a list; a repetition keeps its place and earns nothing.

use super::lists::{EMPTY_TRUTH, K, LIST_SEPARATOR, MAP_AT_K, Open, items};
use super::mean_loss::LossSum;
use super::{MeanKernel, Plan};
use crate::catalogue::MetricInfo;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::ParameterInfo;
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, ListRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::View;

/// `mrr_at_k`.
pub(crate) const MRR_AT_K: MetricInfo = MetricInfo {
    name: "mrr_at_k",
    description_key: "metric-mrr-at-k",
    summary: "mean over rows of 1 / place of the first true item among the first k",
    reference: "Voorhees 1999",
    parameters: PARAMETERS,
    build: |settings, shape| plan(settings, shape, Reading::ReciprocalPlace),
    ..MAP_AT_K
};

/// `recall_at_k`.
pub(crate) const RECALL_AT_K: MetricInfo = MetricInfo {
    name: "recall_at_k",
    description_key: "metric-recall-at-k",
    summary: "mean over rows of the share of the true items that are among the first k",
    reference: "Manning, Raghavan and Schuetze 2008",
    build: |settings, shape| plan(settings, shape, Reading::Recall),
    ..MRR_AT_K
};

/// `precision_at_k`.
pub(crate) const PRECISION_AT_K: MetricInfo = MetricInfo {
    name: "precision_at_k",
    description_key: "metric-precision-at-k",
    summary: "mean over rows of the true items among the first k, divided by k",
    reference: "Manning, Raghavan and Schuetze 2008",
    build: |settings, shape| plan(settings, shape, Reading::Precision),
    ..MRR_AT_K
};

/// `hit_rate_at_k`.
pub(crate) const HIT_RATE_AT_K: MetricInfo = MetricInfo {
    name: "hit_rate_at_k",
    description_key: "metric-hit-rate-at-k",
    summary: "share of rows with a true item among the first k",
    reference: "top-k accuracy of lists",
    build: |settings, shape| plan(settings, shape, Reading::Hit),
    ..MRR_AT_K
};

const PARAMETERS: &[ParameterInfo] = &[K, EMPTY_TRUTH, LIST_SEPARATOR, GROUP_REDUCE, MASK_KEEP];

fn plan(settings: &Settings<'_>, shape: &ColumnShape, reading: Reading) -> Result<Plan, SettingsError> {
    let separator = settings.text("list_separator").unwrap_or(" ").to_owned();
    let rule = ColumnRule::List(ListRule { column: 0, separator: separator.clone(), allow_empty: true });
    let empty_truth = settings.number("empty_truth");
    let kernel = FirstItems { k: settings.whole("k").unwrap_or(1), empty_truth, separator, reading };
    Plan::of_text(settings, shape, Box::new(kernel), Some(rule))
}

/// What is read off the first k items.
#[derive(Debug, Clone, Copy)]
enum Reading {
    ReciprocalPlace,
    Recall,
    Precision,
    Hit,
}

#[derive(Debug)]
struct FirstItems {
    k: usize,
    empty_truth: Option<f64>,
    separator: String,
    reading: Reading,
}

impl FirstItems {
    /// The value of one row; `None` if it is left out.
    fn row(&self, truth: &[u8], guess: &[u8]) -> Option<f64> {
        let mut open = Open::of(items(truth, &self.separator));
        let wanted = open.len();
        if wanted == 0 {
            return self.empty_truth;
        }
        let (mut hits, mut first) = (0_usize, None);
        for (place, item) in items(guess, &self.separator).take(self.k).enumerate() {
            if open.take(item) {
                hits += 1;
                first = first.or(Some(place));
            }
        }
        Some(match self.reading {
            Reading::ReciprocalPlace => first.map_or(0.0, |place| 1.0 / real(place + 1)),
            Reading::Recall => real(hits) / real(wanted),
            Reading::Precision => real(hits) / real(self.k),
            Reading::Hit => real(hits.min(1)),
        })
    }
}

impl MeanKernel for FirstItems {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_texts(|sum: &mut LossSum, cell| {
            if let Some(value) = self.row(cell.truth, cell.prediction) {
                sum.add(value, cell.weight);
            }
        })
    }
}
