//! Probabilities where one class is rare: a log loss that gives each class the same say, and a probabilistic F.
//!
//! `balanced_log_loss` = mean over classes of the mean -ln p of their rows. `pfbeta` takes probabilities as counts:
//! precision = sum of p over positives / sum of p, recall = the same / number of positives.
//!
//! Invariant: a class without a row is refused as undefined, never left out of the mean.

use joute_domain::Direction;

use super::binary::{POS_LABEL, Positive};
use super::classes::{CLASSES, ClassTruth};
use super::mean_loss::LossSum;
use super::precision_recall::AVERAGE_PRECISION;
use super::probability::{EPS, NORMALIZE_ROWS, TOLERANCE, row_total, surprise, surprise_at_rest};
use super::{Kernel, Plan, score_rules};
use crate::catalogue::MetricInfo;
use crate::column::ColumnKind;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH};
use crate::modifiers::{Arrangement, GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, real};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{ColumnRule, NumberRange, RowSumRule, RowTotal};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sum::Sum;
use crate::view::{View, numbers};

/// `balanced_log_loss`.
pub(crate) const BALANCED_LOG_LOSS: MetricInfo = MetricInfo {
    name: "balanced_log_loss",
    direction: Direction::LowerIsBetter,
    description_key: "metric-balanced-log-loss",
    summary: "mean over the classes of the log loss of their rows",
    reference: "Kaggle, ICR - Identifying Age-Related Conditions",
    parameters: &[EPS, CLASSES, NORMALIZE_ROWS, TOLERANCE, POS_LABEL, GROUP_REDUCE, MASK_KEEP],
    build: balanced,
    ..AVERAGE_PRECISION
};

/// `pfbeta`.
pub(crate) const PFBETA: MetricInfo = MetricInfo {
    name: "pfbeta",
    description_key: "metric-pfbeta",
    summary: "F-beta with probabilities taken as counts",
    reference: "Kaggle, RSNA Screening Mammography Breast Cancer Detection",
    parameters: &[BETA, COLUMNS, COLUMN_WEIGHTS, POS_LABEL, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH],
    build: |settings, shape| {
        let beta = settings.number("beta").unwrap_or(1.0);
        one_question(
            settings,
            shape,
            Box::new(ProbabilisticF { beta, positive: Positive::from_settings(settings, shape)? }),
        )
    },
    ..AVERAGE_PRECISION
};

const BETA: ParameterInfo = ParameterInfo {
    name: "beta",
    kind: ParameterKind::NumberAbove { low: 0.0, high: 1000.0 },
    default: ParameterDefault::Number(1.0),
    summary: "how many times as much recall counts as precision",
};

fn one_question(settings: &Settings<'_>, shape: &ColumnShape, kernel: Box<dyn Kernel>) -> Result<Plan, SettingsError> {
    Ok(Plan {
        kernel,
        arrangement: Arrangement::paired(settings, shape)?,
        skip_undefined: false,
        prediction_kinds: vec![ColumnKind::Number; shape.prediction.len()],
        rules: score_rules(shape, NumberRange::UNIT),
    })
}

fn balanced(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let eps = settings.number("eps").unwrap_or(1e-15);
    if shape.prediction.len() == 1 && shape.truth.len() == 1 {
        let positive = Positive::from_settings(settings, shape)?;
        return one_question(settings, shape, Box::new(BalancedPair { eps, positive }));
    }
    if settings.has("pos_label") {
        return Err(SettingsError::conflict("pos_label", "it has no meaning for several exclusive classes"));
    }
    let truth = ClassTruth::from_settings(settings, shape)?;
    let total = row_total(settings);
    let range = if total == Some(RowTotal::Positive) { NumberRange::NOT_NEGATIVE } else { NumberRange::UNIT };
    let columns = (0..shape.prediction.len()).collect();
    let mut plan = Plan::of_numbers(Box::new(BalancedClasses { eps, truth, total }), shape, range);
    plan.rules.extend(total.map(|total| ColumnRule::RowSum(RowSumRule { columns, total })));
    Ok(plan)
}

/// Both classes of one question.
#[derive(Debug)]
struct BalancedPair {
    eps: f64,
    positive: Positive,
}

impl Kernel for BalancedPair {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let (yes, no): (LossSum, LossSum) =
            view.fold_scores(&self.positive, |sums: &mut (LossSum, LossSum), cell| {
                if cell.positive {
                    sums.0.add(surprise(cell.prediction, self.eps), cell.weight);
                } else {
                    sums.1.add(surprise_at_rest(cell.prediction, self.eps), cell.weight);
                }
            })?;
        mean_of_classes(&[yes, no])
    }
}

fn mean_of_classes(classes: &[LossSum]) -> Result<f64, Refusal> {
    let means = classes.iter().map(|sum| sum.mean().map_err(|_| Refusal::SingleClass));
    let means = means.collect::<Result<Vec<f64>, _>>()?;
    Ok(Sum::of(means.iter().copied()) / real(means.len()))
}

/// Several exclusive classes.
#[derive(Debug)]
struct BalancedClasses {
    eps: f64,
    truth: ClassTruth,
    total: Option<RowTotal>,
}

/// Losses by class, and what was wrong with some row.
#[derive(Debug, Default)]
struct State {
    classes: Vec<LossSum>,
    no_class: bool,
    wrong_sum: bool,
}

impl Merge for State {
    fn merge(&mut self, later: Self) {
        self.classes.resize_with(self.classes.len().max(later.classes.len()), LossSum::default);
        self.classes.iter_mut().zip(later.classes).for_each(|(sum, later)| sum.merge(later));
        self.no_class |= later.no_class;
        self.wrong_sum |= later.wrong_sum;
    }
}

impl Kernel for BalancedClasses {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let truth = self.truth.of(view)?;
        let columns: Vec<&[f64]> = view.prediction.iter().map(numbers).collect::<Result<_, _>>()?;
        let state: State = view.rows.fold(|state: &mut State, row| {
            state.classes.resize_with(columns.len(), LossSum::default);
            let sum: f64 = columns.iter().map(|column| at(column, row)).sum();
            let fits = |total| RowSumRule { columns: Vec::new(), total }.check(sum).is_ok();
            state.wrong_sum |= !self.total.is_none_or(fits);
            let divisor = if self.total == Some(RowTotal::Positive) { sum } else { 1.0 };
            let class = truth.get(row);
            state.no_class |= class.is_none();
            if let Some((class, column)) = class.and_then(|class| Some((class, columns.get(class)?)))
                && let Some(losses) = state.classes.get_mut(class)
            {
                losses.add(surprise(at(column, row) / divisor, self.eps), view.weight_of(row));
            }
        });
        match state {
            State { no_class: true, .. } => Err(Refusal::Solution("a row does not have exactly one of the classes")),
            State { wrong_sum: true, .. } => Err(Refusal::RowSum),
            State { classes, .. } => mean_of_classes(&classes),
        }
    }
}

/// F-beta of sums of probabilities.
#[derive(Debug)]
struct ProbabilisticF {
    beta: f64,
    positive: Positive,
}

impl Kernel for ProbabilisticF {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let sums = self.parts(view)?;
        let [_, positives, _] = sums;
        if positives > 0.0 { Ok(self.finish(&sums)) } else { Err(Refusal::SingleClass) }
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some(self.parts(view).map(|parts| parts.to_vec()))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        let [hits, positives, predicted] = *sums else { return f64::NAN };
        if hits <= 0.0 {
            return if hits.is_nan() { f64::NAN } else { 0.0 };
        }
        let (precision, recall, square) = (hits / predicted, hits / positives, self.beta * self.beta);
        (1.0 + square) * precision * recall / (square * precision + recall)
    }
}

impl ProbabilisticF {
    /// Probability given to positives, number of positives, probability given to all.
    fn parts(&self, view: &View<'_>) -> Result<[f64; 3], Refusal> {
        let (hits, (positives, predicted)): (Sum, (Sum, Sum)) =
            view.fold_scores(&self.positive, |sums: &mut (Sum, (Sum, Sum)), cell| {
                let within = NumberRange::UNIT.contains(cell.prediction);
                let guess = if within { cell.prediction * cell.weight } else { f64::NAN };
                sums.1.1.add(guess);
                if cell.positive {
                    sums.0.add(guess);
                    sums.1.0.add(cell.weight);
                }
            })?;
        Ok([hits.value(), positives.value(), predicted.value()])
    }
}
