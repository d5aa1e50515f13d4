//! Leaderboards: read the scored submissions, rank them in one place.
//!
//! Invariant: the private score is not part of any answer before the competition has ended.

use std::time::Duration;

use joute_database::{DatabaseError, submissions, teams};
use joute_domain::{CompetitionId, Direction, Phase, Timestamp};
use joute_leaderboard::{Board, BoardKind, ScoredSubmission, Team};

use crate::House;
use crate::access::Seat;

/// Movement is counted against the board of this long ago.
const MOVEMENT_SINCE: Duration = Duration::from_hours(24);

/// A board and what its charts are drawn from.
#[derive(Debug)]
pub struct BoardView {
    /// The standings.
    pub board: Board,
    /// Teams, for charts.
    pub teams: Vec<Team>,
    /// Scored submissions, oldest first, for charts.
    pub submissions: Vec<ScoredSubmission>,
}

/// Why there is no board.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// Private boards are shown after the end.
    #[error("the private leaderboard is shown when the competition has ended")]
    NotYet,
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
}

impl House {
    /// The kind of board that is shown by default: private once the competition has ended.
    pub fn default_board(seat: &Seat) -> BoardKind {
        if seat.phase == Phase::Finished { BoardKind::Private } else { BoardKind::Public }
    }

    /// Computes a board.
    pub async fn board(&self, seat: &Seat, kind: BoardKind) -> Result<BoardView, BoardError> {
        if kind == BoardKind::Private && seat.phase != Phase::Finished {
            return Err(BoardError::NotYet);
        }
        let now = self.clock.now();
        let direction = seat.competition.direction.unwrap_or(Direction::HigherIsBetter);
        let id = seat.competition.id.clone();
        let (teams, submissions) = self.database.read("boards.load", move |conn| load(conn, &id)).await?;
        // After the end the board stands still, and so does its movement.
        let reference = seat.competition.ends_at.map_or(now, |end| end.min(now));
        let board = joute_leaderboard::board(kind, direction, &teams, &submissions, now, movement_since(reference));
        Ok(BoardView { board, teams, submissions })
    }
}

fn movement_since(reference: Timestamp) -> Timestamp {
    reference.minus(MOVEMENT_SINCE)
}

fn load(
    conn: &mut joute_database::Conn,
    competition: &CompetitionId,
) -> Result<(Vec<Team>, Vec<ScoredSubmission>), DatabaseError> {
    let members = teams::members(conn, competition)?;
    let teams = teams::list(conn, competition)?.into_iter().map(|team| {
        let names = members.iter().filter(|member| member.team_id == team.id).map(|member| member.display_name.clone());
        Team { members: names.collect(), id: team.id, name: team.name }
    });
    let teams = teams.collect();
    let scored = submissions::list_scored(conn, competition)?.into_iter().map(|row| ScoredSubmission {
        id: row.id,
        team: row.team_id,
        public: row.public_score,
        private: row.private_score,
        created_at: row.created_at,
    });
    Ok((teams, scored.collect()))
}
