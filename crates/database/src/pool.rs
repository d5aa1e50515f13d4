//! Pools of connections, opened by the address's own database and no other.
//!
//! Invariant: a connection that was left inside a transaction never returns to the pool.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use diesel::r2d2::{HandleError, ManageConnection, Pool, PooledConnection};

use crate::connection::Conn;
use crate::postgres::Connector;
use crate::sqlite::{self, Access};
use crate::{DatabaseError, Result};

/// Opens connections of one kind.
#[derive(Clone)]
pub(crate) enum Opener {
    /// `SQLite`: the file, what for, and whether commits wait for the disk.
    Sqlite { path: PathBuf, access: Access, synchronous_full: bool },
    /// `PostgreSQL`.
    Postgres(Arc<Connector>),
}

impl Opener {
    /// Opens one connection outside of any pool.
    pub(crate) fn open(&self) -> Result<Conn> {
        match self {
            Self::Sqlite { path, access, synchronous_full } => {
                sqlite::connect(path, *access, *synchronous_full).map(Conn::Sqlite)
            }
            Self::Postgres(connector) => connector.connect().map(Conn::Pg),
        }
    }

    /// Makes a pool that opens connections as they are needed.
    pub(crate) fn pool(self, size: u32) -> Connections {
        // A server that is down is told soon; a queue of writers before SQLite is waited for.
        let (check, patience) = match self {
            Self::Postgres(_) => (true, Duration::from_secs(5)),
            Self::Sqlite { .. } => (false, Duration::from_secs(30)),
        };
        Connections(
            Pool::builder()
                .max_size(size.max(1))
                .min_idle(Some(0))
                .test_on_check_out(check)
                .connection_timeout(patience)
                .error_handler(Box::new(Report))
                .build_unchecked(self),
        )
    }
}

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = DatabaseError;

    fn connect(&self) -> Result<Conn> {
        self.open()
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<()> {
        conn.ping()
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

/// A pool.
#[derive(Clone)]
pub(crate) struct Connections(Pool<Opener>);

impl Connections {
    /// Waits for a connection; the error says why none could be had.
    pub(crate) fn get(&self) -> Result<PooledConnection<Opener>> {
        self.0.get().map_err(|error| DatabaseError::Unavailable(error.to_string()))
    }
}

/// Tells the log why a connection could not be opened or kept.
#[derive(Debug)]
struct Report;

impl HandleError<DatabaseError> for Report {
    fn handle_error(&self, error: DatabaseError) {
        tracing::warn!(%error, "a database connection failed");
    }
}
