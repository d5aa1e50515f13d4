//! Lin's concordance correlation (1989): 2 cov / (var y + var p + (mean y - mean p)^2), variances divided by n.
//!
//! Invariant: means are taken first, so large offsets lose nothing; two equal constants are refused.

use super::Kernel;
use super::correlation::PEARSON;
use super::mean_loss::{LossSum, paired_numbers};
use crate::catalogue::MetricInfo;
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::shape::Role;
use crate::sum::Sum;
use crate::view::View;

/// `concordance_correlation`.
pub(crate) const CONCORDANCE_CORRELATION: MetricInfo = MetricInfo {
    name: "concordance_correlation",
    description_key: "metric-concordance-correlation",
    summary: "correlation that also counts a shift or a wrong scale as disagreement",
    reference: "Lin 1989",
    roles: &[Role::Weight, Role::Group, Role::Mask],
    build: |settings, shape| paired_numbers(settings, shape, NumberRange::FINITE, Box::new(Concordance)),
    ..PEARSON
};

#[derive(Debug)]
struct Concordance;

impl Kernel for Concordance {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let (truth, guess): (LossSum, LossSum) = view.fold_numbers(|sums: &mut (LossSum, LossSum), cell| {
            sums.0.add(cell.truth, cell.weight);
            sums.1.add(cell.prediction, cell.weight);
        })?;
        let (truth, guess) = (truth.mean()?, guess.mean()?);
        let ((joint, weight), (left, right)): ((Sum, Sum), (Sum, Sum)) =
            view.fold_numbers(|sums: &mut ((Sum, Sum), (Sum, Sum)), cell| {
                let (x, y) = (cell.truth - truth, cell.prediction - guess);
                sums.0.0.add(cell.weight * x * y);
                sums.0.1.add(cell.weight);
                sums.1.0.add(cell.weight * x * x);
                sums.1.1.add(cell.weight * y * y);
            })?;
        if left.value() <= 0.0 {
            return Err(Refusal::ConstantTruth);
        }
        let shift = (truth - guess) * (truth - guess) * weight.value();
        Ok(2.0 * joint.value() / (left.value() + right.value() + shift))
    }
}
