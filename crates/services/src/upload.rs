//! Bytes on their way in: counted, hashed and capped while they stream.
//!
//! Invariant: a body that ends early or grows too large leaves nothing behind.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

/// A body as the web layer hands it over.
pub type UploadBody = Pin<Box<dyn Stream<Item = Result<Bytes, std::io::Error>>>>;

/// Why an upload was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// More bytes than allowed.
    #[error("the file is larger than the limit of {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The client went away or sent a broken body.
    #[error("the upload ended before the file was complete")]
    Interrupted(#[source] std::io::Error),
    /// No space where files are kept.
    #[error("the server has no space left for files")]
    StorageFull,
    /// Storage failed otherwise.
    #[error("the file could not be stored")]
    Storage(#[source] joute_storage::StorageError),
    /// The staging folder failed.
    #[error("the file could not be staged")]
    Staging(#[source] std::io::Error),
}

impl From<joute_storage::StorageError> for UploadError {
    fn from(error: joute_storage::StorageError) -> Self {
        use joute_storage::StorageError;
        match error {
            StorageError::TooLarge { limit } => Self::TooLarge { limit },
            StorageError::BodyInterrupted { reason } => Self::Interrupted(std::io::Error::other(reason)),
            StorageError::Full(_) => Self::StorageFull,
            other => Self::Storage(other),
        }
    }
}

/// A whole upload in an unlinked temporary file.
#[derive(Debug)]
pub struct StagedUpload {
    /// The bytes, position at the start.
    pub file: File,
    /// Their number.
    pub size_bytes: u64,
    /// Their SHA-256 in hex.
    pub sha256: String,
    /// Their CRC-32, as zip wants it.
    pub crc32: u32,
}

/// Writes a body to an unlinked temporary file in `folder`, at most `max_bytes`.
pub(crate) async fn stage(folder: &Path, mut body: UploadBody, max_bytes: u64) -> Result<StagedUpload, UploadError> {
    let file = tempfile::tempfile_in(folder).map_err(staging)?;
    let mut target = tokio::fs::File::from_std(file.try_clone().map_err(staging)?);
    let (mut hash, mut crc32, mut size_bytes) = (Sha256::new(), crc32fast::Hasher::new(), 0_u64);
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(UploadError::Interrupted)?;
        size_bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if size_bytes > max_bytes {
            return Err(UploadError::TooLarge { limit: max_bytes });
        }
        hash.update(&chunk);
        crc32.update(&chunk);
        target.write_all(&chunk).await.map_err(staging)?;
    }
    target.flush().await.map_err(staging)?;
    (&file).seek(SeekFrom::Start(0)).map_err(staging)?;
    Ok(StagedUpload { file, size_bytes, sha256: hex::encode(hash.finalize()), crc32: crc32.finalize() })
}

fn staging(error: std::io::Error) -> UploadError {
    if error.kind() == std::io::ErrorKind::StorageFull { UploadError::StorageFull } else { UploadError::Staging(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(chunks: Vec<Result<Bytes, std::io::Error>>) -> UploadBody {
        Box::pin(futures_util::stream::iter(chunks))
    }

    #[tokio::test]
    async fn a_body_is_counted_and_hashed() {
        let folder = tempfile::tempdir().unwrap();
        let staged = stage(folder.path(), body(vec![Ok("ab".into()), Ok("c".into())]), 3).await.unwrap();
        assert_eq!((staged.size_bytes, staged.crc32), (3, 0x3524_41c2));
        assert_eq!(staged.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[tokio::test]
    async fn one_byte_too_many_or_a_broken_body_is_refused_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let large = stage(folder.path(), body(vec![Ok("abcd".into())]), 3).await;
        assert!(matches!(large, Err(UploadError::TooLarge { limit: 3 })));
        let cut = stage(folder.path(), body(vec![Ok("a".into()), Err(std::io::Error::other("gone"))]), 3).await;
        assert!(matches!(cut, Err(UploadError::Interrupted(_))));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
