//! Reading submissions: one's own, page by page, with the place in the queue.
//!
//! Invariant: a submission is seen by its team and by the competition's hosts, by nobody else.

use std::ops::Range;

use joute_database::{DatabaseError, audit_log, submissions, teams};
use joute_domain::{AuditAction, AuditObject, Phase, Score, SubmissionId, SubmissionState};
use joute_storage::SubmissionFile;

use super::SubmitError;
use super::accept::check_description;
use crate::access::{AccessError, Right, Seat};
use crate::competitions::FileBody;
use crate::{House, Submission, Team};

/// Submissions ahead in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueuePlace {
    /// How many will be scored first.
    pub ahead: u64,
}

/// A submission as its author may see it now.
#[derive(Debug, Clone)]
pub struct SubmissionDetail {
    /// The row; its private score is empty until the competition has ended.
    pub submission: Submission,
    /// The team that made it.
    pub team: Team,
    /// Place in the queue while it waits.
    pub queue: Option<QueuePlace>,
}

impl House {
    /// The viewer's team's submissions, newest first, at most `limit`, continuing below `before`.
    pub async fn list_submissions(
        &self,
        seat: &Seat,
        before: Option<SubmissionId>,
        limit: u32,
    ) -> Result<Vec<Submission>, SubmitError> {
        let viewer = seat.signed_in()?.clone();
        let Some(team) = self.find_team(seat, &viewer).await? else { return Ok(Vec::new()) };
        let rows = self
            .database
            .read("submissions.list", move |conn| submissions::page_of_team(conn, &team.id, before.as_ref(), limit))
            .await?;
        Ok(rows.into_iter().map(|row| hide_private(row, seat.phase)).collect())
    }

    /// One submission, if the viewer may see it.
    pub async fn find_submission(&self, seat: &Seat, id: SubmissionId) -> Result<SubmissionDetail, SubmitError> {
        let viewer = seat.signed_in()?.clone();
        let (competition, phase, is_host) = (seat.competition.id.clone(), seat.phase, seat.is_host);
        self.database
            .read("submissions.find", move |conn| {
                let missing = || SubmitError::Access(AccessError::NotFound("submission"));
                let row = submissions::find(conn, &id)?
                    .filter(|row| row.competition_id == competition)
                    .ok_or_else(missing)?;
                let own = teams::find_of_user(conn, &competition, &viewer.id)?;
                if !is_host && own.as_ref().is_none_or(|team| team.id != row.team_id) {
                    return Err(missing());
                }
                let team = teams::find(conn, &row.team_id)?.ok_or_else(missing)?;
                let queue = match row.state {
                    SubmissionState::Queued => Some(QueuePlace { ahead: submissions::count_ahead(conn, &row)? }),
                    _ => None,
                };
                Ok(SubmissionDetail { submission: hide_private(row, phase), team, queue })
            })
            .await
    }

    /// Replaces the note on one of the viewer's team's submissions.
    pub async fn change_note(&self, seat: &Seat, id: SubmissionId, note: String) -> Result<(), SubmitError> {
        check_description(&note)?;
        let found = self.find_submission(seat, id).await?.submission;
        let viewer = seat.signed_in()?.clone();
        if self.find_team(seat, &viewer).await?.is_none_or(|team| team.id != found.team_id) {
            return Err(AccessError::Forbidden("only the team may change its notes").into());
        }
        let entry = self
            .entry_at(seat, AuditAction::SubmissionChange)
            .on(AuditObject::Submission, &found.id, &found.file_name)
            .with("field", "description");
        self.database
            .write("submissions.change_note", move |tx| {
                submissions::set_description(tx, &found.id, note.trim())?;
                audit_log::append(tx, entry)
            })
            .await?;
        Ok(())
    }

    /// Finds the competition of a submission and sits the viewer there, for addresses that name only the submission.
    pub async fn seat_of_submission(
        &self,
        viewer: Option<crate::access::Viewer>,
        id: SubmissionId,
        right: Right,
    ) -> Result<Seat, AccessError> {
        let slug = self
            .database
            .read("submissions.seat", move |conn| {
                let Some(row) = submissions::find(conn, &id)? else { return Ok(None) };
                Ok::<_, DatabaseError>(
                    joute_database::competitions::find(conn, &row.competition_id)?.map(|found| found.slug),
                )
            })
            .await?
            .ok_or(AccessError::NotFound("submission"))?;
        self.seat(viewer, slug, right).await.map_err(|error| match error {
            AccessError::NotFound(_) => AccessError::NotFound("submission"),
            other => other,
        })
    }

    /// The uploaded bytes of a submission, or a range of them, for somebody who takes them away.
    pub async fn download_submission(
        &self,
        seat: &Seat,
        submission: &Submission,
        range: Option<Range<u64>>,
    ) -> Result<FileBody, SubmitError> {
        let entry = self.entry_at(seat, AuditAction::SubmissionDownload).on(
            AuditObject::Submission,
            &submission.id,
            &submission.file_name,
        );
        self.record(entry).await?;
        let key = SubmissionFile {
            competition: submission.competition_id.clone(),
            team: submission.team_id.clone(),
            submission: submission.id.clone(),
        };
        Ok(Box::pin(self.storage.read(&key, range).await?))
    }
}

/// Takes the private score away until the competition has ended.
pub(super) fn hide_private(mut row: Submission, phase: Phase) -> Submission {
    row.private_score = row.private_score.filter(|_: &Score| phase == Phase::Finished);
    row
}
