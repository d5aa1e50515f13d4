//! Writing into a local folder: a staged file beside the store, then one rename.
//!
//! Invariant: a staged file belongs to the future that writes it and goes away with it; a published file has reached
//! the disk before it is acknowledged.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tempfile::TempPath;
use tokio::io::AsyncWriteExt;
use tokio::task::spawn_blocking;

use crate::StorageError;

/// Holds files that are still arriving; on the same file system as the store, so that a rename publishes them.
const STAGING: &str = ".incoming";
/// A staged file older than this lost its process to a kill.
const ABANDONED: Duration = Duration::from_hours(48);
/// A folder that a concurrent delete found empty and removed is made again, this often at most.
const PUBLISH_ATTEMPTS: u32 = 10;

/// Makes the folder and its staging folder, and clears what killed processes left behind.
pub(crate) fn prepare(root: &Path) -> io::Result<()> {
    let staging = root.join(STAGING);
    // For our eyes only: the truth is in here.
    DirBuilder::new().recursive(true).mode(0o700).create(&staging)?;
    for entry in fs::read_dir(&staging)?.flatten() {
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > ABANDONED) {
            // Another process may be sweeping too.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// A file that is arriving.
#[derive(Debug)]
pub(crate) struct FolderWriter {
    file: tokio::fs::File,
    staged: TempPath,
    target: PathBuf,
}

impl FolderWriter {
    pub(crate) async fn create(root: &Path, target: PathBuf) -> Result<Self, StorageError> {
        let staging = root.join(STAGING);
        let staged = blocking(move || tempfile::NamedTempFile::new_in(staging)).await?;
        let (file, staged) = staged.into_parts();
        Ok(Self { file: tokio::fs::File::from_std(file), staged, target })
    }

    pub(crate) async fn write(&mut self, chunk: &Bytes) -> Result<(), StorageError> {
        Ok(self.file.write_all(chunk).await?)
    }

    pub(crate) async fn publish(mut self) -> Result<(), StorageError> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let Self { staged, target, .. } = self;
        blocking(move || publish(staged, &target)).await
    }

    pub(crate) async fn discard(self) {
        let Self { file, staged, .. } = self;
        drop(file);
        // Removing a large file takes a while.
        let _ = blocking(move || staged.close()).await;
    }
}

fn publish(mut staged: TempPath, target: &Path) -> io::Result<()> {
    let parent = target.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut attempt = 0;
    loop {
        attempt += 1;
        let deepest_existing = deepest_existing(parent);
        DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
        match staged.persist(target) {
            Ok(()) => return sync_folders(parent, &deepest_existing),
            Err(error) if error.error.kind() == io::ErrorKind::NotFound && attempt < PUBLISH_ATTEMPTS => {
                staged = error.path;
            }
            Err(error) => return Err(error.error),
        }
    }
}

fn deepest_existing(folder: &Path) -> PathBuf {
    folder.ancestors().find(|ancestor| ancestor.is_dir()).unwrap_or(folder).to_owned()
}

/// A rename and a new folder are entries of the folder above, which has to reach the disk as well.
fn sync_folders(deepest: &Path, highest: &Path) -> io::Result<()> {
    for folder in deepest.ancestors().take_while(|folder| folder.starts_with(highest)) {
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            // Somebody has already removed the file again and the empty folder with it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            outcome => outcome?,
        }
    }
    Ok(())
}

/// Runs file system work off the asynchronous threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, StorageError> {
    match spawn_blocking(work).await {
        Ok(outcome) => Ok(outcome?),
        Err(error) => Err(StorageError::Unavailable(error.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staged_files_of_killed_processes_are_swept_and_fresh_ones_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path()).unwrap();
        let staging = folder.path().join(STAGING);
        fs::write(staging.join("fresh"), "x").unwrap();
        let old = File::create(staging.join("old")).unwrap();
        old.set_modified(SystemTime::now() - ABANDONED - Duration::from_secs(1)).unwrap();
        prepare(folder.path()).unwrap();
        let left: Vec<_> = fs::read_dir(staging).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["fresh"]);
    }
}
