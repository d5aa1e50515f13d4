//! Bringing the schema up to date.
//!
//! Invariant: all pending migrations are applied in one transaction, by one process at a time, or none is.

use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::connection::{Conn, each};
use crate::{DatabaseError, Result, transaction};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// The statement behind which processes queue on `PostgreSQL` until the transaction ends; the number spells "joute".
const QUEUE: &str = "SELECT pg_advisory_xact_lock(457237329509)";

#[derive(QueryableByName)]
struct Orphan {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table: String,
}

/// Applies what is pending and says how many migrations that were.
pub(crate) fn run(conn: &mut Conn) -> Result<u32> {
    // A table that is rebuilt the long way is dropped once; with keys enforced, SQLite would empty the tables below it.
    // The setting cannot change inside the transaction, so what it would have refused is looked for at the end.
    if let Conn::Sqlite(_) = conn {
        conn.batch("PRAGMA foreign_keys = OFF")?;
    }
    let applied = transaction::immediate(conn, |conn| {
        queue(conn)?;
        let applied = each!(conn, c => c.run_pending_migrations(MIGRATIONS).map(|versions| versions.len()));
        let applied = applied.map_err(|error| DatabaseError::Migration(error.to_string()))?;
        check_references(conn)?;
        Ok(count(applied))
    });
    if let Conn::Sqlite(_) = conn {
        conn.batch("PRAGMA foreign_keys = ON")?;
    }
    applied
}

/// Counts what `run` would apply; makes the bookkeeping table if it is not there.
pub(crate) fn pending(conn: &mut Conn) -> Result<u32> {
    transaction::immediate(conn, |conn| {
        queue(conn)?;
        let pending = each!(conn, c => c.pending_migrations(MIGRATIONS).map(|migrations| migrations.len()));
        pending.map(count).map_err(|error| DatabaseError::Migration(error.to_string()))
    })
}

/// Takes every migration back, newest first.
#[cfg(feature = "test-support")]
pub(crate) fn revert_all(conn: &mut Conn) -> Result<u32> {
    transaction::immediate(conn, |conn| {
        let reverted = each!(conn, c => c.revert_all_migrations(MIGRATIONS).map(|versions| versions.len()));
        reverted.map(count).map_err(|error| DatabaseError::Migration(error.to_string()))
    })
}

fn queue(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Pg(_) => conn.batch(QUEUE),
        Conn::Sqlite(_) => Ok(()), // the write lock is held since the beginning of the transaction
    }
}

fn check_references(conn: &mut Conn) -> Result<()> {
    let Conn::Sqlite(c) = conn else { return Ok(()) };
    let orphans: Vec<Orphan> = diesel::sql_query("PRAGMA foreign_key_check").load(c)?;
    match orphans.first() {
        None => Ok(()),
        Some(orphan) => {
            Err(DatabaseError::Migration(format!("rows of `{}` would refer to rows that are missing", orphan.table)))
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
