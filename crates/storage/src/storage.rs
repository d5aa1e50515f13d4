//! The door to all stored files.
//!
//! Invariant: every operation takes a typed key, and every backend gives the same answers.

use std::fmt::{self, Display};
use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use joute_domain::{FileId, Timestamp};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use tokio_util::io::ReaderStream;
use tracing::{debug, warn};

use crate::checksum::Meter;
use crate::folder::{self, FolderWriter};
use crate::multipart::ObjectWriter;
use crate::writer::Writer;
use crate::{FileStream, Key, Kind, Location, StorageError, Stored, StoredKey, read};

const READ_BYTES: usize = 256 * 1024;

/// One file found by a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// Where it is.
    pub key: StoredKey,
    /// Bytes in the file.
    pub size_bytes: u64,
    /// When it was stored.
    pub stored_at: Timestamp,
}

/// All files of one installation. Cloning is cheap.
#[derive(Clone)]
pub struct Storage {
    objects: Arc<dyn ObjectStore>,
    /// Set for the folder backend, which writes and opens its files itself.
    folder: Option<Arc<std::path::Path>>,
}

impl fmt::Debug for Storage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Storage({})", self.objects)
    }
}

impl Storage {
    /// Opens the configured place. A folder is made when it is missing; a server is not asked yet, see
    /// [`Storage::check`].
    pub fn open(location: &Location) -> Result<Self, StorageError> {
        match location {
            Location::Folder(folder) => Self::open_folder(folder),
            Location::Memory => Ok(Self { objects: Arc::new(InMemory::new()), folder: None }),
            Location::S3(bucket) => Ok(Self { objects: bucket.open()?, folder: None }),
        }
    }

    fn open_folder(folder: &std::path::Path) -> Result<Self, StorageError> {
        folder::prepare(folder).map_err(|error| StorageError::Misconfigured(error.into()))?;
        let objects =
            LocalFileSystem::new_with_prefix(folder).map_err(|error| StorageError::Misconfigured(error.into()))?;
        Ok(Self { objects: Arc::new(objects.with_automatic_cleanup(true)), folder: Some(folder.into()) })
    }

    /// Whether files can be listed, written and removed at present.
    pub async fn check(&self) -> Result<(), StorageError> {
        let folder = Path::from("probe");
        let listed = self.objects.list(Some(&folder)).next().await.transpose();
        let probe = folder.join(FileId::new().as_str());
        // A refused write says more precisely what is wrong than a refused listing.
        let written = self.objects.put(&probe, Bytes::from_static(b"probe").into()).await;
        written.map_err(StorageError::of_write)?;
        self.delete_path(&probe).await?;
        listed.map_err(StorageError::of_write)?;
        Ok(())
    }

    /// Stores a body as it arrives, in place of an earlier file of that key. On any error nothing is stored.
    ///
    /// Of two writers at once the one that ends last wins; readers see either file whole.
    pub async fn put<E: Display>(
        &self,
        key: &impl Key,
        body: impl Stream<Item = Result<Bytes, E>>,
        max_bytes: u64,
    ) -> Result<Stored, StorageError> {
        let mut writer = self.writer(key.path()).await.map_err(StorageError::of_write)?;
        match receive(&mut writer, body, max_bytes).await {
            Ok(stored) => {
                writer.publish().await.map_err(StorageError::of_write)?;
                debug!(size_bytes = stored.size_bytes, sha256 = %stored.sha256, "stored a file");
                Ok(stored)
            }
            Err(error) => {
                writer.discard().await;
                Err(error)
            }
        }
    }

    /// Stores bytes at hand.
    pub async fn put_bytes(&self, key: &impl Key, bytes: Bytes) -> Result<Stored, StorageError> {
        let body = stream::iter([Ok::<_, StorageError>(bytes)]);
        self.put(key, body, u64::MAX).await
    }

    /// Stores a local file from its present position to its end.
    pub async fn put_file(&self, key: &impl Key, file: File) -> Result<Stored, StorageError> {
        let body = ReaderStream::with_capacity(tokio::fs::File::from_std(file), READ_BYTES);
        self.put(key, body, u64::MAX).await
    }

    /// Bytes in the file.
    pub async fn size(&self, key: &impl Key) -> Result<u64, StorageError> {
        Ok(self.objects.head(&key.path()).await?.size)
    }

    /// Streams a file, or a range of it that is cut at the file's end.
    pub async fn read(&self, key: &impl Key, range: Option<Range<u64>>) -> Result<FileStream, StorageError> {
        let path = key.path();
        let range = match range {
            Some(range) => Some(read::clamp(&range, self.objects.head(&path).await?.size)?),
            None => None,
        };
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.objects.get_opts(&path, options).await?;
        Ok(found.into_stream().map_err(StorageError::from).boxed())
    }

    /// Opens a file for reading on this machine: the stored file itself, or an unnamed copy of it.
    pub async fn fetch(&self, key: &impl Key) -> Result<File, StorageError> {
        match self.local_path(&key.path()) {
            Some(path) => read::open(path).await,
            None => read::spool(self.read(key, None).await?).await,
        }
    }

    /// Removes a file; a missing one is fine.
    pub async fn delete(&self, key: &impl Key) -> Result<(), StorageError> {
        self.delete_path(&key.path()).await
    }

    /// Every stored file of a kind, in no particular order.
    pub async fn list(&self, kind: Kind) -> Result<Vec<ListedFile>, StorageError> {
        let prefix = Path::from(kind.prefix());
        let mut entries = self.objects.list(Some(&prefix));
        let mut files = Vec::new();
        while let Some(entry) = entries.try_next().await? {
            let Some(key) = StoredKey::parse(&entry.location) else {
                warn!(kind = kind.prefix(), "a stored file has a foreign name and is passed over");
                continue;
            };
            files.push(ListedFile { key, size_bytes: entry.size, stored_at: Timestamp::new(entry.last_modified) });
        }
        Ok(files)
    }

    async fn delete_path(&self, path: &Path) -> Result<(), StorageError> {
        match self.objects.delete(path).await.map_err(StorageError::from) {
            Err(error) if error.is_absent() => Ok(()),
            outcome => outcome,
        }
    }

    async fn writer(&self, path: Path) -> Result<Writer, StorageError> {
        Ok(match (&self.folder, self.local_path(&path)) {
            (Some(folder), Some(target)) => Writer::Folder(FolderWriter::create(folder, target).await?),
            _ => Writer::Object(ObjectWriter::new(Arc::clone(&self.objects), path)),
        })
    }

    /// The path on the local disk, where the backend is a folder. Identifiers need no escaping.
    fn local_path(&self, path: &Path) -> Option<PathBuf> {
        let folder = self.folder.as_deref()?;
        Some(folder.join(path.as_ref()))
    }
}

async fn receive<E: Display>(
    writer: &mut Writer,
    body: impl Stream<Item = Result<Bytes, E>>,
    max_bytes: u64,
) -> Result<Stored, StorageError> {
    let mut body = pin!(body);
    let mut meter = Meter::new(max_bytes);
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| StorageError::BodyInterrupted { reason: error.to_string() })?;
        meter.admit(&chunk)?;
        writer.write(&chunk).await.map_err(StorageError::of_write)?;
    }
    Ok(meter.finish())
}
