//! What a family of metrics sees of a table: some columns, the rows that count, their weights.
//!
//! Invariant: truth and prediction columns stand in pairs where the metric compares them cell by cell.

use std::borrow::Cow;

use crate::column::{Column, TextColumn};
use crate::label::{Label, LabelValue};
use crate::numeric::at;
use crate::ranking::{Ranking, Rankings};
use crate::refusal::Refusal;
use crate::rows::{Merge, Rows};

/// Columns and rows of one score.
#[derive(Debug, Clone)]
pub(crate) struct View<'a> {
    /// Truth columns.
    pub(crate) truth: Vec<Column<'a>>,
    /// Prediction columns.
    pub(crate) prediction: Vec<Column<'a>>,
    /// Weight of each row; one without.
    pub(crate) weight: Option<&'a [f64]>,
    /// Rows that count.
    pub(crate) rows: &'a Rows<'a>,
    /// Truth cells of this value are not scored.
    pub(crate) ignore: Option<&'a LabelValue>,
    /// Whether a time was observed.
    pub(crate) event: Option<Column<'a>>,
    /// Columns that a parameter names.
    pub(crate) auxiliary: Vec<Column<'a>>,
    /// Rankings of the table's prediction columns.
    pub(crate) rankings: &'a Rankings,
    /// Which column of the table the first prediction column is.
    pub(crate) first_column: usize,
}

/// Truth and prediction of one cell with the weight of its row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<T> {
    pub(crate) truth: T,
    pub(crate) prediction: T,
    pub(crate) weight: f64,
}

impl<'a> View<'a> {
    /// A view of columns alone.
    #[cfg(test)]
    pub(crate) fn of_columns(
        truth: Vec<Column<'a>>,
        prediction: Vec<Column<'a>>,
        rows: &'a Rows<'a>,
        rankings: &'a Rankings,
    ) -> Self {
        let (weight, ignore, event, auxiliary) = (None, None, None, Vec::new());
        Self { truth, prediction, weight, rows, ignore, event, auxiliary, rankings, first_column: 0 }
    }

    /// The weight of a row.
    pub(crate) fn weight_of(&self, row: usize) -> f64 {
        self.weight.map_or(1.0, |weights| at(weights, row))
    }

    /// The view of one pair of columns.
    pub(crate) fn pair(&self, column: usize) -> Result<Self, Refusal> {
        let (Some(truth), Some(prediction)) = (self.truth.get(column), self.prediction.get(column)) else {
            return Err(Refusal::Columns("a truth column has no prediction column"));
        };
        let first_column = self.first_column + column;
        Ok(Self { truth: vec![*truth], prediction: vec![*prediction], first_column, ..self.clone() })
    }

    /// The same columns with other rows.
    pub(crate) fn within<'r>(&self, rows: &'r Rows<'r>) -> View<'r>
    where
        'a: 'r,
    {
        View { rows, ..self.clone() }
    }

    /// The rows in the order of a prediction column.
    pub(crate) fn ranking(&self, column: usize) -> Result<Cow<'a, Ranking>, Refusal> {
        let values = numbers(self.prediction.get(column).ok_or(Refusal::Columns("a column is missing"))?)?;
        Ok(self.rankings.ranking(self.first_column + column, values, self.rows))
    }

    /// Each truth column with its prediction column.
    pub(crate) fn pairs(&self) -> Result<impl Iterator<Item = (&Column<'a>, &Column<'a>)>, Refusal> {
        if self.truth.len() == self.prediction.len() {
            Ok(self.truth.iter().zip(&self.prediction))
        } else {
            Err(Refusal::Columns("a truth column has no prediction column"))
        }
    }

    /// Adds every pair of numbers to a state, column after column.
    pub(crate) fn fold_numbers<S: Merge + Default>(
        &self,
        add: impl Fn(&mut S, Cell<f64>) + Sync,
    ) -> Result<S, Refusal> {
        let ignore = self.ignore.and_then(|label| match label {
            LabelValue::Number(number) => Some(*number),
            LabelValue::Text(_) => None,
        });
        let mut total = S::default();
        for (truth, prediction) in self.pairs()? {
            let (truth, prediction) = (numbers(truth)?, numbers(prediction)?);
            total.merge(self.rows.fold(|state, row| {
                let cell = Cell { truth: at(truth, row), prediction: at(prediction, row), weight: self.weight_of(row) };
                if ignore.is_none_or(|ignored| cell.truth.total_cmp(&ignored).is_ne()) {
                    add(state, cell);
                }
            }));
        }
        Ok(total)
    }

    /// Adds every pair of labels to a state, column after column.
    pub(crate) fn fold_labels<S: Merge + Default>(
        &self,
        add: impl Fn(&mut S, Cell<Label<'a>>) + Sync,
    ) -> Result<S, Refusal> {
        let ignore = self.ignore.map(LabelValue::as_label);
        let mut total = S::default();
        for (truth, prediction) in self.pairs()? {
            if truth.kind() != prediction.kind() {
                return Err(Refusal::Columns("truth and prediction are not of one kind"));
            }
            total.merge(self.rows.fold(|state, row| {
                let (truth, prediction) = (Label::of(truth, row), Label::of(prediction, row));
                if ignore != Some(truth) {
                    add(state, Cell { truth, prediction, weight: self.weight_of(row) });
                }
            }));
        }
        Ok(total)
    }

    /// Adds every pair of text cells to a state, column after column.
    pub(crate) fn fold_texts<S: Merge + Default>(
        &self,
        add: impl Fn(&mut S, Cell<&'a [u8]>) + Sync,
    ) -> Result<S, Refusal> {
        let mut total = S::default();
        for (truth, prediction) in self.pairs()? {
            let (truth, prediction) = (texts(truth)?, texts(prediction)?);
            total.merge(self.rows.fold(|state, row| {
                if let (Some(truth), Some(prediction)) = (truth.get(row), prediction.get(row)) {
                    add(state, Cell { truth, prediction, weight: self.weight_of(row) });
                }
            }));
        }
        Ok(total)
    }
}

/// The numbers of a column.
pub(crate) fn numbers<'a>(column: &Column<'a>) -> Result<&'a [f64], Refusal> {
    match column {
        Column::Number(values) => Ok(values),
        Column::Text(_) => Err(Refusal::Columns("a column that should hold numbers holds text")),
    }
}

/// The cells of a text column.
pub(crate) fn texts<'a>(column: &Column<'a>) -> Result<TextColumn<'a>, Refusal> {
    match column {
        Column::Text(cells) => Ok(*cells),
        Column::Number(_) => Err(Refusal::Columns("a column that should hold text holds numbers")),
    }
}

/// A score is a finite number; `-0.0` becomes `0.0`.
pub(crate) fn finite(score: f64) -> Result<f64, Refusal> {
    if score.is_finite() { Ok(score + 0.0) } else { Err(Refusal::NotFinite) }
}
