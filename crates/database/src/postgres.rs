//! Opening `PostgreSQL` through the driver in pure Rust: no libpq, TLS by rustls.
//!
//! Invariant: the driver's sockets live on a runtime of their own, which outlives every connection of the pool.

use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::config::Host;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::config::{PostgresAddress, TlsMode, words};
use crate::connection::PgConnection;
use crate::{DatabaseError, Result, tls};

/// Opens connections to one server.
pub(crate) struct Connector {
    address: PostgresAddress,
    tls: Option<MakeRustlsConnect>,
    runtime: Option<Runtime>,
}

impl Connector {
    /// Reads the certificates and starts the runtime; connects to nothing yet.
    pub(crate) fn new(address: PostgresAddress) -> Result<Arc<Self>> {
        let tls = match address.tls {
            TlsMode::Disable => None,
            mode => Some(MakeRustlsConnect::new(tls::client_config(mode, address.root_file.as_deref())?)),
        };
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(|error| DatabaseError::Unavailable(error.to_string()))?;
        Ok(Arc::new(Self { address, tls, runtime: Some(runtime) }))
    }

    /// Opens one connection. Blocking: never call it on a thread that drives futures.
    pub(crate) fn connect(&self) -> Result<PgConnection> {
        let stopped = || DatabaseError::Unavailable("the driver has stopped".to_owned());
        let runtime = self.runtime.as_ref().ok_or_else(stopped)?;
        let _entered = runtime.enter(); // the blocking wrapper takes the runtime that it finds here
        runtime.block_on(self.open()).map(PgConnection::from).map_err(DatabaseError::Unavailable)
    }

    async fn open(&self) -> std::result::Result<AsyncPgConnection, String> {
        let driver = &self.address.driver;
        let opened = if let Some(tls) = &self.tls {
            let (client, connection) = driver.connect(tls.clone()).await.map_err(|error| self.refusal(&error))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        } else {
            let plain = driver.connect(tokio_postgres::NoTls).await;
            let (client, connection) = plain.map_err(|error| self.refusal(&error))?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        };
        opened.map_err(|error| self.refusal(&error))
    }

    fn refusal(&self, error: &dyn std::error::Error) -> String {
        format!("no connection to PostgreSQL at {}: {}", self.place(), words(error))
    }

    fn place(&self) -> String {
        let driver = &self.address.driver;
        let host = match driver.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => path.display().to_string(),
            None => "localhost".to_owned(),
        };
        let port = driver.get_ports().first().copied().unwrap_or(5432);
        format!("{host}:{port}, database {}", driver.get_dbname().unwrap_or("of the user's name"))
    }
}

impl Drop for Connector {
    fn drop(&mut self) {
        // The last owner may be a future, where waiting for a runtime to end is not allowed.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
