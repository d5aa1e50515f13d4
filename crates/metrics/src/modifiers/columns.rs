//! Several pairs of columns: the mean of their scores, or all cells as one column.
//!
//! Invariant: columns are averaged with weights that sum to one; a column left out takes its weight with it.

use joute_domain::Parameters;
use rayon::prelude::*;

use crate::column::ColumnKind;
use crate::families::Kernel;
use crate::label::LabelValue;
use crate::numeric::at;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sum::Sum;
use crate::view::View;

/// `columns`.
pub(crate) const COLUMNS: ParameterInfo = ParameterInfo {
    name: "columns",
    kind: ParameterKind::Choice(&["mean", "flatten", "weights"]),
    default: ParameterDefault::Text("mean"),
    summary: "several columns: the mean of their scores, the mean by `column_weights`, or all cells as one column",
};

/// `column_weights`.
pub(crate) const COLUMN_WEIGHTS: ParameterInfo = ParameterInfo {
    name: "column_weights",
    kind: ParameterKind::Weights,
    default: ParameterDefault::Absent,
    summary: "weight of each column in the mean, in the order of the truth columns",
};

/// `ignore_truth`.
pub(crate) const IGNORE_TRUTH: ParameterInfo = ParameterInfo {
    name: "ignore_truth",
    kind: ParameterKind::Label,
    default: ParameterDefault::Absent,
    summary: "cells whose truth has this value are not scored; an empty text stands for cells without a value",
};

/// `skip_undefined`.
pub(crate) const SKIP_UNDEFINED: ParameterInfo = ParameterInfo {
    name: "skip_undefined",
    kind: ParameterKind::Flag,
    default: ParameterDefault::Flag(false),
    summary: "columns, classes or groups without a defined score are left out instead of refused",
};

/// How a metric takes its columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Arrangement {
    /// One score for each pair of columns, then their mean by these weights.
    Each(Vec<f64>),
    /// All columns in one score.
    Together,
}

impl Arrangement {
    /// Reads `columns` and `column_weights` for columns that are compared in pairs.
    pub(crate) fn paired(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Self, SettingsError> {
        let count = shape.truth.len();
        if shape.prediction.len() != count {
            let reason =
                format!("{count} truth columns need as many prediction columns, not {}", shape.prediction.len());
            return Err(settings.columns_error(reason));
        }
        shape.check_order(settings)?;
        let chosen = settings.text("columns");
        match settings.numbers("column_weights") {
            Some(_) if chosen == Some("flatten") => {
                Err(SettingsError::conflict("column_weights", "`columns` is `flatten`, which knows no columns"))
            }
            Some(weights) if weights.len() != count => {
                let reason = format!("it holds {} weights for {count} columns", weights.len());
                Err(SettingsError::conflict("column_weights", reason))
            }
            Some(weights) => Ok(Self::Each(weights)),
            None if chosen == Some("weights") => {
                Err(SettingsError::conflict("columns", "`weights` needs `column_weights`"))
            }
            None if chosen == Some("flatten") => Ok(Self::Together),
            None => Ok(Self::Each(vec![1.0; count])),
        }
    }

    /// The score of the columns of `view`.
    pub(crate) fn score(&self, kernel: &dyn Kernel, view: &View<'_>, skip: bool) -> Result<f64, Refusal> {
        match self {
            Self::Together => kernel.score(view),
            Self::Each(weights) if weights.len() == 1 => kernel.score(view),
            Self::Each(weights) => {
                let scores: Vec<_> =
                    (0..weights.len()).into_par_iter().map(|column| kernel.score(&view.pair(column)?)).collect();
                weighted_mean(scores.into_iter().zip(weights.iter().copied()), skip)
            }
        }
    }
}

/// The mean of scores by weight. An undefined one refuses the whole, or is left out if `skip`.
pub(crate) fn weighted_mean(
    scores: impl Iterator<Item = (Result<f64, Refusal>, f64)>,
    skip: bool,
) -> Result<f64, Refusal> {
    let (mut sum, mut total, mut last) = (Sum::default(), Sum::default(), Refusal::NoRows);
    for (score, weight) in scores {
        match score {
            Ok(score) if weight > 0.0 => {
                sum.add(score * weight);
                total.add(weight);
            }
            Ok(_) => {}
            Err(refusal) if skip && refusal.is_undefined() => last = refusal,
            Err(refusal) => return Err(refusal),
        }
    }
    if total.value() > 0.0 { Ok(sum.value() / total.value()) } else { Err(last) }
}

/// True if `ignore_truth` says that truth cells without a value are not scored. They stand as NaN in a column of numbers.
pub fn ignores_empty_truth(params: &Parameters) -> bool {
    params.get(IGNORE_TRUTH.name).and_then(serde_json::Value::as_str).is_some_and(stands_for_nothing)
}

/// Words for a missing value.
fn stands_for_nothing(text: &str) -> bool {
    ["", "nan", "na", "null", "none"].iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// Reads `ignore_truth` in the kind of the truth columns.
pub(crate) fn ignored_truth(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Option<LabelValue>, SettingsError> {
    let Some(label) = settings.label("ignore_truth") else { return Ok(None) };
    if shape.truth_is(ColumnKind::Number) && matches!(&label, LabelValue::Text(text) if stands_for_nothing(text)) {
        return Ok(Some(LabelValue::Number(f64::NAN)));
    }
    let cast = shape.truth.first().and_then(|column| label.cast(column.kind));
    let conflict = || SettingsError::conflict("ignore_truth", "the truth columns hold numbers");
    cast.map(Some).ok_or_else(conflict)
}

/// Weights of scored rows are finite, not negative, and not all zero.
pub(crate) fn check_weights(weights: &[f64], rows: &Rows<'_>) -> Result<(), Refusal> {
    let (bad, heavy): (bool, bool) = rows.fold(|(bad, heavy), row| {
        let weight = at(weights, row);
        *bad |= !(weight.is_finite() && weight >= 0.0);
        *heavy |= weight > 0.0;
    });
    match (bad, heavy) {
        (true, _) => Err(Refusal::Solution("a weight is negative or not a finite number")),
        (false, false) => Err(Refusal::NoWeight),
        (false, true) => Ok(()),
    }
}
