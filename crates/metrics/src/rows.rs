//! The rows of one score, walked in chunks of fixed length whose states are merged in order.
//!
//! Invariant: chunks depend on the rows alone, never on the number of threads, so a fold has the same bits on all.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::table::RowSet;

/// Rows of a chunk. Changing it changes the last bits of scores.
const CHUNK: usize = 16_384;

/// Chunks whose states wait to be merged; bounds the memory of large states.
const BATCH: usize = 256;

/// A state that continues where an earlier chunk ended.
pub(crate) trait Merge: Send {
    /// Takes in the state of the rows that follow.
    fn merge(&mut self, later: Self);
}

/// The rows that count.
#[derive(Debug, Clone)]
pub(crate) enum Rows<'a> {
    /// The first `n` rows.
    First(usize),
    /// Rows whose byte is true.
    Kept(Cow<'a, [bool]>),
    /// These rows, ascending.
    Listed(&'a [u32]),
}

impl Rows<'_> {
    /// The rows of a set over a table of `rows` rows.
    pub(crate) fn of_set(set: &RowSet<'_>, rows: usize) -> Self {
        match set.usage() {
            None => Self::First(rows),
            Some(usage) => Self::Kept(usage.par_iter().map(|used| set.holds(*used)).collect::<Vec<_>>().into()),
        }
    }

    /// Number of positions that are walked.
    fn span(&self) -> usize {
        match self {
            Self::First(rows) => *rows,
            Self::Kept(keep) => keep.len(),
            Self::Listed(rows) => rows.len(),
        }
    }

    /// Number of rows that count.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Kept(keep) => keep.par_chunks(CHUNK).map(|part| part.iter().filter(|kept| **kept).count()).sum(),
            _ => self.span(),
        }
    }

    /// Calls `visit` for the rows of one chunk, ascending.
    fn visit(&self, chunk: usize, mut visit: impl FnMut(usize)) {
        let start = chunk.saturating_mul(CHUNK);
        let end = start.saturating_add(CHUNK).min(self.span());
        match self {
            Self::First(_) => (start..end).for_each(visit),
            Self::Kept(keep) => {
                let kept = keep.get(start..end).unwrap_or_default();
                (start..).zip(kept).filter(|(_, kept)| **kept).for_each(|(row, _)| visit(row));
            }
            Self::Listed(rows) => {
                let rows = rows.get(start..end).unwrap_or_default();
                rows.iter().filter_map(|row| usize::try_from(*row).ok()).for_each(&mut visit);
            }
        }
    }

    /// Adds every row to a state, chunk by chunk in parallel, and merges the chunks in order.
    pub(crate) fn fold<S: Merge + Default>(&self, add: impl Fn(&mut S, usize) + Sync) -> S {
        let chunks = self.span().div_ceil(CHUNK);
        let one = |chunk: usize| {
            let mut state = S::default();
            self.visit(chunk, |row| add(&mut state, row));
            state
        };
        if chunks <= 1 {
            return one(0);
        }
        let mut total = S::default();
        for start in (0..chunks).step_by(BATCH) {
            let states: Vec<S> = (start..chunks.min(start + BATCH)).into_par_iter().map(one).collect();
            for state in states {
                total.merge(state);
            }
        }
        total
    }

    /// What `of` gives for every row, in the order of the rows.
    pub(crate) fn gather<T: Send>(&self, of: impl Fn(usize) -> Option<T> + Sync) -> Vec<T> {
        self.fold(|list: &mut Vec<T>, row| list.extend(of(row)))
    }
}

impl<T: Send> Merge for Vec<T> {
    fn merge(&mut self, mut later: Self) {
        self.append(&mut later);
    }
}

impl<A: Merge, B: Merge> Merge for (A, B) {
    fn merge(&mut self, later: Self) {
        self.0.merge(later.0);
        self.1.merge(later.1);
    }
}

impl Merge for bool {
    /// True if either is.
    fn merge(&mut self, later: Self) {
        *self |= later;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_rows_are_walked_in_each_form() {
        let rows = CHUNK * 2 + 7;
        let keep: Vec<bool> = (0..rows).map(|row| row % 3 == 0).collect();
        let listed: Vec<u32> = (0..u32::try_from(rows).unwrap()).filter(|row| row % 3 == 0).collect();
        let kept = Rows::Kept(Cow::Borrowed(&keep));
        assert_eq!(kept.gather(Some), Rows::Listed(&listed).gather(Some));
        assert_eq!(kept.count(), listed.len());
        assert_eq!(Rows::First(rows).gather(Some).len(), rows);
    }
}
