//! A score as sums by block of rows, from which intervals are drawn without the rows ([`Sketch`]).
//!
//! A metric that is a function of sums over rows, or of scores of groups, gives the sums of each block
//! ([`Metric::finish_sums`] makes the score of their total). An area under the curve gives the influence of each block,
//! and so do metrics whose state can be taken apart by block. For any other, small tables are scored once without each
//! block; large ones have no sketch.
//!
//! Invariant: the sums of all blocks together finish to the score itself, up to rounding, and the blocks of a part of
//! the rows are the same for every submission.

mod blocks;
mod influence;

use joute_domain::{Score, Sketch};
use rayon::prelude::*;

use crate::families::Kernel;
use crate::metric::Metric;
use crate::modifiers::{Arrangement, Groups, members};
use crate::numeric::real;
use crate::ranking::Rankings;
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::sum::Sum;
use crate::table::{RowSet, Table};
use crate::view::View;

pub(crate) use blocks::Blocks;
pub(crate) use influence::leave_one_out;

/// Rows of a table that is scored once without each block.
const JACKKNIFE_MOST_ROWS: usize = 5_000;

/// Blocks of such a table.
const JACKKNIFE_BLOCKS: usize = 200;

impl Metric {
    /// The sketch of a submission whose rows of `rows` have this score; `None` if the metric gives none for so many
    /// rows, or is undefined without one of the blocks.
    pub(crate) fn sketch(
        &self,
        table: &Table<'_>,
        rankings: &Rankings,
        rows: &RowSet<'_>,
        score: Score,
    ) -> Option<Sketch> {
        let rows = self.checked_rows(table, rows).ok()?;
        if let (Some(_), Some(column)) = (self.groups(), &table.group) {
            let groups = members(column, &rows);
            return Sketch::sums(score, 3, self.group_sums(table, rankings, &groups)?).ok();
        }
        let (blocks, view) = (Blocks::of_rows(&rows), self.view(table, rankings, &rows));
        let influences = match self.arrangement() {
            Arrangement::Together => self.kernel().influences(&view, &blocks),
            Arrangement::Each(weights) if weights.len() == 1 => self.kernel().influences(&view, &blocks),
            Arrangement::Each(weights) => self.influences_of_columns(weights, &view, &blocks),
        };
        if let Some(influences) = influences {
            return Sketch::influences(score, influences.ok()?).ok();
        }
        if let Some(sums) = self.sums_of_blocks(&view, &blocks) {
            let sums = sums.ok()?;
            let components = sums.first().map_or(0, Vec::len);
            if components <= Sketch::MOST_COMPONENTS {
                return Sketch::sums(score, components, sums.concat()).ok();
            }
            let influences = leave_one_out(score.value(), &blocks, &sums, |sums| self.finish_sums(sums));
            return Sketch::influences(score, influences.ok()?).ok();
        }
        self.jackknife(table, rankings, &rows, score)
    }

    /// The score of sums, such as the total of all blocks of a [`Sketch`], or of some of them by weight.
    pub fn finish_sums(&self, sums: &[f64]) -> Result<f64, Refusal> {
        let score = match (self.groups(), sums) {
            (Some(Groups::Mean), [scores, _, count]) => scores / count,
            (Some(Groups::MeanMinusDeviation), [scores, squares, count]) => {
                let mean = scores / count;
                mean - (squares / count - mean * mean).max(0.0).sqrt()
            }
            (Some(_), _) => f64::NAN,
            (None, _) => self.finish_columns(sums),
        };
        if score.is_finite() { Ok(score + 0.0) } else { Err(Refusal::Undefined) }
    }

    fn finish_columns(&self, sums: &[f64]) -> f64 {
        let kernel: &dyn Kernel = self.kernel();
        match self.arrangement() {
            Arrangement::Together => kernel.finish(sums),
            Arrangement::Each(weights) => {
                let width = (sums.len() / weights.len().max(1)).max(1);
                let scores = sums.chunks_exact(width).map(|part| kernel.finish(part));
                let total = Sum::of(weights.iter().copied());
                Sum::of(scores.zip(weights).filter(|(_, weight)| **weight > 0.0).map(|(score, weight)| score * weight))
                    / total
            }
        }
    }

    /// The sums of each block; `None` if the metric has none.
    fn sums_of_blocks(&self, view: &View<'_>, blocks: &Blocks) -> Option<Result<Vec<Vec<f64>>, Refusal>> {
        let of_block = |block: usize| {
            let rows = Rows::Listed(blocks.rows_of(block));
            self.row_sums(&view.within(&rows))
        };
        // Whether there are any is known after the first.
        let first = of_block(0)?;
        let others = (1..blocks.count()).into_par_iter().map(of_block).collect::<Option<Vec<_>>>()?;
        Some(std::iter::once(first).chain(others).collect())
    }

    /// The sums of one block, column after column; `None` if the metric has none.
    fn row_sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        match self.arrangement() {
            Arrangement::Together => self.kernel().sums(view),
            Arrangement::Each(weights) => {
                let column = |at: usize| match view.pair(at) {
                    Ok(pair) => self.kernel().sums(&pair),
                    Err(refusal) => Some(Err(refusal)),
                };
                let columns = (0..weights.len()).map(column).collect::<Option<Vec<_>>>()?;
                Some(columns.into_iter().collect::<Result<Vec<_>, _>>().map(|columns| columns.concat()))
            }
        }
    }

    /// The mean of the columns' influences by weight; undefined columns are left out where the score leaves them out.
    fn influences_of_columns(
        &self,
        weights: &[f64],
        view: &View<'_>,
        blocks: &Blocks,
    ) -> Option<Result<Vec<f64>, Refusal>> {
        let of_column = |at: usize| match view.pair(at) {
            Ok(pair) => self.kernel().influences(&pair, blocks),
            Err(refusal) => Some(Err(refusal)),
        };
        let columns = (0..weights.len()).map(of_column).collect::<Option<Vec<_>>>()?;
        let (mut sums, mut total) = (vec![0.0; blocks.count()], 0.0);
        for (influences, weight) in columns.into_iter().zip(weights) {
            match influences {
                Ok(influences) => {
                    sums.iter_mut().zip(influences).for_each(|(sum, influence)| *sum += weight * influence);
                    total += weight;
                }
                Err(refusal) if refusal.is_undefined() && self.skips_undefined() => {}
                Err(refusal) => return Some(Err(refusal)),
            }
        }
        Some(Ok(sums.into_iter().map(|sum| sum / total).collect()))
    }

    /// Scores of groups, their squares and their number, block after block; a group counts in one block.
    fn group_sums(&self, table: &Table<'_>, rankings: &Rankings, groups: &[Vec<u32>]) -> Option<Vec<f64>> {
        let score = |rows: &Vec<u32>| match self.score_rows(table, rankings, &Rows::Listed(rows)) {
            Err(refusal) if refusal.is_undefined() && self.skips_undefined() => Ok(None),
            other => other.map(Some),
        };
        let scores = groups.par_iter().map(score).collect::<Result<Vec<_>, _>>().ok()?;
        let mut sums = vec![[0.0; 3]; blocks::count(groups.len())];
        for (rank, score) in scores.into_iter().enumerate() {
            let Some(score) = score else { continue };
            let [sum, squares, count] = sums.get_mut(blocks::of_rank(rank, groups.len()))?;
            *sum += score;
            *squares += score * score;
            *count += real(1);
        }
        Some(sums.concat())
    }

    /// The score without each of a few blocks, as influences.
    fn jackknife(&self, table: &Table<'_>, rankings: &Rankings, rows: &Rows<'_>, score: Score) -> Option<Sketch> {
        if rows.count() > JACKKNIFE_MOST_ROWS {
            return None;
        }
        let blocks = Blocks::of_rows_in(rows, JACKKNIFE_BLOCKS);
        let whole = rows.gather(|row| u32::try_from(row).ok());
        let without = |block: usize| {
            let out = blocks.rows_of(block);
            let rest: Vec<u32> = whole.iter().copied().filter(|row| out.binary_search(row).is_err()).collect();
            self.score_rows(table, rankings, &Rows::Listed(&rest))
        };
        let scores = (0..blocks.count()).into_par_iter().map(without).collect::<Result<Vec<_>, _>>().ok()?;
        Sketch::influences(score, influence::of_scores(score.value(), &blocks, &scores)).ok()
    }
}
