//! How much a score rises when a block counts once more, told by the score without the block.
//!
//! For a mean of rows the result is exact: the sum over the block of (value - mean), divided by the number of rows.
//!
//! Invariant: the influences of blocks that do not matter are zero.

use rayon::prelude::*;

use super::Blocks;
use crate::numeric::real;
use crate::refusal::Refusal;

/// The influences that follow from the score and the scores without each block.
pub(super) fn of_scores(score: f64, blocks: &Blocks, without: &[f64]) -> Vec<f64> {
    let share = |block: usize| 1.0 - real(blocks.rows_of(block).len()) / real(blocks.row_count().max(1));
    without.iter().enumerate().map(|(block, rest)| (score - rest) * share(block)).collect()
}

/// The influences where each block has a state that can be taken off the total; `finish` is the score of a state.
pub(crate) fn leave_one_out(
    score: f64,
    blocks: &Blocks,
    states: &[Vec<f64>],
    finish: impl Fn(&[f64]) -> Result<f64, Refusal> + Sync,
) -> Result<Vec<f64>, Refusal> {
    let width = states.first().map_or(0, Vec::len);
    let mut total = vec![0.0; width];
    for state in states {
        total.iter_mut().zip(state).for_each(|(total, part)| *total += part);
    }
    let without = |state: &Vec<f64>| {
        let rest: Vec<f64> = total.iter().zip(state).map(|(total, part)| total - part).collect();
        finish(&rest)
    };
    let scores = states.par_iter().map(without).collect::<Result<Vec<_>, _>>()?;
    Ok(of_scores(score, blocks, &scores))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Rows;

    #[test]
    fn the_influences_on_a_mean_are_the_deviations_of_the_blocks() {
        let values = [1.0, 4.0, 7.0];
        let blocks = Blocks::of_rows(&Rows::First(3));
        let states: Vec<Vec<f64>> =
            (0..3).map(|block| vec![values[usize::try_from(blocks.rows_of(block)[0]).unwrap()], 1.0]).collect();
        let mean = |state: &[f64]| Ok(state[0] / state[1]);
        let influences = leave_one_out(4.0, &blocks, &states, mean).unwrap();
        for (influence, state) in influences.iter().zip(&states) {
            assert!((influence - (state[0] - 4.0) / 3.0).abs() < 1e-15);
        }
    }
}
