//! Signing in with a cookie or for a bearer token, and who one is.
//!
//! Invariant: the password is read from a JSON body only, never from an address.

use std::fmt;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use joute_domain::{Email, Handle, Language, Role, Timestamp, UserId};
use joute_services::User;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::inputs::JsonBody;
use super::super::vocabulary::RoleName;
use crate::app::App;
use crate::problem::Problem;
use crate::web::authenticate::{SESSION_COOKIE, ended_session_cookie, session_cookie};
use crate::web::{Caller, SignedIn, Visiting};

/// A name and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// Handle or e-mail address.
    login: String,
    /// Password.
    #[schema(format = Password)]
    password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Credentials").field("login", &self.login).finish_non_exhaustive()
    }
}

/// The person who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    #[schema(value_type = String, format = "uuid")]
    id: UserId,
    /// Sign-in name.
    #[schema(value_type = String)]
    handle: Handle,
    /// Shown name.
    display_name: String,
    #[schema(value_type = Option<String>)]
    email: Option<Email>,
    #[schema(value_type = RoleName)]
    role: Role,
    /// Chosen language: `en` or `fr`.
    #[schema(value_type = Option<String>)]
    language: Option<Language>,
}

impl From<User> for Me {
    fn from(user: User) -> Self {
        let User { id, handle, display_name, email, role, language, .. } = user;
        Self { id, handle, display_name, email, role, language }
    }
}

/// A short-lived bearer token.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BearerToken {
    /// Send it as `Authorization: Bearer …`.
    token: String,
    /// When it stops working.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Sign in
///
/// Opens a session; the answer sets its cookie.
#[utoipa::path(post, operation_id = "sign_in", path = "/session", tag = "people",
    request_body = Credentials, security(()),
    responses((status = 200, description = "Signed in.", body = Me)))]
pub(crate) async fn sign_in(
    app: Data<App>,
    visitor: Visiting,
    body: JsonBody<Credentials>,
) -> Result<HttpResponse, Problem> {
    let Credentials { login, password } = body.read().await?;
    let opened = app.house.sign_in(&visitor, &login, password).await?;
    let me = Me::from(app.house.own_account(opened.viewer.id).await?);
    let cookie = session_cookie(&app, opened.token.reveal());
    Ok(HttpResponse::Ok().cookie(cookie).insert_header((CACHE_CONTROL, "no-store")).json(me))
}

/// Sign out
///
/// Ends the session of the cookie, if there is one.
#[utoipa::path(delete, operation_id = "sign_out", path = "/session", tag = "people", security(()),
    responses((status = 204, description = "No session any more.")))]
pub(crate) async fn sign_out(app: Data<App>, request: HttpRequest, caller: Caller) -> Result<HttpResponse, Problem> {
    if let (Some(viewer), Some(_), Some(cookie)) = (caller.viewer, caller.session, request.cookie(SESSION_COOKIE)) {
        app.house.sign_out(&viewer, cookie.value()).await?;
    }
    Ok(HttpResponse::NoContent().cookie(ended_session_cookie(&app)).finish())
}

/// Who am I
#[utoipa::path(get, operation_id = "read_me", path = "/me", tag = "people",
    responses((status = 200, description = "The caller.", body = Me)))]
pub(crate) async fn me(app: Data<App>, who: SignedIn) -> Result<Json<Me>, Problem> {
    Ok(Json(app.house.own_account(who.id.clone()).await?.into()))
}

/// Get a bearer token
///
/// For programs that sign in with a name and a password; a personal token is the better choice for most.
#[utoipa::path(post, operation_id = "issue_jwt", path = "/jwt", tag = "people",
    request_body = Credentials, security(()),
    responses((status = 200, description = "A token for an hour or so.", body = BearerToken)))]
pub(crate) async fn issue_jwt(
    app: Data<App>,
    visitor: Visiting,
    body: JsonBody<Credentials>,
) -> Result<HttpResponse, Problem> {
    let Credentials { login, password } = body.read().await?;
    let viewer = app.house.check_sign_in(&visitor, &login, password).await?;
    let issued = app.house.issue_jwt(&viewer).await?;
    let token = BearerToken { token: issued.token, expires_at: issued.expires_at };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(token))
}
