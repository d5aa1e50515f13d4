//! The rows of a table in the order of one column: sorted once, shared by all parts and by all that rank.
//!
//! Invariant: rows with equal values keep the order of the table, so a ranking has the same bits on any number of
//! threads.

mod radix;

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::numeric::{at, order_key};
use crate::rows::Rows;

pub(crate) use radix::sort_keys;

/// Rows in ascending order of a value. Each entry holds the rank of the value among the distinct ones in its upper and
/// the row in its lower half.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranking(Vec<u64>);

/// The row of an entry.
pub(crate) fn row_of(entry: u64) -> usize {
    usize::try_from(entry & u64::from(u32::MAX)).unwrap_or(usize::MAX)
}

impl Ranking {
    /// Ranks some rows by their values; tables have fewer than 2^32 rows.
    pub(crate) fn of(values: &[f64], rows: &Rows<'_>) -> Self {
        let keys = |row: usize| order_key(at(values, row));
        let (low, high) = match rows {
            Rows::First(count) => range((0..*count).into_par_iter().map(keys)),
            Rows::Kept(keep) => range(keep.par_iter().enumerate().filter(|(_, kept)| **kept).map(|(row, _)| keys(row))),
            Rows::Listed(list) => range(list.par_iter().map(|row| keys(wide(*row)))),
        };
        // The upper 32 bits of a key within the range of all, which orders all but the closest values.
        let shift = (u64::BITS - high.wrapping_sub(low).leading_zeros()).saturating_sub(32);
        let entry = |row: usize| {
            let place = keys(row).wrapping_sub(low) >> shift;
            (place << 32) | (u64::try_from(row).unwrap_or(0) & u64::from(u32::MAX))
        };
        let mut entries: Vec<u64> = match rows {
            Rows::First(count) => (0..*count).into_par_iter().map(entry).collect(),
            Rows::Listed(list) => list.par_iter().map(|row| entry(wide(*row))).collect(),
            Rows::Kept(_) => rows.gather(|row| Some(entry(row))),
        };
        radix::sort_by_upper_half(&mut entries);
        settle(&mut entries, &keys, shift > 0);
        Self(entries)
    }

    /// The ranking of those rows of it that are in `rows`.
    fn within(&self, rows: &Rows<'_>) -> Option<Cow<'_, Self>> {
        match rows {
            Rows::First(count) if *count == self.0.len() => Some(Cow::Borrowed(self)),
            Rows::Kept(keep) => {
                let kept = self.0.iter().copied().filter(|entry| keep.get(row_of(*entry)).copied().unwrap_or(false));
                Some(Cow::Owned(Self(kept.collect())))
            }
            Rows::First(_) | Rows::Listed(_) => None,
        }
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The entries of each distinct value, ascending.
    pub(crate) fn ties(&self) -> impl Iterator<Item = &[u64]> {
        self.0.chunk_by(|left, right| left >> 32 == right >> 32)
    }

    /// The rows in descending order; rows with equal values keep the order of the table.
    pub(crate) fn descending(&self) -> impl Iterator<Item = usize> {
        self.0.chunk_by(|left, right| left >> 32 == right >> 32).rev().flatten().map(|entry| row_of(*entry))
    }

    /// The rows in ascending order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|entry| row_of(*entry))
    }
}

/// Rankings of a table's prediction columns, each made when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Rankings(Vec<OnceLock<Ranking>>);

impl Rankings {
    /// Room for so many columns.
    pub(crate) fn new(columns: usize) -> Self {
        Self((0..columns).map(|_| OnceLock::new()).collect())
    }

    /// The ranking of `rows` by the values of a prediction column.
    pub(crate) fn ranking<'a>(&'a self, column: usize, values: &[f64], rows: &Rows<'_>) -> Cow<'a, Ranking> {
        let whole = match rows {
            Rows::First(_) | Rows::Kept(_) => self.0.get(column),
            Rows::Listed(_) => None,
        };
        let Some(place) = whole else { return Cow::Owned(Ranking::of(values, rows)) };
        // Made outside of `get_or_init`: there, a thread that waits for others could be handed a task that waits for it.
        if place.get().is_none() {
            let _ = place.set(Ranking::of(values, &Rows::First(values.len())));
        }
        let shared = place.get().and_then(|whole| whole.within(rows));
        shared.unwrap_or_else(|| Cow::Owned(Ranking::of(values, rows)))
    }
}

fn wide(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// The least and the greatest key; equal ones if there are none.
fn range(keys: impl ParallelIterator<Item = u64>) -> (u64, u64) {
    let wider = |left: (u64, u64), right: (u64, u64)| (left.0.min(right.0), left.1.max(right.1));
    let (low, high) =
        keys.fold(|| (u64::MAX, 0), |range, key| wider(range, (key, key))).reduce(|| (u64::MAX, 0), wider);
    if low > high { (0, 0) } else { (low, high) }
}

/// Orders entries whose upper halves are equal by their whole keys, and writes the ranks of the distinct values.
fn settle(entries: &mut [u64], key: &impl Fn(usize) -> u64, is_coarse: bool) {
    let mut rank = 0_u64;
    for close in entries.chunk_by_mut(|left, right| left >> 32 == right >> 32) {
        let row = |entry: u64| entry & u64::from(u32::MAX);
        if !is_coarse || close.len() == 1 {
            for entry in close {
                *entry = (rank << 32) | row(*entry);
            }
            rank += 1;
            continue;
        }
        if !close.is_sorted_by_key(|entry| key(row_of(*entry))) {
            close.sort_by_cached_key(|entry| (key(row_of(*entry)), row(*entry)));
        }
        let mut before = close.first().map(|entry| key(row_of(*entry)));
        for entry in close.iter_mut() {
            let this = Some(key(row_of(*entry)));
            if this != before {
                (before, rank) = (this, rank + 1);
            }
            *entry = (rank << 32) | row(*entry);
        }
        rank += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(values: &[f64], rows: &[usize]) -> Vec<Vec<usize>> {
        let mut order = rows.to_vec();
        order.sort_by_key(|row| order_key(values[*row]));
        order.chunk_by(|left, right| order_key(values[*left]) == order_key(values[*right])).map(<[_]>::to_vec).collect()
    }

    fn found(ranking: &Ranking) -> Vec<Vec<usize>> {
        ranking.ties().map(|ties| ties.iter().map(|entry| row_of(*entry)).collect()).collect()
    }

    fn check(values: &[f64]) {
        let all: Vec<usize> = (0..values.len()).collect();
        assert_eq!(found(&Ranking::of(values, &Rows::First(values.len()))), expected(values, &all));
        let keep: Vec<bool> = all.iter().map(|row| row % 3 != 1).collect();
        let kept: Vec<usize> = all.iter().copied().filter(|row| keep[*row]).collect();
        let rows = Rows::Kept(keep.into());
        assert_eq!(found(&Ranking::of(values, &rows)), expected(values, &kept));
        let rankings = Rankings::new(1);
        assert_eq!(found(&rankings.ranking(0, values, &rows)), expected(values, &kept));
        assert_eq!(found(&rankings.ranking(0, values, &Rows::First(values.len()))), expected(values, &all));
        let listed: Vec<u32> = kept.iter().map(|row| u32::try_from(*row).unwrap()).collect();
        assert_eq!(found(&rankings.ranking(0, values, &Rows::Listed(&listed))), expected(values, &kept));
    }

    /// A small repeatable source of numbers.
    fn numbers(count: usize, of: impl Fn(u64) -> f64) -> Vec<f64> {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            of(state >> 11)
        };
        (0..count).map(|_| next()).collect()
    }

    #[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "53 bits are exact")]
    fn unit(bits: u64) -> f64 {
        bits as f64 / 9_007_199_254_740_992.0
    }

    #[test]
    fn rows_stand_in_the_order_of_their_values() {
        check(&[]);
        check(&[2.0]);
        check(&[0.0, -0.0, 1.0, -1.0, f64::MAX, f64::MIN, 1.0, 5e-324, -5e-324]);
        for count in [100, 3_000, 70_000] {
            check(&numbers(count, unit));
            check(&numbers(count, |bits| (unit(bits) * 1000.0).round()));
            check(&numbers(count, |bits| unit(bits) - 0.5));
            check(&numbers(count, |_| 0.25));
        }
    }

    #[test]
    fn values_closer_than_the_first_look_are_told_apart() {
        let mut values = numbers(10_000, |bits| 1.0 + unit(bits) * 1e-12);
        values.push(-1e300);
        values.push(1e300);
        check(&values);
    }
}
