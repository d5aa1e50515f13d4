//! Submissions: uploads with their scores.
//!
//! Invariant: a submission's row is also its job, so that an accepted upload can never be without one.

mod queue;

use diesel::dsl::count_star;
use diesel::prelude::*;
use joute_domain::{
    CompetitionId, Score, SolutionId, SubmissionId, SubmissionState, TeamId, Timestamp, UploadReport, UserId,
};

use crate::Result;
use crate::column::{corrupt, count};
use crate::connection::{Conn, each};
use crate::record::{record, view};
use crate::schema::submissions;

pub use queue::{
    ScoredWith, claim, count_ahead, count_waiting, list_exhausted, record_failure, record_scores, release, renew_lease,
};

record! { submissions =>
    /// One upload of a team.
    pub struct Submission {
        /// Identifier.
        pub id: SubmissionId,
        /// Its competition.
        pub competition_id: CompetitionId,
        /// Whose board row it may change.
        pub team_id: TeamId,
        /// Who uploaded it.
        pub user_id: UserId,
        /// Name of the uploaded file.
        pub file_name: String,
        /// Size of the uploaded file in bytes.
        pub size_bytes: u64,
        /// SHA-256 of the uploaded file, hexadecimal.
        pub sha256: String,
        /// What the team notes about it.
        pub description: String,
        /// Where it stands.
        pub state: SubmissionState,
        /// How often a worker took it; the number of the present attempt while it runs.
        pub attempt: u64,
        /// The worker that took it last.
        pub worker: Option<String>,
        /// Not before this instant.
        pub run_after: Timestamp,
        /// Until when the present attempt is trusted to be alive.
        pub lease_until: Option<Timestamp>,
        /// The version of the truth it was scored with.
        pub solution_id: Option<SolutionId>,
        /// Score on the public rows.
        pub public_score: Option<Score>,
        /// Score on the private rows.
        pub private_score: Option<Score>,
        /// What is wrong with the upload, if it failed.
        pub report: Option<UploadReport>,
        /// When it was accepted.
        pub created_at: Timestamp,
        /// When it was scored or failed.
        pub finished_at: Option<Timestamp>,
        /// Last change.
        pub updated_at: Timestamp,
        /// What computed the scores: the program's version and the metric's revision.
        pub engine: Option<String>,
    }
}

view! {
    /// What a board needs of a scored submission.
    pub struct ScoredSubmission {
        /// Identifier.
        pub id: SubmissionId,
        /// The team.
        pub team_id: TeamId,
        /// Score on the public rows.
        pub public_score: Score,
        /// Score on the private rows.
        pub private_score: Score,
        /// When it was accepted.
        pub created_at: Timestamp,
    }
}

/// Adds a submission.
pub fn insert(conn: &mut Conn, submission: &Submission) -> Result<()> {
    let values = submission.values()?;
    each!(conn, c => diesel::insert_into(submissions::table).values(values).execute(c))?;
    Ok(())
}

/// The submission with this identifier.
pub fn find(conn: &mut Conn, id: &SubmissionId) -> Result<Option<Submission>> {
    let query = submissions::table.select(Submission::columns()).filter(submissions::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// A team's submissions, newest first, continuing below `before`.
pub fn page_of_team(
    conn: &mut Conn,
    team: &TeamId,
    before: Option<&SubmissionId>,
    limit: u32,
) -> Result<Vec<Submission>> {
    Ok(each!(conn, c => {
        let mut query = submissions::table
            .select(Submission::columns())
            .filter(submissions::team_id.eq(team.as_str()))
            .order(submissions::id.desc())
            .limit(i64::from(limit))
            .into_boxed();
        if let Some(id) = before {
            query = query.filter(submissions::id.lt(id.as_str()));
        }
        query.load(c)
    })?)
}

/// The submissions whose identifiers lie between two, both included.
pub fn list_between(conn: &mut Conn, first: &SubmissionId, last: &SubmissionId) -> Result<Vec<Submission>> {
    let query = submissions::table
        .select(Submission::columns())
        .filter(submissions::id.between(first.as_str(), last.as_str()))
        .limit(16);
    Ok(each!(conn, c => query.load(c))?)
}

/// The scored submissions of a competition, oldest first.
pub fn list_scored(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<ScoredSubmission>> {
    let query = submissions::table
        .select((
            submissions::id,
            submissions::team_id,
            submissions::public_score.assume_not_null(),
            submissions::private_score.assume_not_null(),
            submissions::created_at,
        ))
        .filter(submissions::competition_id.eq(competition.as_str()))
        .filter(submissions::state.eq(SubmissionState::Scored.as_str()))
        .order((submissions::created_at, submissions::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// A team's submissions that changed after `since`, the earliest change first.
pub fn list_updated_since(
    conn: &mut Conn,
    competition: &CompetitionId,
    team: &TeamId,
    since: Timestamp,
) -> Result<Vec<Submission>> {
    let query = submissions::table
        .select(Submission::columns())
        .filter(submissions::competition_id.eq(competition.as_str()))
        .filter(submissions::team_id.eq(team.as_str()))
        .filter(submissions::updated_at.gt(since.naive_utc()))
        .order((submissions::updated_at, submissions::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// How many of a team's submissions since an instant count against its allowance: all but the failed ones.
///
/// Call `teams::touch` first in the same transaction, or two uploads at once both see the last free place.
pub fn count_counted_since(conn: &mut Conn, team: &TeamId, since: Timestamp) -> Result<u64> {
    let query = submissions::table
        .filter(submissions::team_id.eq(team.as_str()))
        .filter(submissions::created_at.ge(since.naive_utc()))
        .filter(submissions::state.ne(SubmissionState::Failed.as_str()))
        .count();
    Ok(count(each!(conn, c => query.get_result(c))?))
}

/// Those of the identifiers that are submissions, in no particular order.
pub fn list_known(conn: &mut Conn, ids: &[SubmissionId]) -> Result<Vec<SubmissionId>> {
    let mut known = Vec::with_capacity(ids.len());
    for part in ids.chunks(1_000) {
        let query = submissions::table
            .select(submissions::id)
            .filter(submissions::id.eq_any(part.iter().map(SubmissionId::as_str)));
        let rows: Vec<String> = each!(conn, c => query.load(c))?;
        for id in rows {
            known.push(id.parse().map_err(corrupt)?);
        }
    }
    Ok(known)
}

/// How many submissions a competition has, whatever became of them.
pub fn count_of_competition(conn: &mut Conn, competition: &CompetitionId) -> Result<u64> {
    let query = submissions::table.filter(submissions::competition_id.eq(competition.as_str())).count();
    Ok(count(each!(conn, c => query.get_result(c))?))
}

/// How many submissions there are of each competition; competitions without any are left out.
pub fn count_by_competition(conn: &mut Conn) -> Result<Vec<(CompetitionId, u64)>> {
    let query =
        submissions::table.group_by(submissions::competition_id).select((submissions::competition_id, count_star()));
    let rows: Vec<(String, i64)> = each!(conn, c => query.load(c))?;
    rows.into_iter().map(|(id, number)| Ok((id.parse().map_err(corrupt)?, count(number)))).collect()
}

/// The latest scored submissions of some competitions, newest first.
pub fn list_latest_scored(conn: &mut Conn, competitions: &[CompetitionId], limit: u32) -> Result<Vec<Submission>> {
    let query = submissions::table
        .select(Submission::columns())
        .filter(submissions::competition_id.eq_any(competitions.iter().map(CompetitionId::as_str)))
        .filter(submissions::state.eq(SubmissionState::Scored.as_str()))
        .order((submissions::created_at.desc(), submissions::id.desc()))
        .limit(i64::from(limit));
    Ok(each!(conn, c => query.load(c))?)
}

/// Replaces the note on a submission; false if there is no such submission.
pub fn set_description(conn: &mut Conn, id: &SubmissionId, description: &str) -> Result<bool> {
    let change = diesel::update(submissions::table.find(id.as_str())).set(submissions::description.eq(description));
    Ok(each!(conn, c => change.execute(c))? == 1)
}
