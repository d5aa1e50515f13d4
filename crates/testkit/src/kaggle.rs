//! The official Kaggle clients, each version in a Python environment of its own.
//!
//! `fixtures/scripts/kaggle_clients.sh FOLDER` makes them.
//!
//! Invariant: tests run the clients as they were published, never a copy.

use std::path::PathBuf;

/// Names the folder with one environment a version, such as `kaggle-2.2.4`.
pub const CLIENTS_VARIABLE: &str = "JOUTE_TEST_KAGGLE_CLIENTS";

/// The versions that the conformance tests run.
pub const VERSIONS: [&str; 6] =
    ["kaggle-1.5.16", "kaggle-1.6.17", "kaggle-1.7.4.5", "kaggle-2.2.4", "kagglehub-0.3.13", "kagglehub-1.0.2"];

/// The folder of the clients; `None` records the present test as skipped because they are not there.
///
/// # Panics
///
/// When they are missing although demanded as `kaggle`.
pub fn clients() -> Option<PathBuf> {
    crate::require("kaggle", find())
}

fn find() -> Result<PathBuf, String> {
    let folder = std::env::var_os(CLIENTS_VARIABLE).ok_or_else(|| format!("{CLIENTS_VARIABLE} is not set"))?;
    let folder = PathBuf::from(folder);
    let missing = VERSIONS.iter().find(|version| !folder.join(version).join("bin/python").exists());
    missing.map_or(Ok(folder), |version| Err(format!("there is no {version} in the folder of {CLIENTS_VARIABLE}")))
}
