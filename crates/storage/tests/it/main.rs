//! Stories of stored files, each told on a local folder, in memory and on an S3 server.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod backends;
mod disk;
mod files;
mod outages;
mod uploads;
