//! Normalised discounted cumulative gain: sum of gain / log2(place + 1) of the first k, relative to the best order.
//!
//! Long tables hold a relevance and a score for each row and a group column of queries; lists hold items in a cell, each
//! true one with the gain 1. Tied scores share the mean of their discounts, as in `sklearn.metrics.ndcg_score`.
//!
//! Invariant: a query without a relevant row scores `empty_truth`, never 0 / 0.

use joute_domain::Direction;

use super::Kernel;
use super::lists::{LIST_SEPARATOR, Open, items};
use super::mean_loss::LossSum;
use super::{MeanKernel, Plan, score_rules};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{order_key, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, ListRule, NumberRange};
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::view::View;

/// `ndcg_at_k`.
pub(crate) const NDCG_AT_K: MetricInfo = MetricInfo {
    name: "ndcg_at_k",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-ndcg-at-k",
    summary: "discounted gain of the first k places relative to the best order, the mean over queries",
    reference: "sklearn.metrics.ndcg_score",
    prediction: PredictionShape::Scores,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[K, GAIN, TIES, EMPTY_TRUTH, LIST_SEPARATOR, BY_QUERY, MASK_KEEP],
    truth: TruthReading::AsFound,
    build,
};

const K: ParameterInfo = ParameterInfo {
    name: "k",
    kind: ParameterKind::Whole { low: 1, high: 1_000_000 },
    default: ParameterDefault::Absent,
    summary: "how many places count; all without it",
};

const GAIN: ParameterInfo = ParameterInfo {
    name: "gain",
    kind: ParameterKind::Choice(&["exp", "linear"]),
    default: ParameterDefault::Text("exp"),
    summary: "gain of a relevance r: 2^r - 1, or r itself",
};

const TIES: ParameterInfo = ParameterInfo {
    name: "ties",
    kind: ParameterKind::Choice(&["average"]),
    default: ParameterDefault::Text("average"),
    summary: "rows with equal scores share the mean of their discounts",
};

const EMPTY_TRUTH: ParameterInfo = ParameterInfo {
    name: "empty_truth",
    kind: ParameterKind::ChoiceOrNumber(&["skip"], &[0.0, 1.0]),
    default: ParameterDefault::Number(0.0),
    summary: "queries without a relevant row: left out, or scored with this number",
};

const BY_QUERY: ParameterInfo = ParameterInfo {
    default: ParameterDefault::Text("mean"),
    summary: "one score for each query of the group column, then their mean",
    ..GROUP_REDUCE
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let k = settings.whole("k");
    let left_out = settings.text("empty_truth") == Some("skip");
    let empty_truth = if left_out { None } else { settings.number("empty_truth") };
    if shape.truth.len() == 1 && shape.truth_is(ColumnKind::Text) {
        let separator = settings.text("list_separator").unwrap_or(" ").to_owned();
        let rule = ColumnRule::List(ListRule { column: 0, separator: separator.clone(), allow_empty: true });
        return Plan::of_text(settings, shape, Box::new(ListGain { k, empty_truth, separator }), Some(rule));
    }
    if shape.truth.len() != 1 || shape.prediction.len() != 1 {
        return Err(settings.columns_error("it compares one truth column with one prediction column"));
    }
    if shape.roles.contains_key(&Role::Weight) {
        return Err(settings.columns_error("rows of a query have no weight of their own; only lists have one"));
    }
    let exponential = settings.text("gain") != Some("linear");
    Ok(Plan {
        kernel: Box::new(QueryGain { k, exponential, empty_truth }),
        arrangement: Arrangement::Together,
        skip_undefined: left_out,
        prediction_kinds: vec![ColumnKind::Number],
        rules: score_rules(shape, NumberRange::FINITE),
    })
}

/// 1 / log2(place + 2) of the places from 0, nothing behind the k-th.
fn discount(place: usize, k: Option<usize>) -> f64 {
    if k.is_none_or(|k| place < k) { 1.0 / real(place + 2).log2() } else { 0.0 }
}

/// One query: its rows.
#[derive(Debug)]
struct QueryGain {
    k: Option<usize>,
    exponential: bool,
    empty_truth: Option<f64>,
}

impl Kernel for QueryGain {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let mut rows: Vec<(u64, f64)> = view.fold_numbers(|rows: &mut Vec<(u64, f64)>, cell| {
            let gain = if self.exponential { cell.truth.exp2() - 1.0 } else { cell.truth };
            rows.push((!order_key(cell.prediction), gain));
        })?;
        if !rows.iter().all(|(_, gain)| gain.is_finite() && *gain >= 0.0) {
            return Err(Refusal::Solution("a relevance is negative or too large"));
        }
        rows.sort_unstable_by(|left, right| left.0.cmp(&right.0).then(left.1.total_cmp(&right.1)));
        let (mut found, mut before) = (0.0, 0);
        for tied in rows.chunk_by(|left, right| left.0 == right.0) {
            let discounts: f64 = (before..before + tied.len()).map(|place| discount(place, self.k)).sum();
            found += tied.iter().map(|row| row.1).sum::<f64>() / real(tied.len()) * discounts;
            before += tied.len();
        }
        rows.sort_unstable_by(|left, right| right.1.total_cmp(&left.1));
        let best: f64 = rows.iter().enumerate().map(|(place, row)| row.1 * discount(place, self.k)).sum();
        if best > 0.0 { Ok(found / best) } else { self.empty_truth.ok_or(Refusal::Undefined) }
    }
}

/// One list a row.
#[derive(Debug)]
struct ListGain {
    k: Option<usize>,
    empty_truth: Option<f64>,
    separator: String,
}

impl ListGain {
    fn row(&self, truth: &[u8], guess: &[u8]) -> Option<f64> {
        let mut open = Open::of(items(truth, &self.separator));
        let wanted = open.len();
        if wanted == 0 {
            return self.empty_truth;
        }
        let places = items(guess, &self.separator).take(self.k.unwrap_or(usize::MAX)).enumerate();
        let found: f64 = places.filter(|(_, item)| open.take(item)).map(|(place, _)| discount(place, self.k)).sum();
        Some(found / (0..wanted).map(|place| discount(place, self.k)).sum::<f64>())
    }
}

impl MeanKernel for ListGain {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_texts(|sum: &mut LossSum, cell| {
            if let Some(value) = self.row(cell.truth, cell.prediction) {
                sum.add(value, cell.weight);
            }
        })
    }
}
