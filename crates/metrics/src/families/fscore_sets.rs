//! Precision, recall and F where a row may have several labels: 0/1 columns, or a set of tags in a cell.
//!
//! Invariant: a tag counts once in a cell, however often it is repeated.

use std::collections::BTreeMap;

use super::confusion::Counts;
use super::fscore::{Average, Measure, positive_label};
use super::lists::items;
use super::mean_loss::LossSum;
use super::{Kernel, Plan, label_rules};
use crate::column::{Column, ColumnKind};
use crate::label::{Label, LabelValue};
use crate::modifiers::Arrangement;
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{AllowedLabels, ColumnRule, ListRule};
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::View;

/// True if the settings alone say that the cells of a single column are sets of tags.
pub(crate) fn is_asked(settings: &Settings<'_>, columns: usize) -> bool {
    columns == 1 && (settings.has("list_separator") || settings.text("average") == Some("samples"))
}

/// True if the one column holds sets of tags. `micro` over text would else be plain accuracy.
pub(crate) fn fits(settings: &Settings<'_>, shape: &ColumnShape) -> bool {
    let pooled = settings.text("average") == Some("micro") && !settings.has("classes");
    shape.truth_is(ColumnKind::Text) && (is_asked(settings, shape.truth.len()) || pooled)
}

/// Reads the settings for 0/1 columns or sets of tags.
pub(crate) fn plan(settings: &Settings<'_>, shape: &ColumnShape, measure: Measure) -> Result<Plan, SettingsError> {
    let Some(average) = Average::from_settings(settings) else {
        return Err(SettingsError::conflict(
            "average",
            "`binary` compares one label a row; choose macro, micro, weighted or samples",
        ));
    };
    if settings.has("ignore_truth") && shape.truth.len() == 1 {
        return Err(SettingsError::conflict("ignore_truth", "a cell holds a set of tags"));
    }
    let both_empty = settings.number("both_empty").unwrap_or(1.0);
    let (form, rules) = match shape.truth.as_slice() {
        [_] => tags(settings),
        _ => columns(settings, shape)?,
    };
    Ok(Plan {
        kernel: Box::new(SetF { measure, average, both_empty, form }),
        arrangement: Arrangement::Together,
        skip_undefined: false,
        prediction_kinds: shape.truth_kinds(),
        rules,
    })
}

fn tags(settings: &Settings<'_>) -> (Form, Vec<ColumnRule>) {
    let separator = settings.text("list_separator").unwrap_or(" ").to_owned();
    let rule = ListRule { column: 0, separator: separator.clone(), allow_empty: true };
    (Form::Tags { separator }, vec![ColumnRule::List(rule)])
}

fn columns(settings: &Settings<'_>, shape: &ColumnShape) -> Result<(Form, Vec<ColumnRule>), SettingsError> {
    shape.check_order(settings)?;
    let positive = positive_label(settings, shape, true)?;
    let mut rules = label_rules(settings, shape)?;
    if positive == LabelValue::Number(1.0) {
        for rule in &mut rules {
            if let ColumnRule::Label(rule) = rule {
                rule.allowed.get_or_insert(AllowedLabels::Numbers(vec![0.0, 1.0]));
            }
        }
    }
    Ok((Form::Columns { positive }, rules))
}

/// How the labels of a row are written.
#[derive(Debug)]
enum Form {
    Tags { separator: String },
    Columns { positive: LabelValue },
}

/// Several labels a row.
#[derive(Debug)]
struct SetF {
    measure: Measure,
    average: Average,
    both_empty: f64,
    form: Form,
}

/// Counts of each label, and the mean over rows.
#[derive(Debug, Default)]
struct State<'a> {
    labels: BTreeMap<Tag<'a>, Counts>,
    rows: LossSum,
}

/// A label: the tag itself, or the place of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tag<'a> {
    Place(usize),
    Text(&'a [u8]),
}

impl Merge for State<'_> {
    fn merge(&mut self, later: Self) {
        for (tag, counts) in later.labels {
            self.labels.entry(tag).or_default().merge(counts);
        }
        self.rows.merge(later.rows);
    }
}

impl SetF {
    /// Adds one row: every label that is true or predicted, with both answers.
    fn add<'a>(&self, state: &mut State<'a>, labels: impl Iterator<Item = (Tag<'a>, bool, bool)>, weight: f64) {
        let mut row = Counts::default();
        for (tag, truth, guess) in labels {
            let count = |answer: bool| if answer { 1.0 } else { 0.0 };
            let one = Counts {
                hits: count(truth && guess),
                false_alarms: count(guess && !truth),
                misses: count(truth && !guess),
            };
            row.merge(one);
            if self.average != Average::Samples && weight > 0.0 {
                let weighed = |part: f64| part * weight;
                let one = Counts {
                    hits: weighed(one.hits),
                    false_alarms: weighed(one.false_alarms),
                    misses: weighed(one.misses),
                };
                state.labels.entry(tag).or_default().merge(one);
            }
        }
        let empty = row.truth() + row.predicted() <= 0.0;
        state.rows.add(if empty { self.both_empty } else { self.measure.of(row) }, weight);
    }

    fn finish(&self, state: &State<'_>) -> Result<f64, Refusal> {
        let rows = state.rows.mean()?;
        let labels: Vec<Counts> = state.labels.values().copied().collect();
        match self.average {
            Average::Samples => Ok(rows),
            _ if labels.is_empty() => Ok(self.both_empty),
            average => average.of(self.measure, &labels),
        }
    }
}

impl Kernel for SetF {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let state: State<'_> = match &self.form {
            Form::Tags { separator } => view.fold_texts(|state: &mut State<'_>, cell| {
                let (truth, guess) = (items(cell.truth, separator), items(cell.prediction, separator));
                let mut tags: BTreeMap<&[u8], (bool, bool)> = BTreeMap::new();
                truth.for_each(|tag| tags.entry(tag).or_default().0 = true);
                guess.for_each(|tag| tags.entry(tag).or_default().1 = true);
                let labels = tags.into_iter().map(|(tag, (truth, guess))| (Tag::Text(tag), truth, guess));
                self.add(state, labels, cell.weight);
            })?,
            Form::Columns { positive } => {
                let positive = positive.as_label();
                let of = |column: &Column<'_>, row: usize| Label::of(column, row) == positive;
                let ignore = view.ignore.map(LabelValue::as_label);
                view.rows.fold(|state: &mut State<'_>, row| {
                    let answers = view.truth.iter().zip(&view.prediction).enumerate();
                    let answers = answers.filter(|(_, (truth, _))| ignore != Some(Label::of(truth, row)));
                    let labels =
                        answers.map(|(place, (truth, guess))| (Tag::Place(place), of(truth, row), of(guess, row)));
                    self.add(state, labels, view.weight_of(row));
                })
            }
        };
        self.finish(&state)
    }
}
