//! The audit log as use cases write it and administrators read it.
//!
//! Invariant: a use case records itself in its own write transaction, so that what happened and its record commit
//! together; nothing secret and nothing personal goes into an entry's detail.
//!
//! A use case makes its entry with `House::entry` and hands it to `audit_log::append` as the last statement:
//!
//! ```ignore
//! let entry = self.entry(&viewer, AuditAction::TokenRevoke).on(AuditObject::Token, &id, &name);
//! self.database.write("accounts.revoke_token", move |tx| {
//!     api_tokens::revoke(tx, &user, &id, now)?;
//!     audit_log::append(tx, entry)
//! })
//! ```

mod export;
mod read;
mod verify;

use joute_database::audit_log::Entry;
use joute_database::{DatabaseError, audit_log};
use joute_domain::{Actor, AuditAction, AuditVia};

pub use export::{AuditExport, ExportFormat};
pub use joute_database::audit_log::{AuditRow, Break, Filter, Head};
pub use verify::{Anchor, AnchorError, Verified};

use crate::House;
use crate::access::{Seat, Via, Viewer};

/// Entries that one transaction seals: enough for a busy second, few enough not to hold others up.
const SEALED_AT_ONCE: u32 = 500;

impl From<&Viewer> for Actor {
    fn from(viewer: &Viewer) -> Self {
        let (via, credential) = match &viewer.origin.via {
            Via::Session(id) => (AuditVia::Session, Some(id.to_string())),
            Via::Token(id) => (AuditVia::Token, Some(id.to_string())),
            Via::Jwt => (AuditVia::Jwt, None),
            Via::Password => (AuditVia::Password, None),
            Via::Link => (AuditVia::Link, None),
            Via::Command => (AuditVia::Command, None),
        };
        let person = Some((viewer.id.clone(), viewer.handle.clone()));
        Self { person, via, credential, address: viewer.origin.address }
    }
}

impl House {
    /// An entry that happens now.
    pub(crate) fn entry(&self, actor: impl Into<Actor>, action: AuditAction) -> Entry {
        Entry::new(self.clock.now(), actor.into(), action)
    }

    /// An entry about what happens now at a competition, by whoever sits there; its object is not named yet.
    pub(crate) fn entry_at(&self, seat: &Seat, action: AuditAction) -> Entry {
        let actor = seat.viewer.as_ref().map_or_else(|| Actor::visitor(None), Actor::from);
        self.entry(actor, action).with("competition", seat.competition.id.as_str())
    }

    /// Records something that changes nothing else, such as a download or a refusal.
    pub(crate) async fn record(&self, entry: Entry) -> Result<(), DatabaseError> {
        self.database.write("audit.record", move |tx| audit_log::append(tx, entry)).await
    }

    /// Gives every waiting entry its place in the chain, and says how many there were.
    pub async fn seal_audit_log(&self) -> Result<u64, DatabaseError> {
        let mut sealed = 0;
        while self.database.read("audit.count_unsealed", audit_log::has_unsealed).await? {
            sealed += self.database.write("audit.seal", |tx| audit_log::seal(tx, SEALED_AT_ONCE)).await?;
        }
        Ok(sealed)
    }
}
