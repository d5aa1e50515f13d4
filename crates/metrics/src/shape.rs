//! The columns a competition declares, as far as a metric needs to know them.
//!
//! Invariant: the order of the columns here is the order of the columns of every table that is scored.

use std::collections::BTreeMap;

use crate::column::ColumnKind;
use crate::settings::{Settings, SettingsError};

/// A column of the solution with what its cells are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedColumn {
    /// Name in the header.
    pub name: String,
    /// What the cells are.
    pub kind: ColumnKind,
}

impl NamedColumn {
    /// Names a column.
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// What a column of the solution is for, other than truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Weight of the row.
    Weight,
    /// Group of the row.
    Group,
    /// Column read by `mask_keep`.
    Mask,
    /// Whether a time was observed, in survival metrics.
    Event,
}

impl Role {
    /// The name in `[columns.roles]`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Group => "group",
            Self::Mask => "mask",
            Self::Event => "event",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Weight, Self::Group, Self::Mask, Self::Event].into_iter().find(|role| role.as_str() == name)
    }
}

/// Truth columns, prediction columns and roles of a competition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnShape {
    /// Truth columns of the solution, with the kinds that [`Metric::truth_kinds`](crate::Metric::truth_kinds) asks for.
    pub truth: Vec<NamedColumn>,
    /// Prediction columns of the submission.
    pub prediction: Vec<String>,
    /// Other columns of the solution.
    pub roles: BTreeMap<Role, NamedColumn>,
    /// Columns of the solution that a parameter names, in its order: [`Metric::auxiliary`](crate::Metric::auxiliary).
    pub auxiliary: Vec<NamedColumn>,
}

impl ColumnShape {
    /// The kinds of the truth columns.
    pub(crate) fn truth_kinds(&self) -> Vec<ColumnKind> {
        self.truth.iter().map(|column| column.kind).collect()
    }

    /// Columns that are compared in pairs and have the same names must have them in the same order.
    pub(crate) fn check_order(&self, settings: &Settings<'_>) -> Result<(), SettingsError> {
        let truth = || self.truth.iter().map(|column| &column.name);
        let (mut left, mut right): (Vec<_>, Vec<_>) = (truth().collect(), self.prediction.iter().collect());
        left.sort_unstable();
        right.sort_unstable();
        if left == right && !truth().eq(&self.prediction) {
            return Err(settings.columns_error("truth and prediction columns have the same names in another order"));
        }
        Ok(())
    }

    /// True if every truth column is of `kind`.
    pub(crate) fn truth_is(&self, kind: ColumnKind) -> bool {
        self.truth.iter().all(|column| column.kind == kind)
    }
}
