//! Share of the truth's variance that is explained.
//!
//! `r2` = 1 - sum (y - p)^2 / sum (y - mean y)^2. Checked against `sklearn.metrics.r2_score`.
//!
//! Invariant: a truth that does not vary is refused; the mean is taken first, so large offsets lose nothing.

use joute_domain::Direction;

use super::Kernel;
use super::mean_loss::{LossSum, paired_numbers};
use super::regression::RMSE;
use crate::catalogue::MetricInfo;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::parameter::{ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
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
    build: |settings, shape| {
        let by_variance = settings.text("columns") == Some("variance_weighted");
        let mut plan = paired_numbers(settings, shape, NumberRange::FINITE, Box::new(R2Score { by_variance }))?;
        if by_variance {
            plan.arrangement = Arrangement::Together;
        }
        Ok(plan)
    },
    ..RMSE
};

const VARIANCES: ParameterInfo = ParameterInfo {
    kind: ParameterKind::Choice(&["mean", "flatten", "weights", "variance_weighted"]),
    summary: "several columns: mean of their scores, by `column_weights` or by their variance, or all cells as one column",
    ..COLUMNS
};

/// Coefficient of determination.
#[derive(Debug)]
struct R2Score {
    /// Each column about its own mean, in one quotient: the mean of the columns by their variance.
    by_variance: bool,
}

/// Squared errors and squared deviations of the truth.
fn squares(view: &View<'_>) -> Result<(f64, f64), Refusal> {
    let mean: LossSum = view.fold_numbers(|sum: &mut LossSum, cell| sum.add(cell.truth, cell.weight))?;
    let mean = mean.mean()?;
    let (errors, deviations): (Sum, Sum) = view.fold_numbers(|(errors, deviations): &mut (Sum, Sum), cell| {
        let (error, deviation) = (cell.truth - cell.prediction, cell.truth - mean);
        errors.add(cell.weight * error * error);
        deviations.add(cell.weight * deviation * deviation);
    })?;
    Ok((errors.value(), deviations.value()))
}

impl Kernel for R2Score {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let parts = if self.by_variance {
            (0..view.truth.len()).map(|column| squares(&view.pair(column)?)).collect::<Result<Vec<_>, _>>()?
        } else {
            vec![squares(view)?]
        };
        let deviations = Sum::of(parts.iter().map(|(_, deviations)| *deviations));
        if deviations <= 0.0 {
            return Err(Refusal::ConstantTruth);
        }
        Ok(1.0 - Sum::of(parts.iter().map(|(errors, _)| *errors)) / deviations)
    }
}
