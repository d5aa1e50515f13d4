//! Ids: each public id once, no other, in any order.
//!
//! Invariant: without a finding, rows and ids stand in a one-to-one relation; a repeated id is never scored.

use joute_domain::{ErrorCode, Place};

use super::hint::id_hint;
use crate::findings::{Findings, Occurrence};
use crate::ids::{IdIndex, NONE, index, row};
use crate::table::{Cells, Sheet};

/// Rows that are kept for places and hints.
const MOST_SEEN: usize = 1_000;

/// Which row of the file belongs to which id.
#[derive(Debug)]
pub(crate) struct Alignment {
    /// For each row of the file the position of its id, or [`NONE`].
    pub(crate) positions: Vec<u32>,
    /// For each id its row in the file, or [`NONE`].
    pub(crate) rows: Vec<u32>,
}

/// Aligns the rows of a table to the ids. A table without the id column is aligned to nothing.
pub(crate) fn align(sheet: &Sheet, id: &str, ids: &IdIndex<'_>, findings: &mut Findings) -> Alignment {
    let mut found = Alignment { positions: vec![NONE; sheet.rows], rows: vec![NONE; ids.len()] };
    let Some(cells) = sheet.cells(id) else { return found };
    let (mut unknown, mut repeated) = (Seen::default(), Seen::default());
    cells.each_text(|at, cell| {
        let position = ids.find(cell.as_bytes());
        match found.rows.get_mut(index(position)) {
            Some(row_of) if *row_of == NONE => {
                *row_of = row(at);
                if let Some(place) = found.positions.get_mut(at) {
                    *place = position;
                }
            }
            Some(_) => repeated.add(at),
            None if cell.is_empty() => null_id(sheet, id, at, findings),
            None => unknown.add(at),
        }
    });
    report_missing(&found.rows, ids, findings);
    unknown.report(ErrorCode::UnknownIds, sheet, cells, findings);
    repeated.report(ErrorCode::DuplicateIds, sheet, cells, findings);
    if let Some(hint) = id_hint(&unknown.first, cells, &found.rows, ids) {
        findings.hint(ErrorCode::MissingIds, hint);
        findings.hint(ErrorCode::UnknownIds, hint);
    }
    found
}

/// Rows with a fault, the first ones by their number.
#[derive(Default)]
struct Seen {
    first: Vec<usize>,
    more: u64,
}

impl Seen {
    fn add(&mut self, at: usize) {
        if self.first.len() < MOST_SEEN {
            self.first.push(at);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn report(&self, code: ErrorCode, sheet: &Sheet, cells: &Cells, findings: &mut Findings) {
        for at in &self.first {
            let place = || Place { line: sheet.lines.of(*at), column: None, id: Some(cells.text(*at).into_owned()) };
            findings.add(code, || Occurrence { place: place(), ..Occurrence::default() });
        }
        if self.more > 0 {
            findings.add_many(code, self.more, Occurrence::default);
        }
    }
}

fn null_id(sheet: &Sheet, id: &str, at: usize, findings: &mut Findings) {
    let place = Place { line: sheet.lines.of(at), column: Some(id.to_owned()), id: None };
    findings.add(ErrorCode::NullValue, || Occurrence { place, ..Occurrence::default() });
}

fn report_missing(rows: &[u32], ids: &IdIndex<'_>, findings: &mut Findings) {
    for (position, _) in rows.iter().enumerate().filter(|(_, row)| **row == NONE) {
        findings.add(ErrorCode::MissingIds, || {
            let id = ids.ids().get(position).map(|id| String::from_utf8_lossy(id).into_owned());
            Occurrence { place: Place { id, ..Place::default() }, ..Occurrence::default() }
        });
    }
}
