//! The database crate on both databases, one story a test.

#![allow(clippy::unwrap_used, reason = "a story that cannot be told has failed")]

mod audit_cost;
mod audit_log;
mod builders;
mod catalogue;
mod groups;
mod migrating;
mod opening;
mod people;
mod portability;
mod queue;
mod reading;
mod rows;
mod transactions;
