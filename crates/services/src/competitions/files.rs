//! The files that participants download.
//!
//! Invariant: a row in the database has its object in storage; the object is written first and removed last.

use std::io::{Seek, SeekFrom};
use std::ops::Range;

use bytes::Bytes;
use futures_util::Stream;
use joute_database::audit_log::Entry;
use joute_database::{DatabaseError, audit_log, files};
use joute_domain::{AuditAction, AuditObject, FileId, FileKind, TableProfile};
use joute_evaluation::EvaluationError;
use joute_storage::{CompetitionFile as FileKey, Key, StorageError};
use tracing::warn;

use super::CompetitionError;
use crate::access::Seat;
use crate::upload::{StagedUpload, UploadBody, stage};
use crate::{CompetitionFile, House};

/// A file on its way in.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// What it is for.
    pub kind: FileKind,
    /// The name under which it is downloaded.
    pub name: String,
}

/// A part of a file on its way out.
pub type FileBody = std::pin::Pin<Box<dyn Stream<Item = Result<Bytes, StorageError>> + Send>>;

impl House {
    /// A competition's files.
    pub async fn list_files(&self, seat: &Seat) -> Result<Vec<CompetitionFile>, CompetitionError> {
        let id = seat.competition.id.clone();
        Ok(self.database.read("competitions.list_files", move |conn| files::list(conn, &id)).await?)
    }

    /// One file by its name.
    pub async fn find_file(&self, seat: &Seat, name: &str) -> Result<CompetitionFile, CompetitionError> {
        let (id, name) = (seat.competition.id.clone(), name.to_owned());
        let found =
            self.database.read("competitions.find_file", move |conn| files::find_by_name(conn, &id, &name)).await?;
        found.ok_or(CompetitionError::FileNotFound)
    }

    /// The bytes of a file, or a range of them, for somebody who takes them away; whoever begins is recorded.
    pub async fn download_file(
        &self,
        seat: &Seat,
        file: &CompetitionFile,
        range: Option<Range<u64>>,
    ) -> Result<FileBody, CompetitionError> {
        // A download that goes on in many parts is told once.
        if range.as_ref().is_none_or(|range| range.start == 0) {
            let entry = self.entry_at(seat, AuditAction::FileDownload).on(AuditObject::File, &file.id, &file.name);
            self.record(entry.with("sha256", file.sha256.as_str())).await?;
        }
        self.read_file(file, range).await
    }

    /// The bytes of a file, or a range of them.
    pub(super) async fn read_file(
        &self,
        file: &CompetitionFile,
        range: Option<Range<u64>>,
    ) -> Result<FileBody, CompetitionError> {
        Ok(self.read_stored(file, range).await?)
    }

    pub(super) async fn read_stored(
        &self,
        file: &CompetitionFile,
        range: Option<Range<u64>>,
    ) -> Result<FileBody, StorageError> {
        let key = FileKey { competition: file.competition_id.clone(), file: file.id.clone() };
        Ok(Box::pin(self.storage.read(&key, range).await?))
    }

    /// Takes a file from a host, replacing the one of the same name; tables are read in the jail for the data page.
    pub async fn put_file(
        &self,
        seat: &Seat,
        new: NewFile,
        body: UploadBody,
    ) -> Result<CompetitionFile, CompetitionError> {
        let name = checked_name(&new.name)?;
        let uploaded_by = seat.signed_in()?.id.clone();
        let staged = stage(&self.config.work_folder, body, self.config.file_max_bytes).await?;
        let profile = self.profile(new.kind, &name, &staged).await?;
        let row = CompetitionFile {
            id: FileId::new(),
            competition_id: seat.competition.id.clone(),
            kind: new.kind,
            media_type: media_type(&name).to_owned(),
            name,
            size_bytes: staged.size_bytes,
            sha256: staged.sha256,
            profile,
            uploaded_by,
            created_at: self.clock.now(),
            crc32: Some(staged.crc32),
        };
        let key = FileKey { competition: row.competition_id.clone(), file: row.id.clone() };
        // The jail read through the same open file and left its position at the end.
        (&staged.file).seek(SeekFrom::Start(0)).map_err(crate::UploadError::Staging)?;
        self.storage.put_file(&key, staged.file).await.map_err(crate::UploadError::from)?;
        let entry = self
            .entry_at(seat, AuditAction::FilePut)
            .on(AuditObject::File, &row.id, &row.name)
            .with("kind", row.kind.as_str())
            .with("sha256", row.sha256.as_str());
        match self.record_file(row.clone(), entry).await {
            Ok(replaced) => {
                if let Some(old) = replaced {
                    self.forget_object(&FileKey { competition: row.competition_id.clone(), file: old }).await;
                }
                Ok(row)
            }
            Err(error) => {
                self.forget_object(&key).await;
                Err(error.into())
            }
        }
    }

    /// Removes a file.
    pub async fn remove_file(&self, seat: &Seat, name: &str) -> Result<(), CompetitionError> {
        let file = self.find_file(seat, name).await?;
        let id = file.id.clone();
        let entry = self.entry_at(seat, AuditAction::FileRemove).on(AuditObject::File, &file.id, &file.name);
        self.database
            .write("competitions.remove_file", move |tx| {
                files::delete(tx, &id)?;
                audit_log::append(tx, entry)
            })
            .await?;
        self.forget_object(&FileKey { competition: file.competition_id, file: file.id }).await;
        Ok(())
    }

    async fn record_file(&self, row: CompetitionFile, entry: Entry) -> Result<Option<FileId>, DatabaseError> {
        self.database
            .write("competitions.put_file", move |tx| {
                let old = files::find_by_name(tx, &row.competition_id, &row.name)?.map(|file| file.id);
                if let Some(id) = &old {
                    files::delete(tx, id)?;
                }
                files::insert(tx, &row)?;
                audit_log::append(tx, entry.with("replaces", old.as_ref().map(FileId::as_str)))?;
                Ok(old)
            })
            .await
    }

    /// Deletes an object that nothing points to; a failure leaves an orphan, which harms nobody.
    pub(super) async fn forget_object(&self, key: &impl Key) {
        if let Err(error) = self.storage.delete(key).await {
            warn!(error = %error, "an object that is no longer needed could not be deleted");
        }
    }

    async fn profile(
        &self,
        kind: FileKind,
        name: &str,
        staged: &StagedUpload,
    ) -> Result<Option<TableProfile>, CompetitionError> {
        if !is_table(name) {
            return Ok(None);
        }
        let evaluator = self.evaluator.clone();
        let file = staged.file.try_clone().map_err(crate::UploadError::Staging)?;
        let profile = tokio::task::spawn_blocking(move || evaluator.profile(&file)).await?;
        match profile {
            Ok(profile) => Ok(Some(profile)),
            // An attachment may be anything; the files that participants compute with must be readable tables.
            Err(EvaluationError::Rejected(_) | EvaluationError::Stopped { .. }) if kind == FileKind::Other => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

fn checked_name(name: &str) -> Result<String, CompetitionError> {
    let bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | '"' | ':' | '<' | '>' | '|' | '?' | '*');
    let name = name.trim();
    if name.is_empty() || name.len() > 200 || name.starts_with('.') || name.chars().any(bad) {
        let message = "a file name has 1 to 200 characters, none of / \\ \" : < > | ? *, and no leading dot".to_owned();
        return Err(CompetitionError::Invalid { field: "name", message });
    }
    Ok(name.to_owned())
}

fn is_table(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".csv", ".tsv", ".csv.gz", ".parquet"].iter().any(|ending| lower.ends_with(ending))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("csv") => "text/csv; charset=utf-8",
        Some("tsv") => "text/tab-separated-values; charset=utf-8",
        Some("gz") => "application/gzip",
        Some("zip") => "application/zip",
        Some("parquet") => "application/vnd.apache.parquet",
        Some("json") => "application/json",
        Some("md" | "txt") => "text/plain; charset=utf-8",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_folder_or_break_a_header() {
        for bad in ["", "  ", "../x", "a/b", "a\\b", "a\"b", "a\nb", ".hidden", &"x".repeat(201)] {
            assert!(checked_name(bad).is_err(), "{bad}");
        }
        assert_eq!(checked_name(" données été.csv ").unwrap(), "données été.csv");
    }

    #[test]
    fn only_tables_are_profiled() {
        assert!(is_table("train.CSV") && is_table("a.csv.gz") && !is_table("readme.md"));
    }
}
