//! Signing in and out.
//!
//! Invariant: after signing in people come back to where they were, and never to another host.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Form, Query};
use serde::{Deserialize, Serialize};

use super::with_session;
use crate::pages::PageResult;
use crate::pages::field_errors::{FieldError, FieldErrors};
use crate::pages::shell::Shell;
use crate::pages::visit::{Visit, local_path};
use crate::problem::Problem;
use crate::render::Page;
use crate::web::Visiting;
use crate::web::authenticate::{SESSION_COOKIE, ended_session_cookie};

#[derive(Debug, Serialize)]
struct SignInPage {
    page: Shell,
    form: SignInForm,
}

#[derive(Debug, Serialize)]
struct SignInForm {
    login: String,
    return_to: String,
    errors: Vec<FieldError>,
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "account/sign_in.html.tera";
}

#[derive(Deserialize)]
pub(crate) struct Destination {
    #[serde(default)]
    return_to: String,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    return_to: String,
}

/// `GET /sign-in`
pub(crate) async fn show(visit: Visit, query: Query<Destination>) -> PageResult {
    let return_to = local_path(&query.return_to);
    if visit.caller.viewer.is_some() {
        return Ok(visit.go(&return_to, None));
    }
    let form = SignInForm { login: String::new(), return_to, errors: Vec::new() };
    visit.page(&SignInPage { page: visit.shell(""), form })
}

/// `POST /sign-in`
pub(crate) async fn submit(mut visit: Visit, visitor: Visiting, form: Form<Credentials>) -> PageResult {
    let Credentials { login, password, return_to } = form.into_inner();
    let return_to = local_path(&return_to);
    let error = match visit.app.house.sign_in(&visitor, &login, password).await {
        Ok(opened) => return with_session(&visit, visit.go(&return_to, Some("notice-signed-in")), &opened.token),
        Err(error) => Problem::from(error),
    };
    let mut errors = FieldErrors::new(&visit);
    errors.add_problem(error)?;
    let form = SignInForm { login, return_to, errors: errors.into_vec() };
    visit.path = "/sign-in".to_owned();
    visit.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &SignInPage { page: visit.shell(""), form })
}

/// `POST /sign-out`
pub(crate) async fn sign_out(visit: Visit, request: HttpRequest) -> PageResult {
    if let (Some(viewer), Some(cookie)) = (&visit.caller.viewer, request.cookie(SESSION_COOKIE)) {
        visit.app.house.sign_out(viewer, cookie.value()).await?;
    }
    let mut response = visit.go("/", Some("notice-signed-out"));
    let ended = ended_session_cookie(&visit.app);
    response.add_cookie(&ended).map_err(|error| Problem::internal(&error))?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    #[test]
    fn the_form_comes_back_with_the_name_and_without_the_password() {
        let pages = samples::render_all(|page, format, _| {
            let mut errors = FieldErrors::in_words(format.words);
            errors.add_problem(joute_services::accounts::AccountError::WrongCredentials.into()).unwrap();
            let form = SignInForm {
                login: "amelie".to_owned(),
                return_to: "/c/x?y=\"1\"".to_owned(),
                errors: errors.into_vec(),
            };
            SignInPage { page, form }
        });
        for page in &pages {
            assert!(page.contains("value=\"amelie\"") && page.contains("role=\"alert\""));
            assert!(page.contains("name=\"return_to\" value=\"/c/x?y=&quot;1&quot;\""), "{page}");
        }
        assert!(pages.iter().any(|page| page.contains("Identifiant ou mot de passe incorrect.")));
    }

    #[test]
    fn the_empty_form_renders() {
        let form = || SignInForm { login: String::new(), return_to: "/".to_owned(), errors: Vec::new() };
        let pages = samples::render_all(|page, _, _| SignInPage { page, form: form() });
        assert!(pages.iter().all(|page| !page.contains("role=\"alert\"")));
    }
}
