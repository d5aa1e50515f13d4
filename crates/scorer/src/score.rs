//! The stage that holds the truth: compares aligned columns and answers numbers.
//!
//! Invariant: nothing is parsed here; shapes, offsets and finiteness are compared before the metric sees a cell.

use std::os::fd::OwnedFd;

use joute_evaluation::layout::{ColumnFile, Kind, LayoutError};
use joute_evaluation::wire::ScoreHeader;
use joute_evaluation::{RowCounts, Schema, ScoreFrame, ScoreStatus};
use joute_metrics::{Column, Metric, Refusal, Table, Usage};
use rayon::prelude::*;

use crate::files::hold;

/// Runs the stage; every failure is a status.
pub(crate) fn run(header: &ScoreHeader, mut files: impl Iterator<Item = OwnedFd>) -> ScoreFrame {
    let held = hold(&mut files).and_then(|predictions| Ok((predictions, hold(&mut files)?)));
    let Ok((predictions, truth)) = held else { return ScoreFrame::refusal(ScoreStatus::Form) };
    frame(&header.schema, &predictions, &truth).unwrap_or_else(ScoreFrame::refusal)
}

fn frame(schema: &Schema, predictions: &[u8], truth: &[u8]) -> Result<ScoreFrame, ScoreStatus> {
    let metric = schema.metric().map_err(|_| ScoreStatus::Solution)?;
    let (predictions, truth) = (form(ColumnFile::open(predictions))?, form(ColumnFile::open(truth))?);
    form(predictions.expect(schema.rows, &prediction_kinds(schema)))?;
    form(truth.expect(schema.rows, &truth_kinds(schema)))?;
    let prediction = form(columns(&predictions, 0..schema.prediction.len()))?;
    if !prediction.par_iter().all(is_finite) {
        return Err(ScoreStatus::NotFinite);
    }
    let (table, usage) = form(solution_table(schema, &truth, prediction))?;
    Ok(score(&metric, &table, usage)?)
}

/// The table to score, and the usage column if there is a split.
pub(crate) fn solution_table<'a>(
    schema: &Schema,
    truth: &ColumnFile<'a>,
    prediction: Vec<Column<'a>>,
) -> Result<(Table<'a>, Option<&'a [u8]>), LayoutError> {
    let roles = schema.truth.len()..schema.truth.len().saturating_add(schema.roles.len());
    let mut table =
        Table { rows: truth.rows(), truth: columns(truth, 0..schema.truth.len())?, prediction, ..Table::default() };
    for (at, role) in roles.clone().zip(schema.roles.keys()) {
        let cells = column(truth, at)?;
        match (role.as_str(), cells) {
            ("weight", Column::Number(weights)) => table.weight = Some(weights),
            ("weight", Column::Text(_)) => return Err(LayoutError::Shape),
            ("group", cells) => table.group = Some(cells),
            ("mask", cells) => table.mask = Some(cells),
            ("event", cells) => table.event = Some(cells),
            _ => {}
        }
    }
    let end = roles.end.saturating_add(schema.auxiliary.len());
    table.auxiliary = columns(truth, roles.end..end)?;
    let usage = if schema.split { Some(truth.bytes(end)?) } else { None };
    Ok((table, usage))
}

/// The scores of all parts, with their sketches.
fn score(metric: &Metric, table: &Table<'_>, usage: Option<&[u8]>) -> Result<ScoreFrame, Refusal> {
    let evaluation = metric.evaluate(table, usage)?;
    let rows = row_counts(table.rows, usage);
    let frame = ScoreFrame {
        status: ScoreStatus::Scored,
        split: false,
        all: evaluation.all.value(),
        rows,
        public_sketch: evaluation.public.sketch,
        ..ScoreFrame::refusal(ScoreStatus::Scored)
    };
    let Some(private) = evaluation.private else { return Ok(frame) };
    let public = evaluation.public.score.value();
    Ok(ScoreFrame { split: true, public, private: private.score.value(), private_sketch: private.sketch, ..frame })
}

fn row_counts(rows: usize, usage: Option<&[u8]>) -> RowCounts {
    let Some(usage) = usage else { return RowCounts { public: count(rows), ..RowCounts::default() } };
    let of = |kind: Usage| count(usage.par_iter().filter(|byte| **byte == kind.byte()).count());
    let (public, private) = (of(Usage::Public), of(Usage::Private));
    RowCounts { public, private, ignored: count(rows).saturating_sub(public).saturating_sub(private) }
}

/// Kinds of the columns of aligned predictions.
pub(crate) fn prediction_kinds(schema: &Schema) -> Vec<Kind> {
    schema.prediction.iter().map(|column| column.kind.into()).collect()
}

/// Kinds of the columns of a truth file: truth, roles by name, auxiliary, usage.
pub(crate) fn truth_kinds(schema: &Schema) -> Vec<Kind> {
    schema.solution_columns().map(|column| column.kind.into()).chain(schema.split.then_some(Kind::Byte)).collect()
}

fn columns<'a>(file: &ColumnFile<'a>, range: std::ops::Range<usize>) -> Result<Vec<Column<'a>>, LayoutError> {
    range.map(|at| column(file, at)).collect()
}

fn column<'a>(file: &ColumnFile<'a>, at: usize) -> Result<Column<'a>, LayoutError> {
    match file.kinds().get(at) {
        Some(Kind::Number) => file.numbers(at).map(Column::Number),
        Some(Kind::Text) => file.texts(at).map(Column::Text),
        Some(Kind::Byte) | None => Err(LayoutError::Shape),
    }
}

fn is_finite(column: &Column<'_>) -> bool {
    match column {
        Column::Number(values) => values.par_iter().all(|value| value.is_finite()),
        Column::Text(_) => true,
    }
}

fn form<T>(result: Result<T, LayoutError>) -> Result<T, ScoreStatus> {
    result.map_err(|_| ScoreStatus::Form)
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
