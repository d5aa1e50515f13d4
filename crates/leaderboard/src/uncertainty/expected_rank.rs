//! The mean rank over the draws: what the scale is fed with, and the shared ranks where there are no draws.
//!
//! Invariant: the ranks of a board add up to those of a board without ties.

use joute_domain::{Direction, Score};
use rayon::prelude::*;

use super::contender::{Contender, Finish, Resampling};
use super::draws::Draws;
use crate::numeric::{mid_ranks, real};

/// Each contender's mean rank over the draws, equal scores sharing the mean of their places.
pub fn expected_ranks(
    contenders: &[Contender<'_>],
    direction: Direction,
    finish: Finish<'_>,
    resampling: &Resampling,
) -> Vec<f64> {
    of_draws(&Draws::of(contenders, direction, finish, resampling))
}

/// The ranks by score, equal scores sharing the mean of their places: for a board without sketches.
pub fn shared_ranks(scores: &[Score], direction: Direction) -> Vec<f64> {
    let sign = if direction == Direction::LowerIsBetter { 1.0 } else { -1.0 };
    mid_ranks(&scores.iter().map(|score| sign * score.value()).collect::<Vec<f64>>())
}

/// The mean ranks. Sums of halves are exact, so that the order of the draws does not matter.
pub(super) fn of_draws(draws: &Draws) -> Vec<f64> {
    let rows: Vec<&[f64]> = draws.rows().collect();
    let add = |mut total: Vec<f64>, ranks: Vec<f64>| {
        total.iter_mut().zip(ranks).for_each(|(sum, rank)| *sum += rank);
        total
    };
    let none = || vec![0.0; draws.losses.len()];
    let total = rows.par_iter().map(|row| mid_ranks(row)).fold(none, add).reduce(none, add);
    match rows.len() {
        0 => mid_ranks(&draws.losses),
        count => total.into_iter().map(|sum| sum / real(count)).collect(),
    }
}
