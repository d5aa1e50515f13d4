//! The first administrator, from the one-time link that the first start prints.
//!
//! Invariant: the link is used up only by a form without a mistake.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Query};
use joute_domain::{Email, Handle, Role};
use joute_services::accounts::{MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH, NewUser};
use serde::{Deserialize, Serialize};

use super::with_session;
use crate::pages::PageResult;
use crate::pages::field_errors::{FieldError, FieldErrors};
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::render::Page;
use crate::web::Visiting;

#[derive(Debug, Serialize)]
struct SetupPage {
    page: Shell,
    valid: bool,
    form: SetupForm,
}

#[derive(Debug, Default, Serialize)]
struct SetupForm {
    token: String,
    display_name: String,
    handle: String,
    email: String,
    errors: Vec<FieldError>,
}

impl Page for SetupPage {
    const TEMPLATE: &'static str = "account/setup.html.tera";
}

#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    token: String,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct Typed {
    token: String,
    display_name: String,
    handle: String,
    email: String,
    password: String,
}

/// `GET /setup?token=`
pub(crate) async fn show(visit: Visit, query: Query<Link>) -> PageResult {
    if !visit.app.house.is_setup_open(&query.token).await? {
        return used(&visit);
    }
    let form = SetupForm { token: query.into_inner().token, ..SetupForm::default() };
    visit.page(&SetupPage { page: visit.shell(""), valid: true, form })
}

/// `POST /setup`
pub(crate) async fn submit(mut visit: Visit, visitor: Visiting, form: Form<Typed>) -> PageResult {
    let typed = form.into_inner();
    visit.path = "/".to_owned();
    let mut errors = FieldErrors::new(&visit);
    if let Some(new) = read(&typed, &mut errors) {
        match visit.app.house.complete_setup(&visitor, &typed.token, new).await.map_err(Problem::from) {
            Ok(user) => {
                let opened = visit.app.house.sign_in(&visitor, user.handle.as_str(), typed.password).await?;
                return with_session(&visit, visit.go("/", Some("notice-house-open")), &opened.token);
            }
            Err(problem) if problem.code == "link_used" => return used(&visit),
            Err(problem) => errors.add_problem(problem)?,
        }
    }
    let Typed { token, display_name, handle, email, .. } = typed;
    let form = SetupForm { token, display_name, handle, email, errors: errors.into_vec() };
    let page = SetupPage { page: visit.shell(""), valid: true, form };
    visit.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn read(typed: &Typed, errors: &mut FieldErrors<'_>) -> Option<NewUser> {
    let (handle, email) = (typed.handle.parse::<Handle>(), typed.email.parse::<Email>());
    if handle.is_err() {
        errors.add("handle", "invalid_field-handle");
    }
    if email.is_err() {
        errors.add("email", "invalid_field-email");
    }
    let length = typed.password.chars().count();
    if length < MINIMUM_PASSWORD_LENGTH || typed.password.len() > MAXIMUM_PASSWORD_LENGTH {
        errors.add("password", "invalid_field-password");
    }
    if !errors.is_empty() {
        return None;
    }
    Some(NewUser {
        handle: handle.ok()?,
        display_name: typed.display_name.clone(),
        email: Some(email.ok()?),
        password: Some(typed.password.clone()),
        role: Role::Admin,
    })
}

fn used(visit: &Visit) -> PageResult {
    let page = SetupPage { page: visit.shell(""), valid: false, form: SetupForm::default() };
    visit.page_with_status(StatusCode::GONE, &page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    fn typed() -> Typed {
        Typed { token: "setup_1".to_owned(), handle: "1".to_owned(), email: "nobody".to_owned(), ..Typed::default() }
    }

    #[test]
    fn every_mistake_stands_at_its_field() {
        let pages = samples::render_all(|page, format, _| {
            let mut errors = FieldErrors::in_words(format.words);
            assert!(read(&typed(), &mut errors).is_none());
            let form = SetupForm {
                token: "setup_1".to_owned(),
                handle: "1".to_owned(),
                errors: errors.into_vec(),
                ..SetupForm::default()
            };
            SetupPage { page, valid: true, form }
        });
        for page in pages {
            assert!(page.contains("id=\"handle-error\"") && page.contains("id=\"email-error\""), "{page}");
            assert!(page.contains("id=\"password-error\"") && page.contains("value=\"setup_1\""));
        }
    }

    #[test]
    fn a_dead_link_shows_no_form() {
        let pages = samples::render_all(|page, _, _| SetupPage { page, valid: false, form: SetupForm::default() });
        assert!(pages.iter().all(|page| !page.contains("action=\"/setup\"")));
    }
}
