//! `log_loss` of several exclusive classes.
//!
//! Invariant: every scored row has one class, or with `soft` a distribution over them, and one probability for each.

use super::classes::{ClassOfRow, ClassTruth};
use super::mean_loss::LossSum;
use super::probability::{row_total, surprise};
use super::{MeanKernel, Plan, score_rules};
use crate::column::ColumnKind;
use crate::modifiers::Arrangement;
use crate::numeric::at;
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{ColumnRule, NumberRange, RowSumRule, RowTotal};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::{View, numbers};

/// Reads the settings of the metric for several classes.
pub(crate) fn plan(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    for name in ["pos_label", "ignore_truth"] {
        if settings.has(name) {
            return Err(SettingsError::conflict(name, "it has no meaning for several exclusive classes"));
        }
    }
    let truth = ClassTruth::from_settings(settings, shape)?;
    let soft = settings.flag("soft");
    if soft && truth != ClassTruth::OneHot {
        return Err(SettingsError::conflict("soft", "the truth is a column of labels, not of probabilities"));
    }
    let total = row_total(settings);
    let range = if total == Some(RowTotal::Positive) { NumberRange::NOT_NEGATIVE } else { NumberRange::UNIT };
    let columns = (0..shape.prediction.len()).collect();
    let mut rules = score_rules(shape, range);
    rules.extend(total.map(|total| ColumnRule::RowSum(RowSumRule { columns, total })));
    Ok(Plan {
        kernel: Box::new(ClassLogLoss { eps: settings.number("eps").unwrap_or(1e-15), truth, soft, total, range }),
        arrangement: Arrangement::Together,
        skip_undefined: false,
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules,
    })
}

/// Loss of the probability of the true class.
#[derive(Debug)]
struct ClassLogLoss {
    eps: f64,
    truth: ClassTruth,
    soft: bool,
    total: Option<RowTotal>,
    range: NumberRange,
}

/// The loss so far, and what was wrong with some row.
#[derive(Debug, Default)]
struct State {
    sum: LossSum,
    no_class: bool,
    wrong_sum: bool,
}

impl Merge for State {
    fn merge(&mut self, later: Self) {
        self.sum.merge(later.sum);
        self.no_class |= later.no_class;
        self.wrong_sum |= later.wrong_sum;
    }
}

impl ClassLogLoss {
    /// What the probabilities of a row are divided by; `None` if their sum is not accepted, NaN if one is out of range.
    fn divisor(&self, row: usize, columns: &[&[f64]]) -> Option<f64> {
        if !columns.iter().all(|column| self.range.contains(at(column, row))) {
            return Some(f64::NAN);
        }
        let Some(total) = self.total else { return Some(1.0) };
        let sum: f64 = columns.iter().map(|column| at(column, row)).sum();
        let accepted = RowSumRule { columns: Vec::new(), total }.check(sum).is_ok();
        accepted.then_some(if total == RowTotal::Positive { sum } else { 1.0 })
    }

    /// The loss of a row; `None` if its truth is not one class, or no distribution.
    fn loss(&self, row: usize, columns: &[&[f64]], divisor: f64, truth: &ClassOfRow<'_, '_>) -> Option<f64> {
        let loss = |column: &&[f64]| surprise(at(column, row) / divisor, self.eps);
        match truth {
            ClassOfRow::OneHot(shares) if self.soft => {
                let shares = || shares.iter().map(|column| at(column, row));
                let sum: f64 = shares().sum();
                let whole = (sum - 1.0).abs() <= 1e-6 && shares().all(|share| NumberRange::UNIT.contains(share));
                whole.then(|| shares().zip(columns).map(|(share, column)| share * loss(column)).sum())
            }
            _ => columns.get(truth.get(row)?).map(loss),
        }
    }
}

impl MeanKernel for ClassLogLoss {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        let truth = self.truth.of(view)?;
        let columns: Vec<&[f64]> = view.prediction.iter().map(numbers).collect::<Result<_, _>>()?;
        let state: State = view.rows.fold(|state: &mut State, row| match self.divisor(row, &columns) {
            None => state.wrong_sum = true,
            Some(divisor) => match self.loss(row, &columns, divisor, &truth) {
                None => state.no_class = true,
                Some(loss) => state.sum.add(loss, view.weight_of(row)),
            },
        });
        match state {
            State { no_class: true, .. } => Err(Refusal::Solution("a row does not have exactly one of the classes")),
            State { wrong_sum: true, .. } => Err(Refusal::RowSum),
            State { sum, .. } => Ok(sum),
        }
    }
}
