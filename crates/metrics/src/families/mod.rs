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
use crate::view::View;

pub(crate) mod agreement;
pub(crate) mod auc;
mod auc_classes;
mod binary;
mod class_loss;
mod classes;
pub(crate) mod classification;
mod confusion;
pub(crate) mod correlation;
pub(crate) mod fscore;
mod fscore_sets;
pub(crate) mod lists;
pub(crate) mod logarithmic;
mod mean_loss;
pub(crate) mod order;
pub(crate) mod precision_recall;
pub(crate) mod probability;
pub(crate) mod regression;
pub(crate) mod relative;
pub(crate) mod variance;

/// The mathematics of one metric with its parameters.
pub(crate) trait Kernel: Debug + Send + Sync {
    /// The score of the columns and rows of `view`.
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal>;
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
