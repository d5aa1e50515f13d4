//! One-time links that make the first administrator.
//!
//! Invariant: a link is used up once, whoever else holds it.

use diesel::prelude::*;
use joute_domain::{SetupLinkId, Timestamp};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::setup_links;

record! { setup_links =>
    /// A link, known by the hash of its token only.
    pub struct SetupLink {
        /// Identifier.
        pub id: SetupLinkId,
        /// SHA-256 of the token, hexadecimal.
        pub token_hash: String,
        /// When it was printed.
        pub created_at: Timestamp,
        /// When it was used.
        pub used_at: Option<Timestamp>,
    }
}

/// Adds a link.
pub fn insert(conn: &mut Conn, link: &SetupLink) -> Result<()> {
    let values = link.values()?;
    each!(conn, c => diesel::insert_into(setup_links::table).values(values).execute(c))?;
    Ok(())
}

/// Uses the link up; true for the first caller only.
pub fn use_up(conn: &mut Conn, token_hash: &str, now: Timestamp) -> Result<bool> {
    let unused = setup_links::token_hash.eq(token_hash).and(setup_links::used_at.is_null());
    let change = diesel::update(setup_links::table.filter(unused)).set(setup_links::used_at.eq(Some(now.naive_utc())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// True if a link waits to be used.
pub fn has_unused(conn: &mut Conn) -> Result<bool> {
    let unused = setup_links::table.filter(setup_links::used_at.is_null());
    let query = diesel::select(diesel::dsl::exists(unused));
    Ok(each!(conn, c => query.get_result(c))?)
}

/// True if the link of this token waits to be used.
pub fn is_unused(conn: &mut Conn, token_hash: &str) -> Result<bool> {
    let unused = setup_links::token_hash.eq(token_hash).and(setup_links::used_at.is_null());
    let query = diesel::select(diesel::dsl::exists(setup_links::table.filter(unused)));
    Ok(each!(conn, c => query.get_result(c))?)
}

/// Takes back the links that nobody used.
pub fn delete_unused(conn: &mut Conn) -> Result<u64> {
    let unused = diesel::delete(setup_links::table.filter(setup_links::used_at.is_null()));
    Ok(u64::try_from(each!(conn, c => unused.execute(c))?).unwrap_or(u64::MAX))
}
