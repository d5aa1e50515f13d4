//! Which rows are public, private or ignored.
//!
//! Invariant: a split has at least one public and one private row.

use joute_domain::{ErrorCode, Place, ScoringSettings};
use joute_evaluation::{RowCounts, is_public};
use joute_metrics::Usage;

use crate::findings::{Findings, Occurrence};
use crate::table::{Cells, Sheet};

/// The usage of every row of the file; `None` if there is no split.
pub(super) fn read(sheet: &Sheet, settings: &ScoringSettings, findings: &mut Findings) -> Option<Vec<Usage>> {
    let usage = match (&settings.columns.usage, &settings.split) {
        (Some(name), _) => by_column(sheet, name, sheet.cells(name)?, findings),
        (None, Some(split)) => {
            let mut usage = Vec::with_capacity(sheet.rows);
            sheet.cells(&settings.columns.id)?.each_text(|_, id| {
                let public = is_public(split.seed, split.public_ratio, id.as_bytes());
                usage.push(if public { Usage::Public } else { Usage::Private });
            });
            usage
        }
        (None, None) => return None,
    };
    if findings.is_empty() {
        let lacking = |kind, name: &str, findings: &mut Findings| {
            if !usage.contains(&kind) {
                super::invalid(format!("The split leaves no {name} row."), findings);
            }
        };
        lacking(Usage::Public, "public", findings);
        lacking(Usage::Private, "private", findings);
    }
    Some(usage)
}

/// How many rows count where.
pub(super) fn counts(usage: Option<&[Usage]>, rows: usize) -> RowCounts {
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let Some(usage) = usage else { return RowCounts { public: number(rows), ..RowCounts::default() } };
    let of = |kind: Usage| number(usage.iter().filter(|usage| **usage == kind).count());
    RowCounts { public: of(Usage::Public), private: of(Usage::Private), ignored: of(Usage::Ignored) }
}

fn by_column(sheet: &Sheet, name: &str, cells: &Cells, findings: &mut Findings) -> Vec<Usage> {
    let mut usage = Vec::with_capacity(sheet.rows);
    cells.each_text(|row, cell| {
        let word = cell.trim();
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        usage.push(if is("public") {
            Usage::Public
        } else if is("private") {
            Usage::Private
        } else {
            if !is("ignored") && !is("ignore") {
                let place = Place { line: sheet.lines.of(row), column: Some(name.to_owned()), id: None };
                let rule = Some("a usage is Public, Private or Ignored".to_owned());
                findings.add(ErrorCode::InvalidLabel, || Occurrence { place, value: Some(cell.to_owned()), rule });
            }
            Usage::Ignored
        });
    });
    usage
}
