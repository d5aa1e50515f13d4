//! The families of metrics, one file each.
//!
//! Invariant: a kernel reads cells through its view only and answers with a score or a refusal; it never panics.

use std::fmt::Debug;

use crate::column::ColumnKind;
use crate::label::LabelValue;
use crate::modifiers::Arrangement;
use crate::refusal::Refusal;
use crate::rule::{AllowedLabels, ColumnRule, LabelRule, NumberRange, NumberRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::sketch::Blocks;
use crate::view::View;
use mean_loss::LossSum;

pub(crate) mod agreement;
pub(crate) mod auc;
pub(crate) mod auc_bands;
mod auc_classes;
pub(crate) mod balanced;
pub(crate) mod bias_auc;
mod binary;
mod class_loss;
mod classes;
pub(crate) mod classification;
pub(crate) mod concordance;
mod confusion;
pub(crate) mod correlation;
pub(crate) mod credit;
mod curve;
pub(crate) mod detection;
pub(crate) mod deviance;
pub(crate) mod distribution;
pub(crate) mod divergence;
pub(crate) mod edit;
mod edit_distance;
pub(crate) mod fscore;
mod fscore_sets;
pub(crate) mod geometry;
mod hausdorff;
pub(crate) mod kendall;
pub(crate) mod label_ranking;
pub(crate) mod lists;
pub(crate) mod logarithmic;
pub(crate) mod masks;
mod mean_loss;
pub(crate) mod ndcg;
pub(crate) mod order;
pub(crate) mod ordering;
pub(crate) mod overlap;
pub(crate) mod precision_recall;
pub(crate) mod probability;
pub(crate) mod quantile;
pub(crate) mod regression;
pub(crate) mod relative;
pub(crate) mod retrieval;
pub(crate) mod robust;
pub(crate) mod spotting;
pub(crate) mod survival;
pub(crate) mod text_overlap;
pub(crate) mod top_k;
pub(crate) mod variance;
pub(crate) mod volumes;

/// The mathematics of one metric with its parameters.
pub(crate) trait Kernel: Debug + Send + Sync {
    /// The score of the columns and rows of `view`.
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal>;

    /// Sums over the rows from which [`Kernel::finish`] makes the score; `None` if the metric is no such function.
    fn sums(&self, _view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        None
    }

    /// How much the score rises when each block counts once more; `None` if the sums tell that, or nothing but scoring
    /// without the block.
    fn influences(&self, _view: &View<'_>, _blocks: &Blocks) -> Option<Result<Vec<f64>, Refusal>> {
        None
    }

    /// The score of sums that were added up over blocks of rows; NaN where there is none.
    fn finish(&self, _sums: &[f64]) -> f64 {
        f64::NAN
    }
}

/// A metric that is a function of the weighted mean of a loss.
pub(crate) trait MeanKernel: Debug + Send + Sync {
    /// The weighted losses of the rows of `view`.
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal>;

    /// What becomes of the mean.
    fn of_mean(&self, mean: f64) -> f64 {
        mean
    }
}

impl<K: MeanKernel> Kernel for K {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        self.total(view)?.mean().map(|mean| self.of_mean(mean))
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some(self.total(view).map(|total| total.parts().to_vec()))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match sums {
            [loss, weight] if *weight > 0.0 => self.of_mean(loss / weight),
            _ => f64::NAN,
        }
    }
}

/// What a family makes of checked parameters and columns.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The mathematics.
    pub(crate) kernel: Box<dyn Kernel>,
    /// One score for each pair of columns, or one for all.
    pub(crate) arrangement: Arrangement,
    /// Leave undefined columns and groups out.
    pub(crate) skip_undefined: bool,
    /// How each prediction column is read.
    pub(crate) prediction_kinds: Vec<ColumnKind>,
    /// What predictions must meet.
    pub(crate) rules: Vec<ColumnRule>,
}

impl Plan {
    /// A metric that takes all its columns together.
    fn together(kernel: Box<dyn Kernel>, prediction_kinds: Vec<ColumnKind>, rules: Vec<ColumnRule>) -> Self {
        Self { kernel, arrangement: Arrangement::Together, skip_undefined: false, prediction_kinds, rules }
    }

    /// The same for predictions that are numbers of one range.
    fn of_numbers(kernel: Box<dyn Kernel>, shape: &ColumnShape, range: NumberRange) -> Self {
        Self::together(kernel, vec![ColumnKind::Number; shape.prediction.len()], score_rules(shape, range))
    }

    /// The same for one text column of lists; the rule of the cell is given.
    fn of_text(
        settings: &Settings<'_>,
        shape: &ColumnShape,
        kernel: Box<dyn Kernel>,
        rule: Option<ColumnRule>,
    ) -> Result<Self, SettingsError> {
        if shape.truth.len() != 1 || shape.prediction.len() != 1 || !shape.truth_is(ColumnKind::Text) {
            return Err(settings.columns_error("it compares one text column with one prediction column"));
        }
        Ok(Self::together(kernel, vec![ColumnKind::Text], rule.into_iter().collect()))
    }
}

/// Every prediction column holds numbers of this range.
fn score_rules(shape: &ColumnShape, range: NumberRange) -> Vec<ColumnRule> {
    let rule = |column| ColumnRule::Number(NumberRule { column, range, whole: false });
    (0..shape.prediction.len()).map(rule).collect()
}

/// Every prediction column holds labels in the kind of its truth column, only those of `classes` if they are given.
fn label_rules(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Vec<ColumnRule>, SettingsError> {
    let classes = settings.labels("classes");
    let allow_empty = settings.flag("empty_is_label");
    let rule = |(column, truth): (usize, &crate::NamedColumn)| {
        let allowed = classes.as_ref().map(|classes| allowed(classes, truth)).transpose()?;
        Ok(ColumnRule::Label(LabelRule { column, allowed, allow_empty }))
    };
    shape.truth.iter().enumerate().map(rule).collect()
}

fn allowed(classes: &[LabelValue], truth: &crate::NamedColumn) -> Result<AllowedLabels, SettingsError> {
    let reason = || format!("the truth column `{}` holds numbers", truth.name);
    let cast = |class: &LabelValue| class.cast(truth.kind).ok_or_else(|| SettingsError::conflict("classes", reason()));
    let (mut numbers, mut texts) = (Vec::new(), Vec::new());
    for class in classes {
        match cast(class)? {
            LabelValue::Number(number) => numbers.push(number),
            LabelValue::Text(text) => texts.push(text),
        }
    }
    Ok(match truth.kind {
        ColumnKind::Number => AllowedLabels::Numbers(numbers),
        ColumnKind::Text => AllowedLabels::Texts(texts),
    })
}
