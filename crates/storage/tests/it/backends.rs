//! The three backends under test.
//!
//! Invariant: every test has a place of its own, so no test sees another's files.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::TryStreamExt;
use joute_domain::{CompetitionId, SubmissionId, TeamId};
use joute_storage::{Kind, Location, S3Credentials, S3Location, Storage, SubmissionFile};
use joute_testkit::s3::{Bucket, Server};
use tempfile::TempDir;

/// Runs one asynchronous story on each backend.
macro_rules! storage_test {
    ($($(#[$doc:meta])* async fn $name:ident($place:ident: Place) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn story($place: Place) $body

            #[tokio::test]
            async fn folder() {
                story(Place::folder()).await;
            }

            #[tokio::test]
            async fn memory() {
                story(Place::memory()).await;
            }

            #[tokio::test]
            async fn s3() {
                story(Place::s3()).await;
            }
        }
    )+};
}

pub(crate) use storage_test;

/// A storage and what keeps it alive.
pub(crate) struct Place {
    pub(crate) storage: Storage,
    keeper: Keeper,
}

enum Keeper {
    Folder(TempDir),
    Memory,
    S3(Server),
}

impl Place {
    pub(crate) fn folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(&Location::Folder(folder.path().join("files"))).unwrap();
        Self { storage, keeper: Keeper::Folder(folder) }
    }

    pub(crate) fn memory() -> Self {
        Self { storage: Storage::open(&Location::Memory).unwrap(), keeper: Keeper::Memory }
    }

    pub(crate) fn s3() -> Self {
        let server = Server::start();
        let storage = Storage::open(&Location::S3(location(&server.create_bucket()))).unwrap();
        Self { storage, keeper: Keeper::S3(server) }
    }

    /// Files that no listing shows: staged ones in the folder, parts of unfinished uploads on the server.
    pub(crate) fn unfinished(&self) -> Vec<PathBuf> {
        match &self.keeper {
            Keeper::Folder(folder) => files_below(folder.path()),
            Keeper::Memory => Vec::new(),
            Keeper::S3(server) => {
                let files = files_below(server.folder());
                files.into_iter().filter(|file| file.to_string_lossy().contains(".upload")).collect()
            }
        }
    }

    /// Every visible file of every kind.
    pub(crate) async fn visible(&self) -> usize {
        let mut count = 0;
        for kind in Kind::ALL {
            count += self.storage.list(kind).await.unwrap().len();
        }
        count
    }

    /// The whole content of a submission's file.
    pub(crate) async fn content(&self, key: &SubmissionFile) -> Vec<u8> {
        collect(self.storage.read(key, None).await.unwrap()).await
    }
}

/// All bytes of a stream.
pub(crate) async fn collect(stream: joute_storage::FileStream) -> Vec<u8> {
    let chunks: Vec<Bytes> = stream.try_collect().await.unwrap();
    chunks.concat()
}

/// A key that no other test has.
pub(crate) fn fresh_key() -> SubmissionFile {
    SubmissionFile { competition: CompetitionId::new(), team: TeamId::new(), submission: SubmissionId::new() }
}

/// How a client is configured for a bucket of the test server.
pub(crate) fn location(bucket: &Bucket) -> S3Location {
    let secret_key = bucket.secret_key.clone().into();
    S3Location {
        bucket: bucket.name.clone(),
        endpoint: Some(bucket.endpoint.parse().unwrap()),
        region: bucket.region.clone(),
        credentials: Some(S3Credentials { access_key: bucket.access_key.clone(), secret_key }),
        allow_http: true,
        path_style: true,
        prefix: None,
    }
}

pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { files.extend(files_below(&entry.path())) } else { files.push(entry.path()) }
    }
    files
}
