//! Labels: what a cell says when it names a class.
//!
//! Invariant: numbers are equal by value, text by its bytes, and both have one fixed order.

use std::fmt;

use serde_json::Value;

use crate::column::{Column, ColumnKind};
use crate::numeric::{at, from_order_key, order_key};

/// The label of one cell, cheap to copy, compare and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Label<'a> {
    /// A number, as its order-preserving bits.
    Number(u64),
    /// Text as it stands.
    Text(&'a [u8]),
}

impl<'a> Label<'a> {
    /// The label at `row`; beyond the end it is NaN, which equals no label of a checked table.
    pub(crate) fn of(column: &Column<'a>, row: usize) -> Self {
        match column {
            Column::Number(values) => Self::Number(order_key(at(values, row))),
            Column::Text(cells) => cells.get(row).map_or(Self::Number(order_key(f64::NAN)), Self::Text),
        }
    }

    /// The number, if it is one.
    pub(crate) fn number(self) -> Option<f64> {
        match self {
            Self::Number(key) => Some(from_order_key(key)),
            Self::Text(_) => None,
        }
    }
}

/// A label named in the settings.
#[derive(Debug, Clone, PartialEq)]
pub enum LabelValue {
    /// A number.
    Number(f64),
    /// Text as it stands.
    Text(String),
}

impl LabelValue {
    /// Reads a number or a text of the settings; true and false read as text.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_f64().map(Self::Number),
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Bool(flag) => Some(Self::Text(if *flag { "True" } else { "False" }.to_owned())),
            _ => None,
        }
    }

    /// The same label as a cell of `kind` would hold it; `None` if such a column cannot hold it.
    pub(crate) fn cast(&self, kind: ColumnKind) -> Option<Self> {
        match (self, kind) {
            (Self::Number(_), ColumnKind::Number) | (Self::Text(_), ColumnKind::Text) => Some(self.clone()),
            (Self::Number(number), ColumnKind::Text) => Some(Self::Text(number.to_string())),
            (Self::Text(text), ColumnKind::Number) => {
                text.trim().parse().ok().filter(|n: &f64| n.is_finite()).map(Self::Number)
            }
        }
    }

    /// The label to compare cells with.
    pub(crate) fn as_label(&self) -> Label<'_> {
        match self {
            Self::Number(number) => Label::Number(order_key(*number)),
            Self::Text(text) => Label::Text(text.as_bytes()),
        }
    }
}

impl fmt::Display for LabelValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(out, "{number}"),
            Self::Text(text) => write!(out, "`{text}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_by_value_and_text_by_bytes() {
        let values = [1.0, -0.0];
        let column = Column::Number(&values);
        assert_eq!(Label::of(&column, 1), LabelValue::Number(0.0).as_label());
        assert_ne!(LabelValue::Text("Yes".into()).as_label(), LabelValue::Text("yes".into()).as_label());
    }

    #[test]
    fn settings_labels_take_the_kind_of_the_column() {
        assert_eq!(LabelValue::Number(1.0).cast(ColumnKind::Text), Some(LabelValue::Text("1".into())));
        assert_eq!(LabelValue::Text("2.5".into()).cast(ColumnKind::Number), Some(LabelValue::Number(2.5)));
        assert_eq!(LabelValue::Text("yes".into()).cast(ColumnKind::Number), None);
    }
}
