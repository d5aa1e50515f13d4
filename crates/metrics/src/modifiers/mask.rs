//! `mask_keep`: rows that a submission must hold and that are scored only where a column has a value.
//!
//! Invariant: the rule names the column that has the role `mask`.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::column::Column;
use crate::label::{Label, LabelValue};
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
        let split = rule.split_once("==").map(|sides| (sides, true));
        let split = split.or_else(|| rule.split_once("!=").map(|sides| (sides, false)));
        let Some(((name, value), keep_equal)) = split else {
            return Err(conflict(format!("`{rule}` is not of the form `column==value` or `column!=value`")));
        };
        if name.trim() != column.name {
            return Err(conflict(format!("`{}` is not the mask column `{}`", name.trim(), column.name)));
        }
        let text = LabelValue::Text(value.trim().trim_matches(['"', '\'']).to_owned());
        let value = text.cast(column.kind);
        let value = value.ok_or_else(|| conflict(format!("`{}` holds numbers, {text} is none", column.name)))?;
        Ok(Some(Self { value, keep_equal }))
    }

    /// The rows of `set` that are kept.
    pub(crate) fn apply<'a>(&self, column: &Column<'_>, set: &RowSet<'a>) -> Rows<'a> {
        let wanted = self.value.as_label();
        let kept = |row: usize| (Label::of(column, row) == wanted) == self.keep_equal;
        let keep: Vec<bool> = match set.usage() {
            None => (0..column.len()).into_par_iter().map(kept).collect(),
            Some(usage) => usage.par_iter().enumerate().map(|(row, used)| set.holds(*used) && kept(row)).collect(),
        };
        Rows::Kept(Cow::Owned(keep))
    }
}
