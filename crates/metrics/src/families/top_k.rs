//! The share of rows whose true class is among the k with the highest scores.
//!
//! Checked against `sklearn.metrics.top_k_accuracy_score`.
//!
//! Invariant: classes tied at the last place share it, so the order of the columns cannot matter.

use super::MeanKernel;
use super::Plan;
use super::classes::{CLASSES, ClassTruth};
use super::mean_loss::LossSum;
use super::precision_recall::AVERAGE_PRECISION;
use crate::catalogue::MetricInfo;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::view::{View, numbers};

/// `top_k_accuracy`.
pub(crate) const TOP_K_ACCURACY: MetricInfo = MetricInfo {
    name: "top_k_accuracy",
    description_key: "metric-top-k-accuracy",
    summary: "share of rows whose true class is among the k with the highest scores",
    reference: "sklearn.metrics.top_k_accuracy_score",
    parameters: &[K, CLASSES, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let truth = ClassTruth::from_settings(settings, shape)?;
        let k = settings.whole("k").unwrap_or(2);
        Ok(Plan::of_numbers(Box::new(TopK { k, truth }), shape, NumberRange::FINITE))
    },
    ..AVERAGE_PRECISION
};

const K: ParameterInfo = ParameterInfo {
    name: "k",
    kind: ParameterKind::Whole { low: 1, high: 10_000 },
    default: ParameterDefault::Required,
    summary: "how many classes are taken from the top",
};

#[derive(Debug)]
struct TopK {
    k: usize,
    truth: ClassTruth,
}

impl MeanKernel for TopK {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let truth = self.truth.of(view)?;
        let columns: Vec<&[f64]> = view.prediction.iter().map(numbers).collect::<Result<_, _>>()?;
        let (sum, no_class): (LossSum, bool) = view.rows.fold(|(sum, no_class): &mut (LossSum, bool), row| {
            let own = truth.get(row).and_then(|class| columns.get(class)).map(|column| at(column, row));
            *no_class |= own.is_none();
            let own = own.unwrap_or_default();
            let count = |test: &dyn Fn(f64) -> bool| columns.iter().filter(|column| test(at(column, row))).count();
            let (above, tied) = (count(&|score| score > own), count(&|score| score.total_cmp(&own).is_eq()));
            let room = real(self.k.saturating_sub(above));
            sum.add((room / real(tied.max(1))).min(1.0), view.weight_of(row));
        });
        if no_class { Err(Refusal::Solution("a row does not have exactly one of the classes")) } else { Ok(sum) }
    }
}
