//! Ranked lists in a cell, best item first.
//!
//! `map_at_k`: mean over rows of `sum over hits of (hits so far / place) / min(k, true items)`. Definition of
//! `ml_metrics.average_precision.mapk`; checked in `fixtures/golden/metrics.json`.
//!
//! Invariant: an item counts once in a list; a repetition keeps its place and earns nothing.

use std::collections::HashSet;

use joute_domain::Direction;

use super::mean_loss::LossSum;
use super::{MeanKernel, Plan};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, ListRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::view::View;

/// `map_at_k`.
pub(crate) const MAP_AT_K: MetricInfo = MetricInfo {
    name: "map_at_k",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-map-at-k",
    summary: "mean over rows of the average precision of the first k items of a ranked list",
    reference: "ml_metrics.average_precision.mapk",
    prediction: PredictionShape::RankedList,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[K, EMPTY_TRUTH, LIST_SEPARATOR, GROUP_REDUCE, MASK_KEEP],
    truth: TruthReading::Texts,
    build,
};

/// `k`.
pub(crate) const K: ParameterInfo = ParameterInfo {
    name: "k",
    kind: ParameterKind::Whole { low: 1, high: 10_000 },
    default: ParameterDefault::Required,
    summary: "how many items of the list count",
};

/// `empty_truth`.
pub(crate) const EMPTY_TRUTH: ParameterInfo = ParameterInfo {
    name: "empty_truth",
    kind: ParameterKind::ChoiceOrNumber(&["skip"], &[0.0, 1.0]),
    default: ParameterDefault::Text("skip"),
    summary: "rows without a true item: left out, or scored with this number",
};

/// `list_separator`.
pub(crate) const LIST_SEPARATOR: ParameterInfo = ParameterInfo {
    name: "list_separator",
    kind: ParameterKind::Text,
    default: ParameterDefault::Text(" "),
    summary: "what stands between two items of a list",
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    if shape.truth.len() != 1 || shape.prediction.len() != 1 || !shape.truth_is(ColumnKind::Text) {
        return Err(settings.columns_error("it compares one text column of lists with one prediction column"));
    }
    let separator = settings.text("list_separator").unwrap_or(" ").to_owned();
    let rule = ListRule { column: 0, separator: separator.clone(), allow_empty: true };
    Ok(Plan {
        kernel: Box::new(MeanAveragePrecision {
            k: settings.whole("k").unwrap_or(1),
            empty_truth: settings.number("empty_truth"),
            separator,
        }),
        arrangement: Arrangement::Together,
        skip_undefined: false,
        prediction_kinds: vec![ColumnKind::Text],
        rules: vec![ColumnRule::List(rule)],
    })
}

/// The items of a cell; blanks around them and empty ones are dropped.
pub(crate) fn items<'a>(cell: &'a [u8], separator: &str) -> impl Iterator<Item = &'a [u8]> {
    let separator = separator.as_bytes().to_vec();
    let mut rest = Some(cell);
    let pieces = std::iter::from_fn(move || {
        let text = rest?;
        let place = find(text, &separator);
        rest = place.and_then(|place| text.get(place + separator.len()..));
        Some(place.and_then(|place| text.get(..place)).unwrap_or(text))
    });
    pieces.map(<[u8]>::trim_ascii).filter(|item| !item.is_empty())
}

fn find(text: &[u8], separator: &[u8]) -> Option<usize> {
    match separator {
        [] => None,
        [byte] => text.iter().position(|other| other == byte),
        _ => text.windows(separator.len()).position(|window| window == separator),
    }
}

/// Mean average precision of the first k items.
#[derive(Debug)]
struct MeanAveragePrecision {
    k: usize,
    empty_truth: Option<f64>,
    separator: String,
}

impl MeanAveragePrecision {
    /// The average precision of one row; `None` if it is left out.
    fn row(&self, truth: &[u8], guess: &[u8]) -> Option<f64> {
        let mut open = Open::of(items(truth, &self.separator));
        let wanted = open.len();
        if wanted == 0 {
            return self.empty_truth;
        }
        let (mut hits, mut sum) = (0_usize, 0.0);
        for (place, item) in items(guess, &self.separator).take(self.k).enumerate() {
            if open.take(item) {
                hits += 1;
                sum += real(hits) / real(place + 1);
            }
            if hits == wanted {
                break;
            }
        }
        Some(sum / real(wanted.min(self.k)))
    }
}

impl MeanKernel for MeanAveragePrecision {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_texts(|sum: &mut LossSum, cell| {
            if let Some(precision) = self.row(cell.truth, cell.prediction) {
                sum.add(precision, cell.weight);
            }
        })
    }
}

/// True items that were not found yet.
pub(crate) enum Open<'a> {
    /// Few, searched one by one.
    Few(Vec<&'a [u8]>),
    /// Many, searched by hash.
    Many(HashSet<&'a [u8]>),
}

impl<'a> Open<'a> {
    pub(crate) fn of(items: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut few: Vec<&[u8]> = items.collect();
        if few.len() > 16 {
            return Self::Many(few.into_iter().collect());
        }
        few.sort_unstable();
        few.dedup();
        Self::Few(few)
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Few(items) => items.len(),
            Self::Many(items) => items.len(),
        }
    }

    /// Removes an item; false if it is not there.
    pub(crate) fn take(&mut self, item: &[u8]) -> bool {
        match self {
            Self::Few(items) => {
                let place = items.iter().position(|open| *open == item);
                place.map(|place| items.swap_remove(place)).is_some()
            }
            Self::Many(items) => items.remove(item),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_what_stands_between_separators() {
        let list = |cell: &'static str, separator| items(cell.as_bytes(), separator).collect::<Vec<_>>();
        assert_eq!(list(" a  b ", " "), [b"a", b"b"]);
        assert_eq!(list("a b, c d,", ","), [b"a b", b"c d"]);
        assert_eq!(list("a::b", "::"), [b"a", b"b"]);
        assert!(list("  ", " ").is_empty());
    }
}
