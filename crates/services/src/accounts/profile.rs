//! What people change about themselves: name, address, password, sessions.
//!
//! Invariant: a new password needs the old one, and ends every session but none silently.

use joute_database::{DatabaseError, audit_log, sessions, users};
use joute_domain::{AuditAction, AuditObject, Email, SessionId, UserId};

use super::people::checked_name;
use super::{AccountError, password};
use crate::House;
use crate::access::Viewer;

impl House {
    /// Replaces the shown name and the e-mail address.
    pub async fn change_profile(&self, who: &Viewer, name: &str, email: Option<Email>) -> Result<(), AccountError> {
        let (id, name) = (who.id.clone(), checked_name(name, &who.handle)?);
        let entry = self.entry(who, AuditAction::AccountChange).on(AuditObject::Person, &who.id, &who.handle);
        self.database
            .write("accounts.change_profile", move |tx| {
                if let Some(email) = &email
                    && users::find_by_handle_or_email(tx, email.as_str())?.is_some_and(|other| other.id != id)
                {
                    return Err(AccountError::Taken("email"));
                }
                let before = users::find(tx, &id)?.ok_or(AccountError::NotFound("person"))?;
                users::set_profile(tx, &id, &name, email.as_ref())?;
                let entry = entry
                    .with("name_changed", before.display_name != name)
                    .with("email_changed", before.email != email);
                Ok(audit_log::append(tx, entry)?)
            })
            .await
    }

    /// Replaces the password; all sessions end, the caller opens a new one.
    pub async fn change_password(&self, who: &Viewer, old: String, new: String) -> Result<(), AccountError> {
        self.check_password(who.handle.as_str(), old).await.map_err(|error| match error {
            AccountError::WrongCredentials => AccountError::Invalid {
                field: "current_password",
                message: "this is not the present password".to_owned(),
            },
            other => other,
        })?;
        let (id, hash) = (who.id.clone(), password::hash(new).await?);
        let entry = self.entry(who, AuditAction::PasswordChange).on(AuditObject::Person, &who.id, &who.handle);
        self.database
            .write("accounts.change_password", move |tx| {
                users::set_password_hash(tx, &id, &hash)?;
                let ended = sessions::delete_of_user(tx, &id)?;
                audit_log::append(tx, entry.with("sessions_ended", ended))
            })
            .await?;
        Ok(())
    }

    /// Ends one of a person's own sessions.
    pub async fn end_session(&self, who: &Viewer, session: SessionId) -> Result<(), AccountError> {
        let user = who.id.clone();
        let entry = self.entry(who, AuditAction::SessionEnd).on(AuditObject::Session, &session, "");
        let ended = self
            .database
            .write("accounts.end_session", move |tx| {
                let is_own = sessions::list_of_user(tx, &user)?.iter().any(|own| own.id == session);
                let has_ended = is_own && sessions::delete(tx, &session)?;
                if has_ended {
                    audit_log::append(tx, entry)?;
                }
                Ok::<_, DatabaseError>(has_ended)
            })
            .await?;
        if ended { Ok(()) } else { Err(AccountError::NotFound("session")) }
    }

    /// A person's account with its address, for their own profile.
    pub async fn own_account(&self, user: UserId) -> Result<crate::User, AccountError> {
        let found = self.database.read("accounts.own_account", move |conn| users::find(conn, &user)).await?;
        found.ok_or(AccountError::NotFound("person"))
    }
}
