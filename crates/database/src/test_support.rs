//! Fresh, migrated databases for tests, on both sides: `TestDatabase` and `db_test!`.
//!
//! Invariant: every test has a database of its own, copied from a template that is migrated once per test process.

use std::ops::Deref;
use std::path::Path;
use std::sync::OnceLock;

use secrecy::ExposeSecret;

use crate::{Conn, Database, DatabaseConfig, Result, migration};

/// The two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file in a temporary folder.
    Sqlite,
    /// A database of the test process's own cluster.
    Postgres,
}

/// A database that vanishes with this value.
#[derive(Debug)]
pub struct TestDatabase {
    database: Database,
    config: DatabaseConfig,
    _place: Place,
}

/// What keeps the bytes; dropped after the connections.
#[derive(Debug)]
enum Place {
    Folder { _folder: tempfile::TempDir },
    Cluster { _database: joute_testkit::postgres::Database },
}

impl TestDatabase {
    /// A migrated database; `None`, recorded as a skip, where the machine has no such server. May be called anywhere.
    ///
    /// # Panics
    ///
    /// When the database cannot be made.
    pub fn fresh(backend: Backend) -> Option<Self> {
        aside(move || Self::make(backend, true))
    }

    /// A database without any table; else like `fresh`.
    ///
    /// # Panics
    ///
    /// When the database cannot be made.
    pub fn empty(backend: Backend) -> Option<Self> {
        aside(move || Self::make(backend, false))
    }

    /// Another handle, for the code under test.
    pub fn database(&self) -> Database {
        self.database.clone()
    }

    /// How a second process would reach this database.
    pub fn config(&self) -> &DatabaseConfig {
        &self.config
    }

    /// The address as text, for a second process.
    pub fn url(&self) -> &str {
        self.config.url.expose_secret()
    }

    /// A connection of its own, outside of the pools and outside of any transaction. Blocking.
    ///
    /// # Panics
    ///
    /// When the database is gone.
    pub fn connect(&self) -> Conn {
        self.database.connect().expect("a test's database can be reached")
    }

    /// Does what somebody with the database's password could do. May be called anywhere.
    ///
    /// # Panics
    ///
    /// When the database refuses.
    pub fn meddle(&self, sql: &str) {
        let (database, sql) = (self.database(), sql.to_owned());
        aside(move || {
            let done = database.connect().and_then(|mut conn| conn.batch(&sql));
            done.expect("the database takes the statement");
        });
    }

    /// Takes every migration back, and says how many there were. Blocking.
    pub fn revert_migrations(&self) -> Result<u32> {
        migration::revert_all(&mut self.connect())
    }

    fn make(backend: Backend, migrated: bool) -> Option<Self> {
        match backend {
            Backend::Sqlite => Some(Self::on_sqlite(migrated)),
            Backend::Postgres => Self::on_postgres(migrated),
        }
    }

    fn on_sqlite(migrated: bool) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("joute.db");
        if migrated {
            std::fs::write(&file, sqlite_template()).expect("the temporary folder can be written");
        }
        Self::open(&sqlite_url(&file), Place::Folder { _folder: folder })
    }

    fn on_postgres(migrated: bool) -> Option<Self> {
        let cluster = joute_testkit::postgres::cluster()?;
        let database = if migrated {
            cluster.create_database_from("joute_migrated", |url| {
                open(&config(url)).migrate().expect("the migrations apply to PostgreSQL");
            })
        } else {
            cluster.create_database()
        };
        let url = database.url().to_owned();
        Some(Self::open(&url, Place::Cluster { _database: database }))
    }

    fn open(url: &str, place: Place) -> Self {
        let config = config(url);
        Self { database: open(&config), config, _place: place }
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

/// The bytes of a migrated file.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("template.db");
        open(&config(&sqlite_url(&file))).migrate().expect("the migrations apply to SQLite");
        std::fs::read(&file).expect("the closed file holds everything")
    })
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

fn config(url: &str) -> DatabaseConfig {
    DatabaseConfig { url: url.into(), pool_size: 8, synchronous_full: false }
}

fn open(config: &DatabaseConfig) -> Database {
    Database::open(config).expect("a test's database can be opened")
}

/// Runs blocking work on a thread of its own, so that callers may be inside a runtime.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let caller = std::thread::current().name().unwrap_or("a test").to_owned(); // skips are recorded under this name
        let thread = std::thread::Builder::new().name(caller).spawn_scoped(scope, work).expect("a thread can be made");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Runs one test on one database: for `db_test!`.
#[doc(hidden)]
pub fn run<F: Future<Output = ()>>(backend: Backend, body: impl FnOnce(TestDatabase) -> F) {
    let Some(database) = TestDatabase::fresh(backend) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime can be made").block_on(body(database));
}

/// Makes two tests of each function, `name::sqlite` and `name::postgres`, on a fresh migrated database each.
///
/// An `async fn` is driven by a runtime; a plain `fn` may block, so it may use `TestDatabase::connect`.
#[macro_export]
macro_rules! db_test {
    () => {};
    ($(#[$attribute:meta])* async fn $name:ident($database:ident: TestDatabase) $body:block $($rest:tt)*) => {
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from its file")]
            use super::*;

            async fn body($database: $crate::test_support::TestDatabase) $body

            #[test]
            fn sqlite() {
                $crate::test_support::run($crate::test_support::Backend::Sqlite, body);
            }

            #[test]
            fn postgres() {
                $crate::test_support::run($crate::test_support::Backend::Postgres, body);
            }
        }
        $crate::db_test! { $($rest)* }
    };
    ($(#[$attribute:meta])* fn $name:ident($database:ident: TestDatabase) $body:block $($rest:tt)*) => {
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing from its file")]
            use super::*;

            fn body($database: &$crate::test_support::TestDatabase) $body

            fn on(backend: $crate::test_support::Backend) {
                if let Some(database) = $crate::test_support::TestDatabase::fresh(backend) {
                    body(&database);
                }
            }

            #[test]
            fn sqlite() {
                on($crate::test_support::Backend::Sqlite);
            }

            #[test]
            fn postgres() {
                on($crate::test_support::Backend::Postgres);
            }
        }
        $crate::db_test! { $($rest)* }
    };
}
