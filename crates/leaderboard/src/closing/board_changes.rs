//! What a rescoring would change on a board, for the page on which it is applied or discarded.
//!
//! Invariant: every difference of score or rank is listed, and nothing else.

use std::collections::BTreeMap;

use joute_domain::TeamId;
use serde::Serialize;

use crate::board::{Board, Standing};

/// A place on a board.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PlaceAndScore {
    /// The rank.
    pub rank: u32,
    /// The score.
    pub score: f64,
}

/// What changes for a team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardChange {
    /// Which.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// Before; `None` if it was not ranked.
    pub before: Option<PlaceAndScore>,
    /// After; `None` if it is no longer ranked.
    pub after: Option<PlaceAndScore>,
}

/// All teams whose score or rank differs, in the order of the new board, then those that are no longer on it.
pub fn board_changes(before: &Board, after: &Board) -> Vec<BoardChange> {
    let place = |standing: &Standing| PlaceAndScore { rank: standing.rank, score: standing.score.value() };
    let places = |board: &Board| -> BTreeMap<TeamId, PlaceAndScore> {
        board.standings.iter().map(|standing| (standing.team.id.clone(), place(standing))).collect()
    };
    let (old, new) = (places(before), places(after));
    let gone = before.standings.iter().filter(|standing| !new.contains_key(&standing.team.id));
    let change = |standing: &Standing| BoardChange {
        team: standing.team.id.clone(),
        name: standing.team.name.clone(),
        before: old.get(&standing.team.id).copied(),
        after: new.get(&standing.team.id).copied(),
    };
    after.standings.iter().chain(gone).map(change).filter(|change| change.before != change.after).collect()
}
