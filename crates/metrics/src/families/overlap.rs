//! Sets of labels held against each other: Jaccard's index and exact equality.
//!
//! `jaccard` = |truth and guess| / |truth or guess|, by label, row or words. Checked against
//! `sklearn.metrics.jaccard_score`. `subset_accuracy` = share of rows whose labels are all right.
//!
//! Invariant: a label counts once in a cell, however often it is repeated.

use super::classification::{DECLARED_CLASSES, EMPTY_IS_LABEL};
use super::fscore::{AVERAGE, BOTH_EMPTY, F1, LABEL_COLUMNS, LIST_SEPARATOR, Measure, POSITIVE_LABEL, plan};
use super::lists::items;
use super::mean_loss::{LossSum, sum_over_rows};
use super::{MeanKernel, Plan, fscore_sets, label_rules};
use crate::catalogue::{MetricInfo, TruthReading};
use crate::column::Column;
use crate::label::Label;
use crate::modifiers::columns::{COLUMN_WEIGHTS, IGNORE_TRUTH};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, ListRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::{View, texts};

/// `jaccard`.
pub(crate) const JACCARD: MetricInfo = MetricInfo {
    name: "jaccard",
    description_key: "metric-jaccard",
    summary: "labels, tags or words that both have, relative to those that one of them has",
    reference: "sklearn.metrics.jaccard_score",
    parameters: &[
        AVERAGE,
        POSITIVE_LABEL,
        LIST_SEPARATOR,
        BOTH_EMPTY,
        UNIT,
        LOWERCASE,
        DECLARED_CLASSES,
        EMPTY_IS_LABEL,
        LABEL_COLUMNS,
        COLUMN_WEIGHTS,
        GROUP_REDUCE,
        MASK_KEEP,
        IGNORE_TRUTH,
    ],
    truth: TruthReading::TextsIf(|settings, columns| fscore_sets::is_asked(settings, columns) || settings.has("unit")),
    build: jaccard,
    ..F1
};

/// `subset_accuracy`.
pub(crate) const SUBSET_ACCURACY: MetricInfo = MetricInfo {
    name: "subset_accuracy",
    description_key: "metric-subset-accuracy",
    summary: "share of rows whose labels are all right",
    reference: "sklearn.metrics.accuracy_score of label indicators",
    parameters: &[LIST_SEPARATOR, DECLARED_CLASSES, EMPTY_IS_LABEL, GROUP_REDUCE, MASK_KEEP],
    truth: TruthReading::TextsIf(|settings, columns| columns == 1 && settings.has("list_separator")),
    build: subset,
    ..F1
};

const UNIT: ParameterInfo = ParameterInfo {
    name: "unit",
    kind: ParameterKind::Choice(&["tag", "word"]),
    default: ParameterDefault::Absent,
    summary: "`word`: cells are texts and their words, split at any blank, are compared row by row",
};

/// `lowercase`.
pub(crate) const LOWERCASE: ParameterInfo = ParameterInfo {
    name: "lowercase",
    kind: ParameterKind::Flag,
    default: ParameterDefault::Flag(false),
    summary: "upper and lower case are taken as equal",
};

fn jaccard(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    if settings.text("unit") != Some("word") {
        if settings.flag("lowercase") {
            return Err(SettingsError::conflict("lowercase", "it goes with `unit = \"word\"` only"));
        }
        return plan(settings, shape, Measure::Jaccard);
    }
    let kernel =
        Words { lowercase: settings.flag("lowercase"), both_empty: settings.number("both_empty").unwrap_or(1.0) };
    Plan::of_text(settings, shape, Box::new(kernel), None)
}

/// A text as it is compared.
pub(crate) fn folded(cell: &[u8], lowercase: bool) -> String {
    let text = String::from_utf8_lossy(cell);
    if lowercase { text.to_lowercase() } else { text.into_owned() }
}

/// Words of two texts.
#[derive(Debug)]
struct Words {
    lowercase: bool,
    both_empty: f64,
}

impl MeanKernel for Words {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_texts(|sum: &mut LossSum, cell| {
            let (truth, guess) = (folded(cell.truth, self.lowercase), folded(cell.prediction, self.lowercase));
            sum.add(share(truth.split_whitespace(), guess.split_whitespace()).unwrap_or(self.both_empty), cell.weight);
        })
    }
}

/// Jaccard's index of two lists taken as sets; `None` if both are empty.
fn share<'a>(left: impl Iterator<Item = &'a str>, right: impl Iterator<Item = &'a str>) -> Option<f64> {
    let left: std::collections::BTreeSet<&str> = left.collect();
    let right: std::collections::BTreeSet<&str> = right.collect();
    let (both, either) = (left.intersection(&right).count(), left.union(&right).count());
    (either > 0).then(|| crate::numeric::real(both) / crate::numeric::real(either))
}

fn subset(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    if shape.prediction.len() != shape.truth.len() {
        return Err(settings.columns_error("each truth column needs one prediction column"));
    }
    if settings.has("list_separator") {
        let separator = settings.text("list_separator").unwrap_or(" ").to_owned();
        let rule = ColumnRule::List(ListRule { column: 0, separator: separator.clone(), allow_empty: true });
        return Plan::of_text(settings, shape, Box::new(AllRight { separator: Some(separator) }), Some(rule));
    }
    shape.check_order(settings)?;
    Ok(Plan::together(Box::new(AllRight { separator: None }), shape.truth_kinds(), label_rules(settings, shape)?))
}

/// Whether every label of a row is right.
#[derive(Debug)]
struct AllRight {
    /// What stands between the tags of a cell, if there is one column of them.
    separator: Option<String>,
}

impl MeanKernel for AllRight {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let of = |right: bool| Some(if right { 1.0 } else { 0.0 });
        if let Some(separator) = &self.separator {
            let set = |column: &Column<'_>, row: usize| {
                let cells = texts(column).ok()?;
                let mut tags: Vec<Vec<u8>> = items(cells.get(row)?, separator).map(<[u8]>::to_vec).collect();
                tags.sort_unstable();
                tags.dedup();
                Some(tags)
            };
            let (truth, guess) = view.pairs()?.next().ok_or(Refusal::Columns("the truth column is missing"))?;
            return Ok(sum_over_rows(view, |row| of(set(truth, row) == set(guess, row))));
        }
        let pairs: Vec<_> = view.pairs()?.collect();
        if pairs.iter().any(|(truth, guess)| truth.kind() != guess.kind()) {
            return Err(Refusal::Columns("truth and prediction are not of one kind"));
        }
        let right = |row: usize| pairs.iter().all(|(truth, guess)| Label::of(truth, row) == Label::of(guess, row));
        Ok(sum_over_rows(view, |row| of(right(row))))
    }
}
