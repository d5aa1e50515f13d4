//! How the final board differs from the public one.
//!
//! Invariant: only teams on both boards are compared; a move that the private rows' own uncertainty explains is said to
//! be one.

use std::collections::BTreeMap;

use joute_domain::TeamId;
use serde::Serialize;

use super::rank_correlation::{kendall_tau, spearman};
use crate::board::Board;
use crate::numeric::real;
use crate::uncertainty::RankInterval;

/// One team's move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamMove {
    /// Which.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// Its rank on the public board.
    pub public_rank: u32,
    /// Its rank on the private one.
    pub private_rank: u32,
    /// Ranks gained; negative if lost.
    pub gained: i64,
    /// True if the public rank lies in the private rank interval; `None` without an interval.
    pub within_chance: Option<bool>,
}

/// The report at the close.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShakeUp {
    /// All teams on both boards, by private rank.
    pub moves: Vec<TeamMove>,
    /// Spearman's correlation of the ranks; `None` if there is nothing to correlate.
    pub spearman: Option<f64>,
    /// Kendall's tau-b of the ranks.
    pub kendall: Option<f64>,
    /// The mean number of ranks that teams moved.
    pub mean_move: f64,
    /// Those who gained most, at most five, all of whom gained.
    pub biggest_gains: Vec<TeamMove>,
    /// Those who lost most, at most five, all of whom lost.
    pub biggest_losses: Vec<TeamMove>,
    /// How many moves lie outside the private rank interval; `None` without intervals.
    pub beyond_chance: Option<usize>,
}

/// How many of the biggest movers are named.
const NAMED: usize = 5;

/// Compares a final board with the public one; `intervals` are the private rank intervals, if known.
pub fn shake_up(public: &Board, private: &Board, intervals: &BTreeMap<TeamId, RankInterval>) -> ShakeUp {
    let ranks: BTreeMap<&TeamId, u32> =
        public.standings.iter().map(|standing| (&standing.team.id, standing.rank)).collect();
    let moves: Vec<TeamMove> = private
        .standings
        .iter()
        .filter_map(|standing| {
            let (team, private_rank) = (&standing.team.id, standing.rank);
            let public_rank = *ranks.get(team)?;
            let within = |ranks: &RankInterval| (ranks.best..=ranks.worst).contains(&public_rank);
            Some(TeamMove {
                team: team.clone(),
                name: standing.team.name.clone(),
                public_rank,
                private_rank,
                gained: i64::from(public_rank) - i64::from(private_rank),
                within_chance: intervals.get(team).map(within),
            })
        })
        .collect();
    let rank = |read: fn(&TeamMove) -> u32| moves.iter().map(|team| f64::from(read(team))).collect::<Vec<f64>>();
    let (before, after) = (rank(|team| team.public_rank), rank(|team| team.private_rank));
    let distance: f64 = before.iter().zip(&after).map(|(before, after)| (before - after).abs()).sum();
    let known = moves.iter().any(|team| team.within_chance.is_some());
    ShakeUp {
        spearman: spearman(&before, &after),
        kendall: kendall_tau(&before, &after),
        mean_move: distance / real(moves.len()).max(1.0),
        biggest_gains: biggest(&moves, |team| team.gained),
        biggest_losses: biggest(&moves, |team| -team.gained),
        beyond_chance: known.then(|| moves.iter().filter(|team| team.within_chance == Some(false)).count()),
        moves,
    }
}

/// The teams with the largest positive `amount`; of equal ones the better on the private board.
fn biggest(moves: &[TeamMove], amount: impl Fn(&TeamMove) -> i64) -> Vec<TeamMove> {
    let mut largest: Vec<&TeamMove> = moves.iter().filter(|team| amount(team) > 0).collect();
    largest.sort_by_key(|team| std::cmp::Reverse(amount(team)));
    largest.into_iter().take(NAMED).cloned().collect()
}
