//! Personal API tokens.
//!
//! Invariant: only the hash of a token is kept; a token is revoked by its owner and stays on record.

use diesel::prelude::*;
use joute_domain::{Timestamp, TokenId, UserId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::api_tokens;

record! { api_tokens =>
    /// A token, known by its hash only.
    pub struct ApiToken {
        /// Identifier.
        pub id: TokenId,
        /// Whose token it is.
        pub user_id: UserId,
        /// What the owner calls it.
        pub name: String,
        /// SHA-256 of the token, hexadecimal.
        pub token_hash: String,
        /// Its first characters, by which the owner knows it again.
        pub token_start: String,
        /// When it was made.
        pub created_at: Timestamp,
        /// Last use, roughly.
        pub last_used_at: Option<Timestamp>,
        /// When it ends, if ever.
        pub expires_at: Option<Timestamp>,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
    }
}

/// Adds a token.
pub fn insert(conn: &mut Conn, token: &ApiToken) -> Result<()> {
    let values = token.values()?;
    each!(conn, c => diesel::insert_into(api_tokens::table).values(values).execute(c))?;
    Ok(())
}

/// The token with this hash, be it valid or not; the caller looks at `expires_at` and `revoked_at`.
pub fn find_by_token_hash(conn: &mut Conn, hash: &str) -> Result<Option<ApiToken>> {
    let query = api_tokens::table.select(ApiToken::columns()).filter(api_tokens::token_hash.eq(hash));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// All tokens of a person, newest first.
pub fn list_of_user(conn: &mut Conn, user: &UserId) -> Result<Vec<ApiToken>> {
    let query = api_tokens::table
        .select(ApiToken::columns())
        .filter(api_tokens::user_id.eq(user.as_str()))
        .order(api_tokens::id.desc());
    Ok(each!(conn, c => query.load(c))?)
}

/// Revokes a token of this person; false if it is another's or was revoked before.
pub fn revoke(conn: &mut Conn, user: &UserId, id: &TokenId, now: Timestamp) -> Result<bool> {
    let valid = api_tokens::user_id.eq(user.as_str()).and(api_tokens::revoked_at.is_null());
    let change = diesel::update(api_tokens::table.find(id.as_str()).filter(valid))
        .set(api_tokens::revoked_at.eq(Some(now.naive_utc())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Notes a use; false if the token is gone.
pub fn touch(conn: &mut Conn, id: &TokenId, now: Timestamp) -> Result<bool> {
    let change =
        diesel::update(api_tokens::table.find(id.as_str())).set(api_tokens::last_used_at.eq(Some(now.naive_utc())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}
