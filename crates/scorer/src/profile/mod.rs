//! The stage of the data page: first rows and a summary of every column.
//!
//! Invariant: memory is bounded by the file and a budget for distinct values, whatever the table holds.

mod bins;
mod column;

use std::os::fd::OwnedFd;

use joute_domain::TableProfile;
use joute_evaluation::wire::ProfileHeader;

use crate::files::{next, read_upload};
use crate::findings::Refused;
use crate::table::{Cells, ColumnarTable, Opened, Reading, Separators, TextTable, open};
use column::ColumnCount;

/// Rows that are shown.
const SHOWN_ROWS: usize = 10;

/// Letters of a shown cell, in a table of few columns.
const MOST_LETTERS: usize = 200;

/// Letters of a shown row, over all its cells.
const ROW_LETTERS: usize = 40_000;

/// Distinct values that are counted, over all columns.
const DISTINCT_BUDGET: usize = 400_000;

/// Runs the stage.
pub(crate) fn run(header: &ProfileHeader, mut files: impl Iterator<Item = OwnedFd>) -> Result<TableProfile, Refused> {
    let upload = read_upload(next(&mut files)?, header.bounds.table_bytes)?;
    match open(upload, &header.bounds, Separators::Any)? {
        Opened::Text(table) => Ok(of_text(&table)),
        Opened::Columnar(table) => of_columns(&table),
    }
}

fn of_text(table: &TextTable) -> TableProfile {
    let mut counts = counts(table.names.len());
    let mut profile = TableProfile::default();
    let letters = letters(table.names.len());
    let mut rows = table.rows();
    while let Some((_, record)) = rows.next() {
        let cells = |at: usize| record.get(at).map(String::from_utf8_lossy).unwrap_or_default();
        if profile.first_rows.len() < SHOWN_ROWS {
            profile.first_rows.push((0..table.names.len()).map(|at| cut(&cells(at), letters)).collect());
        }
        for (at, count) in counts.iter_mut().enumerate() {
            count.add(&cells(at));
        }
        profile.rows = profile.rows.saturating_add(1);
    }
    let numeric = counts.iter_mut().map(ColumnCount::begin_bins).filter(|begun| *begun).count();
    if numeric > 0 {
        let mut rows = table.rows();
        while let Some((_, record)) = rows.next() {
            for (at, count) in counts.iter_mut().enumerate() {
                count.add_to_bins(|| record.get(at).map(String::from_utf8_lossy).unwrap_or_default());
            }
        }
    }
    summaries(profile, &table.names, counts)
}

/// One column at a time, so that only one is in memory as text.
fn of_columns(table: &ColumnarTable) -> Result<TableProfile, Refused> {
    let columns = table.names.len();
    let mut counts = counts(columns);
    let (mut rows, mut first_rows) = (0, Vec::new());
    for (at, count) in counts.iter_mut().enumerate() {
        let mut readings = vec![Reading::Skip; columns];
        if let Some(reading) = readings.get_mut(at) {
            *reading = Reading::Text;
        }
        let mut sheet = table.read(&readings)?;
        rows = sheet.rows;
        first_rows.resize(rows.min(SHOWN_ROWS), Vec::new());
        let Some(cells) = sheet.columns.get_mut(at).and_then(Option::take) else { continue };
        summarise(count, &cells);
        for (row, shown) in first_rows.iter_mut().enumerate() {
            shown.push(cut(&cells.text(row), letters(columns)));
        }
    }
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    Ok(summaries(TableProfile { rows, first_rows, ..TableProfile::default() }, &table.names, counts))
}

fn summarise(count: &mut ColumnCount, cells: &Cells) {
    cells.each_text(|_, cell| count.add(cell));
    if count.begin_bins() {
        cells.each_text(|_, cell| count.add_to_bins(|| cell.into()));
    }
}

fn counts(columns: usize) -> Vec<ColumnCount> {
    let most = (DISTINCT_BUDGET / columns.max(1)).clamp(100, 10_000);
    (0..columns).map(|_| ColumnCount::new(most)).collect()
}

fn summaries(mut profile: TableProfile, names: &[String], counts: Vec<ColumnCount>) -> TableProfile {
    let summary = |(name, count): (&String, ColumnCount)| count.summary(cut(name, MOST_LETTERS));
    profile.columns = names.iter().zip(counts).map(summary).collect();
    profile
}

fn letters(columns: usize) -> usize {
    (ROW_LETTERS / columns.max(1)).clamp(20, MOST_LETTERS)
}

/// The first letters of a cell, without control characters.
fn cut(cell: &str, letters: usize) -> String {
    let visible = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut text: String = cell.chars().map(visible).take(letters).collect();
    if cell.chars().nth(letters).is_some() && text.pop().is_some() {
        text.push('…');
    }
    text
}
