//! Scoring mathematics on slices and typed columns.
//!
//! A host names a metric and its parameters ([`Metric::from_settings`]); the validator asks it what a prediction must
//! look like ([`Metric::requirements`], [`Metric::prediction_kinds`]); the scorer hands it aligned columns
//! ([`Metric::score`]) and gets a finite number or a [`Refusal`].
//!
//! A metric is one constant of one file in `families`, listed in `catalogue.rs`: to add one, write the constant and
//! name it there. What the families share (several columns, groups, masks) stands in `modifiers`.
//!
//! Invariant: no input or output happens here, and a score has the same bits on any number of threads.

mod boxes;
mod catalogue;
mod column;
mod diagnosis;
mod evaluation;
mod families;
mod guide;
mod label;
mod metric;
mod modifiers;
mod numeric;
mod parameter;
mod ranking;
mod refusal;
mod rows;
mod rule;
mod runs;
mod settings;
mod shape;
mod sketch;
mod sum;
mod table;
mod view;

pub use catalogue::{MetricInfo, PredictionShape, catalogue, find};
pub use column::{Column, ColumnKind, TextColumn, TextColumnError};
pub use diagnosis::{GroupSizes, Undefined};
pub use evaluation::{Evaluation, PartScore};
pub use guide::Example;
pub use joute_domain::Direction;
pub use label::LabelValue;
pub use metric::Metric;
pub use modifiers::{MaskRule, ignores_empty_truth};
pub use parameter::{ParameterDefault, ParameterInfo, ParameterKind};
pub use refusal::Refusal;
pub use rule::{
    AllowedLabels, BoxForm, BoxRule, CellFault, ColumnRule, LabelRule, ListRule, NumberRange, NumberRule, RowSumRule,
    RowTotal, RunRule,
};
pub use runs::RunFault;
pub use settings::SettingsError;
pub use shape::{ColumnShape, NamedColumn, Role};
pub use table::{Part, RowSet, Table, Usage};
