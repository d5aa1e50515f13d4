//! A visit: who reads a page, in which language and theme, and how the page is answered.
//!
//! Invariant: a language comes from the switch, then the account, then the browser, then English.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, LOCATION};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use joute_domain::Language;

use super::PageResult;
use super::format::Format;
use super::shell::{Notice, Shell};
use crate::app::App;
use crate::problem::Problem;
use crate::render::Page;
use crate::web::Caller;

/// Name of the cookie that remembers a language.
pub(super) const LANGUAGE_COOKIE: &str = "joute_language";
/// Name of the cookie that remembers a theme.
pub(super) const THEME_COOKIE: &str = "joute_theme";
/// Name of the cookie that carries one notice to the next page, by its key.
pub(super) const NOTICE_COOKIE: &str = "joute_notice";

/// What every page handler needs.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) app: Data<App>,
    pub(crate) caller: Caller,
    pub(crate) language: Language,
    pub(crate) theme: &'static str,
    pub(crate) path: String,
    notice: Option<Notice>,
}

impl Visit {
    /// The frame of a page; `section` is what the navigation marks.
    pub(crate) fn shell(&self, section: &'static str) -> Shell {
        Shell::of(self, section, self.notice.clone())
    }

    /// Formats numbers and dates in the reader's language.
    pub(crate) fn format(&self) -> Format<'_> {
        Format::new(self.app.renderer.words(self.language), self.language, self.app.house.clock().now())
    }

    /// A word in the reader's language.
    pub(crate) fn word(&self, key: &str) -> String {
        self.app.renderer.words(self.language).plain(key)
    }

    /// Answers with a page.
    pub(crate) fn page<P: Page>(&self, page: &P) -> PageResult {
        self.page_with_status(StatusCode::OK, page)
    }

    /// Answers with a page that shows its own mistakes, such as a form.
    pub(crate) fn page_with_status<P: Page>(&self, status: StatusCode, page: &P) -> PageResult {
        let html = self.app.renderer.page(self.language, page).map_err(|error| Problem::internal(&error))?;
        let mut response = HttpResponse::build(status);
        if self.notice.is_some() {
            response.cookie(removal(NOTICE_COOKIE));
        }
        Ok(response.content_type("text/html; charset=utf-8").insert_header(("cache-control", "no-store")).body(html))
    }

    /// Goes to another page after a form was handled, with a notice by its key (`notice-saved`) if any.
    #[allow(clippy::unused_self, reason = "going somewhere is what a visit does; callers read better")]
    pub(crate) fn go(&self, to: &str, notice: Option<&'static str>) -> HttpResponse {
        let mut response = HttpResponse::SeeOther();
        response.insert_header((LOCATION, local_path(to)));
        if let Some(key) = notice {
            response.cookie(actix_web::cookie::Cookie::build(NOTICE_COOKIE, key).path("/").http_only(true).finish());
        }
        response.finish()
    }

    /// Reads a visit from a request whose caller is known.
    pub(crate) fn of(request: &HttpRequest) -> Option<Self> {
        let app = request.app_data::<Data<App>>()?.clone();
        let caller = request.extensions().get::<Caller>().cloned().unwrap_or_default();
        let cookie = |name: &str| request.cookie(name).map(|cookie| cookie.value().to_owned());
        let chosen = cookie(LANGUAGE_COOKIE).and_then(|tag| Language::from_tag(&tag));
        let accepted = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let language = chosen
            .or_else(|| caller.viewer.as_ref().and_then(|viewer| viewer.language))
            .or_else(|| accepted.and_then(first_known))
            .unwrap_or_default();
        let theme = match cookie(THEME_COOKIE).as_deref() {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "system",
        };
        let words = app.renderer.words(language);
        let notice = cookie(NOTICE_COOKIE).filter(|key| key.starts_with("notice-") && words.has(key));
        let notice = notice.map(|key| Notice::success(words.plain(&key)));
        let path = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        Some(Self { app, caller, language, theme, path, notice })
    }
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(|| Problem::not_found("page_not_found", "")))
    }
}

/// The best language of an `Accept-Language` header that we have; weights are honoured.
fn first_known(header: &str) -> Option<Language> {
    let mut wishes: Vec<(f32, Language)> = Vec::new();
    for wish in header.split(',') {
        let (tag, weight) = wish.split_once(";q=").unwrap_or((wish, "1"));
        if let (Some(language), Ok(weight)) = (Language::from_tag(tag.trim()), weight.trim().parse()) {
            wishes.push((weight, language));
        }
    }
    wishes.sort_by(|left, right| right.0.total_cmp(&left.0));
    wishes.first().map(|(_, language)| *language)
}

/// Only paths of this house: never another host, whatever a form says.
pub(super) fn local_path(path: &str) -> String {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if is_local { path.to_owned() } else { "/".to_owned() }
}

pub(super) fn removal(name: &'static str) -> actix_web::cookie::Cookie<'static> {
    let mut cookie = actix_web::cookie::Cookie::build(name, "").path("/").finish();
    cookie.make_removal();
    cookie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_known_language_of_the_browser_is_taken() {
        assert_eq!(first_known("de-DE, fr;q=0.4, en;q=0.8"), Some(Language::En));
        assert_eq!(first_known("fr-CA,en;q=0.9"), Some(Language::Fr));
        assert_eq!(first_known("de"), None);
    }

    #[test]
    fn a_form_cannot_send_people_to_another_host() {
        for bad in ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\r\nb"] {
            assert_eq!(local_path(bad), "/", "{bad}");
        }
        assert_eq!(local_path("/c/x?y=1"), "/c/x?y=1");
    }
}
