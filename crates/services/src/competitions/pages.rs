//! A competition's Markdown pages.
//!
//! Invariant: an empty text removes the page.

use joute_database::{audit_log, pages};
use joute_domain::{AuditAction, AuditObject, PageName};

use super::CompetitionError;
use crate::access::Seat;
use crate::{House, Page};

/// Longest page, in bytes.
const PAGE_MAX_BYTES: usize = 1 << 20;

impl House {
    /// The pages of a competition.
    pub async fn list_pages(&self, seat: &Seat) -> Result<Vec<Page>, CompetitionError> {
        let id = seat.competition.id.clone();
        Ok(self.database.read("competitions.list_pages", move |conn| pages::list(conn, &id)).await?)
    }

    /// Writes a page; the seat must allow editing.
    pub async fn put_page(&self, seat: &Seat, name: PageName, markdown: String) -> Result<(), CompetitionError> {
        if markdown.len() > PAGE_MAX_BYTES {
            return Err(CompetitionError::Invalid {
                field: "markdown",
                message: "a page has at most 1 MiB".to_owned(),
            });
        }
        let (now, id) = (self.clock.now(), seat.competition.id.clone());
        let entry = self
            .entry_at(seat, AuditAction::PageWrite)
            .on(AuditObject::Competition, &seat.competition.id, &seat.competition.slug)
            .with("page", name.as_str())
            .with("bytes", markdown.len());
        self.database
            .write("competitions.put_page", move |tx| {
                if markdown.trim().is_empty() {
                    pages::delete(tx, &id, name)?;
                } else {
                    pages::put(tx, &id, name, &markdown, now)?;
                }
                audit_log::append(tx, entry)
            })
            .await?;
        Ok(())
    }
}
