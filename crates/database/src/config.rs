//! Where the database is: an address chosen by its scheme, never guessed.
//!
//! Invariant: an address that is not clearly one of the two databases is an error in words; nothing falls through to a
//! file.

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::{DatabaseError, Result};

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `sqlite:path/to/file.db`, or `postgres://user:password@host/name?sslmode=require&sslrootcert=ca.pem`.
    ///
    /// `sslmode` is `require` (encrypted, the certificate is verified), `prefer` (the default: encrypted if the server
    /// can, not verified) or `disable`. `sslrootcert` names a PEM file that is trusted instead of the system's roots.
    pub url: SecretString,
    /// Most connections at a time; on `SQLite` these are readers, the one writer comes on top.
    pub pool_size: u32,
    /// `SQLite` only: wait for the disk at every commit, so that a power cut cannot lose the last ones.
    pub synchronous_full: bool,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: "sqlite:joute.db".into(), pool_size: 8, synchronous_full: false }
    }
}

/// How the connection to `PostgreSQL` is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TlsMode {
    /// Plain text.
    Disable,
    /// Encrypted if the server can, against listeners only.
    Prefer,
    /// Encrypted, the server's certificate verified for its name.
    Require,
}

/// A parsed address.
#[derive(Debug, Clone)]
pub(crate) enum Address {
    /// The file, absolute.
    Sqlite(PathBuf),
    /// The server, with what the driver does not read itself.
    Postgres(Box<PostgresAddress>),
}

/// A `PostgreSQL` server, its database and how it is protected.
#[derive(Debug, Clone)]
pub(crate) struct PostgresAddress {
    pub(crate) driver: tokio_postgres::Config,
    pub(crate) tls: TlsMode,
    pub(crate) root_file: Option<PathBuf>,
}

impl Address {
    /// Reads an address; the error never repeats it, since it may hold a password.
    pub(crate) fn parse(url: &SecretString) -> Result<Self> {
        let text = url.expose_secret().trim();
        match text.split_once(':') {
            Some(("sqlite", path)) => sqlite_path(path).map(Self::Sqlite),
            Some(("postgres" | "postgresql", _)) => {
                PostgresAddress::parse(text).map(|address| Self::Postgres(Box::new(address)))
            }
            _ => Err(DatabaseError::Address("it must begin with `sqlite:` or `postgres://`".to_owned())),
        }
    }
}

fn sqlite_path(text: &str) -> Result<PathBuf> {
    let path = text.strip_prefix("//").unwrap_or(text);
    if path.is_empty() || path.contains(":memory:") || path.contains('?') {
        let rule = "`sqlite:` needs the path of a file, without parameters (a database in memory cannot be shared)";
        return Err(DatabaseError::Address(rule.to_owned()));
    }
    std::path::absolute(path).map_err(|error| DatabaseError::Address(error.to_string()))
}

impl PostgresAddress {
    fn parse(text: &str) -> Result<Self> {
        let mut url = Url::parse(text).map_err(|error| DatabaseError::Address(error.to_string()))?;
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let (mut tls, mut root_file) = (TlsMode::Prefer, None);
        url.query_pairs_mut().clear();
        for (name, value) in pairs {
            match name.as_str() {
                "sslmode" => tls = TlsMode::parse(&value)?,
                "sslrootcert" => root_file = Some(PathBuf::from(value)),
                _ => drop(url.query_pairs_mut().append_pair(&name, &value)),
            }
        }
        let mut driver: tokio_postgres::Config =
            url.as_str().parse().map_err(|error: tokio_postgres::Error| DatabaseError::Address(words(&error)))?;
        driver.ssl_mode(tls.driver());
        if driver.get_connect_timeout().is_none() {
            driver.connect_timeout(std::time::Duration::from_secs(5));
        }
        if driver.get_application_name().is_none() {
            driver.application_name("joute");
        }
        Ok(Self { driver, tls, root_file })
    }
}

impl TlsMode {
    fn parse(text: &str) -> Result<Self> {
        match text {
            "disable" => Ok(Self::Disable),
            "prefer" => Ok(Self::Prefer),
            "require" | "verify-full" => Ok(Self::Require),
            _ => Err(DatabaseError::Address("`sslmode` must be require, prefer or disable".to_owned())),
        }
    }

    fn driver(self) -> tokio_postgres::config::SslMode {
        match self {
            Self::Disable => tokio_postgres::config::SslMode::Disable,
            Self::Prefer => tokio_postgres::config::SslMode::Prefer,
            Self::Require => tokio_postgres::config::SslMode::Require,
        }
    }
}

/// An error with its causes on one line.
pub(crate) fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Address> {
        Address::parse(&text.into())
    }

    #[test]
    fn the_scheme_decides_and_nothing_else_is_taken_for_a_file() {
        for bad in
            ["", "joute.db", "host=db dbname=joute", "mysql://db/joute", "sqlite:", "sqlite::memory:", "postgres"]
        {
            assert!(matches!(parse(bad), Err(DatabaseError::Address(_))), "{bad}");
        }
    }

    #[test]
    fn a_path_becomes_absolute_with_or_without_slashes() {
        for good in ["sqlite:/var/lib/joute.db", "sqlite:///var/lib/joute.db"] {
            let Ok(Address::Sqlite(path)) = parse(good) else { panic!("{good}") };
            assert_eq!(path, PathBuf::from("/var/lib/joute.db"));
        }
    }

    #[test]
    fn the_protection_is_read_apart_from_what_the_driver_reads() {
        let text =
            "postgres://joute:secret@db.example:5433/joute?sslmode=require&sslrootcert=ca.pem&application_name=x";
        let Ok(Address::Postgres(address)) = parse(text) else { panic!() };
        assert_eq!((address.tls, address.root_file), (TlsMode::Require, Some(PathBuf::from("ca.pem"))));
        assert_eq!(address.driver.get_application_name(), Some("x"));
        assert_eq!(address.driver.get_password(), Some(b"secret".as_slice()));
    }

    #[test]
    fn a_wrong_protection_is_refused_without_repeating_the_password() {
        for bad in [
            "postgres://u:hunter2@db/x?sslmode=maybe",
            "postgres://u:hunter2@db/x?colour=red",
            "postgres://u:hunter2@:x",
        ] {
            let error = parse(bad).map(|_| ()).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
