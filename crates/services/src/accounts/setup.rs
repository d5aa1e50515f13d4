//! The first start: a one-time link that makes the first administrator.
//!
//! Invariant: the link works once, and only while there is no administrator.

use joute_database::setup_links::{self, SetupLink};
use joute_database::{DatabaseError, audit_log, users};
use joute_domain::{Actor, AuditAction, AuditObject, Role, SetupLinkId};

use super::people::check_free;
use super::secret::{self, Secret};
use super::{AccountError, NewUser, Visitor};
use crate::{House, User};

impl House {
    /// Draws a setup link if the house has no administrator; earlier unused links die.
    pub async fn setup_link(&self) -> Result<Option<Secret>, AccountError> {
        let now = self.clock.now();
        let token = Secret::draw("setup_");
        let token_hash = token.hash();
        let drawn = self
            .database
            .write("accounts.setup_link", move |tx| {
                if users::count_active_admins(tx)? > 0 {
                    return Ok(false);
                }
                setup_links::delete_unused(tx)?;
                setup_links::insert(
                    tx,
                    &SetupLink { id: SetupLinkId::new(), token_hash, created_at: now, used_at: None },
                )?;
                Ok::<_, AccountError>(true)
            })
            .await?;
        Ok(drawn.then_some(token))
    }

    /// True if this setup link still works; using it decides again.
    pub async fn is_setup_open(&self, token: &str) -> Result<bool, AccountError> {
        let token_hash = secret::hash(token);
        let is_open = move |conn: &mut joute_database::Conn| {
            Ok::<_, DatabaseError>(users::count_active_admins(conn)? == 0 && setup_links::is_unused(conn, &token_hash)?)
        };
        Ok(self.database.read("accounts.is_setup_open", is_open).await?)
    }

    /// Makes the first administrator from a setup link.
    pub async fn complete_setup(&self, by: &Visitor, token: &str, new: NewUser) -> Result<User, AccountError> {
        let now = self.clock.now();
        let token_hash = secret::hash(token);
        let user = self.user_from(NewUser { role: Role::Admin, ..new }).await?;
        let row = user.clone();
        let actor = Actor::visitor(by.address);
        let entry = self.entry(actor, AuditAction::AccountSetup).on(AuditObject::Person, &user.id, &user.handle);
        self.database
            .write("accounts.complete_setup", move |tx| {
                if users::count_active_admins(tx)? > 0 || !setup_links::use_up(tx, &token_hash, now)? {
                    return Err(AccountError::LinkUsed);
                }
                check_free(tx, &row)?;
                users::insert(tx, &row)?;
                Ok(audit_log::append(tx, entry)?)
            })
            .await?;
        Ok(user)
    }
}
