//! A metric with checked parameters: what it asks of predictions, and the score of a table.
//!
//! Invariant: whatever the table holds, the answer is a finite number or a refusal.

use std::sync::Arc;

use joute_domain::{Direction, Parameters};

use crate::catalogue::{MetricInfo, catalogue, find};
use crate::column::ColumnKind;
use crate::families::{Kernel, Plan};
use crate::label::LabelValue;
use crate::modifiers::{Arrangement, Groups, Mask, columns};
use crate::parameter::{ID_COLUMN, ParameterKind};
use crate::ranking::Rankings;
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::rule::ColumnRule;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::table::{RowSet, Table};
use crate::view::{View, finite};

/// A metric of the catalogue, set up for the columns of one competition.
#[derive(Debug, Clone)]
pub struct Metric {
    info: &'static MetricInfo,
    plan: Arc<Plan>,
    truth_kinds: Vec<ColumnKind>,
    groups: Option<Groups>,
    mask: Option<Mask>,
    ignore: Option<LabelValue>,
}

impl Metric {
    /// Sets up the metric `name` for these columns; the error names the parameter and what it may be.
    pub fn from_settings(name: &str, params: &Parameters, shape: &ColumnShape) -> Result<Self, SettingsError> {
        let info = named(name)?;
        let settings = Settings::new(info, params)?;
        check_shape(&settings, shape)?;
        Ok(Self {
            info,
            plan: Arc::new((info.build)(&settings, shape)?),
            truth_kinds: shape.truth_kinds(),
            groups: Groups::from_settings(&settings, shape)?,
            mask: Mask::from_settings(&settings, shape)?,
            ignore: columns::ignored_truth(&settings, shape)?,
        })
    }

    /// How the truth columns must be read, given what they look like; the answer goes into the [`ColumnShape`].
    pub fn truth_kinds(
        name: &str,
        params: &Parameters,
        found: &[ColumnKind],
    ) -> Result<Vec<ColumnKind>, SettingsError> {
        let info = named(name)?;
        let settings = Settings::new(info, params)?;
        Ok(found.iter().map(|kind| info.truth.kind(&settings, found.len(), *kind)).collect())
    }

    /// Solution columns besides truth and roles that the parameters name, such as `identity_columns`, or that the metric
    /// looks for in the header of the solution; `id` is the name of the id column.
    pub fn auxiliary(
        name: &str,
        params: &Parameters,
        id: &str,
        header: &[String],
    ) -> Result<Vec<String>, SettingsError> {
        let info = named(name)?;
        let settings = Settings::new(info, params)?;
        let mut names = Vec::new();
        for parameter in info.parameters {
            match parameter.kind {
                ParameterKind::Columns => names.extend(settings.texts(parameter.name).unwrap_or_default()),
                ParameterKind::Column { otherwise } => {
                    let there = |name: &&str| name.is_empty() || header.iter().any(|other| other == name);
                    let found = otherwise.iter().copied().find(there);
                    let found = found.map(|name| if name == ID_COLUMN { id } else { name });
                    names.extend(settings.text(parameter.name).or(found).map(str::to_owned));
                }
                _ => {}
            }
        }
        Ok(names)
    }

    /// Its entry of the catalogue.
    pub fn info(&self) -> &'static MetricInfo {
        self.info
    }

    /// Which scores are better.
    pub fn direction(&self) -> Direction {
        self.info.direction
    }

    /// What every prediction must meet, said without the truth.
    pub fn requirements(&self) -> &[ColumnRule] {
        &self.plan.rules
    }

    /// How each prediction column is read.
    pub fn prediction_kinds(&self) -> &[ColumnKind] {
        &self.plan.prediction_kinds
    }

    /// The score of the rows of `rows`, a finite number with the same bits on any number of threads.
    pub fn score(&self, table: &Table<'_>, rows: &RowSet<'_>) -> Result<f64, Refusal> {
        self.score_with(table, &Rankings::new(table.prediction.len()), rows)
    }

    /// The same with rankings that other scores of the table share.
    pub(crate) fn score_with(&self, table: &Table<'_>, rankings: &Rankings, rows: &RowSet<'_>) -> Result<f64, Refusal> {
        let rows = self.checked_rows(table, rows)?;
        let score = match (&self.groups, &table.group) {
            (None, _) => self.score_rows(table, rankings, &rows),
            (Some(groups), Some(column)) => {
                groups.reduce(column, &rows, self.plan.skip_undefined, |rows| self.score_rows(table, rankings, rows))
            }
            (Some(_), None) => Err(Refusal::Columns("the group column is missing")),
        };
        score.and_then(finite)
    }

    /// The rows that count, of a table that fits the metric.
    pub(crate) fn checked_rows<'a>(&self, table: &Table<'_>, rows: &RowSet<'a>) -> Result<Rows<'a>, Refusal> {
        table.check()?;
        self.check_kinds(table)?;
        let rows = self.select(table, rows)?;
        if rows.count() == 0 {
            return Err(Refusal::NoRows);
        }
        if let Some(weights) = table.weight {
            columns::check_weights(weights, &rows)?;
        }
        Ok(rows)
    }

    /// How groups become one score, if there are groups.
    pub(crate) fn groups(&self) -> Option<Groups> {
        self.groups
    }

    /// The mathematics.
    pub(crate) fn kernel(&self) -> &dyn Kernel {
        self.plan.kernel.as_ref()
    }

    /// How columns become one score.
    pub(crate) fn arrangement(&self) -> &Arrangement {
        &self.plan.arrangement
    }

    /// True if undefined columns and groups are left out.
    pub(crate) fn skips_undefined(&self) -> bool {
        self.plan.skip_undefined
    }

    /// What the kernel sees of some rows.
    pub(crate) fn view<'a>(&'a self, table: &Table<'a>, rankings: &'a Rankings, rows: &'a Rows<'a>) -> View<'a> {
        View {
            truth: table.truth.clone(),
            prediction: table.prediction.clone(),
            weight: table.weight,
            rows,
            ignore: self.ignore.as_ref(),
            event: table.event,
            auxiliary: table.auxiliary.clone(),
            rankings,
            first_column: 0,
        }
    }

    /// The score of some rows as one group.
    pub(crate) fn score_rows(&self, table: &Table<'_>, rankings: &Rankings, rows: &Rows<'_>) -> Result<f64, Refusal> {
        let view = self.view(table, rankings, rows);
        self.plan.arrangement.score(self.plan.kernel.as_ref(), &view, self.plan.skip_undefined)
    }

    fn select<'a>(&self, table: &Table<'_>, rows: &RowSet<'a>) -> Result<Rows<'a>, Refusal> {
        if rows.usage().is_some_and(|usage| usage.len() != table.rows) {
            return Err(Refusal::Columns("the usage column has another number of rows"));
        }
        match (&self.mask, &table.mask) {
            (None, _) => Ok(Rows::of_set(rows, table.rows)),
            (Some(mask), Some(column)) => Ok(mask.apply(column, rows)),
            (Some(_), None) => Err(Refusal::Columns("the mask column is missing")),
        }
    }

    fn check_kinds(&self, table: &Table<'_>) -> Result<(), Refusal> {
        let truth = table.truth.iter().map(crate::Column::kind).eq(self.truth_kinds.iter().copied());
        let prediction =
            table.prediction.iter().map(crate::Column::kind).eq(self.plan.prediction_kinds.iter().copied());
        if truth && prediction {
            Ok(())
        } else {
            Err(Refusal::Columns("they are not those of the competition's set-up"))
        }
    }
}

fn named(name: &str) -> Result<&'static MetricInfo, SettingsError> {
    find(name).ok_or_else(|| {
        let names: Vec<_> = catalogue().iter().map(|metric| metric.name).collect();
        SettingsError::UnknownMetric { name: name.to_owned(), allowed: names.join(", ") }
    })
}

fn check_shape(settings: &Settings<'_>, shape: &ColumnShape) -> Result<(), SettingsError> {
    if shape.truth.is_empty() || shape.prediction.is_empty() {
        return Err(settings.columns_error("name at least one truth column and one prediction column"));
    }
    if let Some(weight) = shape.roles.get(&Role::Weight).filter(|weight| weight.kind == ColumnKind::Text) {
        return Err(settings.columns_error(format!("the weight column `{}` does not hold numbers", weight.name)));
    }
    let unused = shape.roles.iter().find(|(role, _)| !settings.takes(**role));
    if let Some((role, column)) = unused {
        let reason = format!("it has no use for the {} column `{}`", role.as_str(), column.name);
        return Err(settings.columns_error(reason));
    }
    Ok(())
}
