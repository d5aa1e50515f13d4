//! One file on its way into whichever backend is configured.
//!
//! Invariant: until `publish` has returned, no reader and no listing sees the file.

use bytes::Bytes;

use crate::StorageError;
use crate::folder::FolderWriter;
use crate::multipart::ObjectWriter;

/// A file that is arriving.
pub(crate) enum Writer {
    Folder(FolderWriter),
    Object(ObjectWriter),
}

impl Writer {
    pub(crate) async fn write(&mut self, chunk: &Bytes) -> Result<(), StorageError> {
        match self {
            Self::Folder(writer) => writer.write(chunk).await,
            Self::Object(writer) => writer.write(chunk).await,
        }
    }

    /// Makes the whole file visible under its key, in place of an earlier one.
    pub(crate) async fn publish(self) -> Result<(), StorageError> {
        match self {
            Self::Folder(writer) => writer.publish().await,
            Self::Object(writer) => writer.publish().await,
        }
    }

    /// Removes what has arrived so far.
    pub(crate) async fn discard(self) {
        match self {
            Self::Folder(writer) => writer.discard().await,
            Self::Object(writer) => writer.discard().await,
        }
    }
}
