//! All files of a competition as one zip: made while it is sent, of known length, from any byte on.
//!
//! Invariant: one chunk is in memory; the tag changes exactly when a file does.

mod layout;

use std::ops::Range;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use joute_database::files;
use joute_domain::{AuditAction, AuditObject, CompetitionId, Timestamp};
use joute_storage::StorageError;
use sha2::{Digest, Sha256};

use self::layout::{Layout, Member, Stretch};
use super::CompetitionError;
use crate::access::Seat;
use crate::{CompetitionFile, House};

/// A zip that can be sent.
#[derive(Debug, Clone)]
pub struct DataArchive {
    files: Vec<CompetitionFile>,
    layout: Layout,
    /// Of all names and contents, hexadecimal.
    pub tag: String,
    /// When a file was last added.
    pub changed_at: Timestamp,
}

/// A part of a zip on its way out.
pub type ArchiveBody = std::pin::Pin<Box<dyn Stream<Item = Result<Bytes, StorageError>>>>;

impl DataArchive {
    /// Bytes in the zip.
    pub fn size_bytes(&self) -> u64 {
        self.layout.size_bytes()
    }
}

impl House {
    /// The zip of all files of a competition.
    pub async fn data_archive(&self, seat: &Seat) -> Result<DataArchive, CompetitionError> {
        self.archive_of(seat.competition.id.clone()).await
    }

    async fn archive_of(&self, competition: CompetitionId) -> Result<DataArchive, CompetitionError> {
        let rows = self.database.read("competitions.archive", move |conn| files::list(conn, &competition)).await?;
        let (mut members, mut hash) = (Vec::with_capacity(rows.len()), Sha256::new());
        let mut changed_at = Timestamp::from_naive_utc(chrono::NaiveDateTime::default());
        for file in &rows {
            hash.update(format!("{}\0{}\n", file.name, file.sha256));
            changed_at = changed_at.max(file.created_at);
            members.push(Member {
                name: file.name.clone(),
                size_bytes: file.size_bytes,
                crc32: self.crc32_of(file).await?,
                changed_at: file.created_at.utc(),
            });
        }
        let tag = hex::encode(hash.finalize());
        Ok(DataArchive { files: rows, layout: Layout::new(&members), tag, changed_at })
    }

    /// The bytes of a zip, or a range of them, for somebody who takes them away; whoever begins is recorded.
    pub async fn download_archive(
        &self,
        seat: &Seat,
        archive: &DataArchive,
        range: Option<Range<u64>>,
    ) -> Result<ArchiveBody, CompetitionError> {
        // A download that goes on in many parts is told once.
        if range.as_ref().is_none_or(|range| range.start == 0) {
            let competition = &seat.competition;
            let entry = self
                .entry_at(seat, AuditAction::DataDownload)
                .on(AuditObject::Competition, &competition.id, &competition.slug)
                .with("files", archive.files.len());
            self.record(entry).await?;
        }
        Ok(self.read_archive(archive, range))
    }

    /// The bytes of a zip, or a range of them.
    fn read_archive(&self, archive: &DataArchive, range: Option<Range<u64>>) -> ArchiveBody {
        let range = range.unwrap_or(0..archive.size_bytes());
        let (house, files) = (self.clone(), archive.files.clone());
        let stretches = futures_util::stream::iter(archive.layout.stretches(range));
        Box::pin(stretches.flat_map(move |stretch| house.read_stretch(&files, stretch)))
    }

    fn read_stretch(&self, files: &[CompetitionFile], stretch: Stretch) -> ArchiveBody {
        let (member, range) = match stretch {
            Stretch::Frame(bytes) => return Box::pin(futures_util::stream::iter([Ok(Bytes::from(bytes))])),
            Stretch::Member(member, range) => (member, range),
        };
        let Some(file) = files.get(member).cloned() else { return Box::pin(futures_util::stream::empty()) };
        let house = self.clone();
        let opened = async move { house.read_stored(&file, Some(range)).await };
        Box::pin(futures_util::stream::once(opened).flat_map(|body| match body {
            Ok(body) => body,
            // The reader sees a body that is too short instead of a file that looks whole.
            Err(error) => Box::pin(futures_util::stream::iter([Err(error)])),
        }))
    }

    /// The checksum that zip wants, computed and kept where an earlier version did not.
    async fn crc32_of(&self, file: &CompetitionFile) -> Result<u32, CompetitionError> {
        if let Some(crc32) = file.crc32 {
            return Ok(crc32);
        }
        let mut body = self.read_stored(file, None).await?;
        let mut hasher = crc32fast::Hasher::new();
        while let Some(chunk) = body.next().await {
            hasher.update(&chunk?);
        }
        let (id, crc32) = (file.id.clone(), hasher.finalize());
        self.database.write("competitions.note_crc32", move |tx| files::set_crc32(tx, &id, crc32)).await?;
        Ok(crc32)
    }
}
