//! The files that participants download.
//!
//! Invariant: a competition has one file of each name; the bytes lie in storage, under the file's identifier.

use diesel::prelude::*;
use joute_domain::{CompetitionId, FileId, FileKind, TableProfile, Timestamp, UserId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::files;

record! { files =>
    /// A file of a competition.
    pub struct CompetitionFile {
        /// Identifier.
        pub id: FileId,
        /// Its competition.
        pub competition_id: CompetitionId,
        /// What it is for.
        pub kind: FileKind,
        /// Name for people.
        pub name: String,
        /// Media type for downloads.
        pub media_type: String,
        /// Size in bytes.
        pub size_bytes: u64,
        /// SHA-256 of its bytes, hexadecimal.
        pub sha256: String,
        /// Columns and first rows, if it is a table.
        pub profile: Option<TableProfile>,
        /// Who uploaded it.
        pub uploaded_by: UserId,
        /// When it was uploaded.
        pub created_at: Timestamp,
        /// CRC-32 of its bytes, as zip wants it; unknown for files of earlier versions until it is asked for.
        pub crc32: Option<u32>,
    }
}

/// Adds a file; a unique violation if its name is taken.
pub fn insert(conn: &mut Conn, file: &CompetitionFile) -> Result<()> {
    let values = file.values()?;
    each!(conn, c => diesel::insert_into(files::table).values(values).execute(c))?;
    Ok(())
}

/// The files of a competition: train, test, sample submission, others, and by name within each.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<CompetitionFile>> {
    let query = files::table
        .select(CompetitionFile::columns())
        .filter(files::competition_id.eq(competition.as_str()))
        .order(files::name);
    let mut found: Vec<CompetitionFile> = each!(conn, c => query.load(c))?;
    found.sort_by_key(|file| FileKind::ALL.iter().position(|kind| *kind == file.kind));
    Ok(found)
}

/// The file with this identifier.
pub fn find(conn: &mut Conn, id: &FileId) -> Result<Option<CompetitionFile>> {
    let query = files::table.select(CompetitionFile::columns()).filter(files::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The file of a competition with this name.
pub fn find_by_name(conn: &mut Conn, competition: &CompetitionId, name: &str) -> Result<Option<CompetitionFile>> {
    let filter = files::competition_id.eq(competition.as_str()).and(files::name.eq(name));
    let query = files::table.select(CompetitionFile::columns()).filter(filter);
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// Notes the CRC-32 of a file's bytes; false if the file is gone.
pub fn set_crc32(conn: &mut Conn, id: &FileId, crc32: u32) -> Result<bool> {
    let change = diesel::update(files::table.find(id.as_str())).set(files::crc32.eq(Some(i64::from(crc32))));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Forgets a file; false if it was gone already. Its bytes are the caller's to remove.
pub fn delete(conn: &mut Conn, id: &FileId) -> Result<bool> {
    let change = diesel::delete(files::table.find(id.as_str()));
    Ok(each!(conn, c => change.execute(c))? == 1)
}
