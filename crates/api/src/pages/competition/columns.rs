//! One column of a table in short, for people.
//!
//! Invariant: the tallest bar has the full height, and a bar with any row is never invisible.

use joute_domain::{ColumnSummary, HistogramBin};
use serde::Serialize;

use crate::pages::figures::data_value;
use crate::pages::format::Format;

/// Height of the tallest bar, in units of the picture.
const TALLEST: u64 = 24;
/// Frequent values that are listed.
const FREQUENT: usize = 5;

/// A frequent value of a text column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct FrequentValue {
    value: String,
    share: String,
}

/// A column; the fields are those that `web/templates/components/data.html.tera` documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ColumnView {
    name: String,
    kind: &'static str,
    missing: String,
    missing_share: String,
    distinct: String,
    minimum: String,
    mean: String,
    maximum: String,
    bars: Vec<u64>,
    labels: Vec<String>,
    frequent: Vec<FrequentValue>,
}

impl ColumnView {
    pub(super) fn of(format: &Format<'_>, column: &ColumnSummary, rows: u64) -> Self {
        let kind = ["integer", "number", "boolean"].into_iter().find(|kind| *kind == column.kind).unwrap_or("text");
        let is_numeric = matches!(kind, "integer" | "number");
        let value = |value: Option<f64>| value.filter(|_| is_numeric).map(data_value).unwrap_or_default();
        let bins: &[HistogramBin] = if is_numeric { &column.histogram } else { &[] };
        let values: &[HistogramBin] = if is_numeric { &[] } else { &column.histogram };
        let distinct = format.number(column.distinct);
        Self {
            name: column.name.clone(),
            kind,
            missing: format.number(column.missing),
            missing_share: format.share(column.missing, rows),
            distinct: if column.distinct_is_exact {
                distinct
            } else {
                format.words("column-distinct-more", &[("count", &distinct)])
            },
            minimum: value(column.minimum),
            mean: value(column.mean),
            maximum: value(column.maximum),
            bars: bars(bins),
            labels: bins.iter().map(|bin| format!("{}: {}", bin.label, format.number(bin.count))).collect(),
            frequent: values
                .iter()
                .take(FREQUENT)
                .map(|bin| FrequentValue { value: bin.label.clone(), share: format.share(bin.count, rows) })
                .collect(),
        }
    }
}

fn bars(bins: &[HistogramBin]) -> Vec<u64> {
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1);
    bins.iter().map(|bin| (bin.count.saturating_mul(TALLEST) / most).max(u64::from(bin.count > 0))).collect()
}

#[cfg(test)]
mod tests {
    use joute_domain::{Language, Timestamp};

    use super::*;
    use crate::words::Words;

    fn bin(label: &str, count: u64) -> HistogramBin {
        HistogramBin { label: label.to_owned(), count }
    }

    fn column(kind: &str, histogram: Vec<HistogramBin>) -> ColumnSummary {
        ColumnSummary {
            name: "x".to_owned(),
            kind: kind.to_owned(),
            missing: 12,
            distinct: 10_000,
            distinct_is_exact: false,
            minimum: Some(0.82),
            maximum: Some(41.0),
            mean: Some(20.2345),
            histogram,
        }
    }

    #[test]
    fn a_column_of_numbers_has_bars_in_proportion() {
        let words = Words::load(Language::En).unwrap();
        let format = Format::new(&words, Language::En, Timestamp::now());
        let bins = vec![bin("0.8 – 21", 4000), bin("21 – 41", 1), bin("41 – 61", 0)];
        let view = ColumnView::of(&format, &column("number", bins), 10_000);
        assert_eq!(view.bars, [24, 1, 0]);
        assert_eq!(view.labels[0], "0.8 – 21: 4,000");
        assert_eq!((view.minimum.as_str(), view.mean.as_str(), view.maximum.as_str()), ("0.82", "20.23", "41"));
        assert_eq!((view.distinct.as_str(), view.missing_share.as_str()), ("more than 10,000", "0.1%"));
    }

    #[test]
    fn a_column_of_text_has_frequent_values_and_an_unknown_kind_is_text() {
        let words = Words::load(Language::Fr).unwrap();
        let format = Format::new(&words, Language::Fr, Timestamp::now());
        let view = ColumnView::of(&format, &column("moon", vec![bin("clair", 66)]), 100);
        assert_eq!((view.kind, view.bars.len(), view.minimum.as_str()), ("text", 0, ""));
        assert_eq!(view.frequent, [FrequentValue { value: "clair".to_owned(), share: "66\u{a0}%".to_owned() }]);
    }
}
