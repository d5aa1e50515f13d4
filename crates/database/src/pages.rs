//! The Markdown pages of competitions.
//!
//! Invariant: a competition has one page of each name.

use diesel::prelude::*;
use joute_domain::{CompetitionId, PageId, PageName, Timestamp};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::pages;

record! { pages =>
    /// A page.
    pub struct Page {
        /// Identifier.
        pub id: PageId,
        /// Its competition.
        pub competition_id: CompetitionId,
        /// Which page.
        pub name: PageName,
        /// Its text as written.
        pub markdown: String,
        /// Last change.
        pub updated_at: Timestamp,
    }
}

/// Writes a page, new or over the present one.
pub fn put(conn: &mut Conn, competition: &CompetitionId, name: PageName, markdown: &str, now: Timestamp) -> Result<()> {
    let markdown = markdown.to_owned();
    let page = Page { id: PageId::new(), competition_id: competition.clone(), name, markdown, updated_at: now };
    let values = page.values()?;
    let present = (pages::competition_id, pages::name);
    let change = (pages::markdown.eq(&page.markdown), pages::updated_at.eq(now.naive_utc()));
    let row = diesel::insert_into(pages::table).values(values);
    each!(conn, c => row.on_conflict(present).do_update().set(change).execute(c))?;
    Ok(())
}

/// The pages of a competition, in the order of their names' meaning.
pub fn list(conn: &mut Conn, competition: &CompetitionId) -> Result<Vec<Page>> {
    let query = pages::table.select(Page::columns()).filter(pages::competition_id.eq(competition.as_str()));
    let mut found: Vec<Page> = each!(conn, c => query.load(c))?;
    found.sort_by_key(|page| PageName::ALL.iter().position(|name| *name == page.name));
    Ok(found)
}

/// Removes a page; false if there was none.
pub fn delete(conn: &mut Conn, competition: &CompetitionId, name: PageName) -> Result<bool> {
    let page = pages::competition_id.eq(competition.as_str()).and(pages::name.eq(name.as_str()));
    let change = diesel::delete(pages::table.filter(page));
    Ok(each!(conn, c => change.execute(c))? == 1)
}
