//! Who is in which group, and who looks after it.
//!
//! Invariant: a person is in a group once, whoever put them there.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use joute_domain::{Email, GroupId, Handle, MemberSource, Role, Timestamp, UserId};

use crate::Result;
use crate::column::{corrupt, count};
use crate::connection::{Conn, each};
use crate::groups::Group;
use crate::record::{record, view};
use crate::schema::{group_members, groups, users};

record! { group_members =>
    /// A membership.
    pub struct GroupMember {
        /// The group.
        pub group_id: GroupId,
        /// The person.
        pub user_id: UserId,
        /// Who put them there.
        pub source: MemberSource,
        /// True for those who look after the group: they read what its members do.
        pub is_manager: bool,
        /// Since when.
        pub added_at: Timestamp,
    }
}

view! {
    /// A member with their names.
    pub struct NamedMember {
        /// The person.
        pub user_id: UserId,
        /// Handle.
        pub handle: Handle,
        /// Name as the person writes it.
        pub display_name: String,
        /// Address, if known.
        pub email: Option<Email>,
        /// Role in the house.
        pub role: Role,
        /// Who put them there.
        pub source: MemberSource,
        /// True for those who look after the group.
        pub is_manager: bool,
    }
}

/// Writes a membership over whatever there was.
pub fn put(conn: &mut Conn, member: &GroupMember) -> Result<()> {
    let values = member.values()?;
    let change = (group_members::source.eq(member.source.as_str()), group_members::is_manager.eq(member.is_manager));
    let row = diesel::insert_into(group_members::table)
        .values(values)
        .on_conflict((group_members::group_id, group_members::user_id))
        .do_update()
        .set(change);
    each!(conn, c => row.execute(c))?;
    Ok(())
}

/// The membership of a person in a group.
pub fn find(conn: &mut Conn, group: &GroupId, user: &UserId) -> Result<Option<GroupMember>> {
    let key = group_members::group_id.eq(group.as_str()).and(group_members::user_id.eq(user.as_str()));
    let query = group_members::table.select(GroupMember::columns()).filter(key);
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// Ends a membership; false if there was none.
pub fn delete(conn: &mut Conn, group: &GroupId, user: &UserId) -> Result<bool> {
    let change = diesel::delete(group_members::table.find((group.as_str(), user.as_str())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// The members of a group, by handle.
pub fn list(conn: &mut Conn, group: &GroupId) -> Result<Vec<NamedMember>> {
    let columns = (
        group_members::user_id,
        users::handle,
        users::display_name,
        users::email,
        users::role,
        group_members::source,
        group_members::is_manager,
    );
    let query = group_members::table
        .inner_join(users::table)
        .select(columns)
        .filter(group_members::group_id.eq(group.as_str()))
        .order(users::handle);
    Ok(each!(conn, c => query.load(c))?)
}

/// The memberships of a person.
pub fn list_of_user(conn: &mut Conn, user: &UserId) -> Result<Vec<GroupMember>> {
    let query = group_members::table
        .select(GroupMember::columns())
        .filter(group_members::user_id.eq(user.as_str()))
        .order(group_members::group_id);
    Ok(each!(conn, c => query.load(c))?)
}

/// The groups of a person, by name.
pub fn groups_of_user(conn: &mut Conn, user: &UserId) -> Result<Vec<Group>> {
    let query = group_members::table
        .inner_join(groups::table)
        .select((groups::id, groups::name, groups::description, groups::created_at))
        .filter(group_members::user_id.eq(user.as_str()))
        .order((groups::name, groups::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// How many members each group has; empty groups are left out.
pub fn count_by_group(conn: &mut Conn) -> Result<HashMap<GroupId, u64>> {
    let query = group_members::table.group_by(group_members::group_id).select((group_members::group_id, count_star()));
    let rows: Vec<(String, i64)> = each!(conn, c => query.load(c))?;
    rows.into_iter().map(|(id, number)| Ok((id.parse().map_err(corrupt)?, count(number)))).collect()
}
