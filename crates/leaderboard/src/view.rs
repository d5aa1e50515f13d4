//! The board as JSON.
//!
//! Invariant: only what the board's readers may see; the identifier of the submission that counts stays inside.

use joute_domain::{Direction, TeamId, Timestamp};
use serde::Serialize;

use crate::board::{Board, BoardKind, Movement, Standing};

/// A board for `serde_json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardView {
    /// `public` or `private`.
    pub kind: BoardKind,
    /// `lower_is_better` or `higher_is_better`.
    pub direction: Direction,
    /// When it was computed.
    pub computed_at: Timestamp,
    /// The ranked teams, best first.
    pub standings: Vec<StandingView>,
}

/// One line of a board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandingView {
    /// The rank from 1, shared by ties.
    pub rank: u32,
    /// True if another team has the same score.
    pub tied: bool,
    /// The team.
    pub team: TeamView,
    /// The score, exact.
    pub score: f64,
    /// The score as pages show it.
    pub score_shown: String,
    /// Scored submissions of the team.
    pub entries: u32,
    /// When the submission that counts was handed in.
    pub best_at: Timestamp,
    /// When the latest scored submission was handed in.
    pub last_at: Timestamp,
    /// The change of rank, `null` if there is nothing to compare with.
    pub movement: Option<MovementView>,
}

/// A team on a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamView {
    /// The identifier.
    pub id: TeamId,
    /// The name.
    pub name: String,
    /// Display names of the people in it.
    pub members: Vec<String>,
}

/// A change of rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MovementView {
    /// `new`, `up`, `down` or `same`.
    pub kind: MovementKind,
    /// Ranks gained or lost; 0 for `new` and `same`.
    pub places: u32,
}

/// The sense of a change of rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Not ranked before.
    New,
    /// A better rank.
    Up,
    /// A worse rank.
    Down,
    /// The same rank.
    Same,
}

impl From<&Board> for BoardView {
    fn from(board: &Board) -> Self {
        Self {
            kind: board.kind,
            direction: board.direction,
            computed_at: board.computed_at,
            standings: board.standings.iter().map(StandingView::from).collect(),
        }
    }
}

impl From<&Standing> for StandingView {
    fn from(standing: &Standing) -> Self {
        let team = &standing.team;
        Self {
            rank: standing.rank,
            tied: standing.tied,
            team: TeamView { id: team.id.clone(), name: team.name.clone(), members: team.members.clone() },
            score: standing.score.value(),
            score_shown: standing.score.shown(),
            entries: standing.entries,
            best_at: standing.best_at,
            last_at: standing.last_at,
            movement: standing.movement.map(MovementView::from),
        }
    }
}

impl From<Movement> for MovementView {
    fn from(movement: Movement) -> Self {
        let (kind, places) = match movement {
            Movement::New => (MovementKind::New, 0),
            Movement::Up(places) => (MovementKind::Up, places),
            Movement::Down(places) => (MovementKind::Down, places),
            Movement::Same => (MovementKind::Same, 0),
        };
        Self { kind, places }
    }
}
