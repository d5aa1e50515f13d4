//! Guesses why ids do not match, from the ids that are missing and those that are unknown.
//!
//! Invariant: a hint never changes what is accepted.

use std::borrow::Cow;
use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::ids::{IdIndex, NONE};
use crate::table::Cells;

/// Missing ids that are looked at.
const MOST_MISSING: usize = 200_000;

type Change = fn(&str) -> Cow<'_, str>;

/// Changes that make ids equal, with what to tell.
const CHANGES: [(Change, &str); 5] = [
    (trimmed, "the ids match after trimming blanks"),
    (without_decimals, "the ids match after dropping '.0': the id column was read as decimal numbers"),
    (without_zeros, "the ids match after padding with zeros: the id column was read as numbers"),
    (folded, "the ids match when upper and lower case are taken as equal"),
    (composed, "the ids match after Unicode normalisation (NFC)"),
];

/// What would make most of the unknown ids known.
pub(super) fn id_hint(unknown: &[usize], cells: &Cells, rows: &[u32], ids: &IdIndex<'_>) -> Option<&'static str> {
    if unknown.is_empty() {
        return None;
    }
    let missing = rows.iter().enumerate().filter(|(_, row)| **row == NONE).take(MOST_MISSING);
    let missing: Vec<&str> =
        missing.filter_map(|(position, _)| ids.ids().get(position)).filter_map(|id| str::from_utf8(id).ok()).collect();
    let matches = |change: Change| {
        let missing: HashSet<Cow<'_, str>> = missing.iter().map(|id| change(id)).collect();
        let found = unknown.iter().filter(|at| missing.contains(&change(&cells.text(**at)))).count();
        found.saturating_mul(2) > unknown.len()
    };
    CHANGES.iter().find(|(change, _)| matches(*change)).map(|(_, hint)| *hint)
}

fn trimmed(id: &str) -> Cow<'_, str> {
    Cow::Borrowed(id.trim())
}

fn without_decimals(id: &str) -> Cow<'_, str> {
    let whole = id
        .split_once('.')
        .filter(|(whole, rest)| !whole.is_empty() && !rest.is_empty() && rest.bytes().all(|byte| byte == b'0'));
    Cow::Borrowed(whole.map_or(id, |(whole, _)| whole))
}

fn without_zeros(id: &str) -> Cow<'_, str> {
    let rest = without_decimals_at(id).trim_start_matches('0');
    Cow::Borrowed(if rest.is_empty() && !id.is_empty() { "0" } else { rest })
}

fn without_decimals_at(id: &str) -> &str {
    id.strip_suffix(".0").unwrap_or(id)
}

fn folded(id: &str) -> Cow<'_, str> {
    Cow::Owned(id.trim().to_lowercase())
}

fn composed(id: &str) -> Cow<'_, str> {
    Cow::Owned(id.trim().nfkc().collect())
}
