//! The database of Joute: one schema, one model set and one migration tree for `SQLite` and `PostgreSQL`.
//!
//! This is the only crate that knows Diesel. `Database::read` and `Database::write` are the two doors; the modules are
//! the tables, their functions take `&mut Conn` and answer with plain rows of domain types. `migrations/README.md`
//! tells what holds on both databases.

#[doc(hidden)]
pub mod column;
mod config;
mod connection;
mod database;
mod error;
mod migration;
mod pool;
mod postgres;
mod record;
mod schema;
mod sqlite;
mod tls;
mod transaction;

pub mod api_tokens;
pub mod audit_log;
pub mod competition_groups;
pub mod competition_hosts;
pub mod competition_invitees;
pub mod competitions;
pub mod download_links;
pub mod files;
pub mod group_members;
pub mod groups;
pub mod invitations;
pub mod pages;
pub mod sessions;
pub mod setup_links;
pub mod signing_keys;
pub mod sketches;
pub mod solutions;
pub mod submissions;
pub mod teams;
#[cfg(feature = "test-support")]
pub mod test_support;
pub mod uploads;
pub mod users;

pub use config::DatabaseConfig;
pub use connection::Conn;
pub use database::Database;
pub use error::{DatabaseError, Result};
pub use transaction::savepoint;
