//! What goes into a ranking and what comes out of it.
//!
//! Invariant: a board holds scored teams only, best first; a team appears once.

use joute_domain::{Direction, Score, SubmissionId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

/// A team as boards show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The identifier.
    pub id: TeamId,
    /// The name shown on the board.
    pub name: String,
    /// Display names of the people in it.
    pub members: Vec<String>,
}

/// A submission that was scored; failed and waiting ones never come here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredSubmission {
    /// The identifier, unique among those ranked together.
    pub id: SubmissionId,
    /// Whose it is.
    pub team: TeamId,
    /// The score on the public rows.
    pub public: Score,
    /// The score on the private rows.
    pub private: Score,
    /// When it was handed in.
    pub created_at: Timestamp,
}

/// Which score a board ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardKind {
    /// The public score: what everyone sees while the competition runs.
    Public,
    /// The private score of the same submissions: the result.
    Private,
}

/// How a rank changed. On a public board against the board of an earlier instant, on a private one against the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// Not ranked then.
    New,
    /// Ranks gained, at least one.
    Up(u32),
    /// Ranks lost, at least one.
    Down(u32),
    /// The same rank.
    Same,
}

/// One line of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The rank from 1; equal scores share it, and as many ranks are left out after them (1, 1, 3).
    pub rank: u32,
    /// True if another team has the same score.
    pub tied: bool,
    /// The team.
    pub team: Team,
    /// The score that this board ranks.
    pub score: Score,
    /// The submission it comes from.
    pub submission: SubmissionId,
    /// Scored submissions of the team.
    pub entries: u32,
    /// When the submission that counts was handed in.
    pub best_at: Timestamp,
    /// When the team's latest scored submission was handed in.
    pub last_at: Timestamp,
    /// The change of rank; `None` if there is no earlier board to compare with.
    pub movement: Option<Movement>,
}

/// A ranking at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Which score is ranked.
    pub kind: BoardKind,
    /// Which score is better.
    pub direction: Direction,
    /// The ranked teams, best first.
    pub standings: Vec<Standing>,
    /// When it was computed.
    pub computed_at: Timestamp,
}
