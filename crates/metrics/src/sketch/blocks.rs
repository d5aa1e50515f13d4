//! Which rows stand together in a block.
//!
//! Rows are dealt out in the order of the table (that of their ids): a few neighbours to each block, round after round,
//! each round begun at another block, so that neither trends nor periods of the rows can fill one block.
//!
//! Invariant: blocks depend on the rows that count alone, differ by few rows in size, and none is empty.

use joute_domain::Sketch;

use crate::rows::Rows;

/// Most neighbours that a block takes at once; it keeps reading by block cheap.
const MOST_NEIGHBOURS: usize = 16;

/// Fewest rounds before neighbours go to the same block.
const FEWEST_ROUNDS: usize = 8;

/// The rows of each block.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// Block after block, ascending within each.
    rows: Vec<u32>,
    /// Where each block ends.
    ends: Vec<usize>,
}

/// How many blocks so many rows or groups make.
pub(super) fn count(units: usize) -> usize {
    units.clamp(1, Sketch::MOST_BLOCKS)
}

/// The block of the row or group with this rank among `units`.
pub(super) fn of_rank(rank: usize, units: usize) -> usize {
    let count = count(units);
    Deal { count, neighbours: neighbours(units, count) }.block_of(rank)
}

fn neighbours(units: usize, count: usize) -> usize {
    (units / count / FEWEST_ROUNDS).clamp(1, MOST_NEIGHBOURS)
}

/// How rows are dealt out.
#[derive(Debug, Clone, Copy)]
struct Deal {
    count: usize,
    neighbours: usize,
}

impl Deal {
    fn block_of(self, rank: usize) -> usize {
        let run = rank / self.neighbours;
        let (round, place) = (run / self.count, run % self.count);
        (place + self.start(round)) % self.count
    }

    /// Where a round begins.
    fn start(self, round: usize) -> usize {
        let state = u64::try_from(round).unwrap_or(0).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let count = u64::try_from(self.count).unwrap_or(1);
        usize::try_from((state ^ (state >> 31)) % count).unwrap_or(0)
    }
}

impl Blocks {
    /// The blocks of some rows.
    pub(crate) fn of_rows(rows: &Rows<'_>) -> Self {
        Self::of_rows_in(rows, Sketch::MOST_BLOCKS)
    }

    /// The same in at most so many blocks.
    pub(super) fn of_rows_in(rows: &Rows<'_>, most: usize) -> Self {
        let ranked = rows.gather(|row| u32::try_from(row).ok());
        let count = ranked.len().clamp(1, most);
        let deal = Deal { count, neighbours: neighbours(ranked.len(), count) };
        let rounds = ranked.len().div_ceil(count * deal.neighbours);
        let starts: Vec<usize> = (0..rounds).map(|round| deal.start(round)).collect();
        let (mut members, mut ends) = (Vec::with_capacity(ranked.len()), Vec::with_capacity(count));
        for block in 0..count {
            for (round, start) in starts.iter().enumerate() {
                let place = (block + count - start) % count;
                let first = (round * count + place) * deal.neighbours;
                let run = ranked.get(first..(first + deal.neighbours).min(ranked.len()));
                members.extend_from_slice(run.unwrap_or_default());
            }
            ends.push(members.len());
        }
        Self { rows: members, ends }
    }

    /// How many blocks there are.
    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    /// How many rows there are in all blocks.
    pub(crate) fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The block of each of the first `rows` rows; rows in no block get a number that none has.
    pub(crate) fn of_each_row(&self, rows: usize) -> Vec<u16> {
        let mut blocks = vec![u16::MAX; rows];
        for (block, number) in (0..self.count()).zip(0_u16..) {
            for row in self.rows_of(block) {
                let place = usize::try_from(*row).ok().and_then(|row| blocks.get_mut(row));
                if let Some(place) = place {
                    *place = number;
                }
            }
        }
        blocks
    }

    /// The rows of a block, ascending.
    pub(crate) fn rows_of(&self, block: usize) -> &[u32] {
        let start = block.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(block).and_then(|end| self.rows.get(start..*end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_in_one_block_and_blocks_are_of_like_size() {
        for rows in [1, 7, 2_048, 2_049, 50_000, 300_001] {
            let blocks = Blocks::of_rows(&Rows::First(rows));
            let sizes: Vec<usize> = (0..blocks.count()).map(|block| blocks.rows_of(block).len()).collect();
            let (least, most) = (*sizes.iter().min().unwrap(), *sizes.iter().max().unwrap());
            assert!(least > 0 && most - least <= MOST_NEIGHBOURS, "{rows}: {least} to {most}");
            let mut all = blocks.rows.clone();
            all.sort_unstable();
            assert!(all.iter().copied().eq(0..u32::try_from(rows).unwrap()), "{rows}");
            for block in 0..blocks.count() {
                let members = blocks.rows_of(block);
                assert!(members.is_sorted());
                assert!(members.iter().all(|row| of_rank(usize::try_from(*row).unwrap(), rows) == block), "{rows}");
            }
        }
    }

    #[test]
    fn a_period_of_the_rows_does_not_fill_one_block() {
        let blocks = Blocks::of_rows(&Rows::First(2_048 * 8));
        let same_place = |block: usize| {
            let rows = blocks.rows_of(block);
            rows.iter().filter(|row| **row % 2_048 == rows[0] % 2_048).count()
        };
        assert!((0..2_048).all(|block| same_place(block) < 4));
    }

    #[test]
    fn rows_that_do_not_count_stand_in_no_block() {
        let keep: Vec<bool> = (0..1_000).map(|row| row % 3 == 0).collect();
        let blocks = Blocks::of_rows(&Rows::Kept(keep.into()));
        assert_eq!((blocks.count(), blocks.row_count()), (334, 334));
        assert!(blocks.rows.iter().all(|row| row % 3 == 0));
    }
}
