//! What tests need from the machine: a database cluster, an object store, a browser, and an honest account of skips.
//!
//! Invariant: whatever is started here ends with the test process, even when that process is killed, and a test that
//! cannot run says so in the last lines of `cargo test`.

mod account;
mod network;
mod process;
mod requirement;
mod skips;
mod small_disk;

pub mod browser;
pub mod kaggle;
pub mod postgres;
pub mod s3;

pub use network::{eventually, free_port, wait_until};
pub use process::{GuardedProcess, Launch};
pub use requirement::{REQUIRE_VARIABLE, require};
pub use skips::{Skip, take_skips};
pub use small_disk::on_small_disk;
