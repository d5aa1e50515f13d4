//! Configuration: one struct a concern, from a TOML file and the environment, read once.
//!
//! Invariant: the environment wins over the file, the file over the defaults, and all mistakes are reported together.

pub(crate) mod client;
mod concerns;
mod source;

pub(crate) use concerns::{Config, LogConfig, LogFormat, StorageConfig, StorageKind};
pub(crate) use source::{Origin, Reading};
