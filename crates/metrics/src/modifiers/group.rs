//! Groups of rows: one score for each, then their mean, or their mean less its spread.
//!
//! Invariant: groups are reduced in the order of their names, so the order of the rows does not matter.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::column::Column;
use crate::label::Label;
use crate::modifiers::columns::weighted_mean;
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sum::Sum;

/// `group_reduce`.
pub(crate) const GROUP_REDUCE: ParameterInfo = ParameterInfo {
    name: "group_reduce",
    kind: ParameterKind::Choice(&["mean", "mean_minus_std"]),
    default: ParameterDefault::Absent,
    summary: "one score for each value of the group column, then their mean, or their mean less their standard deviation",
};

/// How the scores of the groups become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Groups {
    /// The mean.
    Mean,
    /// The mean less the standard deviation of the groups (divided by their number).
    MeanMinusDeviation,
}

impl Groups {
    /// Reads `group_reduce`; it and the group column need each other.
    pub(crate) fn from_settings(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Option<Self>, SettingsError> {
        let reduce = match settings.text("group_reduce") {
            Some("mean_minus_std") => Some(Self::MeanMinusDeviation),
            Some(_) => Some(Self::Mean),
            None => None,
        };
        match (reduce, shape.roles.contains_key(&Role::Group)) {
            (Some(_), false) if !settings.has("group_reduce") => Ok(None),
            (Some(_), false) => Err(SettingsError::conflict("group_reduce", "no column has the role `group`")),
            (None, true) if settings.declares("group_reduce") => {
                Err(SettingsError::Missing { name: "group_reduce", expected: GROUP_REDUCE.kind.to_string() })
            }
            (reduce, _) => Ok(reduce),
        }
    }

    /// Scores each group of `rows` and reduces.
    pub(crate) fn reduce(
        self,
        column: &Column<'_>,
        rows: &Rows<'_>,
        skip: bool,
        score: impl Fn(&Rows<'_>) -> Result<f64, Refusal> + Sync,
    ) -> Result<f64, Refusal> {
        let groups = members(column, rows);
        let scores: Vec<_> = groups.par_iter().map(|rows| score(&Rows::Listed(rows))).collect();
        let scores = if skip { defined(&scores)? } else { scores.into_iter().collect::<Result<Vec<_>, _>>()? };
        let mean = weighted_mean(scores.iter().map(|score| (Ok(*score), 1.0)), false)?;
        match self {
            Self::Mean => Ok(mean),
            Self::MeanMinusDeviation => {
                let squares = Sum::of(scores.iter().map(|score| (score - mean) * (score - mean)));
                Ok(mean - (squares / real(scores.len())).sqrt())
            }
        }
    }
}

/// The scores that are defined; other refusals stand.
fn defined(scores: &[Result<f64, Refusal>]) -> Result<Vec<f64>, Refusal> {
    let defined = scores.iter().filter(|score| !score.is_err_and(|refusal| refusal.is_undefined()));
    let found: Vec<f64> = defined.copied().collect::<Result<_, _>>()?;
    match scores.first() {
        Some(Err(refusal)) if found.is_empty() => Err(*refusal),
        _ => Ok(found),
    }
}

/// The rows of each group, groups in the order of their labels.
pub(crate) fn members(column: &Column<'_>, rows: &Rows<'_>) -> Vec<Vec<u32>> {
    let mut groups: BTreeMap<Label<'_>, Vec<u32>> = BTreeMap::new();
    for (label, row) in rows.gather(|row| Some((Label::of(column, row), u32::try_from(row).ok()?))) {
        groups.entry(label).or_default().push(row);
    }
    groups.into_values().collect()
}
