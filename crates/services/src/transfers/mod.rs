//! Files that arrive in parts, and links that let their holder download for a while.
//!
//! Invariant: the secret in an address stands for its owner, who is asked for the right again when it is used; only
//! hashes of secrets are kept.

mod links;
mod submit;
mod uploads;

use joute_database::DatabaseError;

pub use links::{LinkedDownload, NewLink};
pub use uploads::{NewUpload, PutOutcome, PutRange, UploadTicket};

use crate::access::AccessError;
use crate::upload::UploadError;

/// Why a transfer did not happen.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// Unknown, expired, or somebody else's.
    #[error("this address is unknown or has expired; start again")]
    NotFound,
    /// Larger than allowed.
    #[error("the file has {size} bytes; at most {limit} are accepted")]
    TooLarge {
        /// Announced bytes.
        size: u64,
        /// Allowed bytes.
        limit: u64,
    },
    /// The bytes do not follow those that are there.
    #[error("{received} bytes are stored; go on from there")]
    OutOfPlace {
        /// Bytes stored so far.
        received: u64,
    },
    /// Another request has taken the upload over.
    #[error("another request has taken this upload over")]
    Overtaken,
    /// More or fewer bytes than announced.
    #[error("{expected} bytes were announced, {received} arrived")]
    WrongLength {
        /// Announced bytes.
        expected: u64,
        /// Bytes that came.
        received: u64,
    },
    /// Not all bytes have arrived.
    #[error("the upload is not complete: {received} of {expected} bytes have arrived")]
    Incomplete {
        /// Announced bytes.
        expected: u64,
        /// Bytes stored so far.
        received: u64,
    },
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The upload itself failed.
    #[error(transparent)]
    Upload(#[from] UploadError),
    /// Storage failed.
    #[error("the file could not be read from storage")]
    Storage(#[from] joute_storage::StorageError),
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
}
