//! One database of the cluster, and the statements that make and drop it.
//!
//! Invariant: statements run on a thread of their own, so tests may call this inside or outside a runtime.

use tokio_postgres::NoTls;
use tokio_postgres::error::{Error, SqlState};

/// A database for one test; dropping it drops the database, connections included.
#[derive(Debug)]
pub struct Database {
    administration: String,
    url: String,
    name: String,
}

impl Database {
    pub(super) fn new(administration: String, url: String, name: String) -> Self {
        Self { administration, url, name }
    }

    /// `postgres://user:password@127.0.0.1:port/name`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Best effort: the whole cluster goes away with the process.
        let _ = execute(&self.administration, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// Whether a template could not be copied because somebody is still connected to it.
pub(super) fn is_in_use(error: &Error) -> bool {
    error.code() == Some(&SqlState::OBJECT_IN_USE)
}

/// Runs one statement on a fresh connection.
pub(super) fn execute(url: &str, statement: &str) -> Result<(), Error> {
    std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime for one connection can be made").block_on(execute_on(url, statement))
        });
        work.join().expect("running a statement does not panic")
    })
}

async fn execute_on(url: &str, statement: &str) -> Result<(), Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let connection = tokio::spawn(connection);
    let outcome = client.batch_execute(statement).await;
    drop(client);
    let _ = connection.await;
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::{cluster, fresh_database};

    #[test]
    fn each_test_has_a_database_of_its_own() {
        let (Some(one), Some(two)) = (fresh_database(), fresh_database()) else { return };
        assert_ne!(one.url(), two.url());
        execute(one.url(), "CREATE TABLE cup (id TEXT)").unwrap();
        execute(two.url(), "CREATE TABLE cup (id TEXT)").unwrap();
    }

    #[test]
    fn a_template_is_prepared_once_and_copied_with_its_content() {
        let Some(cluster) = cluster() else { return };
        let mut prepared = 0;
        for _ in 0..2 {
            let copy = cluster.create_database_from("with_cup", |url| {
                prepared += 1;
                execute(url, "CREATE TABLE cup (id TEXT)").unwrap();
            });
            execute(copy.url(), "INSERT INTO cup VALUES ('a')").unwrap();
        }
        assert_eq!(prepared, 1);
    }

    #[test]
    fn a_wrong_password_is_refused() {
        let Some(database) = fresh_database() else { return };
        let wrong = database.url().replace("joute:", "joute:x");
        let refused = execute(&wrong, "SELECT 1").unwrap_err();
        assert_eq!(refused.code(), Some(&SqlState::INVALID_PASSWORD));
    }

    #[tokio::test]
    async fn a_database_can_be_made_inside_a_runtime_and_is_dropped_with_its_connections() {
        let Some(database) = fresh_database() else { return };
        let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute("SELECT 1").await.unwrap();
        let url = database.url().to_owned();
        drop(database);
        let gone = execute(&url, "SELECT 1").unwrap_err();
        assert_eq!(gone.code(), Some(&SqlState::UNDEFINED_DATABASE));
        drop(client);
        let _ = connection.await;
    }

    #[test]
    fn the_server_offers_tls() {
        use std::io::{Read, Write};
        let Some(database) = fresh_database() else { return };
        let address = database.url().split(['@', '/']).nth(3).unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        // The protocol's SSLRequest: length 8, code 80877103; `S` means that the server is willing.
        stream.write_all(&[0, 0, 0, 8, 4, 210, 22, 47]).unwrap();
        let mut answer = [0];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"S");
    }
}
