//! Short-lived bearer tokens for the API (RFC 7519, HS256).
//!
//! Invariant: the key is drawn once per house and kept in the database, so every `serve` accepts what another issued.

use joute_database::{DatabaseError, signing_keys, users};
use joute_domain::{AuditAction, AuditObject, Scopes, Timestamp, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::AccountError;
use super::secret::Secret;
use crate::House;
use crate::access::{Via, Viewer};

const ISSUER: &str = "joute";

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: UserId,
    iat: i64,
    exp: i64,
}

/// A bearer token and its end.
#[derive(Debug)]
pub struct IssuedJwt {
    /// The encoded token.
    pub token: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl House {
    /// Issues a bearer token for a person who has just proved who they are.
    pub async fn issue_jwt(&self, viewer: &Viewer) -> Result<IssuedJwt, AccountError> {
        let key = self.signing_key().await?;
        let now = self.clock.now();
        let expires_at = now.plus(self.config.jwt_lifetime);
        let claims = Claims {
            iss: ISSUER.to_owned(),
            sub: viewer.id.clone(),
            iat: now.unix_seconds(),
            exp: expires_at.unix_seconds(),
        };
        let key = EncodingKey::from_secret(key.as_bytes());
        let token =
            jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(|_| AccountError::Hashing)?;
        let entry = self.entry(viewer, AuditAction::JwtIssue).on(AuditObject::Person, &viewer.id, &viewer.handle);
        self.record(entry.with("expires_at", expires_at.to_string())).await?;
        Ok(IssuedJwt { token, expires_at })
    }

    /// Recognises a bearer token; `None` if it is forged, expired or its person is gone.
    pub async fn recognise_jwt(&self, presented: &str) -> Result<Option<Viewer>, AccountError> {
        let key = self.signing_key().await?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        // The house's own clock decides below.
        rules.validate_exp = false;
        let decoded = jsonwebtoken::decode::<Claims>(presented, &DecodingKey::from_secret(key.as_bytes()), &rules);
        let Ok(claims) = decoded.map(|data| data.claims) else { return Ok(None) };
        if claims.exp <= self.clock.now().unix_seconds() {
            return Ok(None);
        }
        let user = self.database.read("accounts.recognise_jwt", move |conn| users::find(conn, &claims.sub)).await?;
        let user = user.filter(|user| user.disabled_at.is_none());
        Ok(user.map(|user| Viewer::new(user, Via::Jwt, Scopes::ALL)))
    }

    async fn signing_key(&self) -> Result<&str, DatabaseError> {
        let drawn = self.signing_key.get_or_try_init(|| async {
            let (candidate, now) = (Secret::draw(""), self.clock.now());
            self.database
                .write("accounts.signing_key", move |tx| {
                    signing_keys::find_or_insert(tx, "jwt", candidate.reveal(), now)
                })
                .await
        });
        Ok(drawn.await?)
    }
}
