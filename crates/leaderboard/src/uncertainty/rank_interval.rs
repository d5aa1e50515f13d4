//! Intervals for ranks by the largest studentised distance (Mogstad, Romano, Shaikh and Wilhelm 2024, marginal form).
//!
//! Invariant: an interval holds the rank by score, and a team that is separated from nobody may hold any rank.

use serde::Serialize;

use super::pairwise::Pairs;

/// The ranks that a team may truly have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RankInterval {
    /// One more than the number of teams that are significantly better.
    pub best: u32,
    /// The number of teams less those that are significantly worse.
    pub worst: u32,
}

/// The interval of one team, with the critical value `c`.
pub(super) fn interval(pairs: &Pairs, team: usize, c: f64) -> RankInterval {
    let behind = (0..pairs.len()).map(|other| pairs.behind(team, other));
    let (better, worse) =
        behind.fold((0, 0), |(better, worse), t| (better + u32::from(t > c), worse + u32::from(t < -c)));
    let teams = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    RankInterval { best: better + 1, worst: teams - worse }
}

/// Rank intervals of losses (less is better) from known standard errors of all differences, given row after row, with
/// one critical value for all; in the order of the losses given.
pub fn rank_intervals(losses: &[f64], standard_errors: &[f64], critical: f64) -> Vec<RankInterval> {
    let pairs = Pairs::with_errors(losses, standard_errors);
    let mut intervals = vec![RankInterval { best: 1, worst: 1 }; losses.len()];
    for (team, &place) in pairs.order.iter().enumerate() {
        intervals[place] = interval(&pairs, team, critical);
    }
    intervals
}
