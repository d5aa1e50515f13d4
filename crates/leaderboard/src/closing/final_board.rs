//! The result: the better private score of each team's final submissions.
//!
//! Invariant: ranks, ties and movement follow the rules of every board.

use std::collections::HashSet;

use joute_domain::{Direction, Timestamp};

use super::final_picks::FinalPick;
use crate::board::{Board, ScoredSubmission, Team};
use crate::ranking::ranked_by;

/// Ranks the teams by their final submissions; movement is against their public ranks. A team none of whose picks is
/// among `submissions` is left out.
pub fn final_board(
    direction: Direction,
    teams: &[Team],
    submissions: &[ScoredSubmission],
    picks: &[FinalPick],
    now: Timestamp,
) -> Board {
    let picked: HashSet<_> = picks.iter().map(|pick| (&pick.team, &pick.submission)).collect();
    let counting = |submission: &ScoredSubmission| picked.contains(&(&submission.team, &submission.id));
    ranked_by(direction, teams, submissions, counting, now)
}
