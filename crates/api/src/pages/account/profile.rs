//! One's own account: what was entered, tokens, name, password, sessions.
//!
//! Invariant: the page shows nobody's account but the reader's.

use actix_web::http::StatusCode;
use joute_domain::{Timestamp, Zone};
use joute_services::access::Viewer;
use serde::Serialize;

use super::profile_lists::{EnteredView, SessionView, TokenView, entered, sessions, tokens};
use crate::pages::PageResult;
use crate::pages::blazon::Blazon;
use crate::pages::field_errors::FieldError;
use crate::pages::format::{Format, Time};
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::render::Page;
use crate::web::SignedIn;

#[derive(Debug, Serialize)]
struct ProfilePage {
    page: Shell,
    account: AccountView,
    profile_form: ProfileForm,
    password_form: PasswordForm,
    token_form: TokenForm,
    new_token: String,
    tokens: Vec<TokenView>,
    sessions: Vec<SessionView>,
    entered: Vec<EnteredView>,
    api_base: String,
}

impl Page for ProfilePage {
    const TEMPLATE: &'static str = "account/profile.html.tera";
}

#[derive(Debug, Serialize)]
struct AccountView {
    display_name: String,
    handle: String,
    email: String,
    role: &'static str,
    since: Time,
    blazon: Blazon,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct ProfileForm {
    pub(super) display_name: String,
    pub(super) email: String,
    pub(super) errors: Vec<FieldError>,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct PasswordForm {
    pub(super) errors: Vec<FieldError>,
}

#[derive(Debug, Serialize)]
pub(super) struct TokenForm {
    pub(super) name: String,
    pub(super) days: String,
    pub(super) errors: Vec<FieldError>,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self { name: String::new(), days: "90".to_owned(), errors: Vec::new() }
    }
}

/// What a form of the page left behind.
#[derive(Debug, Default)]
pub(super) struct ProfileState {
    pub(super) profile_form: Option<ProfileForm>,
    pub(super) password_form: PasswordForm,
    pub(super) token_form: TokenForm,
    pub(super) new_token: String,
}

/// The day is enough here.
fn since(format: &Format<'_>, at: Timestamp) -> Time {
    Time { iso: at.to_string(), text: format.day(at, Zone::UTC) }
}

/// `GET /profile`
pub(crate) async fn show(visit: Visit, viewer: SignedIn) -> PageResult {
    render(visit, &viewer, StatusCode::OK, ProfileState::default()).await
}

/// The page with what a form left behind.
pub(super) async fn render(mut visit: Visit, viewer: &Viewer, status: StatusCode, state: ProfileState) -> PageResult {
    let house = &visit.app.house;
    let account = house.own_account(viewer.id.clone()).await?;
    let (tokens, sessions, entered) =
        (tokens(&visit, viewer).await?, sessions(&visit, viewer).await?, entered(&visit, viewer).await?);
    let email = account.email.map(String::from).unwrap_or_default();
    let unchanged = || ProfileForm { display_name: account.display_name.clone(), email: email.clone(), errors: vec![] };
    let account = AccountView {
        display_name: account.display_name.clone(),
        handle: account.handle.to_string(),
        email: email.clone(),
        role: account.role.as_str(),
        since: since(&visit.format(), account.created_at),
        blazon: Blazon::of(account.handle.as_str()),
    };
    let api_base = format!("{}/api/joute/v1", visit.app.public_url);
    visit.path = "/profile".to_owned();
    let page = ProfilePage {
        page: visit.shell("profile"),
        profile_form: state.profile_form.unwrap_or_else(unchanged),
        password_form: state.password_form,
        token_form: state.token_form,
        new_token: state.new_token,
        account,
        tokens,
        sessions,
        entered,
        api_base,
    };
    visit.page_with_status(status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::field_errors::FieldErrors;
    use crate::pages::samples;

    fn sample(page: Shell, format: &Format<'_>, state: ProfileState) -> ProfilePage {
        let account = AccountView {
            display_name: "Amélie <Fontaine>".to_owned(),
            handle: "amelie".to_owned(),
            email: "amelie@example.org".to_owned(),
            role: "host",
            since: since(format, samples::now()),
            blazon: Blazon::of("amelie"),
        };
        let form = ProfileForm { display_name: String::new(), email: String::new(), errors: Vec::new() };
        ProfilePage {
            page,
            account,
            profile_form: state.profile_form.unwrap_or(form),
            password_form: state.password_form,
            token_form: state.token_form,
            new_token: state.new_token,
            tokens: super::super::profile_lists::sample_tokens(format),
            sessions: super::super::profile_lists::sample_sessions(format),
            entered: super::super::profile_lists::sample_entered(),
            api_base: "https://joute.example/api/joute/v1".to_owned(),
        }
    }

    #[test]
    fn tokens_sessions_and_competitions_are_listed() {
        for page in samples::render_all(|page, format, _| sample(page, format, ProfileState::default())) {
            assert!(page.contains("/profile/tokens/t1/revoke") && page.contains("/profile/sessions/s2/revoke"));
            assert!(!page.contains("/profile/sessions/s1/revoke"), "the present session is left by signing out");
            assert!(page.contains("3 / 12") && page.contains("0.1234"));
        }
    }

    #[test]
    fn a_new_token_is_shown_in_full() {
        let state = || ProfileState { new_token: "jt_secret".to_owned(), ..ProfileState::default() };
        let pages = samples::render_all(|page, format, _| sample(page, format, state()));
        assert!(pages.iter().all(|page| page.contains("Bearer jt_secret")));
    }

    #[test]
    fn each_form_shows_its_own_mistakes() {
        let pages = samples::render_all(|page, format, _| {
            let errors = |field: &str, code: &str| {
                let mut errors = FieldErrors::in_words(format.words);
                errors.add(field, code);
                errors.into_vec()
            };
            let profile_form = ProfileForm {
                display_name: "Amélie".to_owned(),
                email: "nobody".to_owned(),
                errors: errors("email", "invalid_field-email"),
            };
            let state = ProfileState {
                profile_form: Some(profile_form),
                password_form: PasswordForm { errors: errors("password", "invalid_field-password") },
                token_form: TokenForm { errors: errors("name", "invalid_field-name"), ..TokenForm::default() },
                new_token: String::new(),
            };
            sample(page, format, state)
        });
        for page in pages {
            for field in ["email-error", "password-error", "name-error"] {
                assert!(page.contains(field), "{field}");
            }
            assert!(page.contains("value=\"nobody\""));
        }
    }
}
