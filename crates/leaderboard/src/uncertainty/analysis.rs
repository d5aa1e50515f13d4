//! A whole board: one set of draws, and everything that is shown of it.
//!
//! Invariant: what is said of a team does not depend on the order of the contenders.

use joute_domain::Direction;
use rayon::prelude::*;
use serde::Serialize;

use super::bands::{bands, tied_with_first};
use super::contender::{Contender, Finish, Resampling};
use super::draws::Draws;
use super::expected_rank::of_draws;
use super::maximum::critical;
use super::pairwise::Pairs;
use super::rank_interval::{RankInterval, interval};
use crate::numeric::{quantile, real};

/// What can be said of the ranks of a board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardUncertainty {
    /// Nominal coverage of every interval.
    pub confidence: f64,
    /// How many draws were made.
    pub draws: usize,
    /// How many of them were left out because a score was undefined.
    pub undefined_draws: usize,
    /// How many blocks of rows were weighted: with few, the intervals themselves are uncertain.
    pub blocks: usize,
    /// One for each contender, in the order given.
    pub teams: Vec<TeamUncertainty>,
}

/// A score's own uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScoreInterval {
    /// The standard deviation over the draws.
    pub standard_error: f64,
    /// The score less the normal quantile times the standard error.
    pub low: f64,
    /// The score plus the same.
    pub high: f64,
}

/// What can be said of one team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TeamUncertainty {
    /// The interval of its score; `None` without a usable sketch.
    pub score: Option<ScoreInterval>,
    /// The ranks it may truly have; all of them without a usable sketch.
    pub ranks: RankInterval,
    /// True if it is not significantly worse than any other.
    pub tied_with_first: bool,
    /// The band from 1.
    pub band: u32,
    /// The mean rank over the draws.
    pub expected_rank: f64,
    /// By how many standard errors it is behind or ahead of a rival before ranks are told apart.
    pub critical: f64,
}

/// Resamples a board and reads off everything.
pub fn analyse(
    contenders: &[Contender<'_>],
    direction: Direction,
    finish: Finish<'_>,
    resampling: &Resampling,
) -> BoardUncertainty {
    let draws = Draws::of(contenders, direction, finish, resampling);
    let pairs = Pairs::of(&draws);
    let confidence = resampling.confidence;
    let places = 0..pairs.len();
    let criticals: Vec<_> = places.into_par_iter().map(|team| critical(&pairs, team, 0, confidence)).collect();
    let one_sided: Vec<f64> = criticals.iter().map(|critical| critical.one_sided).collect();
    let (tied, bands) = (tied_with_first(&pairs, &one_sided), bands(&pairs, confidence));
    let (expected, errors) = (of_draws(&draws), own_errors(&pairs));
    let z = quantile(0.5 + confidence / 2.0);
    let team = |(place, team): (usize, usize)| {
        let (score, error) = (contenders[place].score.value(), errors[team]);
        let interval_of = || ScoreInterval { standard_error: error, low: score - z * error, high: score + z * error };
        TeamUncertainty {
            score: draws.known[place].then(interval_of),
            ranks: interval(&pairs, team, criticals[team].two_sided),
            tied_with_first: tied[team],
            band: bands[team],
            expected_rank: expected[place],
            critical: criticals[team].two_sided,
        }
    };
    let mut places: Vec<(usize, usize)> = pairs.order.iter().enumerate().map(|(team, place)| (*place, team)).collect();
    places.sort_unstable();
    BoardUncertainty {
        confidence,
        draws: resampling.draws,
        undefined_draws: resampling.draws.saturating_sub(draws.count()),
        blocks: draws.blocks,
        teams: places.into_iter().map(team).collect(),
    }
}

/// The standard deviation of each team's draws, best team first.
fn own_errors(pairs: &Pairs) -> Vec<f64> {
    let mut squares = vec![0.0; pairs.len()];
    let mut draws = 0;
    for row in pairs.draws() {
        squares.iter_mut().zip(row).for_each(|(sum, value)| *sum += value * value);
        draws += 1;
    }
    let count = real(draws).max(2.0) - 1.0;
    squares.into_iter().map(|sum: f64| (sum / count).sqrt()).collect()
}
