//! Columns that own their cells, and the table that borrows them.

use std::collections::BTreeMap;

use joute_metrics::{
    Column, ColumnKind, ColumnShape, Metric, NamedColumn, Refusal, Role, RowSet, SettingsError, Table, TextColumn,
};
use serde_json::{Value, json};

#[derive(Debug, Clone)]
pub(crate) enum Cells {
    Numbers(Vec<f64>),
    Texts(Vec<u64>, Vec<u8>),
}

impl Cells {
    pub(crate) fn texts<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> Self {
        let (mut offsets, mut bytes) = (vec![0], Vec::new());
        for cell in cells {
            bytes.extend_from_slice(cell.as_ref().as_bytes());
            offsets.push(bytes.len() as u64);
        }
        Self::Texts(offsets, bytes)
    }

    pub(crate) fn column(&self) -> Column<'_> {
        match self {
            Self::Numbers(values) => Column::Number(values),
            Self::Texts(offsets, bytes) => Column::Text(TextColumn::new(offsets, bytes).unwrap()),
        }
    }

    pub(crate) fn kind(&self) -> ColumnKind {
        self.column().kind()
    }
}

impl From<&[f64]> for Cells {
    fn from(values: &[f64]) -> Self {
        Self::Numbers(values.to_vec())
    }
}

impl From<Vec<f64>> for Cells {
    fn from(values: Vec<f64>) -> Self {
        Self::Numbers(values)
    }
}

impl From<&[&str]> for Cells {
    fn from(cells: &[&str]) -> Self {
        Self::texts(cells)
    }
}

/// A competition with one submission.
#[derive(Debug, Clone, Default)]
pub(crate) struct Owned {
    pub(crate) truth: Vec<Cells>,
    pub(crate) prediction: Vec<Cells>,
    pub(crate) prediction_names: Option<Vec<String>>,
    pub(crate) weight: Option<Vec<f64>>,
    pub(crate) group: Option<Cells>,
    pub(crate) mask: Option<Cells>,
    pub(crate) event: Option<Cells>,
    pub(crate) auxiliary: Vec<(String, Cells)>,
}

impl Owned {
    pub(crate) fn pair(truth: impl Into<Cells>, prediction: impl Into<Cells>) -> Self {
        Self { truth: vec![truth.into()], prediction: vec![prediction.into()], ..Self::default() }
    }

    pub(crate) fn shape(&self, name: &str, params: &Value) -> Result<ColumnShape, SettingsError> {
        let found: Vec<_> = self.truth.iter().map(Cells::kind).collect();
        let kinds = Metric::truth_kinds(name, &parameters(params), &found)?;
        let column = |(place, kind)| NamedColumn::new(format!("t{place}"), kind);
        let names = (0..self.prediction.len()).map(|place| format!("t{place}")).collect();
        let weight = self.weight.iter().map(|_| (Role::Weight, NamedColumn::new("weight", ColumnKind::Number)));
        let group = self.group.iter().map(|group| (Role::Group, NamedColumn::new("group", group.kind())));
        let mask = self.mask.iter().map(|mask| (Role::Mask, NamedColumn::new("mask", mask.kind())));
        let event = self.event.iter().map(|event| (Role::Event, NamedColumn::new("event", event.kind())));
        Ok(ColumnShape {
            truth: kinds.into_iter().enumerate().map(column).collect(),
            prediction: self.prediction_names.clone().unwrap_or(names),
            roles: weight.chain(group).chain(mask).chain(event).collect(),
            auxiliary: self.auxiliary.iter().map(|(name, held)| NamedColumn::new(name, held.kind())).collect(),
        })
    }

    pub(crate) fn metric(&self, name: &str, params: &Value) -> Result<Metric, SettingsError> {
        Metric::from_settings(name, &parameters(params), &self.shape(name, params)?)
    }

    pub(crate) fn table(&self) -> Table<'_> {
        let rows = self.truth.first().map_or(0, |cells| cells.column().len());
        Table {
            rows,
            truth: self.truth.iter().map(Cells::column).collect(),
            prediction: self.prediction.iter().map(Cells::column).collect(),
            weight: self.weight.as_deref(),
            group: self.group.as_ref().map(Cells::column),
            mask: self.mask.as_ref().map(Cells::column),
            event: self.event.as_ref().map(Cells::column),
            auxiliary: self.auxiliary.iter().map(|(_, held)| held.column()).collect(),
        }
    }

    /// The score of every row; settings are expected to be right.
    pub(crate) fn score(&self, name: &str, params: &Value) -> Result<f64, Refusal> {
        self.metric(name, params).unwrap().score(&self.table(), &RowSet::every())
    }

    /// What the settings are refused for.
    pub(crate) fn settings_error(&self, name: &str, params: &Value) -> SettingsError {
        self.metric(name, params).unwrap_err()
    }
}

pub(crate) fn parameters(params: &Value) -> BTreeMap<String, Value> {
    params.as_object().cloned().unwrap_or_default().into_iter().collect()
}

/// No parameters.
pub(crate) fn none() -> Value {
    json!({})
}

/// Equal as far as the reference implementations agree with themselves.
pub(crate) fn close(score: f64, expected: f64) -> bool {
    (score - expected).abs() <= 1e-12 + 1e-9 * expected.abs()
}
