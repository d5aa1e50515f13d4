//! The audit log: who did what to which object, from where.
//!
//! Invariant: entries are added and sealed, never changed or removed; the one exception is that the names in an entry
//! can be taken out when a person is erased, which leaves the chain whole.
//!
//! An entry is added **inside the transaction of what it tells**, so that both are kept or neither. It is added
//! unsealed: without a place in the chain. `seal` gives the waiting entries their sequence numbers and hashes, in the order
//! of their instants, a moment later and before every reading. A chain that is extended inside each transaction would
//! make all writers of `PostgreSQL` queue for its head until their commits are on the disk.
//!
//! `chain` tells what is hashed, and how names can go while the chain holds.

mod chain;
mod read;
mod seal;

use std::fmt::Display;

use diesel::prelude::*;
use joute_domain::{Actor, AuditAction, AuditEntryId, AuditObject, Timestamp, UserId};
use serde_json::{Map, Value};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::audit_log;

pub use chain::{Break, ChainWalk, GENESIS, canonical_instant};
pub use read::{Filter, list_actions, page_after, search};
pub use seal::{Head, has_unsealed, head, seal};

record! { audit_log =>
    /// An entry as it is kept.
    pub struct AuditRow {
        /// Identifier.
        pub id: AuditEntryId,
        /// Its place in the chain, from 1; none until it is sealed.
        pub sequence: Option<u64>,
        /// When it happened.
        pub occurred_at: Timestamp,
        /// The person who did it, if one was signed in.
        pub actor_id: Option<UserId>,
        /// The code of what was done.
        pub action: String,
        /// What it was done to.
        pub object_kind: Option<String>,
        /// Which one.
        pub object_id: Option<String>,
        /// How it came in.
        pub via: String,
        /// More about it: a JSON object without secrets and without personal data.
        pub detail: String,
        /// The person's handle at that time; taken out by erasure.
        pub actor_name: Option<String>,
        /// What the object was called at that time; taken out by erasure.
        pub object_name: Option<String>,
        /// The network address; taken out by erasure.
        pub address: Option<String>,
        /// What keeps the names from being guessed from their hash; taken out with them.
        pub names_salt: Option<String>,
        /// The hash of the three names.
        pub names_hash: String,
        /// The names folded, for searching; derived, so not part of the chain.
        pub search_text: String,
        /// The hash of the entry before it.
        pub previous_hash: Option<String>,
        /// The hash of this entry.
        pub hash: Option<String>,
    }
}

/// Something that happens now, on its way into the log.
#[derive(Debug, Clone)]
pub struct Entry {
    at: Timestamp,
    actor: Actor,
    action: AuditAction,
    object: Option<(AuditObject, String, String)>,
    detail: Map<String, Value>,
}

impl Entry {
    /// An entry that names no object yet.
    pub fn new(at: Timestamp, actor: Actor, action: AuditAction) -> Self {
        let mut detail = Map::new();
        if let Some(credential) = &actor.credential {
            detail.insert("credential".to_owned(), Value::String(credential.clone()));
        }
        Self { at, actor, action, object: None, detail }
    }

    /// Says to what it was done; `name` may be personal, the identifier may not.
    #[must_use]
    pub fn on(mut self, kind: AuditObject, id: impl AsRef<str>, name: &(impl Display + ?Sized)) -> Self {
        self.object = Some((kind, id.as_ref().to_owned(), name.to_string()));
        self
    }

    /// Says more: identifiers, codes, counts, hashes. Never a secret, never a name, an address or a free text of a person.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }

    fn into_row(self) -> AuditRow {
        let (actor_id, actor_name) = self.actor.person.map(|(id, handle)| (id, handle.to_string())).unzip();
        let (object_kind, object_id, object_name) = match self.object {
            Some((kind, id, name)) => (Some(kind.as_str().to_owned()), Some(id), Some(name)),
            None => (None, None, None),
        };
        let mut row = AuditRow {
            id: AuditEntryId::new(),
            sequence: None,
            occurred_at: self.at,
            actor_id,
            action: self.action.as_str().to_owned(),
            object_kind,
            object_id,
            via: self.actor.via.as_str().to_owned(),
            detail: Value::Object(self.detail).to_string(),
            actor_name,
            object_name,
            address: self.actor.address.map(|address| address.to_string()),
            names_salt: Some(chain::salt()),
            names_hash: String::new(),
            search_text: String::new(),
            previous_hash: None,
            hash: None,
        };
        row.names_hash = chain::names_hash(&row);
        row.search_text = searched(&row);
        row
    }
}

/// Adds an entry. Call it in the transaction of what it tells, best as the last statement.
pub fn append(conn: &mut Conn, entry: Entry) -> Result<()> {
    let values = entry.into_row().values()?;
    each!(conn, c => diesel::insert_into(audit_log::table).values(values).execute(c))?;
    Ok(())
}

/// Takes the names out of every entry that a person made or that is about one of `objects`, and says how many there
/// were. Sequence, hashes, identifiers and details stay.
pub fn erase_names(conn: &mut Conn, person: &UserId, objects: &[String]) -> Result<u64> {
    let mut erased = each!(conn, c => {
        let theirs = audit_log::table.filter(audit_log::actor_id.eq(person.as_str()));
        diesel::update(theirs).set(without_names(None)).execute(c)
    })?;
    for part in objects.chunks(1_000) {
        erased += each!(conn, c => {
            let about = audit_log::table
                .filter(audit_log::object_id.eq_any(part.iter().map(String::as_str)))
                .filter(audit_log::names_salt.is_not_null());
            diesel::update(about).set(without_names(None)).execute(c)
        })?;
    }
    Ok(u64::try_from(erased).unwrap_or(u64::MAX))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn without_names(nothing: Option<&'static str>) -> _ {
    (
        audit_log::actor_name.eq(nothing),
        audit_log::object_name.eq(nothing),
        audit_log::address.eq(nothing),
        audit_log::names_salt.eq(nothing),
        audit_log::search_text.eq(""),
    )
}

/// The names in the form in which they are searched.
fn searched(row: &AuditRow) -> String {
    let names = [&row.actor_name, &row.object_name, &row.address];
    names.into_iter().flatten().map(|name| name.to_lowercase()).collect::<Vec<_>>().join("\n")
}
