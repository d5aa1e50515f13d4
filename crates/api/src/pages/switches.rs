//! The switches of language and theme.
//!
//! Invariant: a choice is a cookie, and for people with an account also remembered there.

use actix_web::HttpResponse;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::LOCATION;
use actix_web::web::Form;
use joute_domain::Language;
use serde::Deserialize;

use super::PageResult;
use super::visit::{LANGUAGE_COOKIE, THEME_COOKIE, Visit, local_path};

#[derive(Debug, Deserialize)]
pub(crate) struct LanguageChoice {
    language: String,
    #[serde(default)]
    return_to: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ThemeChoice {
    theme: String,
    #[serde(default)]
    return_to: String,
}

pub(crate) async fn choose_language(visit: Visit, form: Form<LanguageChoice>) -> PageResult {
    let language = Language::from_tag(&form.language).unwrap_or_default();
    if let Some(viewer) = &visit.caller.viewer {
        visit.app.house.set_language(viewer, language).await?;
    }
    Ok(remember(LANGUAGE_COOKIE, language.tag(), &form.return_to))
}

pub(crate) async fn choose_theme(form: Form<ThemeChoice>) -> PageResult {
    let theme = match form.theme.as_str() {
        "light" => "light",
        "dark" => "dark",
        _ => "system",
    };
    Ok(remember(THEME_COOKIE, theme, &form.return_to))
}

fn remember(name: &'static str, value: &'static str, return_to: &str) -> HttpResponse {
    let cookie = Cookie::build(name, value).path("/").same_site(SameSite::Lax).max_age(Duration::days(365)).finish();
    HttpResponse::SeeOther().insert_header((LOCATION, local_path(return_to))).cookie(cookie).finish()
}
