//! Scores made-up predictions once, so that a metric that is undefined on a part is told to the host at set-up.
//!
//! Invariant: a refusal that is due to the made-up predictions is never reported.

use joute_domain::ErrorCode;
use joute_evaluation::layout::ColumnFile;
use joute_evaluation::{CellKind, Schema};
use joute_metrics::{AllowedLabels, Column, ColumnRule, Metric, NumberRange, Part, Refusal, RowSet, Table, TextColumn};

use crate::findings::{Findings, Refused, told};
use crate::score::solution_table;

use super::remarks;

/// Checks that the metric has a value on all rows, on the public and on the private ones; answers what else the host
/// should know.
pub(super) fn check(schema: &Schema, metric: &Metric, truth: &[u8]) -> Result<Vec<String>, Refused> {
    let form = |error: joute_evaluation::layout::LayoutError| Refused::Job(error.to_string());
    let truth = ColumnFile::open(truth).map_err(form)?;
    let (table, usage) = solution_table(schema, &truth, Vec::new()).map_err(form)?;
    let invented: Vec<Invented> = (0..schema.prediction.len()).map(|at| invent(schema, metric, &table, at)).collect();
    let prediction = invented.iter().map(Invented::column).collect::<Option<Vec<_>>>();
    let table = Table { prediction: prediction.unwrap_or_default(), ..table };
    let mut findings = Findings::default();
    let parts = match usage {
        None => vec![("the rows", RowSet::every())],
        Some(usage) => vec![
            ("the public rows", RowSet::part(usage, Part::Public)),
            ("the private rows", RowSet::part(usage, Part::Private)),
            ("all rows", RowSet::part(usage, Part::All)),
        ],
    };
    let mut notes = Vec::new();
    for (name, rows) in &parts {
        match metric.score(&table, rows) {
            Ok(_) | Err(Refusal::ConstantPrediction | Refusal::NotFinite | Refusal::RowSum | Refusal::Ordering) => {
                notes.extend(remarks::single_groups(metric, &table, rows, name));
            }
            Err(refusal) => {
                let code = match refusal.code() {
                    ErrorCode::InvalidSettings => ErrorCode::InvalidSettings,
                    _ => ErrorCode::UndefinedMetric,
                };
                let parts = remarks::undefined_parts(schema, metric, &table, rows);
                findings.push(told(code, format!("On {name} of the solution: {refusal}.{parts}")));
            }
        }
    }
    findings.into_result()?;
    notes.extend(usage.into_iter().flat_map(|usage| remarks::missing_labels(schema, metric, &table, usage)));
    Ok(notes)
}

/// A made-up column.
enum Invented {
    Numbers(Vec<f64>),
    Texts { offsets: Vec<u64>, bytes: Vec<u8> },
}

impl Invented {
    fn column(&self) -> Option<Column<'_>> {
        match self {
            Self::Numbers(values) => Some(Column::Number(values)),
            Self::Texts { offsets, bytes } => TextColumn::new(offsets, bytes).ok().map(Column::Text),
        }
    }

    fn texts<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut offsets, mut bytes) = (vec![0], Vec::new());
        for cell in cells {
            bytes.extend(cell);
            offsets.push(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        Self::Texts { offsets, bytes }
    }
}

fn invent(schema: &Schema, metric: &Metric, table: &Table<'_>, at: usize) -> Invented {
    let rules = metric.requirements();
    let allowed = rules.iter().find_map(|rule| match rule {
        ColumnRule::Label(rule) if rule.column == at => Some(rule.allowed.clone()),
        _ => None,
    });
    let same = table.truth.get(at).or_else(|| table.truth.first());
    let is_text = schema.prediction.get(at).is_some_and(|column| column.kind == CellKind::Text);
    match (is_text, allowed, same) {
        (true, Some(Some(AllowedLabels::Texts(texts))), _) if !texts.is_empty() => {
            Invented::texts(texts.iter().map(String::as_bytes).cycle().take(table.rows))
        }
        (true, _, Some(Column::Text(truth))) if may_be_empty(rules, at) => {
            Invented::texts((0..table.rows).map(|row| truth.get(row).unwrap_or_default()))
        }
        (true, _, Some(Column::Text(truth))) => {
            Invented::texts((0..table.rows).map(|row| truth.get(row).filter(|cell| !cell.is_empty()).unwrap_or(b"x")))
        }
        (true, _, _) => Invented::texts(std::iter::repeat_n(&b"x"[..], table.rows)),
        (false, Some(Some(AllowedLabels::Numbers(numbers))), _) if !numbers.is_empty() => {
            Invented::Numbers(numbers.iter().copied().cycle().take(table.rows).collect())
        }
        (false, Some(_), Some(Column::Number(truth))) => Invented::Numbers(truth.to_vec()),
        (false, _, _) => Invented::Numbers(numbers(rules, table.rows, at)),
    }
}

/// True if an empty cell of the column is a mask, a list of boxes or an empty list.
fn may_be_empty(rules: &[ColumnRule], at: usize) -> bool {
    rules.iter().any(|rule| match rule {
        ColumnRule::Runs(rule) => rule.column == at,
        ColumnRule::Boxes(rule) => rule.column == at,
        ColumnRule::List(rule) => rule.column == at && rule.allow_empty,
        ColumnRule::Label(rule) => rule.column == at && rule.allow_empty,
        ColumnRule::Number(_) | ColumnRule::RowSum(_) => false,
    })
}

/// Numbers that meet the rules and vary from row to row where they may.
fn numbers(rules: &[ColumnRule], rows: usize, at: usize) -> Vec<f64> {
    let summed = rules.iter().find_map(|rule| match rule {
        ColumnRule::RowSum(rule) if rule.columns.contains(&at) => Some(rule.columns.len()),
        _ => None,
    });
    if let Some(columns) = summed {
        return vec![1.0 / f64::from(u32::try_from(columns).unwrap_or(1)); rows];
    }
    let rule = rules.iter().find_map(|rule| match rule {
        ColumnRule::Number(rule) if rule.column == at => Some((rule.range, rule.whole)),
        _ => None,
    });
    let (range, whole) = rule.unwrap_or((NumberRange::FINITE, false));
    let (low, width) = match (range.low, range.high) {
        (Some(low), Some(high)) => (low, high - low),
        (Some(low), None) => (low, 10.0),
        (None, Some(high)) => (high - 10.0, 10.0),
        (None, None) => (0.0, 10.0),
    };
    let value = |row: usize| {
        let share = f64::from(u16::try_from(row.wrapping_mul(7919) % 997).unwrap_or(0)) / 997.0;
        let value = low + width * (0.01 + 0.98 * share);
        if whole { value.round() } else { value }
    };
    (0..rows).map(value).collect()
}
