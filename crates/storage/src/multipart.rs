//! Writing to an object store: one request for a small file, a multipart upload for a large one.
//!
//! Invariant: at most one part is held in memory, and an upload that is not completed is aborted, also when the
//! future that writes it is dropped.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt};
use tokio::runtime::Handle;
use tracing::warn;

use crate::StorageError;

/// S3 asks for parts of at least 5 MiB and at most 10,000 of them; this allows files of 78 GiB.
const PART_BYTES: usize = 8 * 1024 * 1024;

/// An object that is arriving.
pub(crate) struct ObjectWriter {
    store: Arc<dyn ObjectStore>,
    path: Path,
    part: BytesMut,
    upload: Upload,
}

impl ObjectWriter {
    pub(crate) fn new(store: Arc<dyn ObjectStore>, path: Path) -> Self {
        Self { store, path, part: BytesMut::new(), upload: Upload(None) }
    }

    pub(crate) async fn write(&mut self, chunk: &Bytes) -> Result<(), StorageError> {
        let mut rest: &[u8] = chunk;
        while !rest.is_empty() {
            let (fitting, later) = rest.split_at(rest.len().min(PART_BYTES.saturating_sub(self.part.len())));
            self.part.extend_from_slice(fitting);
            rest = later;
            if self.part.len() >= PART_BYTES {
                self.send_part().await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn publish(mut self) -> Result<(), StorageError> {
        if self.upload.0.is_none() {
            let whole = self.part.split().freeze();
            self.store.put(&self.path, whole.into()).await?;
            return Ok(());
        }
        let completed = self.complete().await;
        if completed.is_err() {
            self.discard().await;
        }
        completed
    }

    async fn complete(&mut self) -> Result<(), StorageError> {
        if !self.part.is_empty() {
            self.send_part().await?;
        }
        if let Some(upload) = self.upload.0.as_mut() {
            upload.complete().await?;
        }
        self.upload.0 = None;
        Ok(())
    }

    pub(crate) async fn discard(mut self) {
        if let Some(upload) = self.upload.0.take() {
            abort(upload).await;
        }
    }

    async fn send_part(&mut self) -> Result<(), StorageError> {
        let upload = match self.upload.0.as_mut() {
            Some(upload) => upload,
            None => self.upload.0.insert(self.store.put_multipart(&self.path).await?),
        };
        let part = self.part.split().freeze();
        upload.put_part(part.into()).await?;
        Ok(())
    }
}

/// A multipart upload that is aborted unless it was taken out.
struct Upload(Option<Box<dyn MultipartUpload>>);

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(upload) = self.0.take() else { return };
        if let Ok(runtime) = Handle::try_current() {
            drop(runtime.spawn(abort(upload)));
        } else {
            warn!("an unfinished upload was dropped outside the runtime and could not be aborted");
        }
    }
}

async fn abort(mut upload: Box<dyn MultipartUpload>) {
    if let Err(error) = upload.abort().await {
        warn!(%error, "an unfinished upload could not be aborted");
    }
}
