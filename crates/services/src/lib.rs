//! One function per use case, and the job runner: the only place where database, storage and jail meet.
//!
//! Invariant: slow input and output comes before a transaction, and whatever is acknowledged is in the database.

pub mod access;
pub mod accounts;
pub mod audit;
pub mod boards;
pub mod competitions;
mod house;
pub mod kaggle;
pub mod overview;
pub mod scoring;
pub mod submissions;
pub mod transfers;
pub mod upkeep;
mod upload;

pub use house::{House, HouseConfig, HouseEvent, HouseParts};
pub use joute_database::DatabaseError;
pub use joute_database::api_tokens::ApiToken;
pub use joute_database::competitions::Competition;
pub use joute_database::files::CompetitionFile;
pub use joute_database::group_members::NamedMember;
pub use joute_database::groups::Group;
pub use joute_database::pages::Page;
pub use joute_database::sessions::Session;
pub use joute_database::solutions::Solution;
pub use joute_database::submissions::Submission;
pub use joute_database::teams::Team;
pub use joute_database::users::User;
pub use joute_evaluation::EvaluationError;
pub use upload::{StagedUpload, UploadBody, UploadError};
