//! Browser sessions: opened by a password, recognised by a rotating token.
//!
//! Invariant: a token that was replaced more than a minute ago ends its session, since only a thief still has it.

use std::time::Duration;

use joute_database::audit_log::Entry;
use joute_database::{DatabaseError, audit_log, sessions, users};
use joute_domain::{Actor, AuditAction, AuditObject, Scopes, SessionId, Timestamp, UserId};

use super::secret::{self, Secret};
use super::{AccountError, Visitor, password};
use crate::access::{Origin, Via, Viewer};
use crate::{House, Session};

/// How long the token before the present one is still good, for requests that were under way.
const GRACE: Duration = Duration::from_mins(1);

/// A session that was just opened.
#[derive(Debug)]
pub struct OpenedSession {
    /// The cookie's value.
    pub token: Secret,
    /// Who signed in.
    pub viewer: Viewer,
}

/// A session found by its token.
#[derive(Debug)]
pub struct RecognisedSession {
    /// Who.
    pub viewer: Viewer,
    /// The session.
    pub session: SessionId,
    /// A new cookie value, if the token was due for replacement.
    pub replacement: Option<Secret>,
}

enum Found {
    Nothing,
    Stolen,
    Live(Box<(Session, Viewer)>),
}

impl House {
    /// Signs in with a handle or e-mail address and a password.
    pub async fn sign_in(&self, by: &Visitor, name: &str, password: String) -> Result<OpenedSession, AccountError> {
        let mut viewer = self.check_sign_in(by, name, password).await?;
        let (now, token) = (self.clock.now(), Secret::draw(""));
        let session = Session {
            id: SessionId::new(),
            user_id: viewer.id.clone(),
            token_hash: token.hash(),
            previous_token_hash: None,
            user_agent: by.user_agent.chars().filter(|c| !c.is_control()).take(200).collect(),
            created_at: now,
            rotated_at: now,
            last_seen_at: now,
            expires_at: now.plus(self.config.session_lifetime),
        };
        viewer.origin = Origin { address: by.address, via: Via::Session(session.id.clone()) };
        let entry = self.entry(&viewer, AuditAction::SessionOpen).on(AuditObject::Session, &session.id, "");
        self.database
            .write("accounts.sign_in", move |tx| {
                sessions::insert(tx, &session)?;
                audit_log::append(tx, entry)
            })
            .await?;
        Ok(OpenedSession { token, viewer })
    }

    /// Checks a name and a password and says who it is; a refusal is recorded.
    pub async fn check_sign_in(&self, by: &Visitor, name: &str, password: String) -> Result<Viewer, AccountError> {
        let checked = self.check_password(name, password).await;
        if let Err(AccountError::WrongCredentials) = &checked {
            self.record_refusal(by, name).await?;
        }
        let mut viewer = checked?;
        viewer.origin.address = by.address;
        Ok(viewer)
    }

    /// The typed text is not kept: people type passwords into the wrong field.
    async fn record_refusal(&self, by: &Visitor, name: &str) -> Result<(), AccountError> {
        let (entry, name) = (self.entry(Actor::visitor(by.address), AuditAction::SessionRefuse), name.to_owned());
        self.database
            .write("accounts.refuse_sign_in", move |tx| {
                let entry = match users::find_by_handle_or_email(tx, &name)? {
                    Some(user) => entry.on(AuditObject::Person, &user.id, &user.handle),
                    None => entry.with("account", "unknown"),
                };
                audit_log::append(tx, entry)
            })
            .await?;
        Ok(())
    }

    /// Checks a name and a password and says who it is.
    pub async fn check_password(&self, name: &str, password: String) -> Result<Viewer, AccountError> {
        let name = name.trim().to_lowercase();
        let user = self
            .database
            .read("accounts.check_password", move |conn| users::find_by_handle_or_email(conn, &name))
            .await?
            .filter(|user| user.disabled_at.is_none());
        let stored = user.as_ref().and_then(|user| user.password_hash.clone());
        let right = password::verify(password, stored).await?;
        let user = user.filter(|_| right).ok_or(AccountError::WrongCredentials)?;
        Ok(Viewer::new(user, Via::Password, Scopes::ALL))
    }

    /// Recognises a session token; replaces it when it is due.
    pub async fn recognise_session(&self, token: &str) -> Result<Option<RecognisedSession>, AccountError> {
        let (now, hash) = (self.clock.now(), secret::hash(token));
        let presented = hash.clone();
        let found = self.database.read("accounts.recognise_session", move |conn| find(conn, &presented, now)).await?;
        match found {
            Found::Nothing => Ok(None),
            Found::Stolen => {
                let entry = self.entry(Actor::visitor(None), AuditAction::SessionSteal);
                self.database.write("accounts.end_stolen_session", move |tx| end(tx, &hash, entry)).await?;
                Ok(None)
            }
            Found::Live(found) => {
                let (session, viewer) = *found;
                let replacement = self.rotate(&session, &hash, now).await?;
                Ok(Some(RecognisedSession { viewer, session: session.id, replacement }))
            }
        }
    }

    async fn rotate(&self, session: &Session, presented: &str, now: Timestamp) -> Result<Option<Secret>, AccountError> {
        let due = now.since(session.rotated_at) >= self.config.session_rotation && session.token_hash == presented;
        if !due {
            return Ok(None);
        }
        let token = Secret::draw("");
        let (id, old, new) = (session.id.clone(), presented.to_owned(), token.hash());
        let expires_at = now.plus(self.config.session_lifetime);
        let won = self
            .database
            .write("accounts.rotate_session", move |tx| {
                let won = sessions::rotate(tx, &id, &old, &new, now)?;
                if won {
                    sessions::touch(tx, &id, now, expires_at)?;
                }
                Ok::<_, DatabaseError>(won)
            })
            .await?;
        Ok(won.then_some(token))
    }

    /// Ends one session.
    pub async fn sign_out(&self, who: &Viewer, token: &str) -> Result<(), AccountError> {
        let (hash, entry) = (secret::hash(token), self.entry(who, AuditAction::SessionEnd));
        Ok(self.database.write("accounts.sign_out", move |tx| end(tx, &hash, entry)).await?)
    }

    /// A person's open sessions.
    pub async fn list_sessions(&self, user: UserId) -> Result<Vec<Session>, AccountError> {
        Ok(self.database.read("accounts.list_sessions", move |conn| sessions::list_of_user(conn, &user)).await?)
    }
}

fn find(conn: &mut joute_database::Conn, hash: &str, now: Timestamp) -> Result<Found, DatabaseError> {
    let Some(session) = sessions::find_by_token_hash(conn, hash)? else { return Ok(Found::Nothing) };
    if session.expires_at <= now {
        return Ok(Found::Nothing);
    }
    if session.token_hash != hash && now.since(session.rotated_at) > GRACE {
        return Ok(Found::Stolen);
    }
    let user = users::find(conn, &session.user_id)?.filter(|user| user.disabled_at.is_none());
    let Some(user) = user else { return Ok(Found::Nothing) };
    let viewer = Viewer::new(user, Via::Session(session.id.clone()), Scopes::ALL);
    Ok(Found::Live(Box::new((session, viewer))))
}

fn end(tx: &mut joute_database::Conn, hash: &str, entry: Entry) -> Result<(), DatabaseError> {
    if let Some(session) = sessions::find_by_token_hash(tx, hash)? {
        sessions::delete(tx, &session.id)?;
        let entry = entry.on(AuditObject::Session, &session.id, "").with("person", session.user_id.as_str());
        audit_log::append(tx, entry)?;
    }
    Ok(())
}
