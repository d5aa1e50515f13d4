//! A temporary `PostgreSQL` cluster from the machine's own programs: one for each test process, started on first use.
//!
//! Invariant: the cluster listens on the loopback address only, asks for a password, never runs as root, and ends
//! with the test process.

mod certificate;
mod cluster;
mod database;
mod programs;

use std::sync::OnceLock;

pub use cluster::Cluster;
pub use database::Database;

/// Names a folder that holds `initdb` and `postgres` and is looked at instead of the usual places.
pub const PROGRAMS_VARIABLE: &str = "JOUTE_TEST_POSTGRES_BIN";

/// The cluster of this test process; `None` records the present test as skipped.
///
/// # Panics
///
/// When the programs are there but the cluster does not start, or when they are missing although demanded.
pub fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    let found = CLUSTER.get_or_init(|| {
        let programs = programs::find()?;
        let account = crate::account::unprivileged()?;
        Ok(Cluster::start(&programs, account))
    });
    crate::require("postgres", found.as_ref().map_err(Clone::clone))
}

/// An empty database of its own for the present test; `None` records the test as skipped.
///
/// # Panics
///
/// Like [`cluster`].
pub fn fresh_database() -> Option<Database> {
    cluster().map(Cluster::create_database)
}
