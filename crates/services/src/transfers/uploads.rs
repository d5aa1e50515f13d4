//! A file that arrives in parts: announced, sent, interrupted, gone on with, complete, used once.
//!
//! Parts are objects of at most [`PART_BYTES`], so that a cut line loses little and any server process can take the
//! rest; a request holds one part in memory. Only the newest request of an upload may add parts.
//!
//! Invariant: what is complete has exactly the announced length.

use std::time::Duration;

use bytes::BytesMut;
use futures_util::StreamExt;
use joute_database::uploads::{self, Upload, UploadPart};
use joute_domain::{CompetitionId, UploadId, UploadPartId, UploadPurpose, UserId};
use joute_storage::UploadPartFile;
use tracing::warn;

use super::TransferError;
use crate::accounts::Secret;
use crate::upload::{UploadBody, UploadError};
use crate::{House, accounts};

/// Largest part, in bytes.
const PART_BYTES: usize = 8 << 20;

/// What is announced before a file is sent.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// Who uploads.
    pub user: UserId,
    /// For which competition, if that is known yet.
    pub competition: Option<CompetitionId>,
    /// What it is for.
    pub purpose: UploadPurpose,
    /// The uploader's name for the file.
    pub file_name: String,
    /// Its length in bytes.
    pub size_bytes: u64,
}

/// An announced upload.
#[derive(Debug)]
pub struct UploadTicket {
    /// What names the upload when it is used.
    pub id: UploadId,
    /// What its address carries.
    pub secret: Secret,
}

/// Which bytes a request sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutRange {
    /// None: it asks what is stored.
    Status,
    /// The whole file from the beginning, whatever was there.
    Whole,
    /// Those from this byte on.
    From(u64),
}

/// Where an upload stands after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutOutcome {
    /// All bytes are there.
    Complete,
    /// So many of them are.
    Partial(u64),
}

impl House {
    /// Announces a file and makes the secret of its address.
    pub async fn start_upload(&self, new: NewUpload) -> Result<UploadTicket, TransferError> {
        let (limit, lifetime) = match new.purpose {
            UploadPurpose::Submission => (self.config.submission_max_bytes, Duration::from_hours(24)),
            UploadPurpose::Data | UploadPurpose::Solution => (self.config.file_max_bytes, Duration::from_hours(7 * 24)),
        };
        if new.size_bytes > limit {
            return Err(TransferError::TooLarge { size: new.size_bytes, limit });
        }
        let (secret, now) = (Secret::draw(""), self.clock.now());
        let row = Upload {
            id: UploadId::new(),
            secret_hash: secret.hash(),
            user_id: new.user,
            competition_id: new.competition,
            purpose: new.purpose,
            file_name: new.file_name,
            size_bytes: new.size_bytes,
            received_bytes: 0,
            generation: 0,
            created_at: now,
            expires_at: now.plus(lifetime),
            completed_at: None,
            result: None,
        };
        let id = row.id.clone();
        self.database.write("transfers.start_upload", move |tx| uploads::insert(tx, &row)).await?;
        Ok(UploadTicket { id, secret })
    }

    /// Takes bytes of the upload whose address carries `secret`. An interrupted body keeps what has arrived.
    pub async fn put_upload(
        &self,
        secret: &str,
        range: PutRange,
        body: UploadBody,
    ) -> Result<PutOutcome, TransferError> {
        let upload = self.upload_by_secret(secret).await?;
        if upload.completed_at.is_some() {
            return Ok(PutOutcome::Complete);
        }
        let start = match range {
            PutRange::Status => return Ok(PutOutcome::Partial(upload.received_bytes)),
            PutRange::From(start) if start != upload.received_bytes => {
                return Err(TransferError::OutOfPlace { received: upload.received_bytes });
            }
            PutRange::From(start) => start,
            PutRange::Whole => 0,
        };
        let generation = self.begin(&upload, start).await?;
        let received = self.receive(&upload, start, generation, body).await?;
        if received < upload.size_bytes {
            return match range {
                PutRange::Whole => Err(TransferError::WrongLength { expected: upload.size_bytes, received }),
                _ => Ok(PutOutcome::Partial(received)),
            };
        }
        let (id, now) = (upload.id, self.clock.now());
        self.database.write("transfers.complete_upload", move |tx| uploads::complete(tx, &id, now)).await?;
        Ok(PutOutcome::Complete)
    }

    /// A complete upload of this person.
    pub async fn find_upload(&self, user: &UserId, id: UploadId) -> Result<Upload, TransferError> {
        let now = self.clock.now();
        let found = self.database.read("transfers.find_upload", move |conn| uploads::find(conn, &id)).await?;
        let upload =
            found.filter(|upload| upload.user_id == *user && upload.expires_at > now).ok_or(TransferError::NotFound)?;
        if upload.completed_at.is_none() {
            let (expected, received) = (upload.size_bytes, upload.received_bytes);
            return Err(TransferError::Incomplete { expected, received });
        }
        Ok(upload)
    }

    /// The bytes of an upload in their order.
    pub async fn read_upload(&self, upload: &Upload) -> Result<UploadBody, TransferError> {
        let id = upload.id.clone();
        let parts = self.database.read("transfers.read_upload", move |conn| uploads::list_parts(conn, &id)).await?;
        let storage = self.storage.clone();
        let bodies = futures_util::stream::iter(parts).then(move |part| {
            let (storage, key) = (storage.clone(), key(&part));
            async move { storage.read(&key, None).await.map_err(std::io::Error::other) }
        });
        let chunks = bodies.flat_map(|body| match body {
            Ok(body) => body.map(|chunk| chunk.map_err(std::io::Error::other)).boxed_local(),
            Err(error) => futures_util::stream::iter([Err(error)]).boxed_local(),
        });
        Ok(Box::pin(chunks))
    }

    /// Notes what a complete upload became; `false` if it was used before.
    pub async fn claim_upload(&self, id: &UploadId, result: String) -> Result<bool, TransferError> {
        let id = id.clone();
        Ok(self.database.write("transfers.claim_upload", move |tx| uploads::set_result(tx, &id, &result)).await?)
    }

    /// Gives a claimed upload back, because what it was to become was refused.
    pub async fn release_upload(&self, id: &UploadId) -> Result<(), TransferError> {
        let id = id.clone();
        Ok(self.database.write("transfers.release_upload", move |tx| uploads::clear_result(tx, &id)).await?)
    }

    /// Removes the bytes of an upload that was used, and leaves its row, so that a repeated request is recognised.
    pub async fn forget_upload_bytes(&self, upload: &Upload) -> Result<(), TransferError> {
        self.drop_parts(&upload.id).await
    }

    /// Removes uploads whose address no longer works, and answers how many.
    pub async fn forget_expired_uploads(&self) -> Result<u64, TransferError> {
        let now = self.clock.now();
        let expired = self.database.read("transfers.expired", move |conn| uploads::list_expired(conn, now)).await?;
        let mut forgotten = 0;
        for upload in expired {
            self.drop_parts(&upload.id).await?;
            self.database.write("transfers.forget", move |tx| uploads::delete(tx, &upload.id)).await?;
            forgotten += 1;
        }
        Ok(forgotten)
    }

    async fn upload_by_secret(&self, secret: &str) -> Result<Upload, TransferError> {
        let (hash, now) = (accounts::hash_of_secret(secret), self.clock.now());
        let found =
            self.database.read("transfers.by_secret", move |conn| uploads::find_by_secret_hash(conn, &hash)).await?;
        found.filter(|upload| upload.expires_at > now).ok_or(TransferError::NotFound)
    }

    /// Makes this request the only one that may add parts; answers its generation.
    async fn begin(&self, upload: &Upload, start: u64) -> Result<u64, TransferError> {
        let (row, is_restart) = (upload.clone(), start == 0);
        let begun = self
            .database
            .write("transfers.begin", move |tx| {
                if !uploads::begin_generation(tx, &row, start)? {
                    return Ok(None);
                }
                let old = if is_restart { uploads::list_parts(tx, &row.id)? } else { Vec::new() };
                if is_restart {
                    uploads::delete_parts(tx, &row.id)?;
                }
                Ok::<_, joute_database::DatabaseError>(Some(old))
            })
            .await?;
        self.delete_objects(begun.ok_or(TransferError::Overtaken)?).await;
        Ok(upload.generation + 1)
    }

    async fn receive(
        &self,
        upload: &Upload,
        start: u64,
        generation: u64,
        mut body: UploadBody,
    ) -> Result<u64, TransferError> {
        let (mut received, mut buffer) = (start, BytesMut::new());
        loop {
            let chunk = body.next().await.transpose();
            if let Ok(Some(chunk)) = &chunk {
                buffer.extend_from_slice(chunk);
            }
            let is_last = !matches!(chunk, Ok(Some(_)));
            let announced = received + u64::try_from(buffer.len()).unwrap_or(u64::MAX);
            if announced > upload.size_bytes {
                return Err(TransferError::WrongLength { expected: upload.size_bytes, received: announced });
            }
            while buffer.len() >= PART_BYTES || (is_last && !buffer.is_empty()) {
                let part = buffer.split_to(buffer.len().min(PART_BYTES));
                received = self.append(upload, received, generation, part).await?;
            }
            match chunk {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(received),
                Err(error) => return Err(UploadError::Interrupted(error).into()),
            }
        }
    }

    async fn append(
        &self,
        upload: &Upload,
        start: u64,
        generation: u64,
        bytes: BytesMut,
    ) -> Result<u64, TransferError> {
        let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let part = UploadPart { id: UploadPartId::new(), upload_id: upload.id.clone(), start_byte: start, size_bytes };
        self.storage.put_bytes(&key(&part), bytes.freeze()).await.map_err(UploadError::from)?;
        let row = part.clone();
        let is_ours = self.database.write("transfers.append", move |tx| uploads::append(tx, &row, generation)).await;
        if !matches!(is_ours, Ok(true)) {
            self.delete_objects(vec![part]).await;
        }
        if is_ours? { Ok(start + size_bytes) } else { Err(TransferError::Overtaken) }
    }

    async fn drop_parts(&self, id: &UploadId) -> Result<(), TransferError> {
        let id = id.clone();
        let parts = self
            .database
            .write("transfers.drop_parts", move |tx| {
                let parts = uploads::list_parts(tx, &id)?;
                uploads::delete_parts(tx, &id)?;
                Ok::<_, joute_database::DatabaseError>(parts)
            })
            .await?;
        self.delete_objects(parts).await;
        Ok(())
    }

    /// Removes objects that no row names any more; a failure leaves an orphan, which harms nobody.
    async fn delete_objects(&self, parts: Vec<UploadPart>) {
        for part in parts {
            if let Err(error) = self.storage.delete(&key(&part)).await {
                warn!(error = %error, "a part of an upload could not be deleted");
            }
        }
    }
}

fn key(part: &UploadPart) -> UploadPartFile {
    UploadPartFile { upload: part.upload_id.clone(), part: part.id.clone() }
}
