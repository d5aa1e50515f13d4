//! Reading the log: in its order for checks and exports, newest first for people.
//!
//! Invariant: only sealed entries are read, so seal first.

use diesel::prelude::*;
use joute_domain::Timestamp;

use super::AuditRow;
use crate::Result;
use crate::column::Column;
use crate::connection::{Conn, each};
use crate::schema::audit_log;

/// Which entries are wanted; every part that is there must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The identifier or the handle of who did it.
    pub actor: Option<String>,
    /// The code of what was done; `session.` means every code that begins so.
    pub action: Option<String>,
    /// The identifier of what it was done to.
    pub object: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// A text that handle, name of the object or address contains, in any case.
    pub text: Option<String>,
}

/// The sealed entries after number `after`, in their order.
pub fn page_after(conn: &mut Conn, after: u64, limit: u32) -> Result<Vec<AuditRow>> {
    let query = audit_log::table
        .select(AuditRow::columns())
        .filter(audit_log::sequence.gt(after.store()?))
        .order(audit_log::sequence)
        .limit(i64::from(limit));
    Ok(each!(conn, c => query.load(c))?)
}

/// The sealed entries that the filter wants, newest first, continuing below number `before`.
pub fn search(conn: &mut Conn, filter: &Filter, before: Option<u64>, limit: u32) -> Result<Vec<AuditRow>> {
    let before = before.map(|number| number.store()).transpose()?.unwrap_or(i64::MAX);
    let action = filter.action.as_deref();
    Ok(each!(conn, c => {
        let mut query = audit_log::table
            .select(AuditRow::columns())
            .filter(audit_log::sequence.lt(before))
            .order(audit_log::sequence.desc())
            .limit(i64::from(limit))
            .into_boxed();
        if let Some(actor) = &filter.actor {
            query = query.filter(audit_log::actor_id.eq(actor).or(audit_log::actor_name.eq(actor)));
        }
        match action {
            Some(family) if family.ends_with('.') => {
                query = query.filter(audit_log::action.like(format!("{}%", literal(family))).escape('!'));
            }
            Some(code) => query = query.filter(audit_log::action.eq(code)),
            None => {}
        }
        if let Some(object) = &filter.object {
            query = query.filter(audit_log::object_id.eq(object));
        }
        if let Some(from) = filter.from {
            query = query.filter(audit_log::occurred_at.ge(from.naive_utc()));
        }
        if let Some(until) = filter.until {
            query = query.filter(audit_log::occurred_at.lt(until.naive_utc()));
        }
        if let Some(text) = &filter.text {
            let pattern = format!("%{}%", literal(&text.to_lowercase()));
            query = query.filter(audit_log::search_text.like(pattern).escape('!'));
        }
        query.load(c)
    })?)
}

/// The codes that occur, in alphabetical order.
pub fn list_actions(conn: &mut Conn) -> Result<Vec<String>> {
    let query = audit_log::table.select(audit_log::action).distinct().order(audit_log::action);
    Ok(each!(conn, c => query.load(c))?)
}

/// A text whose letters mean only themselves in `LIKE`.
fn literal(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
