//! A submission as JSON.
//!
//! Invariant: the private score is absent until the competition has ended; the use case takes it away.

use joute_domain::{Allowance, Score, SubmissionId, SubmissionState, TeamId, Timestamp};
use joute_services::submissions::SubmissionDetail;
use joute_services::{Submission, Team};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::report::ErrorView;
use super::super::vocabulary::StateName;

/// A page of submissions, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubmissionList {
    pub(crate) submissions: Vec<SubmissionView>,
    /// Send it as `before` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub(crate) next_before: Option<SubmissionId>,
}

/// A submission.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubmissionView {
    #[schema(value_type = String, format = "uuid")]
    pub(crate) id: SubmissionId,
    /// Name of the uploaded file.
    file_name: String,
    size_bytes: u64,
    sha256: String,
    /// What the team notes about it.
    description: String,
    #[schema(value_type = StateName)]
    state: SubmissionState,
    /// In full precision.
    #[schema(value_type = Option<f64>)]
    public_score: Option<Score>,
    /// As boards show it.
    public_score_shown: Option<String>,
    /// Told when the competition has ended.
    #[schema(value_type = Option<f64>)]
    private_score: Option<Score>,
    private_score_shown: Option<String>,
    /// What is wrong with the file, if it failed.
    errors: Vec<ErrorView>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was scored or failed.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Timestamp>,
    /// Submissions that are scored before it, while it waits; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_ahead: Option<u64>,
    /// Who made it; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<TeamRef>,
}

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamRef {
    #[schema(value_type = String, format = "uuid")]
    id: TeamId,
    name: String,
}

impl From<Team> for TeamRef {
    fn from(team: Team) -> Self {
        Self { id: team.id, name: team.name }
    }
}

impl From<Submission> for SubmissionView {
    fn from(row: Submission) -> Self {
        let errors = row.report.map(|report| report.errors).unwrap_or_default();
        Self {
            id: row.id,
            file_name: row.file_name,
            size_bytes: row.size_bytes,
            sha256: row.sha256,
            description: row.description,
            state: row.state,
            public_score: row.public_score,
            public_score_shown: row.public_score.map(Score::shown),
            private_score: row.private_score,
            private_score_shown: row.private_score.map(Score::shown),
            errors: errors.into_iter().map(ErrorView::from).collect(),
            created_at: row.created_at,
            finished_at: row.finished_at,
            queue_ahead: None,
            team: None,
        }
    }
}

impl From<SubmissionDetail> for SubmissionView {
    fn from(detail: SubmissionDetail) -> Self {
        let queue_ahead = detail.queue.map(|place| place.ahead);
        Self { queue_ahead, team: Some(detail.team.into()), ..detail.submission.into() }
    }
}

/// What is left of a team's submissions today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AllowanceView {
    per_day: u32,
    left: u32,
    /// When the next day begins, in the competition's zone.
    #[schema(value_type = String, format = DateTime)]
    next_at: Timestamp,
}

impl From<Allowance> for AllowanceView {
    fn from(allowance: Allowance) -> Self {
        let Allowance { per_day, left, next_at } = allowance;
        Self { per_day, left, next_at }
    }
}
