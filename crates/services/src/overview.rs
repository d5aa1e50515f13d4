//! What the front pages tell: how much there is, what is new, where somebody stands.
//!
//! Invariant: everything comes from competitions that the viewer may see, and only public scores are told.

use std::collections::HashMap;

use joute_database::{DatabaseError, competition_hosts, submissions, teams, users};
use joute_domain::{CompetitionId, Phase, Score, Timestamp, UserId};
use joute_leaderboard::{BoardKind, Standing};

use crate::House;
use crate::access::{Seat, Viewer};
use crate::boards::BoardError;

/// Teams and submissions of a competition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Teams that have submitted.
    pub teams: u64,
    /// Submissions, whatever became of them.
    pub submissions: u64,
}

/// Something that happened lately.
#[derive(Debug, Clone)]
pub struct LatestScore {
    /// Where.
    pub competition: CompetitionId,
    /// The team's name.
    pub team: String,
    /// Its public score.
    pub score: Score,
    /// When the submission was made.
    pub at: Timestamp,
}

/// Where somebody stands in one competition.
#[derive(Debug, Clone)]
pub struct OwnStanding {
    /// The competition.
    pub seat: Seat,
    /// The standing; `None` without a score.
    pub standing: Option<Standing>,
    /// Ranked teams.
    pub teams: usize,
}

impl House {
    /// People who can sign in.
    pub async fn count_people(&self) -> Result<u64, DatabaseError> {
        self.database.read("overview.count_people", users::count_active).await
    }

    /// Teams and submissions of every competition that has any.
    pub async fn counts(&self) -> Result<HashMap<CompetitionId, Counts>, DatabaseError> {
        self.database
            .read("overview.counts", |conn| {
                let mut counts: HashMap<CompetitionId, Counts> = HashMap::new();
                for (id, number) in teams::count_by_competition(conn)? {
                    counts.entry(id).or_default().teams = number;
                }
                for (id, number) in submissions::count_by_competition(conn)? {
                    counts.entry(id).or_default().submissions = number;
                }
                Ok(counts)
            })
            .await
    }

    /// The latest scores in running competitions among `seats`, newest first.
    pub async fn latest_scores(&self, seats: &[Seat], limit: u32) -> Result<Vec<LatestScore>, DatabaseError> {
        let is_open = |seat: &&Seat| seat.phase.accepts_submissions();
        let ids: Vec<_> = seats.iter().filter(is_open).map(|seat| seat.competition.id.clone()).collect();
        self.database
            .read("overview.latest_scores", move |conn| {
                let rows = submissions::list_latest_scored(conn, &ids, limit)?;
                let mut latest = Vec::with_capacity(rows.len());
                for row in rows {
                    if let (Some(team), Some(score)) = (teams::find(conn, &row.team_id)?, row.public_score) {
                        latest.push(LatestScore {
                            competition: row.competition_id,
                            team: team.name,
                            score,
                            at: row.created_at,
                        });
                    }
                }
                Ok(latest)
            })
            .await
    }

    /// Where the viewer stands in each competition that they have entered.
    pub async fn own_standings(&self, viewer: &Viewer, seats: &[Seat]) -> Result<Vec<OwnStanding>, BoardError> {
        let mut own = Vec::new();
        for seat in seats {
            let (competition, user) = (seat.competition.id.clone(), viewer.id.clone());
            let team =
                self.database.read("overview.team", move |conn| teams::find_of_user(conn, &competition, &user)).await?;
            let Some(team) = team else { continue };
            let kind = if seat.phase == Phase::Finished { BoardKind::Private } else { BoardKind::Public };
            let board = self.board(seat, kind).await?.board;
            let teams = board.standings.len();
            let standing = board.standings.into_iter().find(|standing| standing.team.id == team.id);
            own.push(OwnStanding { seat: seat.clone(), standing, teams });
        }
        Ok(own)
    }

    /// The shown names of people.
    pub async fn display_names(&self, ids: Vec<UserId>) -> Result<HashMap<UserId, String>, DatabaseError> {
        self.database
            .read("overview.display_names", move |conn| {
                let found = users::list_named(conn, &ids)?;
                Ok(found.into_iter().map(|user| (user.id, user.display_name)).collect())
            })
            .await
    }

    /// The names of a competition's hosts.
    pub async fn host_names(&self, competition: CompetitionId) -> Result<Vec<String>, DatabaseError> {
        self.database
            .read("overview.host_names", move |conn| {
                let hosts = competition_hosts::list(conn, &competition)?;
                Ok(users::list_named(conn, &hosts)?.into_iter().map(|user| user.display_name).collect())
            })
            .await
    }
}
