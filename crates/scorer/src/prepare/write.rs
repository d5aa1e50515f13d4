//! Writes ids and truth as column files, both in the order of the ids: whole numbers by value, others by bytes.
//!
//! Invariant: cells of rows that are not scored and hold no number become zero, truth that is ignored because it is empty
//! becomes NaN; no other cell is changed.

use joute_evaluation::layout::{ColumnWriter, Kind, Layout, LayoutError};
use joute_evaluation::{CellKind, Schema};
use joute_metrics::{Usage, ignores_empty_truth};

use super::solution::Solution;
use crate::number;
use crate::score::truth_kinds;
use crate::table::Cells;

/// Writes the ids; returns the length of the file.
pub(super) fn ids(solution: &Solution, memory: &mut [u8]) -> Result<u64, LayoutError> {
    let mut writer = ColumnWriter::new(memory, layout(solution, &[Kind::Text])?)?;
    texts(&mut writer, 0, solution, &solution.id)?;
    writer.finish()
}

/// Writes truth, roles and usage; returns the length of the file.
pub(super) fn truth(solution: &Solution, schema: &Schema, memory: &mut [u8]) -> Result<u64, LayoutError> {
    let mut writer = ColumnWriter::new(memory, layout(solution, &truth_kinds(schema))?)?;
    let gaps = ignores_empty_truth(&schema.metric.params);
    for (at, column) in schema.solution_columns().enumerate() {
        let empty = if gaps && at < schema.truth.len() { f64::NAN } else { 0.0 };
        match column.kind {
            CellKind::Number => numbers(&mut writer, at, solution, &column.name, empty)?,
            CellKind::Text => texts(&mut writer, at, solution, &column.name)?,
        }
    }
    if let Some(usage) = &solution.usage {
        let at = schema.solution_columns().count();
        for (place, row) in writer.bytes(at)?.iter_mut().zip(&solution.order) {
            *place = usage.get(*row).copied().unwrap_or(Usage::Ignored).byte();
        }
    }
    writer.finish()
}

fn layout(solution: &Solution, kinds: &[Kind]) -> Result<Layout, LayoutError> {
    let rows = u64::try_from(solution.order.len()).map_err(|_| LayoutError::Shape)?;
    Layout::new(rows, kinds).ok_or(LayoutError::Shape)
}

fn texts(writer: &mut ColumnWriter<'_>, at: usize, solution: &Solution, name: &str) -> Result<(), LayoutError> {
    let Some(Cells::Text(cells)) = solution.sheet.cells(name) else { return Err(LayoutError::Shape) };
    writer.texts(at, solution.order.iter().map(|row| cells.get(*row).unwrap_or_default().as_bytes()))
}

fn numbers(
    writer: &mut ColumnWriter<'_>,
    at: usize,
    solution: &Solution,
    name: &str,
    empty: f64,
) -> Result<(), LayoutError> {
    let cells = solution.sheet.cells(name).ok_or(LayoutError::Shape)?;
    for (place, row) in writer.numbers(at)?.iter_mut().zip(&solution.order) {
        *place = number::parse(&cells.text(*row)).unwrap_or(empty);
    }
    Ok(())
}
