//! Angles between directions and distances on earth.
//!
//! `mean_angular_error`: mean angle between two directions given by azimuth and zenith. `haversine`: mean great-circle
//! distance in metres of places given by latitude and longitude in degrees. `haversine_p50_p95`: mean of quantiles of it.
//!
//! Invariant: columns named for an angle are taken by name, others in the order azimuth, zenith or latitude, longitude.

use super::mean_loss::{LossSum, sum_over_rows};
use super::regression::RMSE;
use super::{Kernel, MeanKernel, Plan};
use crate::catalogue::{MetricInfo, PredictionShape};
use crate::column::ColumnKind;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, NumberRange, NumberRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::view::{View, numbers};

/// `mean_angular_error`.
pub(crate) const MEAN_ANGULAR_ERROR: MetricInfo = MetricInfo {
    name: "mean_angular_error",
    description_key: "metric-mean-angular-error",
    summary: "mean angle between the true and the predicted direction, given by azimuth and zenith",
    reference: "Kaggle, IceCube - Neutrinos in Deep Ice",
    prediction: PredictionShape::Coordinates,
    parameters: &[UNIT, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let degrees = settings.text("unit") == Some("degree");
        let angles = Angles::from_settings(settings, shape, ["zen", "azi"])?;
        let kernel = Box::new(Angle { degrees, angles });
        Ok(Plan::of_numbers(kernel, shape, NumberRange::FINITE))
    },
    ..RMSE
};

/// `haversine`.
pub(crate) const HAVERSINE: MetricInfo = MetricInfo {
    name: "haversine",
    description_key: "metric-haversine",
    summary: "mean great-circle distance in metres between the true and the predicted place, in degrees",
    reference: "sklearn.metrics.pairwise.haversine_distances",
    prediction: PredictionShape::Coordinates,
    parameters: &[RADIUS, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| earth(settings, shape, None),
    ..RMSE
};

/// `haversine_p50_p95`.
pub(crate) const HAVERSINE_P50_P95: MetricInfo = MetricInfo {
    name: "haversine_p50_p95",
    description_key: "metric-haversine-p50-p95",
    summary: "mean of two quantiles of the distance in metres, usually taken for each group",
    reference: "Kaggle, Google Smartphone Decimeter Challenge",
    roles: &[Role::Group, Role::Mask],
    parameters: &[RADIUS, QUANTILES, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let quantiles = settings.numbers("quantiles").unwrap_or_else(|| vec![0.5, 0.95]);
        earth(settings, shape, Some(quantiles))
    },
    ..HAVERSINE
};

const UNIT: ParameterInfo = ParameterInfo {
    name: "unit",
    kind: ParameterKind::Choice(&["radian", "degree"]),
    default: ParameterDefault::Text("radian"),
    summary: "unit of the columns and of the score",
};

const RADIUS: ParameterInfo = ParameterInfo {
    name: "radius_m",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 1e12 },
    default: ParameterDefault::Number(6_371_000.0),
    summary: "radius of the sphere in metres",
};

const QUANTILES: ParameterInfo = ParameterInfo {
    name: "quantiles",
    kind: ParameterKind::Shares,
    default: ParameterDefault::Absent,
    summary: "the quantiles of the distances that are averaged; the median and the 95th percentile without it",
};

fn earth(settings: &Settings<'_>, shape: &ColumnShape, quantiles: Option<Vec<f64>>) -> Result<Plan, SettingsError> {
    let angles = Angles::from_settings(settings, shape, ["lon", "lat"])?;
    let radius = settings.number("radius_m").unwrap_or(6_371_000.0);
    let distance = Distance { radius, angles };
    let range = |high: f64| NumberRange { low: Some(-high), high: Some(high) };
    let [latitude, longitude] = angles.prediction;
    let rule = |column, range| ColumnRule::Number(NumberRule { column, range, whole: false });
    let rules = vec![rule(latitude, range(90.0)), rule(longitude, range(360.0))];
    let kernel: Box<dyn Kernel> = match quantiles {
        Some(quantiles) => Box::new(DistanceQuantiles { distance, quantiles }),
        None => Box::new(distance),
    };
    Ok(Plan::together(kernel, vec![ColumnKind::Number; 2], rules))
}

/// Which column holds the first angle and which the second.
#[derive(Debug, Clone, Copy)]
struct Angles {
    truth: [usize; 2],
    prediction: [usize; 2],
}

/// First and second angle of truth and of prediction.
type Columns<'a> = [&'a [f64]; 4];

impl Angles {
    /// Two columns each; swapped where the names say so: the first begins with `words[0]` and the second with `words[1]`.
    fn from_settings(settings: &Settings<'_>, shape: &ColumnShape, words: [&str; 2]) -> Result<Self, SettingsError> {
        let order = |names: &[&str]| match names {
            [first, second] => {
                let has = |name: &str, word: &str| name.to_lowercase().contains(word);
                let [late, early] = words;
                let swapped = (has(first, late) || (late == "lon" && has(first, "lng"))) && has(second, early);
                Some(if swapped { [1, 0] } else { [0, 1] })
            }
            _ => None,
        };
        let truth: Vec<&str> = shape.truth.iter().map(|column| column.name.as_str()).collect();
        let prediction: Vec<&str> = shape.prediction.iter().map(String::as_str).collect();
        match (order(&truth), order(&prediction)) {
            (Some(truth), Some(prediction)) if shape.truth_is(ColumnKind::Number) => Ok(Self { truth, prediction }),
            _ => Err(settings.columns_error("two truth columns of angles need two prediction columns")),
        }
    }

    fn columns<'a>(&self, view: &View<'a>) -> Result<Columns<'a>, Refusal> {
        let missing = || Refusal::Columns("a column of angles is missing");
        let ([a, b], [c, d]) = (self.truth, self.prediction);
        let truth = |place: usize| view.truth.get(place).ok_or_else(missing).and_then(numbers);
        let guess = |place: usize| view.prediction.get(place).ok_or_else(missing).and_then(numbers);
        Ok([truth(a)?, truth(b)?, guess(c)?, guess(d)?])
    }
}

/// The angle between two directions.
#[derive(Debug)]
struct Angle {
    degrees: bool,
    angles: Angles,
}

impl MeanKernel for Angle {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let columns = self.angles.columns(view)?;
        Ok(sum_over_rows(view, |row| {
            let cells = columns.map(|column| at(column, row));
            let [azimuth, zenith, other_azimuth, other_zenith] =
                if self.degrees { cells.map(f64::to_radians) } else { cells };
            let around = azimuth.cos() * other_azimuth.cos() + azimuth.sin() * other_azimuth.sin();
            let product = zenith.sin() * other_zenith.sin() * around + zenith.cos() * other_zenith.cos();
            let angle = product.clamp(-1.0, 1.0).acos();
            Some(if self.degrees { angle.to_degrees() } else { angle })
        }))
    }
}

/// The distance of two places.
#[derive(Debug)]
struct Distance {
    radius: f64,
    angles: Angles,
}

impl Distance {
    fn of(&self, columns: &Columns<'_>, row: usize) -> f64 {
        let [latitude, longitude, other_latitude, other_longitude] = columns.map(|column| at(column, row).to_radians());
        let half = |difference: f64| (difference / 2.0).sin().powi(2);
        let product = latitude.cos() * other_latitude.cos();
        let share = half(other_latitude - latitude) + product * half(other_longitude - longitude);
        2.0 * self.radius * share.clamp(0.0, 1.0).sqrt().asin()
    }
}

impl MeanKernel for Distance {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let columns = self.angles.columns(view)?;
        Ok(sum_over_rows(view, |row| Some(self.of(&columns, row))))
    }
}

/// The mean of some quantiles of the distance; between two distances they are interpolated in a straight line.
#[derive(Debug)]
struct DistanceQuantiles {
    distance: Distance,
    quantiles: Vec<f64>,
}

impl Kernel for DistanceQuantiles {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let columns = self.distance.angles.columns(view)?;
        let mut distances = view.rows.gather(|row| Some(self.distance.of(&columns, row)));
        if !distances.iter().all(|distance| distance.is_finite()) {
            return Err(Refusal::NotFinite);
        }
        distances.sort_unstable_by(f64::total_cmp);
        let values = self.quantiles.iter().map(|share| quantile(&distances, *share));
        let values = values.collect::<Option<Vec<f64>>>().ok_or(Refusal::NoRows)?;
        Ok(values.iter().sum::<f64>() / real(values.len()))
    }
}

/// The quantile of a sorted list, as `numpy.percentile` gives it.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * real(sorted.len().checked_sub(1)?);
    let below = (0..sorted.len()).rev().find(|index| real(*index) <= place)?;
    let (low, part) = (*sorted.get(below)?, place - real(below));
    Some(sorted.get(below + 1).map_or(low, |high| low + (high - low) * part))
}
