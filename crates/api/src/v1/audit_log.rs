//! The audit log for programs of administrators.
//!
//! Invariant: what is hashed is sent as it was hashed, so that the chain can be checked by the reader.

use actix_web::web::{Data, Json, Query};
use joute_domain::{Actor, Timestamp};
use joute_services::audit::{AuditRow, Filter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::problem::Problem;
use crate::web::SignedIn;

/// Most entries in one answer.
const PAGE_MAX: u32 = 500;

/// Which entries are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Identifier or handle of who did it.
    actor: Option<String>,
    /// A code such as `token.revoke`, or a family such as `token.`.
    action: Option<String>,
    /// Identifier of what it was done to.
    object: Option<String>,
    /// Not before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// A text that handle, name of the object or address contains.
    q: Option<String>,
    /// Go on below this number.
    before: Option<u64>,
    /// How many, at most 500.
    limit: Option<u32>,
}

/// An entry of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryView {
    /// Its place in the chain.
    sequence: Option<u64>,
    id: String,
    #[schema(value_type = String, format = DateTime)]
    occurred_at: Timestamp,
    /// The person who did it.
    actor_id: Option<String>,
    /// Their handle at that time; empty once they are erased.
    actor_name: Option<String>,
    /// Code of what was done.
    action: String,
    object_kind: Option<String>,
    object_id: Option<String>,
    /// What the object was called; empty once its person is erased.
    object_name: Option<String>,
    /// What was presented: `session`, `token`, `jwt`, `password`, `command`, `visitor` or `house`.
    via: String,
    address: Option<String>,
    /// More about it: the text of a JSON object, as it is hashed.
    detail: String,
    /// Hash of the names, which stays when they are erased.
    names_hash: String,
    previous_hash: Option<String>,
    hash: Option<String>,
}

impl From<AuditRow> for EntryView {
    fn from(row: AuditRow) -> Self {
        Self {
            sequence: row.sequence,
            id: row.id.to_string(),
            occurred_at: row.occurred_at,
            actor_id: row.actor_id.map(String::from),
            actor_name: row.actor_name,
            action: row.action,
            object_kind: row.object_kind,
            object_id: row.object_id,
            object_name: row.object_name,
            via: row.via,
            address: row.address,
            detail: row.detail,
            names_hash: row.names_hash,
            previous_hash: row.previous_hash,
            hash: row.hash,
        }
    }
}

/// Entries, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryList {
    entries: Vec<EntryView>,
}

/// What a walk over the whole chain found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Verification {
    /// True if every entry is in its place.
    sound: bool,
    /// The first thing that is wrong.
    broken: Option<String>,
    /// The last sound entry.
    sequence: u64,
    /// Its hash: note both elsewhere.
    hash: String,
}

/// Search the audit log
///
/// Newest first; for administrators.
#[utoipa::path(get, operation_id = "list_audit_entries", path = "/audit-log", tag = "audit", params(Wanted),
    responses((status = 200, description = "The entries.", body = EntryList)))]
pub(crate) async fn list(app: Data<App>, wanted: Query<Wanted>) -> Result<Json<EntryList>, Problem> {
    let Wanted { actor, action, object, from, until, q, before, limit } = wanted.into_inner();
    let filter = Filter { actor, action, object, from, until, text: q };
    let limit = limit.unwrap_or(100).clamp(1, PAGE_MAX);
    let rows = app.house.search_audit_log(filter, before, limit).await.map_err(|error| Problem::internal(&error))?;
    Ok(Json(EntryList { entries: rows.into_iter().map(EntryView::from).collect() }))
}

/// Check the audit log
///
/// Walks the whole chain and names the first broken entry; for administrators.
#[utoipa::path(post, operation_id = "verify_audit_log", path = "/audit-log/verification", tag = "audit",
    responses((status = 200, description = "What was found.", body = Verification)))]
pub(crate) async fn verify(app: Data<App>, who: SignedIn) -> Result<Json<Verification>, Problem> {
    let found = app.house.verify_audit_log(&Actor::from(&*who), None).await;
    let found = found.map_err(|error| Problem::internal(&error))?;
    let broken = found.broken.map(|broken| broken.to_string());
    Ok(Json(Verification { sound: broken.is_none(), broken, sequence: found.sequence, hash: found.hash }))
}
