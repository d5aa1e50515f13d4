//! Signing in and out, the first administrator, and one's own account.
//!
//! Invariant: a password or token that was typed is never sent back, except a new token, once.

mod profile;
mod profile_forms;
mod profile_lists;
mod setup;
mod sign_in;

use actix_web::HttpResponse;
use actix_web::web::{Redirect, ServiceConfig, get, post, resource};
use joute_services::accounts::Secret;

use super::visit::Visit;
use crate::problem::Problem;
use crate::web::authenticate::session_cookie;

pub(super) fn routes(config: &mut ServiceConfig) {
    // A form that came back with mistakes has the address of the form; reading that again leads to the page itself.
    let back = || get().to(|| async { Redirect::to("/profile").see_other() });
    config
        .service(resource("/sign-in").route(get().to(sign_in::show)).route(post().to(sign_in::submit)))
        .route("/sign-out", post().to(sign_in::sign_out))
        .service(resource("/setup").route(get().to(setup::show)).route(post().to(setup::submit)))
        .service(resource("/profile").route(get().to(profile::show)).route(post().to(profile_forms::change_profile)))
        .service(resource("/profile/password").route(back()).route(post().to(profile_forms::change_password)))
        .service(resource("/profile/tokens").route(back()).route(post().to(profile_forms::create_token)))
        .route("/profile/tokens/{id}/revoke", post().to(profile_forms::revoke_token))
        .route("/profile/sessions/{id}/revoke", post().to(profile_forms::end_session));
}

/// Adds the cookie of a session that was just opened.
fn with_session(visit: &Visit, mut response: HttpResponse, token: &Secret) -> Result<HttpResponse, Problem> {
    let cookie = session_cookie(&visit.app, token.reveal());
    response.add_cookie(&cookie).map_err(|error| Problem::internal(&error))?;
    Ok(response)
}
