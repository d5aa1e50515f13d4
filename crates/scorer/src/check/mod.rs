//! Checks a table against what a submission must be, and aligns it to the public ids.
//!
//! Invariant: the truth is not here; every message may be shown in full.

mod columns;
mod hint;
mod identity;
mod labels;
mod values;

use joute_domain::Place;
use joute_evaluation::Schema;
use joute_metrics::ColumnRule;

pub(crate) use columns::{check_names, check_repeated};
pub(crate) use identity::{Alignment, align};

use crate::findings::Findings;
use crate::table::Sheet;

/// The numbers of a submission in the order of the ids; `None` for a column of text.
pub(crate) type AlignedNumbers = Vec<Option<Vec<f64>>>;

/// Checks the cells of every prediction column; meaningful as predictions only if nothing was found.
pub(crate) fn check_values(
    sheet: &Sheet,
    schema: &Schema,
    rules: &[ColumnRule],
    alignment: &Alignment,
    findings: &mut Findings,
) -> AlignedNumbers {
    values::Values { sheet, schema, rules, alignment }.check(findings)
}

/// Where a cell stands, for people.
fn place(sheet: &Sheet, id: &str, row: usize, column: Option<&str>) -> Place {
    let id = sheet.cells(id).map(|cells| cells.text(row).into_owned()).filter(|id| !id.is_empty());
    Place { line: sheet.lines.of(row), column: column.map(str::to_owned), id }
}
