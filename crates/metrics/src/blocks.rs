//! Sums of a score's parts by block of rows, from which intervals can be drawn without the rows.
//!
//! A metric that is a function of sums over rows, or of scores of groups, gives a few sums for each block. Blocks can be
//! left out or counted several times: [`Metric::finish_sums`] turns any such total into a score.
//!
//! Invariant: the sums of all blocks together finish to the score itself, up to rounding.

use rayon::prelude::*;

use crate::families::Kernel;
use crate::label::Label;
use crate::metric::Metric;
use crate::modifiers::{Arrangement, Groups};
use crate::numeric::real;
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::sum::Sum;
use crate::table::{RowSet, Table};
use crate::view::View;

/// The sums of each block.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockSums {
    components: usize,
    values: Vec<f64>,
}

impl BlockSums {
    /// How many sums a block has.
    pub fn components(&self) -> usize {
        self.components
    }

    /// The sums of each block, in the order of the blocks.
    pub fn blocks(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.components.max(1))
    }

    /// The sums of all blocks together.
    pub fn total(&self) -> Vec<f64> {
        let column = |at: usize| Sum::of(self.blocks().filter_map(|block| block.get(at)).copied());
        (0..self.components).map(column).collect()
    }
}

impl Metric {
    /// The sums of the rows of `rows` by block; `block_of` holds the block of each row of the table, below `blocks`.
    /// A group belongs to the block of its first row. `None` if the metric is no function of sums.
    pub fn block_sums(
        &self,
        table: &Table<'_>,
        rows: &RowSet<'_>,
        block_of: &[u32],
        blocks: usize,
    ) -> Result<Option<BlockSums>, Refusal> {
        let rows = self.checked_rows(table, rows)?;
        if block_of.len() != table.rows {
            return Err(Refusal::Columns("the blocks have another number of rows"));
        }
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); blocks];
        for (block, row) in rows.gather(|row| Some((*block_of.get(row)?, u32::try_from(row).ok()?))) {
            let place = usize::try_from(block).ok().and_then(|block| members.get_mut(block));
            place.ok_or(Refusal::Columns("a block is out of range"))?.push(row);
        }
        if self.groups().is_some() {
            return self.group_sums(table, &rows, block_of, blocks).map(Some);
        }
        let sums: Vec<Option<Result<Vec<f64>, Refusal>>> =
            members.par_iter().map(|rows| self.row_sums(&self.view(table, &Rows::Listed(rows)))).collect();
        let Some(sums) = sums.into_iter().collect::<Option<Vec<_>>>() else { return Ok(None) };
        let sums = sums.into_iter().collect::<Result<Vec<_>, _>>()?;
        let components = sums.iter().map(Vec::len).max().unwrap_or(0);
        if sums.iter().any(|block| block.len() != components) {
            return Ok(None);
        }
        Ok(Some(BlockSums { components, values: sums.concat() }))
    }

    /// The score of sums, such as [`BlockSums::total`] or a weighted sum of some blocks.
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

    /// Scores of groups, their squares and their number, by the block of the first row.
    fn group_sums(
        &self,
        table: &Table<'_>,
        rows: &Rows<'_>,
        block_of: &[u32],
        blocks: usize,
    ) -> Result<BlockSums, Refusal> {
        let column = table.group.as_ref().ok_or(Refusal::Columns("the group column is missing"))?;
        let mut groups: std::collections::BTreeMap<Label<'_>, Vec<u32>> = std::collections::BTreeMap::new();
        for (label, row) in rows.gather(|row| Some((Label::of(column, row), u32::try_from(row).ok()?))) {
            groups.entry(label).or_default().push(row);
        }
        let groups: Vec<Vec<u32>> = groups.into_values().collect();
        let score = |rows: &Vec<u32>| match self.score_rows(table, &Rows::Listed(rows)) {
            Err(refusal) if refusal.is_undefined() && self.skips_undefined() => Ok(None),
            other => other.map(Some),
        };
        let scores: Vec<_> = groups.par_iter().map(score).collect();
        let mut sums = vec![[0.0; 3]; blocks];
        for (rows, score) in groups.iter().zip(scores) {
            let Some(score) = score? else { continue };
            let first = rows.first().and_then(|row| usize::try_from(*row).ok()).and_then(|row| block_of.get(row));
            let block = first.and_then(|block| usize::try_from(*block).ok()).and_then(|block| sums.get_mut(block));
            let [sum, squares, count] = block.ok_or(Refusal::Columns("a block is out of range"))?;
            *sum += score;
            *squares += score * score;
            *count += real(1);
        }
        Ok(BlockSums { components: 3, values: sums.concat() })
    }
}
