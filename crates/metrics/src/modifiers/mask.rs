//! `mask_keep`: rows that a submission must hold and that are scored only where a column has a value.
//!
//! Invariant: the rule names the column that has the role `mask`.

use std::borrow::Cow;

use joute_domain::Parameters;
use rayon::prelude::*;

use crate::column::{Column, ColumnKind};
use crate::label::{Label, LabelValue};
use crate::numeric::order_key;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::rows::Rows;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::table::RowSet;

/// `mask_keep`.
pub(crate) const MASK_KEEP: ParameterInfo = ParameterInfo {
    name: "mask_keep",
    kind: ParameterKind::Text,
    default: ParameterDefault::Absent,
    summary: "only rows where the mask column has this value are scored, such as `u_out==0`; `!=` keeps the others",
};

/// The rule as it is written: `column==value` or `column!=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskRule {
    /// The mask column.
    pub column: String,
    value: String,
    keep_equal: bool,
}

impl MaskRule {
    /// Reads the rule of some parameters; `None` without one, or if it is none.
    pub fn of(params: &Parameters) -> Option<Self> {
        Self::parse(params.get(MASK_KEEP.name)?.as_str()?)
    }

    fn parse(rule: &str) -> Option<Self> {
        let split = rule.split_once("==").map(|sides| (sides, true));
        let ((column, value), keep_equal) = split.or_else(|| rule.split_once("!=").map(|sides| (sides, false)))?;
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        Some(Self { column: column.trim().to_owned(), value, keep_equal })
    }

    /// True if a row with this cell, in a mask column of `kind`, is scored.
    pub fn keeps(&self, kind: ColumnKind, cell: &str) -> bool {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let same = match kind {
            ColumnKind::Number => {
                number(cell).zip(number(&self.value)).is_some_and(|(left, right)| order_key(left) == order_key(right))
            }
            ColumnKind::Text => same_text(cell.as_bytes(), self.value.as_bytes()),
        };
        same == self.keep_equal
    }
}

/// Text is compared byte by byte, but true and false in any case: libraries write both.
fn same_text(cell: &[u8], value: &[u8]) -> bool {
    let is_flag = value.eq_ignore_ascii_case(b"true") || value.eq_ignore_ascii_case(b"false");
    cell == value || (is_flag && cell.eq_ignore_ascii_case(value))
}

/// Which rows are kept by their mask cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mask {
    value: LabelValue,
    keep_equal: bool,
}

impl Mask {
    /// Reads `mask_keep`; it and the mask column need each other.
    pub(crate) fn from_settings(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Option<Self>, SettingsError> {
        let conflict = |reason: String| SettingsError::conflict("mask_keep", reason);
        let (rule, column) = match (settings.text("mask_keep"), shape.roles.get(&Role::Mask)) {
            (None, None) => return Ok(None),
            (None, Some(_)) => {
                let expected = "a rule such as `column==value`".to_owned();
                return Err(SettingsError::Missing { name: "mask_keep", expected });
            }
            (Some(_), None) => return Err(conflict("no column has the role `mask`".to_owned())),
            (Some(rule), Some(column)) => (rule, column),
        };
        let Some(MaskRule { column: name, value, keep_equal }) = MaskRule::parse(rule) else {
            return Err(conflict(format!("`{rule}` is not of the form `column==value` or `column!=value`")));
        };
        if name != column.name {
            return Err(conflict(format!("`{name}` is not the mask column `{}`", column.name)));
        }
        let text = LabelValue::Text(value);
        let value = text.cast(column.kind);
        let value = value.ok_or_else(|| conflict(format!("`{}` holds numbers, {text} is none", column.name)))?;
        Ok(Some(Self { value, keep_equal }))
    }

    /// The rows of `set` that are kept.
    pub(crate) fn apply<'a>(&self, column: &Column<'_>, set: &RowSet<'a>) -> Rows<'a> {
        let kept = |row: usize| self.is_wanted(column, row) == self.keep_equal;
        let keep: Vec<bool> = match set.usage() {
            None => (0..column.len()).into_par_iter().map(kept).collect(),
            Some(usage) => usage.par_iter().enumerate().map(|(row, used)| set.holds(*used) && kept(row)).collect(),
        };
        Rows::Kept(Cow::Owned(keep))
    }

    fn is_wanted(&self, column: &Column<'_>, row: usize) -> bool {
        match (&self.value, column) {
            (LabelValue::Text(value), Column::Text(cells)) => {
                cells.get(row).is_some_and(|cell| same_text(cell, value.as_bytes()))
            }
            (value, column) => Label::of(column, row) == value.as_label(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_compares_numbers_by_value_and_flags_in_any_case() {
        let rule = MaskRule::parse("u_out == 0").unwrap();
        assert_eq!(rule.column, "u_out");
        assert_eq!(["0", "0.0", "1"].map(|cell| rule.keeps(ColumnKind::Number, cell)), [true, true, false]);
        let rule = MaskRule::parse("keep!=\"False\"").unwrap();
        assert_eq!(["True", "false", "FALSE"].map(|cell| rule.keeps(ColumnKind::Text, cell)), [true, false, false]);
        let rule = MaskRule::parse("site==Oslo").unwrap();
        assert_eq!(["Oslo", "oslo"].map(|cell| rule.keeps(ColumnKind::Text, cell)), [true, false]);
        assert_eq!(MaskRule::parse("u_out"), None);
    }
}
