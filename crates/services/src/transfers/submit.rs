//! An uploaded file becomes a submission, once.
//!
//! Invariant: a repeated request gives the submission of the first, also after a crash in between; a file that is not
//! acceptable costs nothing.

use joute_database::submissions;
use joute_domain::{SubmissionId, UploadId, UploadPurpose};

use super::TransferError;
use crate::access::{AccessError, Seat};
use crate::submissions::{NewSubmission, SubmitError};
use crate::{House, Submission};

impl House {
    /// Submits a complete upload of the viewer.
    pub async fn submit_upload(&self, seat: &Seat, upload: UploadId, note: &str) -> Result<Submission, SubmitError> {
        let viewer = seat.signed_in()?.clone();
        let upload = self.find_upload(&viewer.id, upload).await?;
        let is_meant =
            upload.purpose == UploadPurpose::Submission && upload.competition_id.as_ref() == Some(&seat.competition.id);
        if !is_meant {
            return Err(TransferError::NotFound.into());
        }
        let id = match &upload.result {
            Some(first) => first.parse().map_err(|_| TransferError::NotFound)?,
            None => SubmissionId::new(),
        };
        if let Some(done) = self.submission_of_upload(id.clone()).await? {
            return Ok(done);
        }
        let body = self.read_upload(&upload).await?;
        self.check_submission(seat, body).await?;
        if upload.result.is_none() && !self.claim_upload(&upload.id, id.to_string()).await? {
            return Err(TransferError::Overtaken.into());
        }
        let new = NewSubmission {
            id: Some(id),
            file_name: upload.file_name.clone(),
            description: note.chars().filter(|c| *c != '\0').collect(),
        };
        let body = self.read_upload(&upload).await?;
        match self.submit(seat, new, body).await {
            Ok(submission) => {
                self.forget_upload_bytes(&upload).await?;
                Ok(submission)
            }
            Err(error) => {
                self.release_upload(&upload.id).await?;
                Err(error)
            }
        }
    }

    async fn submission_of_upload(&self, id: SubmissionId) -> Result<Option<Submission>, SubmitError> {
        Ok(self.database.read("transfers.submission", move |conn| submissions::find(conn, &id)).await?)
    }

    /// The submission with a number that clients know it by, if the viewer may see it.
    pub async fn submission_with_number(
        &self,
        viewer: Option<&crate::access::Viewer>,
        number: u64,
    ) -> Result<Option<SubmissionId>, SubmitError> {
        let Some((first, last)) = SubmissionId::with_number(number) else { return Ok(None) };
        let rows = self
            .database
            .read("transfers.with_number", move |conn| submissions::list_between(conn, &first, &last))
            .await?;
        for row in rows {
            let right = crate::access::Right::SeeOwnSubmissions;
            let seat = match self.seat_of_submission(viewer.cloned(), row.id.clone(), right).await {
                Ok(seat) => seat,
                Err(AccessError::Database(error)) => return Err(error.into()),
                Err(_) => continue,
            };
            if self.find_submission(&seat, row.id.clone()).await.is_ok() {
                return Ok(Some(row.id));
            }
        }
        Ok(None)
    }
}
