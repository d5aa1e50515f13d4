//! Opening `SQLite`: the file, its journal and the settings of each connection.
//!
//! Invariant: foreign keys are enforced and a busy database is waited for on every connection.

use std::path::Path;
use std::time::Duration;

use diesel::connection::{Connection, SimpleConnection};
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use crate::{DatabaseError, Result};

/// What a connection will be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Statements that change nothing; others are refused.
    Read,
    /// Anything.
    Write,
}

#[derive(QueryableByName)]
struct JournalMode {
    #[diesel(sql_type = diesel::sql_types::Text)]
    journal_mode: String,
}

/// Makes the file if it is not there, readable by its owner only, and switches it to write-ahead logging for good.
pub(crate) fn prepare(path: &Path) -> Result<()> {
    create(path).map_err(|error| refused(path, &error))?;
    let mut conn = establish(path)?;
    conn.batch_execute("PRAGMA busy_timeout = 5000")?;
    // Switching fails at once while another process holds the file, whatever the timeout: try until one has done it.
    let mut attempts = 0;
    loop {
        match diesel::sql_query("PRAGMA journal_mode = WAL").get_result::<JournalMode>(&mut conn) {
            Ok(mode) if mode.journal_mode == "wal" => return Ok(()),
            Ok(mode) => {
                let text = format!("SQLite keeps its journal mode `{}` where `wal` is needed", mode.journal_mode);
                return Err(DatabaseError::Unavailable(text));
            }
            Err(error) if attempts < 100 && error.to_string() == "database is locked" => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(error) => return Err(refused(path, &error)),
        }
        attempts += 1;
    }
}

/// Opens one connection with its settings.
pub(crate) fn connect(path: &Path, access: Access, synchronous_full: bool) -> Result<SqliteConnection> {
    let mut conn = establish(path)?;
    let synchronous = if synchronous_full { "FULL" } else { "NORMAL" };
    conn.batch_execute("PRAGMA busy_timeout = 5000")?; // first, so that the others wait as well
    conn.batch_execute(&format!(
        "PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; \
         PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 1000;"
    ))?;
    if access == Access::Read {
        conn.batch_execute("PRAGMA query_only = ON")?;
    }
    Ok(conn)
}

fn establish(path: &Path) -> Result<SqliteConnection> {
    let text = path.to_str().ok_or_else(|| DatabaseError::Address("the path is not UTF-8".to_owned()))?;
    SqliteConnection::establish(text).map_err(|error| refused(path, &error))
}

fn refused(path: &Path, error: &dyn std::error::Error) -> DatabaseError {
    DatabaseError::Unavailable(format!("the SQLite file {} cannot be opened: {error}", path.display()))
}

fn create(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
