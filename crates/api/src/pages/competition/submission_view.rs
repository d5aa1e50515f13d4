//! A submission as lists and its own page show it.
//!
//! Invariant: the fields are those that `web/templates/components/submission.html.tera` documents.

use std::collections::HashMap;

use joute_domain::{Score, SubmissionId, UserId, Zone};
use joute_services::Submission;
use serde::Serialize;

use super::report::in_short;
use crate::pages::format::{Format, Time};

/// A submission.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SubmissionView {
    pub(super) id: String,
    pub(super) state: &'static str,
    pub(super) file_name: String,
    size: String,
    pub(super) note: String,
    at: Time,
    author: String,
    public_score: String,
    pub(super) private_score: String,
    best: bool,
    problem: String,
    pub(super) queue: String,
}

/// What a submission's row does not hold.
#[derive(Debug)]
pub(super) struct SubmissionFacts<'a> {
    pub(super) zone: Zone,
    pub(super) authors: &'a HashMap<UserId, String>,
    /// The submission that counts on the board.
    pub(super) best: Option<&'a SubmissionId>,
}

impl SubmissionView {
    pub(super) fn of(format: &Format<'_>, row: &Submission, facts: &SubmissionFacts<'_>) -> Self {
        Self {
            id: row.id.to_string(),
            state: row.state.as_str(),
            file_name: row.file_name.clone(),
            size: format.size(row.size_bytes),
            note: row.description.clone(),
            at: format.time(row.created_at, facts.zone),
            author: facts.authors.get(&row.user_id).cloned().unwrap_or_default(),
            public_score: row.public_score.map(Score::shown).unwrap_or_default(),
            private_score: row.private_score.map(Score::shown).unwrap_or_default(),
            best: facts.best == Some(&row.id),
            problem: in_short(format, row.report.as_ref()),
            queue: String::new(),
        }
    }
}

#[cfg(test)]
pub(super) mod samples {
    use joute_domain::{SubmissionState, TeamId};
    use joute_services::access::Seat;

    use super::super::report::samples::report;
    use super::*;
    use crate::pages::samples::now;

    /// A submission in a state.
    pub(in super::super) fn submission(seat: &Seat, state: SubmissionState) -> Submission {
        let score = |value| Score::new(value).ok().filter(|_| state == SubmissionState::Scored);
        Submission {
            id: SubmissionId::new(),
            competition_id: seat.competition.id.clone(),
            team_id: TeamId::new(),
            user_id: UserId::new(),
            file_name: "gbm <sharing>.csv".to_owned(),
            size_bytes: 96_000,
            sha256: "9f86d081".repeat(8),
            description: "boosting, log target".to_owned(),
            state,
            attempt: 1,
            worker: None,
            run_after: now(),
            lease_until: None,
            solution_id: None,
            public_score: score(0.4127),
            private_score: None,
            report: (state == SubmissionState::Failed).then(report),
            created_at: now(),
            finished_at: state.is_final().then(|| now().plus(std::time::Duration::from_millis(840))),
            updated_at: now(),
            engine: None,
        }
    }
}
