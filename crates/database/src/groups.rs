//! Groups of people.
//!
//! Invariant: a name belongs to one group.

use diesel::prelude::*;
use joute_domain::{GroupId, GroupName, Timestamp};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::groups;

record! { groups =>
    /// A group.
    pub struct Group {
        /// Identifier.
        pub id: GroupId,
        /// Name, unique.
        pub name: GroupName,
        /// What it is, in a sentence; may be empty.
        pub description: String,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

/// Adds a group; a unique violation if the name is taken.
pub fn insert(conn: &mut Conn, group: &Group) -> Result<()> {
    let values = group.values()?;
    each!(conn, c => diesel::insert_into(groups::table).values(values).execute(c))?;
    Ok(())
}

/// The group with this identifier.
pub fn find(conn: &mut Conn, id: &GroupId) -> Result<Option<Group>> {
    let query = groups::table.select(Group::columns()).filter(groups::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The group with this name.
pub fn find_by_name(conn: &mut Conn, name: &GroupName) -> Result<Option<Group>> {
    let query = groups::table.select(Group::columns()).filter(groups::name.eq(name.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// All groups, by name.
pub fn list(conn: &mut Conn) -> Result<Vec<Group>> {
    let query = groups::table.select(Group::columns()).order((groups::name, groups::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// Replaces name and description; false if there is no such group.
pub fn update(conn: &mut Conn, id: &GroupId, name: &GroupName, description: &str) -> Result<bool> {
    let values = (groups::name.eq(name.as_str()), groups::description.eq(description));
    let change = diesel::update(groups::table.find(id.as_str())).set(values);
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// Removes a group with its memberships; false if there is no such group, a foreign key violation if a competition is
/// restricted to it.
pub fn delete(conn: &mut Conn, id: &GroupId) -> Result<bool> {
    let change = diesel::delete(groups::table.find(id.as_str()));
    Ok(each!(conn, c => change.execute(c))? == 1)
}
