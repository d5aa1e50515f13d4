//! Versions of the hidden truth.
//!
//! Invariant: a version never changes, but for the index that is made from its identifiers; a competition points to the
//! one it scores with.

use diesel::prelude::*;
use joute_domain::{CompetitionId, SolutionId, Timestamp, UserId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::solutions;

record! { solutions =>
    /// One uploaded solution, checked and made canonical.
    pub struct Solution {
        /// Identifier.
        pub id: SolutionId,
        /// Its competition.
        pub competition_id: CompetitionId,
        /// Name of the uploaded file.
        pub file_name: String,
        /// SHA-256 of the uploaded file, hexadecimal.
        pub source_sha256: String,
        /// SHA-256 of the canonical truth, hexadecimal.
        pub truth_sha256: String,
        /// SHA-256 of the public identifiers, hexadecimal.
        pub ids_sha256: String,
        /// Size of the uploaded file in bytes.
        pub size_bytes: u64,
        /// Types of its columns as JSON, opaque to the database.
        pub schema: String,
        /// Rows on the public board.
        pub public_rows: u64,
        /// Rows on the private board.
        pub private_rows: u64,
        /// Rows on none.
        pub ignored_rows: u64,
        /// Who uploaded it.
        pub uploaded_by: UserId,
        /// When it was uploaded.
        pub created_at: Timestamp,
        /// SHA-256 of the index of the public identifiers, hexadecimal; `None` until there is one.
        pub index_sha256: Option<String>,
    }
}

/// Adds a version.
pub fn insert(conn: &mut Conn, solution: &Solution) -> Result<()> {
    let values = solution.values()?;
    each!(conn, c => diesel::insert_into(solutions::table).values(values).execute(c))?;
    Ok(())
}

/// The version with this identifier.
pub fn find(conn: &mut Conn, id: &SolutionId) -> Result<Option<Solution>> {
    let query = solutions::table.select(Solution::columns()).filter(solutions::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The versions of a competition, newest first.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<Solution>> {
    let query = solutions::table
        .select(Solution::columns())
        .filter(solutions::competition_id.eq(competition.as_str()))
        .order((solutions::created_at.desc(), solutions::id.desc()));
    Ok(each!(conn, c => query.load(c))?)
}

/// Notes that the index of the public identifiers is stored.
pub fn set_index(conn: &mut Conn, id: &SolutionId, sha256: &str) -> Result<()> {
    let change = diesel::update(solutions::table.find(id.as_str())).set(solutions::index_sha256.eq(Some(sha256)));
    each!(conn, c => change.execute(c))?;
    Ok(())
}
