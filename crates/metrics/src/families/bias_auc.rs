//! The unintended bias of a toxicity classifier (Borkan et al. 2019; Kaggle, Jigsaw Unintended Bias).
//!
//! For each identity three areas: within the subgroup; background positives with subgroup negatives; background
//! negatives with subgroup positives. Each kind becomes a power mean over identities; the score is `weight` times the
//! whole area plus the rest shared by the three. Truth and identities from 0.5 up count as yes.
//!
//! Invariant: an area without both classes refuses the score; the host learns it at set-up.

use joute_domain::Direction;
use rayon::prelude::*;

use super::auc::Points;
use super::curve::{Class, Curve};
use super::precision_recall::AVERAGE_PRECISION;
use super::{Kernel, Plan};
use crate::catalogue::{MetricInfo, TruthReading};
use crate::column::Column;
use crate::modifiers::MASK_KEEP;
use crate::numeric::{at, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sum::Sum;
use crate::view::{View, numbers};

/// `jigsaw_bias_auc`.
pub(crate) const JIGSAW_BIAS_AUC: MetricInfo = MetricInfo {
    name: "jigsaw_bias_auc",
    direction: Direction::HigherIsBetter,
    description_key: "metric-jigsaw-bias-auc",
    summary: "area under the ROC curve, overall and for rows that name an identity",
    reference: "Borkan et al. 2019; Kaggle, Jigsaw Unintended Bias in Toxicity Classification",
    roles: &[Role::Mask],
    parameters: &[IDENTITY_COLUMNS, POWER, WEIGHT, BINARIZE_PREDICTION, MASK_KEEP],
    truth: TruthReading::Numbers,
    build,
    ..AVERAGE_PRECISION
};

const IDENTITY_COLUMNS: ParameterInfo = ParameterInfo {
    name: "identity_columns",
    kind: ParameterKind::Columns,
    default: ParameterDefault::Required,
    summary: "solution columns that say, from 0.5 up, that a row names the identity; an empty cell says no",
};

const POWER: ParameterInfo = ParameterInfo {
    name: "power",
    kind: ParameterKind::Number { low: -100.0, high: 100.0 },
    default: ParameterDefault::Number(-5.0),
    summary: "exponent of the power mean over identities; not 0",
};

const WEIGHT: ParameterInfo = ParameterInfo {
    name: "weight",
    kind: ParameterKind::Number { low: 0.0, high: 1.0 },
    default: ParameterDefault::Number(0.25),
    summary: "weight of the whole area; the three kinds of bias share the rest",
};

const BINARIZE_PREDICTION: ParameterInfo = ParameterInfo {
    name: "binarize_prediction",
    kind: ParameterKind::Flag,
    default: ParameterDefault::Flag(false),
    summary: "predictions become 0 or 1 at 0.5, as one published grader does",
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    if shape.truth.len() != 1 || shape.prediction.len() != 1 {
        return Err(settings.columns_error("it compares one truth column with one prediction column"));
    }
    let wanted = settings.texts("identity_columns").unwrap_or_default();
    if !wanted.iter().eq(shape.auxiliary.iter().map(|column| &column.name)) {
        return Err(settings.columns_error("the identity columns are not among the columns of the solution"));
    }
    let power = settings.number("power").unwrap_or(-5.0);
    if power.abs() <= 0.0 {
        return Err(SettingsError::conflict("power", "there is no power mean with exponent 0"));
    }
    let kernel = BiasAuc {
        power,
        weight: settings.number("weight").unwrap_or(0.25),
        binarize: settings.flag("binarize_prediction"),
    };
    Ok(Plan::of_numbers(Box::new(kernel), shape, NumberRange::FINITE))
}

#[derive(Debug)]
struct BiasAuc {
    power: f64,
    weight: f64,
    binarize: bool,
}

/// True if the row names the identity.
fn names(column: &Column<'_>, row: usize) -> bool {
    match column {
        Column::Number(values) => at(values, row) >= 0.5,
        Column::Text(cells) => cells.get(row).is_some_and(|cell| {
            let number = || std::str::from_utf8(cell).ok().and_then(|text| text.trim().parse::<f64>().ok());
            cell.eq_ignore_ascii_case(b"true") || number().is_some_and(|value| value >= 0.5)
        }),
    }
}

impl BiasAuc {
    /// The area of the rows that `keep` takes, given whether the truth is positive.
    fn area(&self, view: &View<'_>, keep: impl Fn(usize, bool) -> bool + Sync) -> Result<f64, Refusal> {
        let missing = || Refusal::Columns("a column is missing");
        let truth = numbers(view.truth.first().ok_or_else(missing)?)?;
        let guess = numbers(view.prediction.first().ok_or_else(missing)?)?;
        let class = |row: usize| {
            let positive = at(truth, row) >= 0.5;
            if keep(row, positive) { Class::of(positive) } else { Class::Outside }
        };
        if !self.binarize {
            return Curve::of(view, class)?.area(None);
        }
        let points: Points = view.rows.fold(|points: &mut Points, row| {
            let (score, class) = (at(guess, row), class(row));
            let level = if score >= 0.5 { 1.0 } else { 0.0 };
            if class != Class::Outside {
                points.add(if score.is_finite() { level } else { score }, class == Class::Positive, None);
            }
        });
        points.area(None)
    }

    fn power_mean(&self, areas: &[[f64; 3]], kind: usize) -> f64 {
        let powers = areas.iter().filter_map(|areas| areas.get(kind)).map(|area| area.powf(self.power));
        (Sum::of(powers) / real(areas.len())).powf(1.0 / self.power)
    }
}

impl Kernel for BiasAuc {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let areas = view.auxiliary.par_iter().map(|column| {
            let subgroup = self.area(view, |row, _| names(column, row))?;
            let background_positive = self.area(view, |row, positive| names(column, row) != positive)?;
            let background_negative = self.area(view, |row, positive| names(column, row) == positive)?;
            Ok([subgroup, background_positive, background_negative])
        });
        let areas = areas.collect::<Vec<Result<[f64; 3], Refusal>>>();
        let areas = areas.into_iter().collect::<Result<Vec<_>, _>>()?;
        let whole = self.area(view, |_, _| true)?;
        let bias = Sum::of((0..3).map(|kind| self.power_mean(&areas, kind))) / 3.0;
        Ok(self.weight * whole + (1.0 - self.weight) * bias)
    }
}
