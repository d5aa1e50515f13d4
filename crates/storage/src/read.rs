//! Reading a stored file as a stream, or as a local file for a program that has no network.
//!
//! Invariant: a fetched file cannot be written through its handle, and a copy made for it has no name.

use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::io::AsyncWriteExt;

use crate::StorageError;
use crate::folder::blocking;

/// The bytes of a file in order; it ends early only with an error.
pub type FileStream = Pin<Box<dyn Stream<Item = Result<Bytes, StorageError>> + Send>>;

/// Cuts a range at the end of the file, or refuses one that holds none of the file's bytes.
pub(crate) fn clamp(range: &Range<u64>, size_bytes: u64) -> Result<Range<u64>, StorageError> {
    let end = range.end.min(size_bytes);
    if range.start >= end {
        return Err(StorageError::OutsideFile { start: range.start, end: range.end, size_bytes });
    }
    Ok(range.start..end)
}

/// Opens a file of the folder backend.
pub(crate) async fn open(path: PathBuf) -> Result<File, StorageError> {
    blocking(move || File::open(path)).await
}

/// Copies a stream into a file that has already lost its name, and gives a handle that only reads.
pub(crate) async fn spool(mut stream: FileStream) -> Result<File, StorageError> {
    let (writing, reading) = blocking(unnamed).await?;
    let mut writing = tokio::fs::File::from_std(writing);
    while let Some(chunk) = stream.next().await {
        writing.write_all(&chunk?).await?;
    }
    writing.flush().await?;
    Ok(reading)
}

fn unnamed() -> std::io::Result<(File, File)> {
    let named = tempfile::NamedTempFile::new()?;
    let reading = File::open(named.path())?;
    let (writing, path) = named.into_parts();
    path.close()?;
    Ok((writing, reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_at_the_end_of_the_file() {
        assert_eq!(clamp(&(2..100), 10).unwrap(), 2..10);
        assert_eq!(clamp(&(0..10), 10).unwrap(), 0..10);
    }

    #[test]
    fn a_range_without_bytes_is_refused() {
        for range in [10..11, 3..3, 0..0] {
            assert!(matches!(clamp(&range, 10), Err(StorageError::OutsideFile { size_bytes: 10, .. })), "{range:?}");
        }
    }
}
