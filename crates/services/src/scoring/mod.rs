//! The job runner: claims queued submissions, has them scored in the jail, records the outcome once.
//!
//! Invariant: only the attempt that holds the lease writes; a worker that dies loses the lease, not the submission.

mod record;
mod score;
mod truth;
mod worker;

pub use worker::{Worker, WorkerReport};

use joute_database::DatabaseError;
use joute_evaluation::EvaluationError;

/// Why an attempt came to no verdict; it will be tried again.
#[derive(Debug, thiserror::Error)]
pub enum ScoringError {
    /// Storage failed.
    #[error("a file could not be read from storage")]
    Storage(#[from] joute_storage::StorageError),
    /// The jail could not be started.
    #[error("the jailed stages could not run")]
    Evaluation(#[source] EvaluationError),
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
    /// A cached file could not be used.
    #[error("the work folder failed")]
    WorkFolder(#[from] std::io::Error),
    /// The thread that watched the jail died.
    #[error("a background task ended early")]
    Task(#[from] tokio::task::JoinError),
    /// Another worker has taken the submission over.
    #[error("the lease was lost")]
    LeaseLost,
}
