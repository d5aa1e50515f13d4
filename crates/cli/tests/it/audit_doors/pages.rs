//! The forms of the pages.

use joute_domain::Role;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};

use super::Walk;
use crate::house::{PASSWORD, fixtures, house_test};
use crate::person::Person;

/// A form with these fields.
fn form(person: &Person, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    person.request(Method::POST, path).form(&fields.to_vec())
}

/// A form with a file.
fn bring(person: &Person, path: &str, kind: &str, name: &str, bytes: Vec<u8>) -> RequestBuilder {
    let parts = Form::new().text("kind", kind.to_owned());
    person.request(Method::POST, path).multipart(parts.part("file", Part::bytes(bytes).file_name(name.to_owned())))
}

fn penguins(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins").join(name)).unwrap()
}

async fn page(person: &Person, path: &str) -> String {
    person.request(Method::GET, path).send().await.unwrap().text().await.unwrap()
}

/// The text between two marks.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split_once(before).unwrap().1.split_once(after).unwrap().0
}

/// The settings of the penguins as somebody would type them.
fn settings<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", "Penguins"),
        ("slug", "penguins"),
        ("summary", "Which species is it?"),
        ("visibility", "internal"),
        ("zone", "Europe/Paris"),
        ("ends_at", "2099-07-01T09:00"),
        ("submissions_per_day", "5"),
        ("team_size", "1"),
        ("metric", "accuracy"),
        ("id_column", "id"),
        ("truth_columns", "species"),
        ("text_columns", "species"),
        ("split", "usage"),
        ("usage_column", "Usage"),
        ("page_overview", "Three species."),
    ];
    fields.extend_from_slice(changed);
    fields
}

async fn first_start(walk: &mut Walk<'_>, somebody: &Person) {
    let log = walk.house.log_text();
    let link = log.split_whitespace().find(|word| word.contains("/setup?token=")).unwrap().to_owned();
    let token = link.split_once("token=").unwrap().1;
    let fields = [
        ("token", token),
        ("handle", "solene"),
        ("display_name", "Solène"),
        ("email", "solene@example.org"),
        ("password", PASSWORD),
    ];
    walk.tells("POST /setup", "account.setup", form(somebody, "/setup", &fields)).await;
}

async fn account(walk: &mut Walk<'_>, hana: &Person) {
    let in_french = form(hana, "/language", &[("language", "fr"), ("return_to", "/")]);
    walk.tells("POST /language", "account.change", in_french).await;
    walk.tells("POST /profile", "account.change", form(hana, "/profile", &[("display_name", "Hana K.")])).await;
    let made = form(hana, "/profile/tokens", &[("name", "laptop"), ("days", "30")]);
    walk.tells("POST /profile/tokens", "token.issue", made).await;
    let html = page(hana, "/profile").await;
    let path = format!("/profile/tokens/{}/revoke", between(&html, "/profile/tokens/", "/revoke"));
    walk.tells("POST /profile/tokens/{id}/revoke", "token.revoke", form(hana, &path, &[])).await;
    let elsewhere = walk.house.anybody();
    let login = [("login", "hana"), ("password", PASSWORD)];
    walk.tells("POST /sign-in", "session.open", form(&elsewhere, "/sign-in", &login)).await;
    let html = page(hana, "/profile").await;
    let path = format!("/profile/sessions/{}/revoke", between(&html, "/profile/sessions/", "/revoke"));
    walk.tells("POST /profile/sessions/{id}/revoke", "session.end", form(hana, &path, &[])).await;
    let fields = [("current_password", PASSWORD), ("password", "another long one")];
    walk.tells("POST /profile/password", "password.change", form(hana, "/profile/password", &fields)).await;
}

async fn hosting(walk: &mut Walk<'_>, hana: &Person) {
    let drafted = form(hana, "/competitions/new", &settings(&[]));
    walk.tells("POST /competitions/new", "competition.create", drafted).await;
    let html = page(hana, "/c/penguins/edit").await;
    let revision = between(&html, "name=\"revision\" value=\"", "\"").to_owned();
    let changed = form(hana, "/c/penguins/edit", &settings(&[("revision", &revision)]));
    walk.tells("POST /c/{slug}/edit", "competition.change", changed).await;
    let put = "POST /c/{slug}/edit/files";
    for (kind, name) in [("test", "test.csv"), ("sample_submission", "sample_submission.csv"), ("other", "train.csv")] {
        walk.tells(put, "file.put", bring(hana, "/c/penguins/edit/files", kind, name, penguins(name))).await;
    }
    let html = page(hana, "/c/penguins/edit").await;
    let last = html.rsplit("/c/penguins/edit/files/").next().unwrap().split("/remove").next().unwrap();
    let path = format!("/c/penguins/edit/files/{last}/remove");
    walk.tells("POST /c/{slug}/edit/files/{id}/remove", "file.remove", form(hana, &path, &[])).await;
    let truth = bring(hana, "/c/penguins/edit/solution", "", "solution.csv", penguins("solution.csv"));
    walk.tells("POST /c/{slug}/edit/solution", "solution.put", truth).await;
    for name in ["test.csv", "sample_submission.csv"] {
        let kind = name.trim_end_matches(".csv");
        bring(hana, "/c/penguins/edit/files", kind, name, penguins(name)).send().await.unwrap();
    }
    for step in ["publish", "unpublish", "publish"] {
        let asked = form(hana, &format!("/c/penguins/edit/{step}"), &[]);
        walk.tells(&format!("POST /c/{{slug}}/edit/{step}"), &format!("competition.{step}"), asked).await;
    }
}

house_test! {
    /// Through every form that changes something.
    async fn every_form_that_changes_something_is_told(house: TestHouse) {
        let mut walk = Walk::new(&house, "");
        let solene = house.anybody();
        first_start(&mut walk, &solene).await;
        let hana = house.person("hana", Role::Host).await;
        account(&mut walk, &hana).await;
        hosting(&mut walk, &hana).await;
        let milo = house.person("milo", Role::Member).await;
        let file = bring(&milo, "/c/penguins/submit", "", "foret.csv", penguins("submissions/foret.csv"));
        walk.tells("POST /c/{slug}/submit", "submission.accept", file).await;
        let id = milo.get("/competitions/penguins/submissions").await.ok()["submissions"][0]["id"].clone();
        let path = format!("/c/penguins/submissions/{}/note", id.as_str().unwrap());
        let noted = form(&milo, &path, &[("note", "better"), ("description", "better")]);
        walk.tells("POST /c/{slug}/submissions/{id}/note", "submission.change", noted).await;
        let archived = form(&hana, "/c/penguins/edit/archive", &[]);
        walk.tells("POST /c/{slug}/edit/archive", "competition.archive", archived).await;
        walk.tells("POST /admin/audit/verify", "audit.verify", form(&solene, "/admin/audit/verify", &[])).await;
        walk.tells("POST /sign-out", "session.end", form(&milo, "/sign-out", &[])).await;
        walk.ends();
    }
}
