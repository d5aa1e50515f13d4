//! Submissions: checked for free, taken, listed, given back to their authors.
//!
//! Invariant: an acknowledged submission is stored and queued; a refused one leaves nothing behind.

mod accept;
mod check;
mod read;
mod watch;

use joute_database::DatabaseError;
use joute_domain::{Allowance, Phase, UploadReport};
use joute_evaluation::EvaluationError;

pub use accept::NewSubmission;
pub use read::{QueuePlace, SubmissionDetail};

use crate::access::AccessError;
use crate::upload::UploadError;

/// Why a submission was not taken or not found.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Not open: not begun, or ended.
    #[error("this competition takes no submissions now")]
    Closed(Phase),
    /// The allowance of the day is used up.
    #[error("all {} submissions of today are used", .0.per_day)]
    QuotaReached(Allowance),
    /// The host has not uploaded the truth.
    #[error("this competition cannot score yet")]
    NotReady,
    /// The description is too long.
    #[error("{message}")]
    Invalid {
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The upload itself failed.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// The check found errors.
    #[error("the file was not accepted")]
    Rejected(UploadReport),
    /// The jail failed.
    #[error("the file could not be checked")]
    Evaluation(#[source] EvaluationError),
    /// Storage failed.
    #[error("the file could not be read from storage")]
    Storage(#[from] joute_storage::StorageError),
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
    /// The file's way here failed.
    #[error(transparent)]
    Transfer(#[from] crate::transfers::TransferError),
    /// A background task died.
    #[error("a background task ended early")]
    Task(#[from] tokio::task::JoinError),
}

impl From<EvaluationError> for SubmitError {
    fn from(error: EvaluationError) -> Self {
        match error {
            EvaluationError::Rejected(report) => Self::Rejected(report),
            other => Self::Evaluation(other),
        }
    }
}
