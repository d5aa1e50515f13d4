//! One connection to either database.
//!
//! Invariant: every statement is written once and compiled for both through `each!`, which stays inside this crate.

use diesel::connection::{Connection, SimpleConnection, TransactionManager};
use diesel::sqlite::SqliteConnection;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;

use crate::Result;

/// `PostgreSQL` behind Diesel's blocking interface, through a driver in pure Rust.
pub(crate) type PgConnection = AsyncConnectionWrapper<AsyncPgConnection>;

/// An open connection. Blocking: use it on threads that may block only, as `Database::read` and `Database::write` do.
#[allow(clippy::large_enum_variant, reason = "connections live in a pool and are lent by reference")]
pub enum Conn {
    /// `PostgreSQL`.
    Pg(PgConnection),
    /// `SQLite`.
    Sqlite(SqliteConnection),
}

/// Repeats an expression for each database, with the concrete connection under the given name.
macro_rules! each {
    ($conn:expr, $c:ident => $expression:expr) => {
        match $conn {
            $crate::connection::Conn::Pg($c) => $expression,
            $crate::connection::Conn::Sqlite($c) => $expression,
        }
    };
}
pub(crate) use each;

impl Conn {
    /// Runs statements that bind nothing and answer nothing.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(each!(self, c => c.batch_execute(sql))?)
    }

    /// Asks the database for a sign of life.
    pub(crate) fn ping(&mut self) -> Result<()> {
        self.batch("SELECT 1")
    }

    /// True if the connection was left inside a transaction or has lost its state: it must not be used again.
    pub(crate) fn is_broken(&mut self) -> bool {
        each!(self, c => broken(c))
    }
}

fn broken<C: Connection>(conn: &mut C) -> bool {
    C::TransactionManager::is_broken_transaction_manager(conn)
}
