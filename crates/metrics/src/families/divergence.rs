//! Kullback-Leibler divergence of predicted shares from true ones: sum y ln(y / p), p clipped to `eps` from 0 and 1.
//!
//! `micro` is the mean over rows of the sum over columns, `macro` the mean over all cells, as in Kaggle's notebook.
//!
//! Invariant: a share of 0 in the truth costs nothing; what a row must sum to is said by a parameter.

use joute_domain::Direction;

use super::mean_loss::{LossSum, sum_over_rows};
use super::precision_recall::AVERAGE_PRECISION;
use super::probability::{EPS, TOLERANCE};
use super::{MeanKernel, Plan};
use crate::catalogue::{MetricInfo, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::{ColumnRule, NumberRange, RowSumRule, RowTotal};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::{View, numbers};

/// `kl_divergence`.
pub(crate) const KL_DIVERGENCE: MetricInfo = MetricInfo {
    name: "kl_divergence",
    direction: Direction::LowerIsBetter,
    description_key: "metric-kl-divergence",
    summary: "Kullback-Leibler divergence of the predicted shares of a row from the true ones",
    reference: "Kaggle, HMS - Harmful Brain Activity Classification",
    parameters: &[EPS, AVERAGE, NORMALIZE_TRUTH, REQUIRE_ROW_SUM, TOLERANCE, GROUP_REDUCE, MASK_KEEP],
    truth: TruthReading::Numbers,
    build,
    ..AVERAGE_PRECISION
};

const AVERAGE: ParameterInfo = ParameterInfo {
    name: "average",
    kind: ParameterKind::Choice(&["micro", "macro"]),
    default: ParameterDefault::Text("micro"),
    summary: "mean over rows of the sum of a row, or mean over all cells",
};

const NORMALIZE_TRUTH: ParameterInfo = ParameterInfo {
    name: "normalize_truth",
    kind: ParameterKind::Flag,
    default: ParameterDefault::Flag(false),
    summary: "rows of the truth, such as votes, are divided by their sum",
};

const REQUIRE_ROW_SUM: ParameterInfo = ParameterInfo {
    name: "require_row_sum",
    kind: ParameterKind::ChoiceOrNumber(&["no"], &[1.0]),
    default: ParameterDefault::Number(1.0),
    summary: "rows of the prediction must sum to 1, or may sum to anything",
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    if shape.truth.len() != shape.prediction.len() || !shape.truth_is(ColumnKind::Number) {
        return Err(settings.columns_error("each truth column of shares needs one prediction column"));
    }
    shape.check_order(settings)?;
    let tolerance = settings.number("tolerance").unwrap_or(1e-6);
    let total = (settings.text("require_row_sum") != Some("no")).then_some(RowTotal::One { tolerance });
    let kernel = Divergence {
        eps: settings.number("eps").unwrap_or(1e-15),
        by_cell: settings.text("average") == Some("macro"),
        normalize: settings.flag("normalize_truth"),
        total,
    };
    let mut plan = Plan::of_numbers(Box::new(kernel), shape, NumberRange::UNIT);
    let columns = (0..shape.prediction.len()).collect();
    plan.rules.extend(total.map(|total| ColumnRule::RowSum(RowSumRule { columns, total })));
    Ok(plan)
}

#[derive(Debug)]
struct Divergence {
    eps: f64,
    by_cell: bool,
    normalize: bool,
    total: Option<RowTotal>,
}

impl MeanKernel for Divergence {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let truth: Vec<&[f64]> = view.truth.iter().map(numbers).collect::<Result<_, _>>()?;
        let guess: Vec<&[f64]> = view.prediction.iter().map(numbers).collect::<Result<_, _>>()?;
        let sum = |columns: &[&[f64]], row: usize| columns.iter().map(|column| at(column, row)).sum::<f64>();
        let (unfit, wrong_sum): (bool, bool) = view.rows.fold(|(unfit, wrong_sum): &mut (bool, bool), row| {
            *unfit |= truth.iter().any(|column| at(column, row) < 0.0) || (self.normalize && sum(&truth, row) <= 0.0);
            let fits = |total| RowSumRule { columns: Vec::new(), total }.check(sum(&guess, row)).is_ok();
            *wrong_sum |= !self.total.is_none_or(fits);
        });
        if unfit {
            return Err(Refusal::Solution("a truth value is negative, or a row to be normalised sums to 0"));
        }
        if wrong_sum {
            return Err(Refusal::RowSum);
        }
        let cells = if self.by_cell { real(truth.len()) } else { 1.0 };
        Ok(sum_over_rows(view, |row| {
            let divisor = if self.normalize { sum(&truth, row) } else { 1.0 };
            let loss = |(truth, guess): (&&[f64], &&[f64])| {
                let (truth, guess) = (at(truth, row) / divisor, at(guess, row));
                match (NumberRange::UNIT.contains(guess), truth > 0.0) {
                    (false, _) => f64::NAN,
                    (true, false) => 0.0,
                    (true, true) => truth * (truth / guess.clamp(self.eps, 1.0 - self.eps)).ln(),
                }
            };
            Some(truth.iter().zip(&guess).map(loss).sum::<f64>() / cells)
        }))
    }
}
