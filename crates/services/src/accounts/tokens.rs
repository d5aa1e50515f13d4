//! Personal API tokens: named, shown once, stored hashed, revocable.
//!
//! Invariant: a revoked or expired token is nobody's.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use joute_database::{DatabaseError, api_tokens, audit_log, users};
use joute_domain::{AuditAction, AuditObject, Scopes, Timestamp, TokenId, UserId};

use super::AccountError;
use super::secret::{self, Secret};
use crate::access::{Via, Viewer};
use crate::{ApiToken, House};

/// How stale `last_used_at` may be before it is written again.
const USE_IS_NOTED_EVERY: Duration = Duration::from_mins(1);

/// A token that was just made.
#[derive(Debug)]
pub struct IssuedToken {
    /// The clear text, shown once.
    pub secret: Secret,
    /// What is kept.
    pub token: ApiToken,
}

impl House {
    /// Makes a token for a person.
    pub async fn issue_token(
        &self,
        who: &Viewer,
        name: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<IssuedToken, AccountError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
            let message = "a token needs a name of at most 80 printable characters".to_owned();
            return Err(AccountError::Invalid { field: "name", message });
        }
        let (secret, now) = (Secret::draw("jt_"), self.clock.now());
        if expires_at.is_some_and(|end| end <= now) {
            let message = "the expiry lies in the past".to_owned();
            return Err(AccountError::Invalid { field: "expires_at", message });
        }
        let token = ApiToken {
            id: TokenId::new(),
            user_id: who.id.clone(),
            name: name.to_owned(),
            token_hash: secret.hash(),
            token_start: secret.reveal().chars().take(9).collect(),
            created_at: now,
            last_used_at: None,
            expires_at,
            revoked_at: None,
        };
        let row = token.clone();
        let entry = self
            .entry(who, AuditAction::TokenIssue)
            .on(AuditObject::Token, &token.id, &token.name)
            .with("expires_at", expires_at.map(|end| end.to_string()));
        self.database
            .write("accounts.issue_token", move |tx| {
                api_tokens::insert(tx, &row)?;
                audit_log::append(tx, entry)
            })
            .await?;
        Ok(IssuedToken { secret, token })
    }

    /// A person's tokens, revoked ones included.
    pub async fn list_tokens(&self, user: UserId) -> Result<Vec<ApiToken>, AccountError> {
        Ok(self.database.read("accounts.list_tokens", move |conn| api_tokens::list_of_user(conn, &user)).await?)
    }

    /// Revokes one of a person's own tokens.
    pub async fn revoke_token(&self, who: &Viewer, token: TokenId) -> Result<(), AccountError> {
        let (now, user) = (self.clock.now(), who.id.clone());
        let entry = self.entry(who, AuditAction::TokenRevoke);
        let revoked = self
            .database
            .write("accounts.revoke_token", move |tx| {
                let is_revoked = api_tokens::revoke(tx, &user, &token, now)?;
                if is_revoked {
                    audit_log::append(tx, entry.on(AuditObject::Token, &token, ""))?;
                }
                Ok::<_, DatabaseError>(is_revoked)
            })
            .await?;
        if revoked { Ok(()) } else { Err(AccountError::NotFound("token")) }
    }

    /// Recognises what follows `Bearer`: a personal token or a JWT.
    pub async fn recognise_bearer(&self, presented: &str) -> Result<Option<Viewer>, AccountError> {
        if presented.starts_with("jt_") {
            self.recognise_token(presented).await
        } else {
            self.recognise_jwt(presented).await
        }
    }

    /// Recognises what follows `Basic` (RFC 7617): the sign-in name and, as the password, one of its tokens.
    pub async fn recognise_basic(&self, presented: &str) -> Result<Option<Viewer>, AccountError> {
        let decoded = STANDARD.decode(presented).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some((name, token)) = decoded.as_deref().and_then(|pair| pair.split_once(':')) else { return Ok(None) };
        let viewer = self.recognise_token(token).await?;
        Ok(viewer.filter(|viewer| viewer.handle.as_str().eq_ignore_ascii_case(name.trim())))
    }

    /// Recognises a personal token.
    pub async fn recognise_token(&self, presented: &str) -> Result<Option<Viewer>, AccountError> {
        let (now, hash) = (self.clock.now(), secret::hash(presented));
        let found = self
            .database
            .read("accounts.recognise_token", move |conn| {
                let live = api_tokens::find_by_token_hash(conn, &hash)?
                    .filter(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|end| end > now));
                let Some(token) = live else { return Ok(None) };
                let user = users::find(conn, &token.user_id)?.filter(|user| user.disabled_at.is_none());
                let via = Via::Token(token.id.clone());
                Ok::<_, DatabaseError>(user.map(|user| (token, Viewer::new(user, via, Scopes::ALL))))
            })
            .await?;
        let Some((token, viewer)) = found else { return Ok(None) };
        if token.last_used_at.is_none_or(|last| now.since(last) >= USE_IS_NOTED_EVERY) {
            self.database.write("accounts.note_token_use", move |tx| api_tokens::touch(tx, &token.id, now)).await?;
        }
        Ok(Some(viewer))
    }
}
