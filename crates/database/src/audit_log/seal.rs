//! Sealing: entries that wait get their place in the chain.
//!
//! Invariant: one process at a time extends the chain, since each locks its head first; numbers have no gaps.

use diesel::prelude::*;

use super::{AuditRow, chain};
use crate::Result;
use crate::column::Column;
use crate::connection::{Conn, each};
use crate::record::view;
use crate::schema::{audit_heads, audit_log};

const CHAIN: &str = "chain";

view! {
    /// The end of the chain.
    pub struct Head {
        /// Number of the last sealed entry; 0 if there is none.
        pub sequence: u64,
        /// Its hash.
        pub hash: String,
    }
}

/// The end of the chain.
pub fn head(conn: &mut Conn) -> Result<Head> {
    let query = audit_heads::table.find(CHAIN).select((audit_heads::sequence, audit_heads::hash));
    Ok(each!(conn, c => query.first(c))?)
}

/// True if entries wait to be sealed.
pub fn has_unsealed(conn: &mut Conn) -> Result<bool> {
    let waiting = audit_log::table.filter(audit_log::sequence.is_null());
    let query = diesel::select(diesel::dsl::exists(waiting));
    Ok(each!(conn, c => query.get_result(c))?)
}

/// Seals at most `limit` waiting entries, the oldest first, and says how many there were. Call it in `Database::write`.
pub fn seal(conn: &mut Conn, limit: u32) -> Result<u64> {
    lock(conn)?;
    let mut end = head(conn)?;
    let waiting = audit_log::table
        .select(AuditRow::columns())
        .filter(audit_log::sequence.is_null())
        .order((audit_log::occurred_at, audit_log::id))
        .limit(i64::from(limit));
    let rows: Vec<AuditRow> = each!(conn, c => waiting.load(c))?;
    let mut sealed = 0;
    for row in &rows {
        let sequence = end.sequence.saturating_add(1);
        let hash = chain::entry_hash(row, sequence, &end.hash);
        let change = diesel::update(audit_log::table.find(row.id.as_str())).set((
            audit_log::sequence.eq(Some(sequence.store()?)),
            audit_log::previous_hash.eq(Some(&end.hash)),
            audit_log::hash.eq(Some(&hash)),
        ));
        each!(conn, c => change.execute(c))?;
        end = Head { sequence, hash };
        sealed += 1;
    }
    let change = diesel::update(audit_heads::table.find(CHAIN))
        .set((audit_heads::sequence.eq(end.sequence.store()?), audit_heads::hash.eq(&end.hash)));
    each!(conn, c => change.execute(c))?;
    Ok(sealed)
}

/// Holds the head until the transaction ends.
fn lock(conn: &mut Conn) -> Result<()> {
    let change =
        diesel::update(audit_heads::table.find(CHAIN)).set(audit_heads::revision.eq(audit_heads::revision + 1));
    each!(conn, c => change.execute(c))?;
    Ok(())
}
