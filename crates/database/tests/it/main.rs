//! The database crate on both databases, one story a test.

mod builders;
mod catalogue;
mod migrating;
mod opening;
mod people;
mod queue;
mod reading;
mod rows;
mod transactions;
