//! To which groups a restricted competition is open.
//!
//! Invariant: rows of a competition that is not restricted are kept and mean nothing.

use diesel::dsl::{count_star, exists, select};
use diesel::prelude::*;
use joute_domain::{CompetitionId, GroupId, Timestamp, UserId};

use crate::DatabaseError;
use crate::Result;
use crate::column::{Column, count};
use crate::connection::{Conn, each};
use crate::groups::Group;
use crate::schema::{competition_groups, group_members, groups};

/// Opens the competition to a group; doing so twice changes nothing.
pub fn insert(conn: &mut Conn, competition: &CompetitionId, group: &GroupId, now: Timestamp) -> Result<()> {
    let row = diesel::insert_into(competition_groups::table).values((
        competition_groups::competition_id.eq(competition.as_str()),
        competition_groups::group_id.eq(group.as_str()),
        competition_groups::added_at.eq(now.naive_utc()),
    ));
    each!(conn, c => row.on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Closes the competition to a group; false if it was not open to it.
pub fn delete(conn: &mut Conn, competition: &CompetitionId, group: &GroupId) -> Result<bool> {
    let change = diesel::delete(competition_groups::table.find((competition.as_str(), group.as_str())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// The groups of a competition, by name.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<Group>> {
    let query = competition_groups::table
        .inner_join(groups::table)
        .select((groups::id, groups::name, groups::description, groups::created_at))
        .filter(competition_groups::competition_id.eq(competition.as_str()))
        .order((groups::name, groups::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// How many competitions are open to a group.
pub fn count_of_group(conn: &mut Conn, group: &GroupId) -> Result<u64> {
    let query = competition_groups::table.filter(competition_groups::group_id.eq(group.as_str())).select(count_star());
    Ok(count(each!(conn, c => query.first(c))?))
}

/// True if the person is in one of the competition's groups.
pub fn includes(conn: &mut Conn, competition: &CompetitionId, user: &UserId) -> Result<bool> {
    let own = group_members::table.filter(group_members::user_id.eq(user.as_str())).select(group_members::group_id);
    let shared = competition_groups::table
        .filter(competition_groups::competition_id.eq(competition.as_str()))
        .filter(competition_groups::group_id.eq_any(own));
    let query = select(exists(shared));
    Ok(each!(conn, c => query.get_result(c))?)
}

/// The competitions that are open to a group of the person.
pub fn list_including(conn: &mut Conn, user: &UserId) -> Result<Vec<CompetitionId>> {
    let own = group_members::table.filter(group_members::user_id.eq(user.as_str())).select(group_members::group_id);
    let query = competition_groups::table
        .filter(competition_groups::group_id.eq_any(own))
        .select(competition_groups::competition_id)
        .distinct();
    let ids: Vec<String> = each!(conn, c => query.load(c))?;
    ids.into_iter().map(|id| CompetitionId::restore(id).map_err(DatabaseError::Corrupt)).collect()
}
