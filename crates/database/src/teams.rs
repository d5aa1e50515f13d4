//! Teams and their members.
//!
//! Invariant: a person is in one team per competition.

use diesel::dsl::count_star;
use diesel::prelude::*;
use joute_domain::{CompetitionId, Handle, TeamId, Timestamp, UserId};

use crate::Result;
use crate::column::{corrupt, count};
use crate::connection::{Conn, each};
use crate::record::{record, view};
use crate::schema::{team_members, teams, users};

record! { teams =>
    /// A team in one competition.
    pub struct Team {
        /// Identifier.
        pub id: TeamId,
        /// Its competition.
        pub competition_id: CompetitionId,
        /// Name, unique in the competition.
        pub name: String,
        /// Counts what must not happen twice at a time, such as taking a submission.
        pub revision: u64,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

view! {
    /// A member with the names to show.
    pub struct TeamMember {
        /// The team.
        pub team_id: TeamId,
        /// The person.
        pub user_id: UserId,
        /// Handle.
        pub handle: Handle,
        /// Name as the person writes it.
        pub display_name: String,
        /// True if people from outside may read it.
        pub is_name_public: bool,
    }
}

/// Adds a team with its first member; a unique violation if the name is taken or the person is in another team.
pub fn insert(conn: &mut Conn, team: &Team, first: &UserId, now: Timestamp) -> Result<()> {
    let values = team.values()?;
    each!(conn, c => diesel::insert_into(teams::table).values(values).execute(c))?;
    let member = (
        team_members::team_id.eq(team.id.as_str()),
        team_members::competition_id.eq(team.competition_id.as_str()),
        team_members::user_id.eq(first.as_str()),
        team_members::joined_at.eq(now.naive_utc()),
    );
    each!(conn, c => diesel::insert_into(team_members::table).values(member).execute(c))?;
    Ok(())
}

/// The team with this identifier.
pub fn find(conn: &mut Conn, id: &TeamId) -> Result<Option<Team>> {
    let query = teams::table.select(Team::columns()).filter(teams::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The team of a person in a competition.
pub fn find_of_user(conn: &mut Conn, competition: &CompetitionId, user: &UserId) -> Result<Option<Team>> {
    let member = team_members::competition_id.eq(competition.as_str()).and(team_members::user_id.eq(user.as_str()));
    let query = teams::table.inner_join(team_members::table).select(Team::columns()).filter(member);
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The teams of a competition, the first one first.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<Team>> {
    let query = teams::table
        .select(Team::columns())
        .filter(teams::competition_id.eq(competition.as_str()))
        .order((teams::created_at, teams::id));
    Ok(each!(conn, c => query.load(c))?)
}

/// Counts the revision up, which locks the row until the transaction ends; false if there is no such team.
pub fn touch(conn: &mut Conn, id: &TeamId) -> Result<bool> {
    let change = diesel::update(teams::table.find(id.as_str())).set(teams::revision.eq(teams::revision + 1));
    Ok(each!(conn, c => change.execute(c))? == 1)
}

/// The members of all teams of a competition, by team and in the order of joining.
pub fn members(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<TeamMember>> {
    let query = team_members::table
        .inner_join(users::table)
        .select((
            team_members::team_id,
            team_members::user_id,
            users::handle,
            users::display_name,
            users::is_name_public,
        ))
        .filter(team_members::competition_id.eq(competition.as_str()))
        .order((team_members::team_id, team_members::joined_at, team_members::user_id));
    Ok(each!(conn, c => query.load(c))?)
}

/// How many teams there are of each competition; competitions without any are left out.
pub fn count_by_competition(conn: &mut Conn) -> Result<Vec<(CompetitionId, u64)>> {
    let query = teams::table.group_by(teams::competition_id).select((teams::competition_id, count_star()));
    let rows: Vec<(String, i64)> = each!(conn, c => query.load(c))?;
    rows.into_iter().map(|(id, number)| Ok((id.parse().map_err(corrupt)?, count(number)))).collect()
}
