//! The queue of submissions that wait for a worker.
//!
//! Invariant: a row is changed only by the attempt that holds it: every statement filters on identifier, attempt and
//! state.

use std::time::Duration;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use joute_domain::{Score, SolutionId, SubmissionId, SubmissionState, Timestamp, UploadReport};

use super::Submission;
use crate::Result;
use crate::column::{Column, count};
use crate::connection::{Conn, each};
use crate::schema::submissions;

/// What may be taken now: waiting and due, or abandoned by its worker; with an attempt left.
#[diesel::dsl::auto_type(no_type_alias)]
fn due(now: NaiveDateTime, max_attempts: i64) -> _ {
    let waiting = submissions::state.eq("queued").and(submissions::run_after.le(now));
    let abandoned = submissions::state.eq("running").and(submissions::lease_until.lt(now).assume_not_null());
    waiting.or(abandoned).and(submissions::attempt.lt(max_attempts))
}

/// The row of an attempt that still runs.
#[diesel::dsl::auto_type(no_type_alias)]
fn running<'a>(id: &'a str, attempt: i64) -> _ {
    submissions::id.eq(id).and(submissions::attempt.eq(attempt)).and(submissions::state.eq("running"))
}

/// Takes the oldest due submission for `worker`, or `None`. One whose attempts are used up is left to `list_exhausted`.
///
/// Call it in `Database::write`: there `PostgreSQL` hands each of several workers another row.
pub fn claim(
    conn: &mut Conn,
    worker: &str,
    now: Timestamp,
    lease: Duration,
    max_attempts: u64,
) -> Result<Option<Submission>> {
    let next = submissions::table
        .select(Submission::columns())
        .filter(due(now.naive_utc(), max_attempts.store()?))
        .order((submissions::created_at, submissions::id))
        .limit(1);
    let candidate: Option<Submission> = match conn {
        Conn::Pg(c) => next.for_update().skip_locked().first(c).optional()?,
        Conn::Sqlite(c) => next.first(c).optional()?,
    };
    let Some(candidate) = candidate else { return Ok(None) };
    let claimed = Submission {
        state: SubmissionState::Running,
        attempt: candidate.attempt.saturating_add(1),
        worker: Some(worker.to_owned()),
        lease_until: Some(now.plus(lease)),
        updated_at: now,
        ..candidate.clone()
    };
    let unchanged = submissions::table
        .find(candidate.id.as_str())
        .filter(submissions::attempt.eq(candidate.attempt.store()?))
        .filter(submissions::state.eq(candidate.state.as_str()));
    let change = diesel::update(unchanged).set((
        submissions::state.eq(claimed.state.as_str()),
        submissions::attempt.eq(claimed.attempt.store()?),
        submissions::worker.eq(Some(worker)),
        submissions::lease_until.eq(claimed.lease_until.store()?),
        submissions::updated_at.eq(now.naive_utc()),
    ));
    let won = each!(conn, c => change.execute(c))? == 1;
    Ok(won.then_some(claimed))
}

/// Submissions whose worker is gone and whose attempts are used up; the caller records their failure.
pub fn list_exhausted(conn: &mut Conn, now: Timestamp, max_attempts: u64) -> Result<Vec<Submission>> {
    let query = submissions::table
        .select(Submission::columns())
        .filter(submissions::state.eq(SubmissionState::Running.as_str()))
        .filter(submissions::lease_until.lt(now.naive_utc()))
        .filter(submissions::attempt.ge(max_attempts.store()?))
        .order((submissions::created_at, submissions::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// Says that the attempt is alive; false if it has lost its submission and must stop.
pub fn renew_lease(conn: &mut Conn, id: &SubmissionId, attempt: u64, until: Timestamp) -> Result<bool> {
    let change = diesel::update(submissions::table.filter(running(id.as_str(), attempt.store()?)))
        .set(submissions::lease_until.eq(Some(until.naive_utc())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// The scores of an attempt and what they were computed with.
#[derive(Debug, Clone, Copy)]
pub struct ScoredWith<'a> {
    /// The version of the truth.
    pub solution: &'a SolutionId,
    /// The program's version and the metric's revision.
    pub engine: &'a str,
    /// Score on the public rows.
    pub public: Score,
    /// Score on the private rows.
    pub private: Score,
}

/// Ends the attempt with scores; false if it has lost its submission, and then nothing is written.
pub fn record_scores(
    conn: &mut Conn,
    id: &SubmissionId,
    attempt: u64,
    scored: ScoredWith<'_>,
    now: Timestamp,
) -> Result<bool> {
    let change = diesel::update(submissions::table.filter(running(id.as_str(), attempt.store()?))).set((
        submissions::state.eq(SubmissionState::Scored.as_str()),
        submissions::lease_until.eq(None::<NaiveDateTime>),
        submissions::solution_id.eq(Some(scored.solution.as_str())),
        submissions::engine.eq(Some(scored.engine)),
        submissions::public_score.eq(Some(scored.public.value())),
        submissions::private_score.eq(Some(scored.private.value())),
        submissions::report.eq(None::<&str>),
        submissions::finished_at.eq(Some(now.naive_utc())),
        submissions::updated_at.eq(now.naive_utc()),
    ));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Ends the attempt with what is wrong; false if it has lost its submission, and then nothing is written.
pub fn record_failure(
    conn: &mut Conn,
    id: &SubmissionId,
    attempt: u64,
    report: &UploadReport,
    now: Timestamp,
) -> Result<bool> {
    let change = diesel::update(submissions::table.filter(running(id.as_str(), attempt.store()?))).set((
        submissions::state.eq(SubmissionState::Failed.as_str()),
        submissions::lease_until.eq(None::<NaiveDateTime>),
        submissions::report.eq(Some(report.store()?)),
        submissions::finished_at.eq(Some(now.naive_utc())),
        submissions::updated_at.eq(now.naive_utc()),
    ));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Gives the submission back for another attempt from `run_after` on; false if the attempt has lost it.
pub fn release(conn: &mut Conn, id: &SubmissionId, attempt: u64, run_after: Timestamp, now: Timestamp) -> Result<bool> {
    let change = diesel::update(submissions::table.filter(running(id.as_str(), attempt.store()?))).set((
        submissions::state.eq(SubmissionState::Queued.as_str()),
        submissions::lease_until.eq(None::<NaiveDateTime>),
        submissions::run_after.eq(run_after.naive_utc()),
        submissions::updated_at.eq(now.naive_utc()),
    ));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// How many submissions wait.
pub fn count_waiting(conn: &mut Conn) -> Result<u64> {
    let query = submissions::table.filter(submissions::state.eq(SubmissionState::Queued.as_str())).count();
    Ok(count(each!(conn, c => query.get_result(c))?))
}

/// How many waiting submissions will be taken before this one.
pub fn count_ahead(conn: &mut Conn, submission: &Submission) -> Result<u64> {
    let instant = submission.created_at.naive_utc();
    let earlier = submissions::created_at
        .lt(instant)
        .or(submissions::created_at.eq(instant).and(submissions::id.lt(submission.id.as_str())));
    let query =
        submissions::table.filter(submissions::state.eq(SubmissionState::Queued.as_str())).filter(earlier).count();
    Ok(count(each!(conn, c => query.get_result(c))?))
}
