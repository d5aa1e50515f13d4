//! Share of the truth's variance that is explained.
//!
//! `r2` = 1 - sum (y - p)^2 / sum (y - mean y)^2. Checked against `sklearn.metrics.r2_score`.
//!
//! Invariant: a truth that does not vary is refused; the mean is taken first, so large offsets lose nothing.

use joute_domain::Direction;
use rayon::prelude::*;

use super::mean_loss::{LossSum, paired_numbers};
use super::order::{Weighed, median};
use super::regression::RMSE;
use super::{Kernel, Plan};
use crate::catalogue::MetricInfo;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::{Merge, Rows};
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sketch::{Blocks, leave_one_out};
use crate::sum::Sum;
use crate::view::View;

/// `r2`.
pub(crate) const R2: MetricInfo = MetricInfo {
    name: "r2",
    direction: Direction::HigherIsBetter,
    description_key: "metric-r2",
    summary: "share of the truth's variance that the prediction explains",
    reference: "sklearn.metrics.r2_score",
    parameters: &[VARIANCES, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED],
    build: |settings, shape| share_of_variance(settings, shape, false),
    ..RMSE
};

/// `explained_variance`.
pub(crate) const EXPLAINED_VARIANCE: MetricInfo = MetricInfo {
    name: "explained_variance",
    description_key: "metric-explained-variance",
    summary: "share of the truth's variance that the prediction explains, whatever its constant error",
    reference: "sklearn.metrics.explained_variance_score",
    build: |settings, shape| share_of_variance(settings, shape, true),
    ..R2
};

/// `d2_absolute_error`.
pub(crate) const D2_ABSOLUTE_ERROR: MetricInfo = MetricInfo {
    name: "d2_absolute_error",
    description_key: "metric-d2-absolute-error",
    summary: "share of the mean absolute deviation from the truth's median that the prediction explains",
    reference: "sklearn.metrics.d2_absolute_error_score",
    parameters: &[COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED],
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(D2)),
    ..R2
};

const VARIANCES: ParameterInfo = ParameterInfo {
    kind: ParameterKind::Choice(&["mean", "flatten", "weights", "variance_weighted"]),
    summary: "several columns: mean of their scores, by `column_weights` or by their variance, or all cells as one column",
    ..COLUMNS
};

fn share_of_variance(settings: &Settings<'_>, shape: &ColumnShape, about_mean: bool) -> Result<Plan, SettingsError> {
    let by_variance = settings.text("columns") == Some("variance_weighted");
    if by_variance && settings.has("column_weights") {
        return Err(SettingsError::conflict(
            "column_weights",
            "`columns` is `variance_weighted`, which weighs by itself",
        ));
    }
    let kernel = Box::new(R2Score { by_variance, about_mean });
    let mut plan = paired_numbers(settings, shape, NumberRange::FINITE, kernel)?;
    if by_variance {
        plan.arrangement = Arrangement::Together;
    }
    Ok(plan)
}

/// Coefficient of determination.
#[derive(Debug)]
struct R2Score {
    /// Each column about its own mean, in one quotient: the mean of the columns by their variance.
    by_variance: bool,
    /// The mean error is taken off first: explained variance.
    about_mean: bool,
}

/// Squared errors and squared deviations of the truth.
fn squares(view: &View<'_>, about_mean: bool) -> Result<(f64, f64), Refusal> {
    let mean: LossSum = view.fold_numbers(|sum: &mut LossSum, cell| sum.add(cell.truth, cell.weight))?;
    let mean = mean.mean()?;
    let shift = if about_mean {
        let errors: LossSum =
            view.fold_numbers(|sum: &mut LossSum, cell| sum.add(cell.truth - cell.prediction, cell.weight))?;
        errors.mean()?
    } else {
        0.0
    };
    let (errors, deviations): (Sum, Sum) = view.fold_numbers(|(errors, deviations): &mut (Sum, Sum), cell| {
        let (error, deviation) = (cell.truth - cell.prediction - shift, cell.truth - mean);
        errors.add(cell.weight * error * error);
        deviations.add(cell.weight * deviation * deviation);
    })?;
    Ok((errors.value(), deviations.value()))
}

impl Kernel for R2Score {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let parts = if self.by_variance {
            (0..view.truth.len())
                .map(|column| squares(&view.pair(column)?, self.about_mean))
                .collect::<Result<Vec<_>, _>>()?
        } else {
            vec![squares(view, self.about_mean)?]
        };
        let deviations = Sum::of(parts.iter().map(|(_, deviations)| *deviations));
        if deviations <= 0.0 {
            return Err(Refusal::ConstantTruth);
        }
        Ok(1.0 - Sum::of(parts.iter().map(|(errors, _)| *errors)) / deviations)
    }

    fn influences(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        (!self.by_variance).then(|| self.without_each(view, blocks))
    }
}

impl R2Score {
    /// The influence of each block: sums about fixed centres are added up by block, then the score of the others is made.
    fn without_each(&self, view: &View<'_>, blocks: &Blocks) -> Result<Vec<f64>, Refusal> {
        let centre: LossSum = view.fold_numbers(|sum: &mut LossSum, cell| sum.add(cell.truth, cell.weight))?;
        let centre = centre.mean()?;
        let state = |block: usize| {
            let rows = Rows::Listed(blocks.rows_of(block));
            view.within(&rows).fold_numbers(|state: &mut Moments, cell| {
                let (truth, error) = (cell.truth - centre, cell.truth - cell.prediction);
                let terms = [1.0, truth, truth * truth, error, error * error];
                state.0.iter_mut().zip(terms).for_each(|(sum, term)| *sum += cell.weight * term);
            })
        };
        let finish = |moments: &[f64]| {
            let [weight, truth, squares, error, errors] = *moments else { return Err(Refusal::Undefined) };
            let deviations = squares - truth * truth / weight;
            let left = if self.about_mean { errors - error * error / weight } else { errors };
            if deviations > 0.0 { Ok(1.0 - left / deviations) } else { Err(Refusal::ConstantTruth) }
        };
        let states = (0..blocks.count()).into_par_iter().map(|block| Ok(state(block)?.0.to_vec()));
        let states = states.collect::<Result<Vec<_>, Refusal>>()?;
        leave_one_out(self.score(view)?, blocks, &states, finish)
    }
}

/// Weight, truth, its square, error, its square.
#[derive(Default)]
struct Moments([f64; 5]);

impl Merge for Moments {
    fn merge(&mut self, later: Self) {
        self.0.iter_mut().zip(later.0).for_each(|(sum, later)| *sum += later);
    }
}

/// Absolute errors against those of the median.
#[derive(Debug)]
struct D2;

impl Kernel for D2 {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let median = median(view.fold_numbers(|list: &mut Vec<Weighed>, cell| {
            if cell.weight > 0.0 {
                list.push((cell.truth, cell.weight));
            }
        })?)?;
        let (errors, deviations): (Sum, Sum) = view.fold_numbers(|(errors, deviations): &mut (Sum, Sum), cell| {
            errors.add((cell.truth - cell.prediction).abs() * cell.weight);
            deviations.add((cell.truth - median).abs() * cell.weight);
        })?;
        if deviations.value() > 0.0 {
            Ok(1.0 - errors.value() / deviations.value())
        } else {
            Err(Refusal::ConstantTruth)
        }
    }
}
