//! The forms of the profile.
//!
//! Invariant: a form changes only what belongs to the person who sent it.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use joute_domain::{Email, SessionId, TokenId};
use serde::Deserialize;

use super::profile::{PasswordForm, ProfileForm, ProfileState, TokenForm, render};
use super::with_session;
use crate::pages::PageResult;
use crate::pages::field_errors::FieldErrors;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::web::{SignedIn, Visiting};

const DAY: Duration = Duration::from_hours(24);

#[derive(Deserialize)]
pub(crate) struct TypedProfile {
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    email: String,
}

#[derive(Deserialize)]
pub(crate) struct TypedPassword {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    password: String,
}

#[derive(Deserialize)]
pub(crate) struct TypedToken {
    #[serde(default)]
    name: String,
    #[serde(default)]
    days: String,
}

/// `POST /profile`
pub(crate) async fn change_profile(visit: Visit, viewer: SignedIn, form: Form<TypedProfile>) -> PageResult {
    let TypedProfile { display_name, email } = form.into_inner();
    let mut errors = FieldErrors::new(&visit);
    match read_email(&email) {
        Err(()) => errors.add("email", "invalid_field-email"),
        Ok(address) => match visit.app.house.change_profile(&viewer, &display_name, address).await {
            Ok(()) => return Ok(visit.go("/profile", Some("notice-saved"))),
            Err(error) => errors.add_problem(error.into())?,
        },
    }
    let form = ProfileForm { display_name, email, errors: errors.into_vec() };
    let state = ProfileState { profile_form: Some(form), ..ProfileState::default() };
    render(visit.clone(), &viewer, StatusCode::UNPROCESSABLE_ENTITY, state).await
}

/// `POST /profile/password`: all sessions end, this browser gets a new one.
pub(crate) async fn change_password(
    visit: Visit,
    viewer: SignedIn,
    visitor: Visiting,
    form: Form<TypedPassword>,
) -> PageResult {
    let TypedPassword { current_password, password } = form.into_inner();
    let house = &visit.app.house;
    let refused = match house.change_password(&viewer, current_password, password.clone()).await {
        Ok(()) => {
            let opened = house.sign_in(&visitor, viewer.handle.as_str(), password).await?;
            return with_session(&visit, visit.go("/profile", Some("notice-password-changed")), &opened.token);
        }
        Err(error) => Problem::from(error),
    };
    let mut errors = FieldErrors::new(&visit);
    errors.add_problem(refused)?;
    let state = ProfileState { password_form: PasswordForm { errors: errors.into_vec() }, ..ProfileState::default() };
    render(visit.clone(), &viewer, StatusCode::UNPROCESSABLE_ENTITY, state).await
}

/// `POST /profile/tokens`: the one page that shows the secret.
pub(crate) async fn create_token(visit: Visit, viewer: SignedIn, form: Form<TypedToken>) -> PageResult {
    let TypedToken { name, days } = form.into_inner();
    let mut errors = FieldErrors::new(&visit);
    match days.parse::<u32>().ok().filter(|days| (1..=365).contains(days)) {
        None => errors.add("days", "bad_number"),
        Some(number) => {
            let expires_at = visit.app.house.clock().now().plus(DAY * number);
            match visit.app.house.issue_token(&viewer, &name, Some(expires_at)).await {
                Ok(issued) => {
                    let state =
                        ProfileState { new_token: issued.secret.reveal().to_owned(), ..ProfileState::default() };
                    return render(visit.clone(), &viewer, StatusCode::CREATED, state).await;
                }
                Err(error) => errors.add_problem(error.into())?,
            }
        }
    }
    let form = TokenForm { name, days, errors: errors.into_vec() };
    let state = ProfileState { token_form: form, ..ProfileState::default() };
    render(visit.clone(), &viewer, StatusCode::UNPROCESSABLE_ENTITY, state).await
}

/// `POST /profile/tokens/{id}/revoke`
pub(crate) async fn revoke_token(visit: Visit, viewer: SignedIn, path: Path<String>) -> PageResult {
    let id: TokenId = path.parse().map_err(|error| Problem::not_found("not_found", error))?;
    visit.app.house.revoke_token(&viewer, id).await?;
    Ok(visit.go("/profile#tokens", Some("notice-token-revoked")))
}

/// `POST /profile/sessions/{id}/revoke`
pub(crate) async fn end_session(visit: Visit, viewer: SignedIn, path: Path<String>) -> PageResult {
    let id: SessionId = path.parse().map_err(|error| Problem::not_found("not_found", error))?;
    visit.app.house.end_session(&viewer, id).await?;
    Ok(visit.go("/profile#sessions", Some("notice-session-ended")))
}

/// An address may be absent, but not wrong.
fn read_email(typed: &str) -> Result<Option<Email>, ()> {
    if typed.trim().is_empty() { Ok(None) } else { typed.parse().map(Some).map_err(|_| ()) }
}
