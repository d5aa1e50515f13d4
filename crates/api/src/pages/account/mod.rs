//! Signing in and out, the first administrator, and one's own account.
//!
//! Invariant: a password or token that was typed is never sent back, except a new token, once.

pub(crate) mod profile;
pub(crate) mod profile_forms;
mod profile_lists;
pub(crate) mod setup;
pub(crate) mod sign_in;

use actix_web::HttpResponse;
use actix_web::web::Redirect;
use joute_services::accounts::Secret;

use super::visit::Visit;
use crate::problem::Problem;
use crate::web::authenticate::session_cookie;

/// A form that came back with mistakes has the address of the form; reading that again leads to the page itself.
pub(crate) async fn back() -> Redirect {
    Redirect::to("/profile").see_other()
}

/// Adds the cookie of a session that was just opened.
fn with_session(visit: &Visit, mut response: HttpResponse, token: &Secret) -> Result<HttpResponse, Problem> {
    let cookie = session_cookie(&visit.app, token.reveal());
    response.add_cookie(&cookie).map_err(|error| Problem::internal(&error))?;
    Ok(response)
}
