//! Who hosts which competition.
//!
//! Invariant: a person hosts a competition once.

use diesel::prelude::*;
use joute_domain::{CompetitionId, Timestamp, UserId};

use crate::column::Column;
use crate::connection::{Conn, each};
use crate::schema::competition_hosts;
use crate::{DatabaseError, Result};

/// Adds a host; adding one twice changes nothing.
pub fn insert(conn: &mut Conn, competition: &CompetitionId, user: &UserId, now: Timestamp) -> Result<()> {
    let row = diesel::insert_into(competition_hosts::table).values((
        competition_hosts::competition_id.eq(competition.as_str()),
        competition_hosts::user_id.eq(user.as_str()),
        competition_hosts::added_at.eq(now.naive_utc()),
    ));
    each!(conn, c => row.on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Removes a host; false if the person was none.
pub fn delete(conn: &mut Conn, competition: &CompetitionId, user: &UserId) -> Result<bool> {
    let change = diesel::delete(competition_hosts::table.find((competition.as_str(), user.as_str())));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// The hosts of a competition, the first one first.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<UserId>> {
    let query = competition_hosts::table
        .select(competition_hosts::user_id)
        .filter(competition_hosts::competition_id.eq(competition.as_str()))
        .order((competition_hosts::added_at, competition_hosts::user_id));
    identifiers(each!(conn, c => query.load(c))?)
}

/// True if the person hosts the competition.
pub fn is_host(conn: &mut Conn, competition: &CompetitionId, user: &UserId) -> Result<bool> {
    let query = competition_hosts::table.find((competition.as_str(), user.as_str())).count();
    Ok(each!(conn, c => query.get_result::<i64>(c))? == 1)
}

/// The competitions that a person hosts.
pub fn list_hosted_by(conn: &mut Conn, user: &UserId) -> Result<Vec<CompetitionId>> {
    let query = competition_hosts::table
        .select(competition_hosts::competition_id)
        .filter(competition_hosts::user_id.eq(user.as_str()))
        .order(competition_hosts::competition_id);
    identifiers(each!(conn, c => query.load(c))?)
}

fn identifiers<T: Column<Stored = String>>(stored: Vec<String>) -> Result<Vec<T>> {
    stored.into_iter().map(|id| T::restore(id).map_err(DatabaseError::Corrupt)).collect()
}
