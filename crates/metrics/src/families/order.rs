//! Errors by their order: the median and the largest.
//!
//! Checked against `sklearn.metrics.median_absolute_error` and `max_error`. A weighted median is the value at which half
//! of the weight is reached; the mean of it and the next if exactly half is (Hyndman and Fan 1996, as scikit-learn).
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
use crate::sum::Sum;
use crate::view::View;

/// `median_absolute_error`.
pub(crate) const MEDIAN_ABSOLUTE_ERROR: MetricInfo = MetricInfo {
    name: "median_absolute_error",
    description_key: "metric-median-absolute-error",
    summary: "median of the absolute errors; the mean of the two in the middle if their number is even",
    reference: "sklearn.metrics.median_absolute_error",
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(OrderedError::Median)),
    ..RMSE
};

/// `max_error`.
pub(crate) const MAX_ERROR: MetricInfo = MetricInfo {
    name: "max_error",
    description_key: "metric-max-error",
    summary: "largest absolute error",
    reference: "sklearn.metrics.max_error",
    roles: &[Role::Group, Role::Mask],
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
        let errors: Vec<Weighed> = view.fold_numbers(|errors: &mut Vec<Weighed>, cell| {
            if cell.weight > 0.0 {
                errors.push(((cell.truth - cell.prediction).abs(), cell.weight));
            }
        })?;
        if !errors.iter().all(|error| error.0.is_finite()) {
            return Err(Refusal::NotFinite);
        }
        match self {
            Self::Largest => errors.iter().map(|error| error.0).max_by(f64::total_cmp).ok_or(Refusal::NoRows),
            Self::Median => median(errors),
        }
    }
}

/// A value and its weight, which is above 0.
pub(crate) type Weighed = (f64, f64);

/// Share of the weight within which half of it counts as reached exactly: what sums of weights may be off by.
const EXACT: f64 = 1e-12;

/// The value at which half of the weight is reached.
pub(crate) fn median(mut values: Vec<Weighed>) -> Result<f64, Refusal> {
    values.par_sort_unstable_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
    let whole = Sum::of(values.iter().map(|value| value.1));
    let mut reached = Sum::default();
    for (place, (value, weight)) in values.iter().enumerate() {
        reached.add(*weight);
        let above = reached.value() - whole / 2.0;
        if above >= -EXACT * whole {
            let next = values.get(place + 1).filter(|_| above <= EXACT * whole);
            return Ok(next.map_or(*value, |next| f64::midpoint(*value, next.0)));
        }
    }
    Err(Refusal::NoRows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_where_half_of_the_weight_is_reached() {
        let of = |values: &[Weighed]| median(values.to_vec()).map(f64::to_bits);
        let is = |value: f64| Ok(value.to_bits());
        assert_eq!(of(&[(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)]), is(2.0));
        assert_eq!(of(&[(4.0, 1.0), (1.0, 1.0), (2.0, 1.0), (3.0, 1.0)]), is(2.5));
        assert_eq!(of(&[(1.0, 0.1), (2.0, 0.2), (5.0, 0.3)]), is(3.5));
        assert_eq!(of(&[(1.0, 5.0), (2.0, 1.0)]), is(1.0));
        assert_eq!(of(&[]), Err(Refusal::NoRows));
    }
}
