//! Competitions: drafted, described, filled with data and truth, checked, published.
//!
//! Invariant: a host's files and the truth are parsed only in the jail; the truth never comes back out.

mod archive;
mod checklist;
mod draft;
mod files;
mod pages;
mod solution;

use joute_database::DatabaseError;
use joute_domain::{SlugError, UploadReport};
use joute_evaluation::EvaluationError;

pub use archive::{ArchiveBody, DataArchive};
pub(crate) use checklist::read_schema;
pub use checklist::{ChecklistItem, ChecklistPoint};
pub use draft::{CompetitionChange, NewCompetition};
pub use files::{FileBody, NewFile};
pub use solution::SolutionSummary;

use crate::access::AccessError;
use crate::upload::UploadError;

/// Why something about a competition did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CompetitionError {
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Another competition has the short name.
    #[error("another competition has this short name")]
    SlugTaken,
    /// A field is not acceptable.
    #[error("{message}")]
    Invalid {
        /// The field's name in forms and JSON.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// Somebody else changed it meanwhile.
    #[error("somebody else changed this competition meanwhile; look at their version first")]
    Stale,
    /// It cannot change once submissions have been made.
    #[error("{0} cannot change once submissions have been made")]
    Locked(&'static str),
    /// The checklist has open points.
    #[error("the competition is not ready to be published")]
    NotReady(Vec<ChecklistItem>),
    /// The metric and columns must be there before the solution.
    #[error("choose the metric and the columns before uploading the solution")]
    ScoringMissing,
    /// No such file.
    #[error("there is no such file")]
    FileNotFound,
    /// The uploaded file is damaged or does not fit.
    #[error("the file was not accepted")]
    Rejected(UploadReport),
    /// The upload itself failed.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// The jail failed.
    #[error("the file could not be checked")]
    Evaluation(#[source] EvaluationError),
    /// Storage failed.
    #[error("the file could not be read from storage")]
    Storage(#[from] joute_storage::StorageError),
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
    /// A background task died.
    #[error("a background task ended early")]
    Task(#[from] tokio::task::JoinError),
}

impl From<EvaluationError> for CompetitionError {
    fn from(error: EvaluationError) -> Self {
        match error {
            EvaluationError::Rejected(report) => Self::Rejected(report),
            other => Self::Evaluation(other),
        }
    }
}

impl From<SlugError> for CompetitionError {
    fn from(error: SlugError) -> Self {
        Self::Invalid { field: "slug", message: error.to_string() }
    }
}
