//! Errors by their order: the median and the largest.
//!
//! Checked against `sklearn.metrics.median_absolute_error` and `max_error`.
//!
//! Invariant: an error that is not a number is refused before it could be sorted.

use rayon::prelude::*;

use super::Kernel;
use super::mean_loss::paired_numbers;
use super::regression::RMSE;
use crate::catalogue::MetricInfo;
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::shape::Role;
use crate::view::View;

/// `median_absolute_error`.
pub(crate) const MEDIAN_ABSOLUTE_ERROR: MetricInfo = MetricInfo {
    name: "median_absolute_error",
    description_key: "metric-median-absolute-error",
    summary: "median of the absolute errors; the mean of the two in the middle if their number is even",
    reference: "sklearn.metrics.median_absolute_error",
    roles: &[Role::Group, Role::Mask],
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(OrderedError::Median)),
    ..RMSE
};

/// `max_error`.
pub(crate) const MAX_ERROR: MetricInfo = MetricInfo {
    name: "max_error",
    description_key: "metric-max-error",
    summary: "largest absolute error",
    reference: "sklearn.metrics.max_error",
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(OrderedError::Largest)),
    ..MEDIAN_ABSOLUTE_ERROR
};

/// The error at one place of the sorted errors.
#[derive(Debug, Clone, Copy)]
enum OrderedError {
    Median,
    Largest,
}

impl Kernel for OrderedError {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let mut errors: Vec<f64> =
            view.fold_numbers(|errors: &mut Vec<f64>, cell| errors.push((cell.truth - cell.prediction).abs()))?;
        if !errors.iter().all(|error| error.is_finite()) {
            return Err(Refusal::NotFinite);
        }
        errors.par_sort_unstable_by(f64::total_cmp);
        let at = |place: usize| errors.get(place).copied().ok_or(Refusal::NoRows);
        match self {
            Self::Largest => at(errors.len().wrapping_sub(1)),
            Self::Median => Ok(f64::midpoint(at(errors.len().wrapping_sub(1) / 2)?, at(errors.len() / 2)?)),
        }
    }
}
