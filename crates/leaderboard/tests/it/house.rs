//! Teams and submissions to rank.

use std::time::Duration;

use joute_domain::{Direction, Score, Timestamp};
use joute_leaderboard::{Board, BoardKind, ScoredSubmission, Team, board};

pub(crate) const HOUR: Duration = Duration::from_hours(1);

/// The beginning of every competition here.
pub(crate) fn start() -> Timestamp {
    "2026-10-01T07:00:00Z".parse().unwrap()
}

/// An instant so many hours after the beginning.
pub(crate) fn hour(hours: u32) -> Timestamp {
    start().plus(HOUR * hours)
}

/// A team with an identifier that sorts by its number.
pub(crate) fn team(number: usize, name: &str) -> Team {
    let id = format!("00000000-0000-7000-8000-{number:012}").parse().unwrap();
    Team { id, name: name.to_owned(), members: vec![format!("{name} member")] }
}

/// A submission with an identifier that sorts by its number.
pub(crate) fn submission(number: usize, team: &Team, public: f64, private: f64, hours: u32) -> ScoredSubmission {
    ScoredSubmission {
        id: format!("00000000-0000-7000-9000-{number:012}").parse().unwrap(),
        team: team.id.clone(),
        public: Score::new(public).unwrap(),
        private: Score::new(private).unwrap(),
        created_at: hour(hours),
    }
}

/// The public board of a loss, ten days in, against nine days in.
pub(crate) fn public(teams: &[Team], submissions: &[ScoredSubmission]) -> Board {
    board(BoardKind::Public, Direction::LowerIsBetter, teams, submissions, hour(240), hour(216))
}

/// The private board of a loss.
pub(crate) fn private(teams: &[Team], submissions: &[ScoredSubmission]) -> Board {
    board(BoardKind::Private, Direction::LowerIsBetter, teams, submissions, hour(240), hour(216))
}

/// Rank and name of each line.
pub(crate) fn lines(board: &Board) -> Vec<(u32, &str)> {
    board.standings.iter().map(|standing| (standing.rank, standing.team.name.as_str())).collect()
}

/// Fails unless numbers are the expected ones up to `tolerance`.
#[track_caller]
pub(crate) fn assert_close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected} (+- {tolerance})");
    }
}
