//! Browser sessions.
//!
//! Invariant: a token is rotated by compare-and-set, so that of two racing requests one only makes the next token.

use diesel::prelude::*;
use joute_domain::{SessionId, Timestamp, UserId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::sessions;

record! { sessions =>
    /// A signed-in browser, known by the hashes of its tokens only.
    pub struct Session {
        /// Identifier.
        pub id: SessionId,
        /// Whose session it is.
        pub user_id: UserId,
        /// SHA-256 of the present token, hexadecimal.
        pub token_hash: String,
        /// SHA-256 of the token before it, for requests that were under way during a rotation.
        pub previous_token_hash: Option<String>,
        /// What the browser called itself at sign-in.
        pub user_agent: String,
        /// Sign-in.
        pub created_at: Timestamp,
        /// When the present token was made.
        pub rotated_at: Timestamp,
        /// Last request, roughly.
        pub last_seen_at: Timestamp,
        /// When it ends.
        pub expires_at: Timestamp,
    }
}

/// Adds a session.
pub fn insert(conn: &mut Conn, session: &Session) -> Result<()> {
    let values = session.values()?;
    each!(conn, c => diesel::insert_into(sessions::table).values(values).execute(c))?;
    Ok(())
}

/// The session of a token, the present one or the one before it; the caller looks at `rotated_at` and `expires_at`.
pub fn find_by_token_hash(conn: &mut Conn, hash: &str) -> Result<Option<Session>> {
    let filter = sessions::previous_token_hash.eq(hash).or(sessions::token_hash.eq(hash).nullable());
    let query = sessions::table.select(Session::columns()).filter(filter);
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// Replaces the token if it is still the expected one, which becomes the previous one; true for the first caller only.
pub fn rotate(conn: &mut Conn, id: &SessionId, expected: &str, new: &str, now: Timestamp) -> Result<bool> {
    let present = sessions::table.find(id.as_str()).filter(sessions::token_hash.eq(expected));
    let change = diesel::update(present).set((
        sessions::token_hash.eq(new),
        sessions::previous_token_hash.eq(Some(expected)),
        sessions::rotated_at.eq(now.naive_utc()),
    ));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Notes a request and moves the end; false if the session is gone.
pub fn touch(conn: &mut Conn, id: &SessionId, now: Timestamp, expires_at: Timestamp) -> Result<bool> {
    let change = diesel::update(sessions::table.find(id.as_str()))
        .set((sessions::last_seen_at.eq(now.naive_utc()), sessions::expires_at.eq(expires_at.naive_utc())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Ends a session; false if it was gone already.
pub fn delete(conn: &mut Conn, id: &SessionId) -> Result<bool> {
    let change = diesel::delete(sessions::table.find(id.as_str()));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Ends all sessions of a person and says how many there were.
pub fn delete_of_user(conn: &mut Conn, user: &UserId) -> Result<u64> {
    let change = diesel::delete(sessions::table.filter(sessions::user_id.eq(user.as_str())));
    Ok(u64::try_from(each!(conn, c => change.execute(c))?).unwrap_or(u64::MAX))
}

/// The sessions of a person, the one used last first.
pub fn list_of_user(conn: &mut Conn, user: &UserId) -> Result<Vec<Session>> {
    let query = sessions::table
        .select(Session::columns())
        .filter(sessions::user_id.eq(user.as_str()))
        .order((sessions::last_seen_at.desc(), sessions::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// Removes sessions that have ended and says how many there were.
pub fn delete_expired(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    let change = diesel::delete(sessions::table.filter(sessions::expires_at.le(now.naive_utc())));
    Ok(u64::try_from(each!(conn, c => change.execute(c))?).unwrap_or(u64::MAX))
}
