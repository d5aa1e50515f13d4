//! Secrets that the house signs with, one per purpose.
//!
//! Invariant: all processes use the same secret; of several that propose one at once, the first wins for all.

use diesel::prelude::*;
use joute_domain::Timestamp;

use crate::connection::{Conn, each};
use crate::schema::signing_keys;
use crate::{DatabaseError, Result};

/// The secret of a purpose; `candidate` becomes it if there is none yet. Needs a writing connection.
pub fn find_or_insert(conn: &mut Conn, purpose: &str, candidate: &str, now: Timestamp) -> Result<String> {
    if let Some(secret) = find(conn, purpose)? {
        return Ok(secret);
    }
    let proposal = diesel::insert_into(signing_keys::table).values((
        signing_keys::purpose.eq(purpose),
        signing_keys::secret.eq(candidate),
        signing_keys::created_at.eq(now.naive_utc()),
    ));
    each!(conn, c => proposal.on_conflict_do_nothing().execute(c))?;
    find(conn, purpose)?.ok_or(DatabaseError::NotFound)
}

fn find(conn: &mut Conn, purpose: &str) -> Result<Option<String>> {
    let query = signing_keys::table.find(purpose).select(signing_keys::secret);
    Ok(each!(conn, c => query.first(c).optional())?)
}
