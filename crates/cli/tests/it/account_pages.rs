//! The pages of accounts as a browser without scripts meets them.

use joute_domain::Role;
use reqwest::header::{ACCEPT_LANGUAGE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Method, Response};

use crate::house::{PASSWORD, house_test};
use crate::person::Person;

/// Reads a page in French.
async fn page(person: &Person, path: &str) -> (u16, String) {
    let answer = person.request(Method::GET, path).header(ACCEPT_LANGUAGE, "fr").send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Sends a form in French.
async fn send(person: &Person, path: &str, fields: &[(&str, &str)]) -> Response {
    let request = person.request(Method::POST, path).header(ACCEPT_LANGUAGE, "fr");
    request.form(&fields.to_vec()).send().await.unwrap()
}

fn location(answer: &Response) -> &str {
    answer.headers()[LOCATION].to_str().unwrap()
}

/// The cookie of the session as the server set it.
fn session_cookie(answer: &Response) -> Option<String> {
    let cookies = answer.headers().get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap().to_owned());
    cookies.into_iter().find(|cookie| cookie.starts_with("joute_session="))
}

/// The text between two marks.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split_once(before).unwrap().1.split_once(after).unwrap().0
}

house_test! {
    /// Whoever is sent to sign in comes back to where they were; a mistake keeps the name and opens no session.
    async fn people_sign_in_and_come_back_to_where_they_were(house: TestHouse) {
        house.person("hana", Role::Host).await;
        let somebody = house.anybody();
        let sent = somebody.request(Method::GET, "/profile").send().await.unwrap();
        assert_eq!((sent.status().as_u16(), location(&sent)), (303, "/sign-in?return_to=/profile"));
        let wrong = send(&somebody, "/sign-in", &[("login", "hana"), ("password", "no"), ("return_to", "/profile")]).await;
        assert_eq!((wrong.status().as_u16(), session_cookie(&wrong)), (422, None));
        let html = wrong.text().await.unwrap();
        assert!(html.contains("value=\"hana\"") && html.contains("Identifiant ou mot de passe incorrect."), "{html}");
        assert!(html.contains("name=\"return_to\" value=\"/profile\""));
        let right = [("login", "hana"), ("password", PASSWORD), ("return_to", "/profile")];
        let right = send(&somebody, "/sign-in", &right).await;
        assert_eq!((right.status().as_u16(), location(&right)), (303, "/profile"));
        let cookie = session_cookie(&right).unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
        assert_eq!(page(&somebody, "/profile").await.0, 200);
        let out = send(&somebody, "/sign-out", &[]).await;
        assert_eq!(location(&out), "/");
        assert_eq!(page(&somebody, "/profile").await.0, 303);
    }
}

house_test! {
    /// A link cannot make the sign-in form send people elsewhere, and no other site can send our forms.
    async fn nobody_is_led_or_pushed_by_another_site(house: TestHouse) {
        let hana = house.person("hana", Role::Host).await;
        let (_, html) = page(&house.anybody(), "/sign-in?return_to=//evil.example/x").await;
        assert!(html.contains("name=\"return_to\" value=\"/\""), "{html}");
        let form = [("login", "hana"), ("password", PASSWORD), ("return_to", "https://evil.example")];
        assert_eq!(location(&send(&house.anybody(), "/sign-in", &form).await), "/");
        let pushed = hana.request(Method::POST, "/sign-out").header(ORIGIN, "https://evil.example");
        assert_eq!(pushed.send().await.unwrap().status(), 403);
        assert_eq!(page(&hana, "/profile").await.0, 200, "still signed in");
    }
}

house_test! {
    /// A token is shown once, works for scripts, and stops when it is revoked.
    async fn a_token_is_shown_once_and_works_until_it_is_revoked(house: TestHouse) {
        let hana = house.person("hana", Role::Host).await;
        let nameless = send(&hana, "/profile/tokens", &[("name", " "), ("days", "365")]).await;
        assert_eq!(nameless.status(), 422);
        let html = nameless.text().await.unwrap();
        assert!(html.contains("id=\"name-error\"") && html.contains("value=\"365\" selected"), "{html}");
        let made = send(&hana, "/profile/tokens", &[("name", "portable"), ("days", "30")]).await;
        assert_eq!(made.status(), 201);
        let html = made.text().await.unwrap();
        let secret = format!("jt_{}", between(&html, "Bearer jt_", "\""));
        let use_token = || house.anybody().request(Method::GET, "/api/joute/v1/me").bearer_auth(&secret).send();
        assert_eq!(use_token().await.unwrap().status(), 200);
        let (_, again) = page(&hana, "/profile").await;
        assert!(again.contains("portable") && !again.contains(&secret), "the secret is never shown again");
        let id = between(&again, "/profile/tokens/", "/revoke");
        let other = house.person("milo", Role::Member).await;
        assert_eq!(send(&other, &format!("/profile/tokens/{id}/revoke"), &[]).await.status(), 404);
        assert_eq!(use_token().await.unwrap().status(), 200, "nobody revokes the token of somebody else");
        assert_eq!(send(&hana, &format!("/profile/tokens/{id}/revoke"), &[]).await.status(), 303);
        assert_eq!(use_token().await.unwrap().status(), 401);
    }
}

house_test! {
    /// A new password ends the sessions elsewhere and keeps the browser that changed it.
    async fn a_new_password_ends_the_sessions_elsewhere(house: TestHouse) {
        let here = house.person("hana", Role::Host).await;
        let elsewhere = house.anybody();
        elsewhere.sign_in("hana").await;
        let wrong = send(&here, "/profile/password", &[("current_password", "no"), ("password", "a long one indeed")]).await;
        assert_eq!(wrong.status(), 422);
        assert!(wrong.text().await.unwrap().contains("id=\"current_password-error\""));
        let short = send(&here, "/profile/password", &[("current_password", PASSWORD), ("password", "short")]).await;
        assert!(short.text().await.unwrap().contains("id=\"password-error\""));
        let form = [("current_password", PASSWORD), ("password", "a long one indeed")];
        assert_eq!(send(&here, "/profile/password", &form).await.status(), 303);
        assert_eq!(page(&here, "/profile").await.0, 200);
        assert_eq!(page(&elsewhere, "/profile").await.0, 303);
        let old = send(&elsewhere, "/sign-in", &[("login", "hana"), ("password", PASSWORD)]).await;
        assert_eq!(old.status(), 422);
    }
}

house_test! {
    /// Name and address are changed together; a wrong address comes back beside its field; a session is ended at a click.
    async fn people_change_their_account_and_end_their_sessions(house: TestHouse) {
        let hana = house.person("hana", Role::Host).await;
        let wrong = send(&hana, "/profile", &[("display_name", "Hana K."), ("email", "nowhere")]).await;
        assert_eq!(wrong.status(), 422);
        let html = wrong.text().await.unwrap();
        assert!(html.contains("id=\"email-error\"") && html.contains("value=\"nowhere\""), "{html}");
        assert!(html.contains("value=\"Hana K.\""));
        let right = send(&hana, "/profile", &[("display_name", "Hana K."), ("email", "hana@example.org")]).await;
        assert_eq!(location(&right), "/profile");
        let elsewhere = house.anybody();
        elsewhere.sign_in("hana@example.org").await;
        let (_, html) = page(&hana, "/profile").await;
        assert!(html.contains("<h1>Hana K.</h1>") && html.contains("Enregistré."), "{html}");
        assert_eq!(html.matches("/profile/sessions/").count(), 1, "the present session has no button");
        let id = between(&html, "/profile/sessions/", "/revoke");
        assert_eq!(send(&hana, &format!("/profile/sessions/{id}/revoke"), &[]).await.status(), 303);
        assert_eq!(page(&elsewhere, "/profile").await.0, 303);
    }
}
