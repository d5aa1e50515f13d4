//! Several exclusive classes with one prediction column each; the truth is a label, or one 0/1 column for each class.
//!
//! Invariant: class `i` is prediction column `i`; every scored row has exactly one class.

use crate::column::ColumnKind;
use crate::label::{Label, LabelValue};
use crate::numeric::at;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, NamedColumn};
use crate::view::{View, numbers};

/// `classes`.
pub(crate) const CLASSES: ParameterInfo = ParameterInfo {
    name: "classes",
    kind: ParameterKind::Labels,
    default: ParameterDefault::Absent,
    summary: "the labels of the truth: those of the prediction columns, matched by name, else by position",
};

/// How the class of a row is found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ClassTruth {
    /// By the label of the one truth column: labels in ascending order with their prediction column.
    Labels(Vec<(LabelValue, usize)>),
    /// By the truth column that holds 1.
    OneHot,
}

impl ClassTruth {
    /// Reads the classes of a label truth, or checks that there is a truth column for each class.
    pub(crate) fn from_settings(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Self, SettingsError> {
        let (declared, count) = (settings.labels("classes"), shape.prediction.len());
        if let Some(classes) = declared.as_ref().filter(|classes| classes.len() != count) {
            let reason = format!("it names {} classes for {count} prediction columns", classes.len());
            return Err(SettingsError::conflict("classes", reason));
        }
        match shape.truth.as_slice() {
            [truth] if count > 1 => labels(settings, truth, &shape.prediction, declared).map(Self::Labels),
            columns if columns.len() == count && count > 1 && shape.truth_is(ColumnKind::Number) => {
                shape.check_order(settings)?;
                Ok(Self::OneHot)
            }
            _ => Err(settings.columns_error(
                "classes need one prediction column each, and either one truth column of labels or one 0/1 truth column each",
            )),
        }
    }

    /// The classes of a view, to look rows up in.
    pub(crate) fn of<'v, 'a>(&'v self, view: &'v View<'a>) -> Result<ClassOfRow<'v, 'a>, Refusal> {
        match (self, view.truth.first()) {
            (Self::Labels(labels), Some(column)) => Ok(ClassOfRow::Labels { labels, column }),
            (Self::OneHot, _) => Ok(ClassOfRow::OneHot(view.truth.iter().map(numbers).collect::<Result<_, _>>()?)),
            (Self::Labels(_), None) => Err(Refusal::Columns("the truth column is missing")),
        }
    }
}

/// Finds the class of a row.
pub(crate) enum ClassOfRow<'v, 'a> {
    /// By its label.
    Labels {
        /// Labels in ascending order with their prediction column.
        labels: &'v [(LabelValue, usize)],
        /// The truth.
        column: &'v crate::Column<'a>,
    },
    /// By the column that holds 1.
    OneHot(Vec<&'a [f64]>),
}

impl ClassOfRow<'_, '_> {
    /// The class of a row; `None` if it has none or several.
    pub(crate) fn get(&self, row: usize) -> Option<usize> {
        match self {
            Self::Labels { labels, column } => {
                let label = Label::of(column, row);
                let place = labels.binary_search_by(|(known, _)| known.as_label().cmp(&label)).ok()?;
                labels.get(place).map(|(_, class)| *class)
            }
            Self::OneHot(columns) => one_hot(columns, row),
        }
    }
}

fn one_hot(columns: &[&[f64]], row: usize) -> Option<usize> {
    let mut class = None;
    for (place, column) in columns.iter().enumerate() {
        match at(column, row) {
            value if value.abs() <= 0.0 => {}
            value if value.to_bits() == 1.0_f64.to_bits() && class.is_none() => class = Some(place),
            _ => return None,
        }
    }
    class
}

/// The labels of the classes in ascending order, each with its prediction column.
fn labels(
    settings: &Settings<'_>,
    truth: &NamedColumn,
    columns: &[String],
    declared: Option<Vec<LabelValue>>,
) -> Result<Vec<(LabelValue, usize)>, SettingsError> {
    let named = declared.is_none();
    let classes = declared.unwrap_or_else(|| columns.iter().cloned().map(LabelValue::Text).collect());
    let place_of =
        |class: &LabelValue| columns.iter().position(|column| LabelValue::Text(column.clone()) == as_text(class));
    let places: Option<Vec<usize>> = classes.iter().map(place_of).collect();
    let places = places.unwrap_or_else(|| (0..classes.len()).collect());
    let cast = |class: &LabelValue| {
        class.cast(truth.kind).ok_or_else(|| {
            let reason = format!("the truth column `{}` holds numbers and {class} is none", truth.name);
            if named {
                settings.columns_error(format!("{reason}; name the `classes`"))
            } else {
                SettingsError::conflict("classes", reason)
            }
        })
    };
    let mut labels = classes
        .iter()
        .map(cast)
        .zip(places)
        .map(|(label, place)| Ok((label?, place)))
        .collect::<Result<Vec<_>, SettingsError>>()?;
    labels.sort_by(|left, right| left.0.as_label().cmp(&right.0.as_label()));
    if labels.windows(2).any(|pair| matches!(pair, [left, right] if left.0.as_label() == right.0.as_label())) {
        return Err(SettingsError::conflict("classes", "two classes are the same label in the truth column"));
    }
    Ok(labels)
}

fn as_text(class: &LabelValue) -> LabelValue {
    class.cast(ColumnKind::Text).unwrap_or_else(|| class.clone())
}
