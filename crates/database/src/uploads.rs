//! Files that arrive in parts, each part an object in storage.
//!
//! Invariant: parts follow each other without a gap, and only the latest generation of an upload may add one.

use diesel::prelude::*;
use joute_domain::{CompetitionId, Timestamp, UploadId, UploadPartId, UploadPurpose, UserId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::{upload_parts, uploads};

record! { uploads =>
    /// A file on its way in.
    pub struct Upload {
        /// Identifier.
        pub id: UploadId,
        /// SHA-256 of the secret in its address, hexadecimal.
        pub secret_hash: String,
        /// Who uploads.
        pub user_id: UserId,
        /// The competition, where it was named at the start.
        pub competition_id: Option<CompetitionId>,
        /// What it is for.
        pub purpose: UploadPurpose,
        /// The uploader's name for the file.
        pub file_name: String,
        /// Announced size in bytes.
        pub size_bytes: u64,
        /// Bytes stored so far.
        pub received_bytes: u64,
        /// Grows with every request that sends bytes; an older request's parts are refused.
        pub generation: u64,
        /// When it was announced.
        pub created_at: Timestamp,
        /// Until when its address works.
        pub expires_at: Timestamp,
        /// When all bytes were there.
        pub completed_at: Option<Timestamp>,
        /// What it became: the submission's identifier.
        pub result: Option<String>,
    }
}

record! { upload_parts =>
    /// A piece of a file.
    pub struct UploadPart {
        /// Identifier, and the name of its object.
        pub id: UploadPartId,
        /// The file.
        pub upload_id: UploadId,
        /// Where it begins in the file.
        pub start_byte: u64,
        /// Its length in bytes.
        pub size_bytes: u64,
    }
}

/// Announces a file.
pub fn insert(conn: &mut Conn, upload: &Upload) -> Result<()> {
    let values = upload.values()?;
    each!(conn, c => diesel::insert_into(uploads::table).values(values).execute(c))?;
    Ok(())
}

/// The upload with this identifier.
pub fn find(conn: &mut Conn, id: &UploadId) -> Result<Option<Upload>> {
    let query = uploads::table.select(Upload::columns()).filter(uploads::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The upload whose address carries this secret.
pub fn find_by_secret_hash(conn: &mut Conn, hash: &str) -> Result<Option<Upload>> {
    let query = uploads::table.select(Upload::columns()).filter(uploads::secret_hash.eq(hash));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The parts, in the order of the file.
pub fn list_parts(conn: &mut Conn, id: &UploadId) -> Result<Vec<UploadPart>> {
    let query = upload_parts::table
        .select(UploadPart::columns())
        .filter(upload_parts::upload_id.eq(id.as_str()))
        .order(upload_parts::start_byte);
    Ok(each!(conn, c => query.load(c))?)
}

/// Begins a request that sends bytes from `received` on, if that is what is stored; answers false if it is not.
pub fn begin_generation(conn: &mut Conn, upload: &Upload, received: u64) -> Result<bool> {
    use crate::column::Column;
    let present = uploads::table
        .find(upload.id.as_str())
        .filter(uploads::generation.eq(upload.generation.store()?))
        .filter(uploads::completed_at.is_null());
    let change = diesel::update(present)
        .set((uploads::generation.eq((upload.generation + 1).store()?), uploads::received_bytes.eq(received.store()?)));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Adds a part behind what is stored; false if the upload has moved on without this request.
pub fn append(conn: &mut Conn, part: &UploadPart, generation: u64) -> Result<bool> {
    use crate::column::Column;
    let present = uploads::table
        .find(part.upload_id.as_str())
        .filter(uploads::generation.eq(generation.store()?))
        .filter(uploads::received_bytes.eq(part.start_byte.store()?));
    let received = (part.start_byte + part.size_bytes).store()?;
    let change = diesel::update(present).set(uploads::received_bytes.eq(received));
    if each!(conn, c => change.execute(c))? != 1 {
        return Ok(false);
    }
    let values = part.values()?;
    each!(conn, c => diesel::insert_into(upload_parts::table).values(values).execute(c))?;
    Ok(true)
}

/// Forgets all parts of an upload; their objects are the caller's to remove.
pub fn delete_parts(conn: &mut Conn, id: &UploadId) -> Result<()> {
    let change = diesel::delete(upload_parts::table.filter(upload_parts::upload_id.eq(id.as_str())));
    each!(conn, c => change.execute(c))?;
    Ok(())
}

/// Notes that all bytes are there; false if that was noted before.
pub fn complete(conn: &mut Conn, id: &UploadId, now: Timestamp) -> Result<bool> {
    let open = uploads::table.find(id.as_str()).filter(uploads::completed_at.is_null());
    let change = diesel::update(open).set(uploads::completed_at.eq(Some(now.naive_utc())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Notes what a complete upload became; false if it has been used already.
pub fn set_result(conn: &mut Conn, id: &UploadId, result: &str) -> Result<bool> {
    let unused = uploads::table.find(id.as_str()).filter(uploads::result.is_null());
    let change = diesel::update(unused).set(uploads::result.eq(Some(result)));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Takes back what an upload became, so that it can be used after all.
pub fn clear_result(conn: &mut Conn, id: &UploadId) -> Result<()> {
    let change = diesel::update(uploads::table.find(id.as_str())).set(uploads::result.eq(None::<String>));
    each!(conn, c => change.execute(c))?;
    Ok(())
}

/// The uploads whose address no longer works.
pub fn list_expired(conn: &mut Conn, now: Timestamp) -> Result<Vec<Upload>> {
    let query = uploads::table.select(Upload::columns()).filter(uploads::expires_at.le(now.naive_utc()));
    Ok(each!(conn, c => query.load(c))?)
}

/// Forgets an upload and its parts; false if it was gone already.
pub fn delete(conn: &mut Conn, id: &UploadId) -> Result<bool> {
    let change = diesel::delete(uploads::table.find(id.as_str()));
    Ok(each!(conn, c => change.execute(c))? == 1)
}
