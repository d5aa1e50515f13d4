//! Files of competitions and submissions behind typed keys: in a local folder, in memory, or on an S3 server.
//!
//! Invariant: a file is visible whole or not at all, and no key is ever built from a name that a user chose.

mod checksum;
mod error;
mod folder;
mod key;
mod location;
mod multipart;
mod read;
mod storage;
mod writer;

pub use checksum::{ChecksumError, Sha256Hex, Stored};
pub use error::{ErrorKind, StorageError};
pub use key::{CompetitionFile, Key, Kind, PublicIdsFile, StoredKey, SubmissionFile, TruthFile, UploadPartFile};
pub use location::{Location, S3Credentials, S3Location};
pub use read::FileStream;
pub use storage::{ListedFile, Storage};
