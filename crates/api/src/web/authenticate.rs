//! Who asks: a session cookie, a personal token or a JWT.
//!
//! Invariant: credentials that are presented and wrong are refused, never treated as absent — except a stale cookie.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::cookie::time::Duration as CookieDuration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest};
use joute_domain::SessionId;
use joute_services::access::{AccessError, Viewer};
use joute_services::accounts::Secret;

use super::client_address::client_address;
use crate::app::App;
use crate::problem::Problem;

/// Name of the session cookie.
pub(crate) const SESSION_COOKIE: &str = "joute_session";

/// Where a bad token is an answer and no refusal.
const INTROSPECTION: &str = "/security.OAuthService/IntrospectToken";

/// Who asks, if anybody is signed in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    pub(crate) viewer: Option<Viewer>,
    pub(crate) session: Option<SessionId>,
}

/// Somebody who is signed in; 401 otherwise.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn(pub(crate) Viewer);

impl Deref for SignedIn {
    type Target = Viewer;
    fn deref(&self) -> &Viewer {
        &self.0
    }
}

/// Middleware: finds out who asks before any handler runs, and hands out a rotated cookie.
pub(crate) async fn identify<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let app = request.app_data::<Data<App>>().cloned();
    let Some(app) = app else { return Ok(next.call(request).await?.map_into_left_body()) };
    let (caller, replacement) = match recognise(&app, request.request()).await {
        Ok((mut caller, replacement)) => {
            if let Some(viewer) = &mut caller.viewer {
                viewer.origin.address = client_address(request.request(), &app.trusted_proxies);
            }
            (caller, replacement)
        }
        // A client asks whether a token is good, and sends it along as its credential.
        Err(problem) if problem.status == StatusCode::UNAUTHORIZED && request.path().ends_with(INTROSPECTION) => {
            (Caller::default(), None)
        }
        Err(problem) => return Ok(request.error_response(problem).map_into_right_body()),
    };
    request.extensions_mut().insert(caller);
    let mut response = next.call(request).await?.map_into_left_body();
    // A handler that signs in or out has the last word about the session.
    let is_decided = response.response().cookies().any(|cookie| cookie.name() == SESSION_COOKIE);
    if let Some(token) = replacement.filter(|_| !is_decided) {
        let cookie = session_cookie(&app, token.reveal());
        response.response_mut().add_cookie(&cookie).map_err(|error| Problem::internal(&error))?;
    }
    Ok(response)
}

async fn recognise(app: &App, request: &HttpRequest) -> Result<(Caller, Option<Secret>), Problem> {
    if let Some(header) = request.headers().get(AUTHORIZATION) {
        let refused =
            || Problem::new(StatusCode::UNAUTHORIZED, "invalid_token", "this token is unknown, revoked or expired");
        let text = header.to_str().map_err(|_| refused())?;
        let viewer = match text.split_once(' ') {
            Some(("Bearer", token)) => app.house.recognise_bearer(token.trim()).await?,
            Some(("Basic", pair)) => app.house.recognise_basic(pair.trim()).await?,
            _ => None,
        };
        return Ok((Caller { viewer: Some(viewer.ok_or_else(refused)?), session: None }, None));
    }
    let Some(cookie) = request.cookie(SESSION_COOKIE) else { return Ok((Caller::default(), None)) };
    Ok(match app.house.recognise_session(cookie.value()).await? {
        Some(found) => (Caller { viewer: Some(found.viewer), session: Some(found.session) }, found.replacement),
        None => (Caller::default(), None),
    })
}

/// The cookie of a session: not readable by scripts, sent on same-site requests only.
pub(crate) fn session_cookie(app: &App, token: &str) -> Cookie<'static> {
    cookie(token, app.house.config().session_lifetime, app.is_secure())
}

fn cookie(token: &str, lifetime: Duration, is_secure: bool) -> Cookie<'static> {
    let seconds = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
    Cookie::build(SESSION_COOKIE, token.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .max_age(CookieDuration::seconds(seconds))
        .finish()
}

/// The cookie that ends a session in the browser.
pub(crate) fn ended_session_cookie(app: &App) -> Cookie<'static> {
    let mut cookie = session_cookie(app, "");
    cookie.make_removal();
    cookie
}

fn caller(request: &HttpRequest) -> Caller {
    request.extensions().get::<Caller>().cloned().unwrap_or_default()
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(caller(request)))
    }
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(caller(request).viewer.map(Self).ok_or_else(|| AccessError::SignInRequired.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_https_the_cookie_never_travels_in_the_clear() {
        let lifetime = Duration::from_hours(1);
        let text = cookie("secret", lifetime, true).to_string();
        for part in ["joute_session=secret", "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=3600"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!cookie("secret", lifetime, false).to_string().contains("Secure"));
    }
}
