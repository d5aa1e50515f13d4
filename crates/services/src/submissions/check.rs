//! A dry run: the whole check of a submission, counted for nothing and kept nowhere.
//!
//! Invariant: the truth is not opened.

use joute_database::{DatabaseError, solutions};
use joute_storage::PublicIdsFile;

use super::SubmitError;
use crate::House;
use crate::access::Seat;
use crate::competitions::read_schema;
use crate::upload::{UploadBody, stage};

impl House {
    /// Checks a prediction file as a submission would be; `Ok` carries the number of rows.
    pub async fn check_submission(&self, seat: &Seat, body: UploadBody) -> Result<u64, SubmitError> {
        let solution = seat.competition.solution_id.clone().ok_or(SubmitError::NotReady)?;
        let staged = stage(&self.config.work_folder, body, self.config.submission_max_bytes).await?;
        let solution = self
            .database
            .read("submissions.check", move |conn| solutions::find(conn, &solution))
            .await?
            .ok_or_else(|| DatabaseError::Corrupt("the competition's solution is missing".to_owned()))?;
        let key = PublicIdsFile { competition: solution.competition_id.clone(), solution: solution.id.clone() };
        let ids = self.storage.fetch(&key).await?;
        let (schema, evaluator) = (read_schema(&solution)?, self.evaluator.clone());
        tokio::task::spawn_blocking(move || evaluator.validate(&schema, &ids, &staged.file)).await??;
        Ok(solution.public_rows + solution.private_rows + solution.ignored_rows)
    }
}
