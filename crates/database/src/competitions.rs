//! Competitions.
//!
//! Invariant: a change is written over the revision it was made from, or not at all.

use diesel::prelude::*;
use joute_domain::{
    CompetitionId, Direction, PublicationState, Quota, Schedule, ScoringSettings, Slug, SolutionId, Timestamp, UserId,
    Visibility, Zone,
};

use crate::Result;
use crate::column::Column;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::competitions;

record! { competitions =>
    /// A competition.
    pub struct Competition {
        /// Identifier.
        pub id: CompetitionId,
        /// Short name in addresses, unique.
        pub slug: Slug,
        /// Title.
        pub title: String,
        /// One or two sentences.
        pub summary: String,
        /// Draft, published or archived.
        pub state: PublicationState,
        /// Who sees it once published.
        pub visibility: Visibility,
        /// Zone of its days and dates.
        pub zone: Zone,
        /// Opening; without one, as soon as it is published.
        pub starts_at: Option<Timestamp>,
        /// Deadline; without one it is open-ended training.
        pub ends_at: Option<Timestamp>,
        /// Submissions per team and calendar day, at least one.
        pub submissions_per_day: u32,
        /// People per team, at least one.
        pub team_size: u32,
        /// Metric and columns, once chosen.
        pub scoring: Option<ScoringSettings>,
        /// Which scores are better, once the metric is chosen.
        pub direction: Option<Direction>,
        /// The present version of the truth.
        pub solution_id: Option<SolutionId>,
        /// Counts the changes.
        pub revision: u64,
        /// Who made it.
        pub created_by: UserId,
        /// When it was made.
        pub created_at: Timestamp,
        /// Last change.
        pub updated_at: Timestamp,
        /// First publication.
        pub published_at: Option<Timestamp>,
    }
}

impl Competition {
    /// When it is open.
    pub fn schedule(&self) -> Schedule {
        Schedule { state: self.state, starts_at: self.starts_at, ends_at: self.ends_at }
    }

    /// How many submissions a team may make.
    pub fn quota(&self) -> Quota {
        Quota { per_day: self.submissions_per_day, zone: self.zone }
    }
}

/// Adds a competition; a unique violation if the short name is taken.
pub fn insert(conn: &mut Conn, competition: &Competition) -> Result<()> {
    let values = competition.values()?;
    each!(conn, c => diesel::insert_into(competitions::table).values(values).execute(c))?;
    Ok(())
}

/// The competition with this identifier.
pub fn find(conn: &mut Conn, id: &CompetitionId) -> Result<Option<Competition>> {
    let query = competitions::table.select(Competition::columns()).filter(competitions::id.eq(id.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// The competition with this short name.
pub fn find_by_slug(conn: &mut Conn, slug: &Slug) -> Result<Option<Competition>> {
    let query = competitions::table.select(Competition::columns()).filter(competitions::slug.eq(slug.as_str()));
    Ok(each!(conn, c => query.first(c).optional())?)
}

/// All competitions, the one that starts last first; without a start, the day it was made counts.
pub fn list(conn: &mut Conn) -> Result<Vec<Competition>> {
    let query = competitions::table.select(Competition::columns());
    let mut all: Vec<Competition> = each!(conn, c => query.load(c))?;
    all.sort_by_key(|one| std::cmp::Reverse((one.starts_at.unwrap_or(one.created_at), one.id.clone())));
    Ok(all)
}

/// Writes all fields over the revision that `competition` carries and counts it up; false if another was faster.
pub fn update(conn: &mut Conn, competition: &Competition) -> Result<bool> {
    let next = Competition { revision: competition.revision.saturating_add(1), ..competition.clone() };
    let (values, expected) = (next.values()?, competition.revision.store()?);
    let present = competitions::table.find(competition.id.as_str()).filter(competitions::revision.eq(expected));
    Ok(each!(conn, c => diesel::update(present).set(values).execute(c))? == 1)
}

/// Counts the revision up, which locks the row until the transaction ends; false if there is no such competition.
pub fn touch(conn: &mut Conn, id: &CompetitionId) -> Result<bool> {
    let change = diesel::update(competitions::table.find(id.as_str()))
        .set(competitions::revision.eq(competitions::revision + 1));
    Ok(each!(conn, c => change.execute(c))? == 1)
}
