//! Rows to start a story from; each goes through the crate's own functions.

use std::time::Duration;

use joute_database::competitions::{self, Competition};
use joute_database::submissions::{self, Submission};
use joute_database::teams::{self, Team};
use joute_database::users::{self, User};
use joute_database::{Conn, Result};
use joute_domain::{
    CompetitionId, PublicationState, Role, SubmissionId, SubmissionState, TeamId, Timestamp, UserId, Visibility, Zone,
};

/// Runs statements as they are written, for what the crate itself never does.
pub(crate) fn batch(conn: &mut Conn, sql: &str) -> diesel::QueryResult<()> {
    use diesel::connection::SimpleConnection;
    match conn {
        Conn::Pg(c) => c.batch_execute(sql),
        Conn::Sqlite(c) => c.batch_execute(sql),
    }
}

/// The instant at which stories begin.
pub(crate) fn noon() -> Timestamp {
    "2026-03-01T12:00:00.123456Z".parse().unwrap()
}

pub(crate) fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

pub(crate) fn user(handle: &str) -> User {
    User {
        id: UserId::new(),
        handle: handle.parse().unwrap(),
        display_name: format!("{handle} Élan"),
        email: None,
        password_hash: None,
        role: Role::Member,
        language: None,
        created_at: noon(),
        disabled_at: None,
        is_name_public: false,
    }
}

pub(crate) fn competition(slug: &str, host: &UserId) -> Competition {
    Competition {
        id: CompetitionId::new(),
        slug: slug.parse().unwrap(),
        title: "Pingouins".to_owned(),
        summary: String::new(),
        state: PublicationState::Draft,
        visibility: Visibility::Internal,
        zone: Zone::UTC,
        starts_at: None,
        ends_at: None,
        submissions_per_day: 5,
        team_size: 1,
        scoring: None,
        direction: None,
        solution_id: None,
        revision: 0,
        created_by: host.clone(),
        created_at: noon(),
        updated_at: noon(),
        published_at: None,
    }
}

/// A competition with one team of one person.
#[derive(Debug, Clone)]
pub(crate) struct Cup {
    pub(crate) host: User,
    pub(crate) competition: Competition,
    pub(crate) team: Team,
}

impl Cup {
    pub(crate) fn open(conn: &mut Conn) -> Result<Self> {
        let host = user("amelie");
        users::insert(conn, &host)?;
        let competition = competition("penguins", &host.id);
        competitions::insert(conn, &competition)?;
        let team = team(&competition, "Les Manchots");
        teams::insert(conn, &team, &host.id, noon())?;
        Ok(Self { host, competition, team })
    }

    /// A queued submission, accepted at `created_at`.
    pub(crate) fn submission(&self, created_at: Timestamp) -> Submission {
        Submission {
            id: SubmissionId::new(),
            competition_id: self.competition.id.clone(),
            team_id: self.team.id.clone(),
            user_id: self.host.id.clone(),
            file_name: "prédictions.csv".to_owned(),
            size_bytes: 5_000_000_000,
            sha256: "ab".repeat(32),
            description: String::new(),
            state: SubmissionState::Queued,
            attempt: 0,
            worker: None,
            run_after: created_at,
            lease_until: None,
            solution_id: None,
            public_score: None,
            private_score: None,
            report: None,
            created_at,
            finished_at: None,
            updated_at: created_at,
            engine: None,
        }
    }

    /// Queues `count` submissions, a second apart.
    pub(crate) fn queue(&self, conn: &mut Conn, count: u64) -> Result<Vec<SubmissionId>> {
        (0..count)
            .map(|index| {
                let one = self.submission(noon().plus(seconds(index)));
                submissions::insert(conn, &one).map(|()| one.id)
            })
            .collect()
    }
}

pub(crate) fn team(competition: &Competition, name: &str) -> Team {
    Team {
        id: TeamId::new(),
        competition_id: competition.id.clone(),
        name: name.to_owned(),
        revision: 0,
        created_at: noon(),
    }
}
