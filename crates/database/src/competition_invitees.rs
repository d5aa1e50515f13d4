//! Who was invited to a competition.
//!
//! Invariant: a person is invited to a competition once, by whatever way.

use diesel::dsl::{exists, select};
use diesel::prelude::*;
use joute_domain::{CompetitionId, Handle, InvitationId, Role, Timestamp, UserId};

use crate::column::Column;
use crate::connection::{Conn, each};
use crate::record::{record, view};
use crate::schema::{competition_invitees, users};
use crate::{DatabaseError, Result};

record! { competition_invitees =>
    /// Somebody who was let in.
    pub struct Invitee {
        /// The competition.
        pub competition_id: CompetitionId,
        /// The person.
        pub user_id: UserId,
        /// The link they followed; `None` if they were named.
        pub invitation_id: Option<InvitationId>,
        /// Who made the link or named them.
        pub added_by: UserId,
        /// When.
        pub added_at: Timestamp,
    }
}

view! {
    /// An invited person with their names.
    pub struct NamedInvitee {
        /// The person.
        pub user_id: UserId,
        /// Handle.
        pub handle: Handle,
        /// Name as the person writes it.
        pub display_name: String,
        /// Role in the house.
        pub role: Role,
        /// When they were let in.
        pub added_at: Timestamp,
    }
}

/// Lets somebody in; true if they were not in before.
pub fn insert(conn: &mut Conn, invitee: &Invitee) -> Result<bool> {
    let row = diesel::insert_into(competition_invitees::table).values(invitee.values()?);
    Ok(each!(conn, c => row.on_conflict_do_nothing().execute(c))? == 1)
}

/// Takes an invitation back; false if there was none.
pub fn delete(conn: &mut Conn, competition: &CompetitionId, user: &UserId) -> Result<bool> {
    let change = diesel::delete(competition_invitees::table.find((competition.as_str(), user.as_str())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// True if the person was invited.
pub fn includes(conn: &mut Conn, competition: &CompetitionId, user: &UserId) -> Result<bool> {
    let query = select(exists(competition_invitees::table.find((competition.as_str(), user.as_str()))));
    Ok(each!(conn, c => query.get_result(c))?)
}

/// The competitions to which the person was invited.
pub fn list_including(conn: &mut Conn, user: &UserId) -> Result<Vec<CompetitionId>> {
    let query = competition_invitees::table
        .filter(competition_invitees::user_id.eq(user.as_str()))
        .select(competition_invitees::competition_id);
    let ids: Vec<String> = each!(conn, c => query.load(c))?;
    ids.into_iter().map(|id| CompetitionId::restore(id).map_err(DatabaseError::Corrupt)).collect()
}

/// Everybody who was invited, by handle.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<NamedInvitee>> {
    let columns = (
        competition_invitees::user_id,
        users::handle,
        users::display_name,
        users::role,
        competition_invitees::added_at,
    );
    let query = competition_invitees::table
        .inner_join(users::table.on(users::id.eq(competition_invitees::user_id)))
        .select(columns)
        .filter(competition_invitees::competition_id.eq(competition.as_str()))
        .order(users::handle);
    Ok(each!(conn, c => query.load(c))?)
}
