//! Counts the cells of one column.
//!
//! Invariant: a column is numeric only if every cell that holds a value is a number.

use std::borrow::Cow;
use std::collections::HashMap;

use joute_domain::{ColumnSummary, HistogramBin};

use super::bins::Bins;
use super::cut;
use crate::number::{self, NumberFault};

/// Bars of a histogram.
const BARS: usize = 10;

/// Letters of a bar's label.
const LABEL_LETTERS: usize = 40;

/// What is known of a column so far.
#[derive(Debug)]
pub(super) struct ColumnCount {
    rows: u64,
    empty: u64,
    /// Cells with a word for "no value", or an infinite number.
    nothing: u64,
    numbers: u64,
    integers: u64,
    booleans: u64,
    minimum: f64,
    maximum: f64,
    mean: f64,
    values: HashMap<Box<str>, u64>,
    most_values: usize,
    is_exact: bool,
    bins: Option<Bins>,
}

impl ColumnCount {
    /// Counts at most so many distinct values.
    pub(super) fn new(most_values: usize) -> Self {
        Self {
            rows: 0,
            empty: 0,
            nothing: 0,
            numbers: 0,
            integers: 0,
            booleans: 0,
            minimum: f64::INFINITY,
            maximum: f64::NEG_INFINITY,
            mean: 0.0,
            values: HashMap::new(),
            most_values,
            is_exact: true,
            bins: None,
        }
    }

    /// Takes in a cell.
    pub(super) fn add(&mut self, cell: &str) {
        self.rows += 1;
        if cell.is_empty() {
            self.empty += 1;
            return;
        }
        match number::parse(cell) {
            Ok(value) => self.add_number(cell, value),
            Err(NumberFault::Null | NumberFault::NotFinite) => self.nothing += 1,
            Err(NumberFault::NotANumber) => {
                let is_boolean = cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false");
                self.booleans += u64::from(is_boolean);
            }
        }
        self.add_value(cell);
    }

    fn add_number(&mut self, cell: &str, value: f64) {
        self.numbers += 1;
        self.integers +=
            u64::from(cell.trim().trim_start_matches(['-', '+']).bytes().all(|byte| byte.is_ascii_digit()));
        self.minimum = self.minimum.min(value);
        self.maximum = self.maximum.max(value);
        // A running mean cannot overflow where a sum would.
        self.mean += (value - self.mean) / ratio(self.numbers);
    }

    fn add_value(&mut self, cell: &str) {
        if let Some(count) = self.values.get_mut(cell) {
            *count += 1;
        } else if self.values.len() < self.most_values {
            self.values.insert(cell.into(), 1);
        } else {
            self.is_exact = false;
        }
    }

    fn is_numeric(&self) -> bool {
        self.numbers > 0 && self.numbers + self.empty + self.nothing == self.rows
    }

    /// True if the numbers are to be read once more to fill the bars.
    pub(super) fn begin_bins(&mut self) -> bool {
        let few = self.is_exact && self.values.len() <= BARS;
        if self.is_numeric() && !few {
            self.bins = Some(Bins::new(self.minimum, self.maximum, BARS));
        }
        self.bins.is_some()
    }

    /// Takes in a cell once more.
    pub(super) fn add_to_bins<'c>(&mut self, cell: impl FnOnce() -> Cow<'c, str>) {
        if let Some(bins) = &mut self.bins
            && let Ok(value) = number::parse(&cell())
        {
            bins.add(value);
        }
    }

    /// What the page shows.
    pub(super) fn summary(self, name: String) -> ColumnSummary {
        let numeric = self.is_numeric();
        let valued = self.rows - self.empty;
        let kind = match () {
            () if numeric && self.integers == self.numbers => "integer",
            () if numeric => "number",
            () if self.booleans > 0 && self.booleans == valued => "boolean",
            () => "text",
        };
        let number = |value: f64| numeric.then_some(value);
        let missing = if numeric { self.empty + self.nothing } else { self.empty };
        ColumnSummary {
            name,
            kind: kind.to_owned(),
            missing,
            distinct: u64::try_from(self.values.len()).unwrap_or(u64::MAX),
            distinct_is_exact: self.is_exact,
            minimum: number(self.minimum),
            maximum: number(self.maximum),
            mean: number(self.mean).filter(|mean| mean.is_finite()),
            histogram: self.histogram(numeric),
        }
    }

    fn histogram(self, numeric: bool) -> Vec<HistogramBin> {
        if let Some(bins) = self.bins {
            return bins.bars();
        }
        let mut values: Vec<(Box<str>, u64)> = self.values.into_iter().collect();
        if numeric {
            values.retain(|(value, _)| number::parse(value).is_ok());
            values.sort_by(|(left, _), (right, _)| {
                let key = |value: &str| number::parse(value).unwrap_or(0.0);
                key(left).total_cmp(&key(right)).then_with(|| left.cmp(right))
            });
        } else {
            values.sort_by(|(left, first), (right, second)| second.cmp(first).then_with(|| left.cmp(right)));
            let repeats = values.first().is_some_and(|(_, count)| *count > 1);
            if !repeats && values.len() > BARS {
                // Names and identifiers: no value says more than another.
                return Vec::new();
            }
        }
        let bar = |(value, count): (Box<str>, u64)| HistogramBin { label: cut(&value, LABEL_LETTERS), count };
        values.into_iter().take(BARS).map(bar).collect()
    }
}

#[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "a count of rows is far below 2^53")]
fn ratio(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(cells: &[&str]) -> ColumnSummary {
        let mut count = ColumnCount::new(100);
        for cell in cells {
            count.add(cell);
        }
        if count.begin_bins() {
            for cell in cells {
                count.add_to_bins(|| Cow::Borrowed(cell));
            }
        }
        count.summary("c".to_owned())
    }

    fn bars(summary: &ColumnSummary) -> Vec<(&str, u64)> {
        summary.histogram.iter().map(|bin| (bin.label.as_str(), bin.count)).collect()
    }

    #[test]
    fn numbers_with_gaps_stay_numbers() {
        let summary = summary(&["1", "", "NA", "2.5", "-1", "inf"]);
        assert_eq!((summary.kind.as_str(), summary.missing, summary.distinct), ("number", 3, 5));
        assert_eq!((summary.minimum, summary.maximum), (Some(-1.0), Some(2.5)));
        assert!((summary.mean.unwrap() - 2.5 / 3.0).abs() < 1e-12);
        assert_eq!(bars(&summary), [("-1", 1), ("1", 1), ("2.5", 1)]);
    }

    #[test]
    fn many_numbers_fall_into_ten_bars() {
        let cells: Vec<String> = (0..100).map(|cell| cell.to_string()).collect();
        let summary = summary(&cells.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(summary.kind, "integer");
        assert_eq!(summary.histogram.len(), 10);
        assert_eq!(summary.histogram.iter().map(|bin| bin.count).sum::<u64>(), 100);
    }

    #[test]
    fn one_word_makes_a_column_text() {
        let summary = summary(&["1", "2", "two", "1", ""]);
        assert_eq!((summary.kind.as_str(), summary.missing, summary.minimum), ("text", 1, None));
        assert_eq!(bars(&summary), [("1", 2), ("2", 1), ("two", 1)]);
    }

    #[test]
    fn booleans_are_told_from_text() {
        assert_eq!(summary(&["True", "false", ""]).kind, "boolean");
        assert_eq!(summary(&["True", "maybe"]).kind, "text");
        assert_eq!(summary(&["", ""]).kind, "text");
    }

    #[test]
    fn names_have_no_histogram() {
        let cells: Vec<String> = (0..150).map(|cell| format!("name {cell}")).collect();
        let summary = summary(&cells.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((summary.distinct, summary.distinct_is_exact), (100, false));
        assert!(summary.histogram.is_empty());
    }
}
