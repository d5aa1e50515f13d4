//! Removes what nobody needs any more: sessions that ended by themselves, files that no submission points to.
//!
//! Invariant: only files older than a day are looked at, so an upload under way is never taken for forgotten.

use std::collections::HashSet;
use std::time::Duration;

use joute_database::{DatabaseError, sessions, submissions};
use joute_domain::SubmissionId;
use joute_storage::{Kind, StorageError, StoredKey};

use crate::House;

/// Age from which a file without a row is forgotten: longer than any upload takes.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(24);

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TidyReport {
    /// Sessions that had expired.
    pub sessions: u64,
    /// Prediction files whose upload was never acknowledged.
    pub files: u64,
    /// Unfinished uploads and download links that had expired.
    pub transfers: u64,
}

/// Why tidying stopped.
#[derive(Debug, thiserror::Error)]
pub enum TidyError {
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
    /// Storage failed.
    #[error("the storage did not answer")]
    Storage(#[from] StorageError),
    /// The transfers could not be tidied.
    #[error("transfers that have expired could not be removed")]
    Transfer(#[from] crate::transfers::TransferError),
}

impl House {
    /// Removes expired sessions and forgotten files.
    pub async fn tidy(&self) -> Result<TidyReport, TidyError> {
        let now = self.clock.now();
        let sessions = self.database.write("upkeep.sessions", move |tx| sessions::delete_expired(tx, now)).await?;
        let mut old: Vec<(SubmissionId, StoredKey)> = Vec::new();
        for file in self.storage.list(Kind::Submissions).await? {
            if let StoredKey::Submission(key) = &file.key
                && now.since(file.stored_at) >= FORGOTTEN_AFTER
            {
                old.push((key.submission.clone(), file.key));
            }
        }
        let ids: Vec<_> = old.iter().map(|(id, _)| id.clone()).collect();
        let known: HashSet<_> = self
            .database
            .read("upkeep.known", move |conn| submissions::list_known(conn, &ids))
            .await?
            .into_iter()
            .collect();
        let mut files = 0;
        for (id, key) in old {
            if !known.contains(&id) {
                self.storage.delete(&key).await?;
                files += 1;
            }
        }
        let transfers = self.forget_expired_uploads().await? + self.forget_expired_links().await?;
        Ok(TidyReport { sessions, files, transfers })
    }
}
