//! Personal API tokens of the caller.
//!
//! Invariant: nobody sees or revokes another person's tokens.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Json, Path};
use joute_domain::{Timestamp, TokenId};
use joute_services::ApiToken;
use joute_services::accounts::AccountError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::inputs::JsonBody;
use crate::app::App;
use crate::problem::Problem;
use crate::web::SignedIn;

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// What it is for, 1 to 80 characters.
    name: String,
    /// When it stops working; never, if left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

/// A personal token without its clear text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenView {
    #[schema(value_type = String, format = "uuid")]
    id: TokenId,
    /// What it is for.
    name: String,
    /// Its first characters, to tell it from others.
    starts_with: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

impl From<ApiToken> for TokenView {
    fn from(token: ApiToken) -> Self {
        let ApiToken { id, name, token_start, created_at, last_used_at, expires_at, revoked_at, .. } = token;
        Self { id, name, starts_with: token_start, created_at, last_used_at, expires_at, revoked_at }
    }
}

/// A token with its clear text, which is never shown again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssuedTokenView {
    /// Send it as `Authorization: Bearer …`.
    token: String,
    #[serde(flatten)]
    kept: TokenView,
}

/// The caller's tokens.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenList {
    tokens: Vec<TokenView>,
}

/// List tokens
///
/// The caller's own, revoked ones included, newest first.
#[utoipa::path(get, operation_id = "list_tokens", path = "/tokens", tag = "people",
    responses((status = 200, description = "The tokens.", body = TokenList)))]
pub(crate) async fn list(app: Data<App>, who: SignedIn) -> Result<Json<TokenList>, Problem> {
    let tokens = app.house.list_tokens(who.id.clone()).await?;
    Ok(Json(TokenList { tokens: tokens.into_iter().map(TokenView::from).collect() }))
}

/// Make a token
#[utoipa::path(post, operation_id = "make_token", path = "/tokens", tag = "people", request_body = NewToken,
    responses((status = 201, description = "Made; the clear text is shown this once.", body = IssuedTokenView)))]
pub(crate) async fn issue(app: Data<App>, who: SignedIn, body: JsonBody<NewToken>) -> Result<HttpResponse, Problem> {
    let new = body.read().await?;
    let issued = app.house.issue_token(&who, &new.name, new.expires_at).await?;
    let view = IssuedTokenView { token: issued.secret.reveal().to_owned(), kept: issued.token.into() };
    Ok(HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(view))
}

/// Revoke a token
#[utoipa::path(delete, operation_id = "revoke_token", path = "/tokens/{id}", tag = "people",
    params(("id" = String, Path, description = "The token's id.")),
    responses((status = 204, description = "It works no more.")))]
pub(crate) async fn revoke(app: Data<App>, who: SignedIn, id: Path<String>) -> Result<HttpResponse, Problem> {
    let id = id.parse::<TokenId>().map_err(|_| AccountError::NotFound("token"))?;
    app.house.revoke_token(&who, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
