//! Links that invite to a competition.
//!
//! Invariant: a link lets in as many people as it says, until it expires or is revoked, whoever else follows it.

use diesel::prelude::*;
use joute_domain::{CompetitionId, InvitationId, Timestamp, UserId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::invitations;

record! { invitations =>
    /// A link, known by the hash of its token only.
    pub struct Invitation {
        /// Identifier.
        pub id: InvitationId,
        /// Where it leads.
        pub competition_id: CompetitionId,
        /// SHA-256 of the token, hexadecimal.
        pub token_hash: String,
        /// For whom it was made; may be empty.
        pub note: String,
        /// How many people it lets in.
        pub uses_allowed: u64,
        /// How many it has let in.
        pub uses: u64,
        /// Who made it.
        pub created_by: UserId,
        /// When.
        pub created_at: Timestamp,
        /// When it stops working.
        pub expires_at: Timestamp,
        /// When it was taken back.
        pub revoked_at: Option<Timestamp>,
    }
}

impl Invitation {
    /// True if the link still lets somebody in.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at > now && self.uses < self.uses_allowed
    }
}

/// Adds a link.
pub fn insert(conn: &mut Conn, invitation: &Invitation) -> Result<()> {
    let values = invitation.values()?;
    each!(conn, c => diesel::insert_into(invitations::table).values(values).execute(c))?;
    Ok(())
}

/// The link of this token.
pub fn find_by_token_hash(conn: &mut Conn, token_hash: &str) -> Result<Option<Invitation>> {
    let query = invitations::table.select(Invitation::columns()).filter(invitations::token_hash.eq(token_hash));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// Counts one use; false if the link has no more, or works no more.
pub fn use_once(conn: &mut Conn, id: &InvitationId, now: Timestamp) -> Result<bool> {
    let open = invitations::id
        .eq(id.as_str())
        .and(invitations::revoked_at.is_null())
        .and(invitations::expires_at.gt(now.naive_utc()))
        .and(invitations::uses.lt(invitations::uses_allowed));
    let change = diesel::update(invitations::table.filter(open)).set(invitations::uses.eq(invitations::uses + 1));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Takes a link of the competition back; false if there is none, or it was taken back before.
pub fn revoke(conn: &mut Conn, competition: &CompetitionId, id: &InvitationId, now: Timestamp) -> Result<bool> {
    let open = invitations::id
        .eq(id.as_str())
        .and(invitations::competition_id.eq(competition.as_str()))
        .and(invitations::revoked_at.is_null());
    let change = diesel::update(invitations::table.filter(open)).set(invitations::revoked_at.eq(Some(now.naive_utc())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// The links of a competition, the latest first.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<Invitation>> {
    let query = invitations::table
        .select(Invitation::columns())
        .filter(invitations::competition_id.eq(competition.as_str()))
        .order((invitations::created_at.desc(), invitations::id.desc()));
    Ok(each!(conn, c => query.load(c))?)
}
