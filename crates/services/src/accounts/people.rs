//! Accounts: made, found, given a new password or language.
//!
//! Invariant: a handle and an e-mail address belong to one account.

use joute_database::{audit_log, sessions, users};
use joute_domain::{Actor, AuditAction, AuditObject, Email, Handle, Language, Role, UserId};

use super::{AccountError, password};
use crate::access::Viewer;
use crate::{House, User};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Sign-in name.
    pub handle: Handle,
    /// Shown name; the handle if empty.
    pub display_name: String,
    /// E-mail address.
    pub email: Option<Email>,
    /// Password; `None` for accounts that cannot sign in with one.
    pub password: Option<String>,
    /// Role.
    pub role: Role,
}

impl House {
    /// Makes an account.
    pub async fn create_user(&self, by: &Actor, new: NewUser) -> Result<User, AccountError> {
        let user = self.user_from(new).await?;
        let row = user.clone();
        let entry = self
            .entry(by.clone(), AuditAction::AccountCreate)
            .on(AuditObject::Person, &user.id, &user.handle)
            .with("role", user.role.as_str());
        self.database
            .write("accounts.create_user", move |tx| {
                check_free(tx, &row)?;
                users::insert(tx, &row)?;
                Ok::<_, AccountError>(audit_log::append(tx, entry)?)
            })
            .await?;
        Ok(user)
    }

    /// Replaces a password and ends all sessions of the account.
    pub async fn reset_password(&self, by: &Actor, handle: Handle, new_password: String) -> Result<(), AccountError> {
        let hash = password::hash(new_password).await?;
        let entry = self.entry(by.clone(), AuditAction::PasswordReset);
        self.database
            .write("accounts.reset_password", move |tx| {
                let user = users::find_by_handle(tx, &handle)?.ok_or(AccountError::NotFound("person"))?;
                users::set_password_hash(tx, &user.id, &hash)?;
                let ended = sessions::delete_of_user(tx, &user.id)?;
                let entry = entry.on(AuditObject::Person, &user.id, &user.handle).with("sessions_ended", ended);
                Ok(audit_log::append(tx, entry)?)
            })
            .await
    }

    /// Closes an account and ends its sessions, or opens it again.
    pub async fn set_disabled(&self, by: &Actor, handle: Handle, is_disabled: bool) -> Result<(), AccountError> {
        let since = is_disabled.then(|| self.clock.now());
        let action = if is_disabled { AuditAction::AccountDisable } else { AuditAction::AccountEnable };
        let entry = self.entry(by.clone(), action);
        self.database
            .write("accounts.set_disabled", move |tx| {
                let user = users::find_by_handle(tx, &handle)?.ok_or(AccountError::NotFound("person"))?;
                users::set_disabled(tx, &user.id, since)?;
                if is_disabled {
                    sessions::delete_of_user(tx, &user.id)?;
                }
                Ok(audit_log::append(tx, entry.on(AuditObject::Person, &user.id, &user.handle))?)
            })
            .await
    }

    /// Finds a person by handle.
    pub async fn find_user(&self, handle: Handle) -> Result<Option<User>, AccountError> {
        Ok(self.database.read("accounts.find_user", move |conn| users::find_by_handle(conn, &handle)).await?)
    }

    /// Remembers the language that a person chose.
    pub async fn set_language(&self, who: &Viewer, language: Language) -> Result<(), AccountError> {
        let id = who.id.clone();
        let entry = self
            .entry(who, AuditAction::AccountChange)
            .on(AuditObject::Person, &who.id, &who.handle)
            .with("language", language.tag());
        self.database
            .write("accounts.set_language", move |tx| {
                users::set_language(tx, &id, Some(language))?;
                audit_log::append(tx, entry)
            })
            .await?;
        Ok(())
    }

    pub(super) async fn user_from(&self, new: NewUser) -> Result<User, AccountError> {
        let display_name = checked_name(&new.display_name, &new.handle)?;
        let password_hash = match new.password {
            Some(text) => Some(password::hash(text).await?),
            None => None,
        };
        Ok(User {
            id: UserId::new(),
            handle: new.handle,
            display_name,
            email: new.email,
            password_hash,
            role: new.role,
            language: None,
            created_at: self.clock.now(),
            disabled_at: None,
            is_name_public: false,
        })
    }
}

/// Says which detail is taken, which the unique index alone would not on both databases.
pub(super) fn check_free(tx: &mut joute_database::Conn, user: &User) -> Result<(), AccountError> {
    if users::find_by_handle(tx, &user.handle)?.is_some() {
        return Err(AccountError::Taken("handle"));
    }
    if let Some(email) = &user.email
        && users::find_by_handle_or_email(tx, email.as_str())?.is_some()
    {
        return Err(AccountError::Taken("email"));
    }
    Ok(())
}

/// A shown name; the handle if it is empty.
pub(super) fn checked_name(name: &str, handle: &Handle) -> Result<String, AccountError> {
    let shown = name.trim();
    if shown.chars().count() > 80 || shown.chars().any(char::is_control) {
        let message = "a name has at most 80 printable characters".to_owned();
        return Err(AccountError::Invalid { field: "display_name", message });
    }
    Ok(if shown.is_empty() { handle.to_string() } else { shown.to_owned() })
}
