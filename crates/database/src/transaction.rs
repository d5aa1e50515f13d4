//! Transactions that mean the same on both databases.
//!
//! Invariant: a write transaction is committed whole or not at all; `SQLite` takes its write lock at the beginning.

use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::result::Error;

use crate::connection::{Conn, each};
use crate::{DatabaseError, Result};

/// Runs `body` in one write transaction: `BEGIN IMMEDIATE` on `SQLite`, `BEGIN` on `PostgreSQL`.
pub(crate) fn immediate<T, E: From<DatabaseError>>(
    conn: &mut Conn,
    body: impl FnOnce(&mut Conn) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    begin_immediate(conn).map_err(E::from)?;
    finish(conn, |conn| {
        let value = body(conn)?;
        check_alive(conn).map_err(E::from)?;
        Ok(value)
    })
}

/// Fails if a statement failed before and its error was ignored: `PostgreSQL` has given the transaction up then, and
/// would answer `COMMIT` with a silent rollback.
fn check_alive(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Pg(_) => conn.ping(),
        Conn::Sqlite(_) => Ok(()),
    }
}

/// Runs `body` inside the present transaction so that its failure, such as a unique violation, leaves the rest usable.
///
/// Without it `PostgreSQL` refuses every statement after a failed one, while `SQLite` goes on.
pub fn savepoint<T, E: From<DatabaseError>>(
    conn: &mut Conn,
    body: impl FnOnce(&mut Conn) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    each!(conn, c => begin(c)).map_err(|error| E::from(error.into()))?;
    finish(conn, body)
}

fn finish<T, E: From<DatabaseError>>(
    conn: &mut Conn,
    body: impl FnOnce(&mut Conn) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    match body(conn) {
        Ok(value) => commit(conn).map(|()| value).map_err(E::from),
        Err(error) => {
            if let Err(rollback) = each!(conn, c => rollback(c)) {
                tracing::warn!(%rollback, "a transaction could not be rolled back; its connection is given up");
            }
            Err(error)
        }
    }
}

fn begin_immediate(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Pg(c) => begin(c)?,
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?,
    }
    Ok(())
}

fn commit(conn: &mut Conn) -> Result<()> {
    Ok(each!(conn, c => commit_on(c))?)
}

fn begin<C: Connection>(conn: &mut C) -> std::result::Result<(), Error> {
    C::TransactionManager::begin_transaction(conn)
}

fn commit_on<C: Connection>(conn: &mut C) -> std::result::Result<(), Error> {
    C::TransactionManager::commit_transaction(conn)
}

fn rollback<C: Connection>(conn: &mut C) -> std::result::Result<(), Error> {
    C::TransactionManager::rollback_transaction(conn)
}
