//! What the host should know of a solution: where the metric has no value, lonely groups, labels of one part only.
//!
//! Invariant: these words hold values of the truth; they are told to the host and to nobody else.

use std::collections::BTreeSet;

use joute_evaluation::Schema;
use joute_metrics::{Column, Metric, PredictionShape, RowSet, Table, Undefined, Usage};

/// Labels of a column beyond which it is no list of classes.
const MOST_LABELS: usize = 1_000;

/// Labels named in a remark.
const MOST_NAMED: usize = 5;

/// The columns or groups that have no score, as a sentence to add.
pub(super) fn undefined_parts(schema: &Schema, metric: &Metric, table: &Table<'_>, rows: &RowSet<'_>) -> String {
    let parts = metric.undefined_parts(table, rows).unwrap_or_default();
    let several = schema.truth.len() > 1;
    let named = parts.iter().filter_map(|part| match part {
        Undefined::Column(at) if several => schema.truth.get(*at).map(|column| format!("column `{}`", column.name)),
        Undefined::Column(_) => None,
        Undefined::Group { name, rows: 1 } => Some(format!("group `{name}`, which has a single row")),
        Undefined::Group { name, rows } => Some(format!("group `{name}` of {rows} rows")),
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { String::new() } else { format!(" It has no value for {}.", named.join(", ")) }
}

/// Groups of one row, though the metric has a value for them.
pub(super) fn single_groups(metric: &Metric, table: &Table<'_>, rows: &RowSet<'_>, part: &str) -> Option<String> {
    let sizes = metric.group_sizes(table, rows).ok().flatten().filter(|sizes| sizes.singles > 0)?;
    let named: Vec<String> = sizes.single.iter().map(|name| format!("`{name}`")).collect();
    let more = if sizes.singles > named.len() { ", ..." } else { "" };
    Some(format!(
        "On {part} {} of {} groups have a single row: {}{more}.",
        sizes.singles,
        sizes.groups,
        named.join(", ")
    ))
}

/// Labels of the truth that stand in only one of the two parts.
pub(super) fn missing_labels(schema: &Schema, metric: &Metric, table: &Table<'_>, usage: &[u8]) -> Vec<String> {
    if !matches!(metric.info().prediction, PredictionShape::Labels | PredictionShape::Scores) {
        return Vec::new();
    }
    let columns = schema.truth.iter().zip(&table.truth);
    columns.flat_map(|(column, cells)| one_sided(&column.name, cells, usage)).collect()
}

fn one_sided(name: &str, cells: &Column<'_>, usage: &[u8]) -> Vec<String> {
    let labels = |part: Usage| -> Option<BTreeSet<String>> {
        let mut labels = BTreeSet::new();
        for (row, _) in usage.iter().enumerate().filter(|(_, byte)| **byte == part.byte()) {
            labels.extend(label(cells, row));
            if labels.len() > MOST_LABELS {
                return None;
            }
        }
        Some(labels)
    };
    let (Some(public), Some(private)) = (labels(Usage::Public), labels(Usage::Private)) else { return Vec::new() };
    let told = |missing: Vec<&String>, part: &str| {
        let named: Vec<String> = missing.iter().take(MOST_NAMED).map(|label| format!("`{label}`")).collect();
        let more = if missing.len() > named.len() { ", ..." } else { "" };
        (!named.is_empty())
            .then(|| format!("Column `{name}` never holds {}{more} on the {part} rows.", named.join(", ")))
    };
    let lacking =
        [told(private.difference(&public).collect(), "public"), told(public.difference(&private).collect(), "private")];
    lacking.into_iter().flatten().collect()
}

fn label(cells: &Column<'_>, row: usize) -> Option<String> {
    match cells {
        Column::Number(values) => values.get(row).map(f64::to_string),
        Column::Text(cells) => cells.get(row).map(|cell| String::from_utf8_lossy(cell).into_owned()),
    }
}
