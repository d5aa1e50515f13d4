//! What may be publicly known of a competition's tables, and all that the stages need to know of them.
//!
//! Invariant: nothing here depends on a value of the truth beyond "this column holds numbers" or "this holds text".

use std::collections::BTreeMap;

use joute_domain::{Direction, MetricSettings};
use joute_metrics::{ColumnKind, ColumnShape, Metric, NamedColumn, Role};
use serde::{Deserialize, Serialize};

/// Version of the stored form.
pub const SCHEMA_VERSION: u32 = 1;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CellKind {
    /// Finite numbers.
    Number,
    /// Text, compared byte by byte.
    Text,
}

impl From<ColumnKind> for CellKind {
    fn from(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Number => Self::Number,
            ColumnKind::Text => Self::Text,
        }
    }
}

impl From<CellKind> for ColumnKind {
    fn from(kind: CellKind) -> Self {
        match kind {
            CellKind::Number => Self::Number,
            CellKind::Text => Self::Text,
        }
    }
}

/// What stands between the cells of a text table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    /// CSV.
    #[default]
    Comma,
    /// TSV.
    Tab,
}

impl Separator {
    /// The byte.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
    fn is_comma(&self) -> bool {
        *self == Self::Comma
    }
}

/// A submission's column that is scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictionColumn {
    /// Name in the header.
    pub name: String,
    /// What its cells are.
    pub kind: CellKind,
}

/// A column of the solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SolutionColumn {
    /// Name in the header.
    pub name: String,
    /// What its cells are.
    pub kind: CellKind,
}

/// The checked schema of a competition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// [`SCHEMA_VERSION`] of the writer.
    pub version: u32,
    /// Rows a submission must have.
    pub rows: u64,
    /// Name of the id column.
    pub id: String,
    /// Columns that are scored, in the order of the settings.
    pub prediction: Vec<PredictionColumn>,
    /// Columns that are required and not scored.
    pub extra: Vec<String>,
    /// Classes the host declared; empty if none.
    pub classes: Vec<String>,
    /// The metric with its parameters; the rules of each column follow from it ([`Schema::metric`]).
    pub metric: MetricSettings,
    /// Which score is better.
    pub direction: Direction,
    /// Truth columns of the solution.
    pub truth: Vec<SolutionColumn>,
    /// Other columns of the solution by role.
    pub roles: BTreeMap<String, SolutionColumn>,
    /// Columns of the solution that a parameter of the metric names.
    #[serde(default)]
    pub auxiliary: Vec<SolutionColumn>,
    /// True if rows are public, private or ignored; false if there is only one score.
    pub split: bool,
    /// How submissions are written where they are text: as the sample is, else as the solution is.
    #[serde(default, skip_serializing_if = "Separator::is_comma")]
    pub separator: Separator,
}

/// A stored schema that cannot be used any more.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SchemaError {
    /// Written by another version.
    #[error("the schema has version {0}, this program reads version {SCHEMA_VERSION}")]
    Version(u32),
    /// A role that does not exist.
    #[error("there is no role `{0}` for a solution column")]
    Role(String),
    /// The metric no longer accepts it.
    #[error("the metric does not accept its settings: {0}")]
    Metric(String),
}

impl Schema {
    /// The columns as the metric wants to know them.
    pub fn shape(&self) -> Result<ColumnShape, SchemaError> {
        let named = |column: &SolutionColumn| NamedColumn::new(column.name.clone(), column.kind.into());
        let role = |(name, column): (&String, &SolutionColumn)| {
            Role::parse(name).map(|role| (role, named(column))).ok_or_else(|| SchemaError::Role(name.clone()))
        };
        Ok(ColumnShape {
            truth: self.truth.iter().map(named).collect(),
            prediction: self.prediction.iter().map(|column| column.name.clone()).collect(),
            roles: self.roles.iter().map(role).collect::<Result<_, _>>()?,
            auxiliary: self.auxiliary.iter().map(named).collect(),
        })
    }

    /// The metric, ready to say what a prediction must look like and to score.
    pub fn metric(&self) -> Result<Metric, SchemaError> {
        if self.version != SCHEMA_VERSION {
            return Err(SchemaError::Version(self.version));
        }
        Metric::from_settings(&self.metric.name, &self.metric.params, &self.shape()?)
            .map_err(|error| SchemaError::Metric(error.to_string()))
    }

    /// What computes the scores: this program's version, the metric and the revision of its definition. Scores of one
    /// engine can be compared to the last bit.
    pub fn engine(&self) -> String {
        let revision = joute_metrics::find(&self.metric.name).map_or(0, |metric| metric.revision);
        format!("joute {}, {} {revision}", env!("CARGO_PKG_VERSION"), self.metric.name)
    }

    /// Every column of the solution but ids and usage: truth, roles by name, auxiliary.
    pub fn solution_columns(&self) -> impl Iterator<Item = &SolutionColumn> {
        self.truth.iter().chain(self.roles.values()).chain(&self.auxiliary)
    }

    /// The header a submission must have, in the usual order.
    pub fn header(&self) -> Vec<&str> {
        let predictions = self.prediction.iter().map(|column| column.name.as_str());
        std::iter::once(self.id.as_str()).chain(predictions).chain(self.extra.iter().map(String::as_str)).collect()
    }
}
