//! What a parameter of a metric may be.
//!
//! Invariant: the declaration decides; settings, help pages and messages all read it.

use std::fmt;

use serde_json::Value;

use crate::label::LabelValue;

/// A declared parameter.
#[derive(Debug, Clone, Copy)]
pub struct ParameterInfo {
    /// Name in `[metric.params]`.
    pub name: &'static str,
    /// Values that are accepted.
    pub kind: ParameterKind,
    /// What holds without it.
    pub default: ParameterDefault,
    /// One line for the host.
    pub summary: &'static str,
}

/// Values that a parameter accepts.
#[derive(Debug, Clone, Copy)]
pub enum ParameterKind {
    /// A finite number of this closed range.
    Number {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// A number above `low` and up to `high`.
    NumberAbove {
        /// Not accepted itself.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// A whole number of this closed range.
    Whole {
        /// Smallest.
        low: u64,
        /// Largest.
        high: u64,
    },
    /// True or false.
    Flag,
    /// One of these words; null reads as `none` where that is one of them.
    Choice(&'static [&'static str]),
    /// Text that is not empty.
    Text,
    /// A number or a text, as cells hold it.
    Label,
    /// Labels without repetition, at least two.
    Labels,
    /// Numbers that are not negative and not all zero.
    Weights,
    /// Numbers above 0 and below 1, ascending.
    Shares,
    /// Numbers that ascend from 0 to 1, both ends included.
    Bands,
    /// A list of numbers, or `first:last:step`; all above 0 and not above 1.
    Thresholds,
    /// Names of solution columns, at least one.
    Columns,
    /// The name of a solution column; without it the first of these that the solution has.
    Column {
        /// Names to look for; `ID_COLUMN` stands for the id column, whatever its name.
        otherwise: &'static [&'static str],
    },
    /// One of these words, or one of these numbers.
    ChoiceOrNumber(&'static [&'static str], &'static [f64]),
}

/// Stands for the id column.
pub(crate) const ID_COLUMN: &str = "";

/// What holds when a parameter is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ParameterDefault {
    /// The settings must name it.
    Required,
    /// Nothing: the metric works without it, or derives it from the columns.
    Absent,
    /// This number.
    Number(f64),
    /// This flag.
    Flag(bool),
    /// This word or text.
    Text(&'static str),
}

impl ParameterKind {
    /// True if `value` is accepted.
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        match self {
            Self::Number { low, high } => value.as_f64().is_some_and(|number| *low <= number && number <= *high),
            Self::NumberAbove { low, high } => value.as_f64().is_some_and(|number| *low < number && number <= *high),
            Self::Whole { low, high } => whole(value).is_some_and(|number| *low <= number && number <= *high),
            Self::Flag => value.is_boolean(),
            Self::Choice(words) => match value {
                Value::Null => words.contains(&"none"),
                _ => value.as_str().is_some_and(|word| words.contains(&word)),
            },
            Self::Text | Self::Column { .. } => value.as_str().is_some_and(|text| !text.is_empty()),
            Self::Label => LabelValue::from_json(value).is_some(),
            Self::Labels => labels(value).is_some_and(|labels| labels.len() >= 2 && !repeats(&labels)),
            Self::Weights => numbers(value).is_some_and(|weights| weighs(&weights)),
            Self::Shares => numbers(value)
                .is_some_and(|shares| ascends(&shares) && shares.iter().all(|share| 0.0 < *share && *share < 1.0)),
            Self::Bands => numbers(value).is_some_and(|bands| {
                let ends = bands.first().is_some_and(|low| low.abs() <= 0.0)
                    && bands.last().is_some_and(|high| (high - 1.0).abs() <= 0.0);
                ascends(&bands) && bands.len() >= 2 && ends
            }),
            Self::Thresholds => thresholds(value)
                .is_some_and(|list| !list.is_empty() && list.iter().all(|one| 0.0 < *one && *one <= 1.0)),
            Self::Columns => texts(value).is_some_and(|names| !names.is_empty()),
            Self::ChoiceOrNumber(words, exact) => {
                value.as_str().is_some_and(|word| words.contains(&word))
                    || value.as_f64().is_some_and(|number| exact.iter().any(|one| one.total_cmp(&number).is_eq()))
            }
        }
    }
}

fn repeats(labels: &[LabelValue]) -> bool {
    labels.iter().enumerate().any(|(place, label)| labels.iter().take(place).any(|earlier| earlier == label))
}

fn weighs(weights: &[f64]) -> bool {
    let sum: f64 = weights.iter().sum();
    weights.iter().all(|weight| *weight >= 0.0) && sum.is_finite() && sum > 0.0
}

/// A whole number, also when it is written `5.0`.
pub(crate) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64().filter(|number| number.fract().abs() <= 0.0 && *number >= 0.0)?;
        format!("{number:.0}").parse().ok()
    })
}

/// A list of labels.
pub(crate) fn labels(value: &Value) -> Option<Vec<LabelValue>> {
    value.as_array()?.iter().map(LabelValue::from_json).collect()
}

fn ascends(numbers: &[f64]) -> bool {
    !numbers.is_empty() && numbers.is_sorted_by(|left, right| left < right)
}

/// A list of texts.
pub(crate) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// A list of numbers, or `first:last:step` with both ends.
pub(crate) fn thresholds(value: &Value) -> Option<Vec<f64>> {
    match value.as_str() {
        Some(text) => grid(text),
        None => numbers(value),
    }
}

/// Reads `first:last:step`; at most a thousand numbers, each rounded to the twelfth decimal.
pub(crate) fn grid(text: &str) -> Option<Vec<f64>> {
    let parts: Vec<f64> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [first, last, step] = *parts.as_slice() else { return None };
    if !(step > 0.0 && first <= last && (last - first) / step < 1000.0) {
        return None;
    }
    let steps = (0..1001).map(|place| ((first + f64::from(place) * step) * 1e12).round() / 1e12);
    Some(steps.take_while(|value| *value <= last + step * 1e-6).collect())
}

/// A list of finite numbers.
pub(crate) fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}

impl fmt::Display for ParameterKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { low, high } if *high < f64::MAX => write!(out, "a number from {low} to {high}"),
            Self::Number { low, .. } if *low > f64::MIN => write!(out, "a number of at least {low}"),
            Self::Number { .. } => write!(out, "a number"),
            Self::NumberAbove { low, high } if *high < f64::MAX => {
                write!(out, "a number above {low} and not above {high}")
            }
            Self::NumberAbove { low, .. } => write!(out, "a number above {low}"),
            Self::Whole { low, high } => write!(out, "a whole number from {low} to {high}"),
            Self::Flag => write!(out, "true or false"),
            Self::Choice(words) => write!(out, "one of {}", words.join(", ")),
            Self::Text => write!(out, "a text that is not empty"),
            Self::Label => write!(out, "a number or a text"),
            Self::Labels => write!(out, "a list of at least two different numbers or texts"),
            Self::Weights => write!(out, "a list of numbers that are not negative and not all 0"),
            Self::Shares => write!(out, "a list of ascending numbers above 0 and below 1"),
            Self::Bands => write!(out, "a list of numbers that ascend from 0 to 1"),
            Self::Thresholds => write!(out, "a list of numbers above 0 and not above 1, or `first:last:step`"),
            Self::Columns => write!(out, "a list of names of solution columns"),
            Self::Column { .. } => write!(out, "the name of a solution column"),
            Self::ChoiceOrNumber(words, exact) => {
                let exact: Vec<_> = exact.iter().map(f64::to_string).collect();
                write!(out, "one of {}, {}", words.join(", "), exact.join(", "))
            }
        }
    }
}
