//! The log for administrators: searched, or from the first entry to the last.
//!
//! Invariant: what waits is sealed first, so that every entry that is shown has its number.

use joute_database::DatabaseError;
use joute_database::audit_log::{self, AuditRow, Filter, Head};

use crate::House;

impl House {
    /// The entries that the filter wants, newest first, at most `limit`, continuing below number `before`.
    pub async fn search_audit_log(
        &self,
        filter: Filter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, DatabaseError> {
        self.seal_audit_log().await?;
        self.database.read("audit.search", move |conn| audit_log::search(conn, &filter, before, limit)).await
    }

    /// The entries after number `after` in their order, at most `limit`; for exports, page by page.
    pub async fn read_audit_log(&self, after: u64, limit: u32) -> Result<Vec<AuditRow>, DatabaseError> {
        self.database.read("audit.read", move |conn| audit_log::page_after(conn, after, limit)).await
    }

    /// The end of the chain, after sealing what waits.
    pub async fn audit_head(&self) -> Result<Head, DatabaseError> {
        self.seal_audit_log().await?;
        self.database.read("audit.head", audit_log::head).await
    }

    /// The codes that occur in the log.
    pub async fn audited_actions(&self) -> Result<Vec<String>, DatabaseError> {
        self.database.read("audit.actions", audit_log::list_actions).await
    }
}
