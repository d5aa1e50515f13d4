//! Yes/no truth: which cells are positive.
//!
//! Invariant: without `pos_label` every scored truth cell is 0 or 1; anything else refuses the solution.

use crate::column::{Column, ColumnKind};
use crate::label::{Label, LabelValue};
use crate::numeric::at;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::{View, numbers};

/// `pos_label` of metrics whose truth is 0 or 1 without it.
pub(crate) const POS_LABEL: ParameterInfo = ParameterInfo {
    name: "pos_label",
    kind: ParameterKind::Label,
    default: ParameterDefault::Absent,
    summary: "the truth value that is positive, every other is negative; without it the truth must hold 0 and 1",
};

/// Which truth cells are positive.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Positive {
    /// 1 is, 0 is not, nothing else may occur.
    One,
    /// This label is, all others are not.
    Label(LabelValue),
}

/// A yes/no truth with a number predicted for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScoredCell {
    pub(crate) positive: bool,
    pub(crate) prediction: f64,
    pub(crate) weight: f64,
}

impl Positive {
    /// Reads `pos_label`, which text needs.
    pub(crate) fn from_settings(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Self, SettingsError> {
        let missing = || SettingsError::Missing {
            name: "pos_label",
            expected: "the text that stands for the positive class, since the truth holds text".to_owned(),
        };
        let Some(label) = settings.label("pos_label") else {
            return if shape.truth_is(ColumnKind::Number) { Ok(Self::One) } else { Err(missing()) };
        };
        let kind = shape.truth.first().map_or(ColumnKind::Number, |column| column.kind);
        let conflict = || SettingsError::conflict("pos_label", "the truth columns hold numbers");
        label.cast(kind).map(Self::Label).ok_or_else(conflict)
    }

    /// Whether a truth cell is positive; `None` if it is neither.
    pub(crate) fn read(&self, column: &Column<'_>, row: usize) -> Option<bool> {
        match (self, column) {
            (Self::One, Column::Number(values)) => match at(values, row) {
                value if value.to_bits() == 1.0_f64.to_bits() => Some(true),
                value if value.abs() <= 0.0 => Some(false),
                _ => None,
            },
            (Self::One, Column::Text(_)) => None,
            (Self::Label(label), column) => Some(Label::of(column, row) == label.as_label()),
        }
    }
}

impl View<'_> {
    /// Adds every yes/no truth and the number predicted for it to a state, column after column.
    pub(crate) fn fold_scores<S: Merge + Default>(
        &self,
        positive: &Positive,
        add: impl Fn(&mut S, ScoredCell) + Sync,
    ) -> Result<S, Refusal> {
        let ignore = self.ignore.map(LabelValue::as_label);
        let mut total = S::default();
        for (truth, prediction) in self.pairs()? {
            let prediction = numbers(prediction)?;
            let (state, unreadable): (S, bool) = self.rows.fold(|(state, unreadable), row| {
                if ignore.is_some_and(|ignored| Label::of(truth, row) == ignored) {
                    return;
                }
                match positive.read(truth, row) {
                    Some(positive) => {
                        add(
                            state,
                            ScoredCell { positive, prediction: at(prediction, row), weight: self.weight_of(row) },
                        );
                    }
                    None => *unreadable = true,
                }
            });
            if unreadable {
                return Err(Refusal::Solution("a truth value is neither 0 nor 1"));
            }
            total.merge(state);
        }
        Ok(total)
    }
}
