//! The two doors to the database: `read` and `write`.
//!
//! Invariant: bodies run on threads that may block; a write is one transaction; a panic in a body commits nothing.

use std::time::{Duration, Instant};

use crate::config::Address;
use crate::connection::Conn;
use crate::pool::{Connections, Opener};
use crate::postgres::Connector;
use crate::sqlite::{self, Access};
use crate::{DatabaseConfig, DatabaseError, Result, migration, transaction};

/// The database of the house; clones share their connections.
#[derive(Clone)]
pub struct Database {
    kind: &'static str,
    opener: Opener,
    readers: Connections,
    writers: Connections,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Database").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Database {
    /// Opens the database: makes the `SQLite` file, or reaches `PostgreSQL` once. Blocking.
    pub fn open(config: &DatabaseConfig) -> Result<Self> {
        match Address::parse(&config.url)? {
            Address::Sqlite(path) => {
                sqlite::prepare(&path)?;
                let opener =
                    |access| Opener::Sqlite { path: path.clone(), access, synchronous_full: config.synchronous_full };
                let readers = opener(Access::Read).pool(config.pool_size);
                // One writer: SQLite has one at a time anyhow, and a queue is fairer than a race for its lock.
                let writers = opener(Access::Write).pool(1);
                Ok(Self { kind: "sqlite", opener: opener(Access::Write), readers, writers })
            }
            Address::Postgres(address) => {
                let opener = Opener::Postgres(Connector::new(*address)?);
                opener.open()?; // an unreachable server is told now, in its own words
                let pool = opener.clone().pool(config.pool_size);
                Ok(Self { kind: "postgres", opener, readers: pool.clone(), writers: pool })
            }
        }
    }

    /// Brings the schema up to date and says how many migrations were applied. Blocking; several processes may start at
    /// once.
    pub fn migrate(&self) -> Result<u32> {
        migration::run(&mut self.connect()?)
    }

    /// How many migrations wait to be applied. Blocking.
    pub fn pending_migrations(&self) -> Result<u32> {
        migration::pending(&mut self.connect()?)
    }

    /// Runs `body` with a connection that must only read; `SQLite` refuses anything else.
    pub async fn read<T, E>(
        &self,
        name: &'static str,
        body: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        blocking(name, self.readers.clone(), body).await
    }

    /// Runs `body` in one write transaction, rolled back if it fails.
    pub async fn write<T, E>(
        &self,
        name: &'static str,
        body: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        blocking(name, self.writers.clone(), |conn| transaction::immediate(conn, body)).await
    }

    /// Asks the database for a sign of life.
    pub async fn check(&self) -> Result<()> {
        self.read("check", Conn::ping).await
    }

    /// `sqlite` or `postgres`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// Opens a connection of its own, outside of the pools. Blocking.
    pub(crate) fn connect(&self) -> Result<Conn> {
        self.opener.open()
    }
}

async fn blocking<T, E>(
    name: &'static str,
    pool: Connections,
    body: impl FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
) -> std::result::Result<T, E>
where
    T: Send + 'static,
    E: From<DatabaseError> + Send + 'static,
{
    let span = tracing::debug_span!("database", database.operation = name);
    let task = move || {
        span.in_scope(|| {
            let started = Instant::now();
            let answer = pool.get().map_err(E::from).and_then(|mut conn| body(&mut conn));
            report_slow(name, started.elapsed());
            answer
        })
    };
    match tokio::task::spawn_blocking(task).await {
        Ok(answer) => answer,
        Err(_) => Err(E::from(DatabaseError::Other(format!("the operation `{name}` panicked or was cut short")))),
    }
}

fn report_slow(name: &'static str, elapsed: Duration) {
    if elapsed > Duration::from_secs(1) {
        let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(duration_ms, database.operation = name, "slow database operation `{name}`");
    }
}
