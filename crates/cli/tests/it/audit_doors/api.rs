//! The doors of the JSON API.

use joute_domain::Role;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{Walk, count, method};
use crate::house::{PASSWORD, fixtures, house_test};
use crate::person::Person;

const BASE: &str = "/api/joute/v1";

/// A request through a door whose names are filled in, with a JSON body if there is one.
fn ask(person: &Person, door: &str, filled: &str, body: &Value) -> RequestBuilder {
    let request = person.request(method(door), &format!("{BASE}{filled}"));
    if body.is_null() { request } else { request.json(body) }
}

/// The same with a file.
fn bring(person: &Person, door: &str, filled: &str, name: &str, bytes: Vec<u8>) -> RequestBuilder {
    let form = Form::new().text("kind", "other").part("file", Part::bytes(bytes).file_name(name.to_owned()));
    person.request(method(door), &format!("{BASE}{filled}")).multipart(form)
}

fn penguins(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins").join(name)).unwrap()
}

async fn id_of(answer: reqwest::Response) -> String {
    answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn people(walk: &mut Walk<'_>, person: &Person) {
    let none = Value::Null;
    let login = json!({ "login": "hana", "password": PASSWORD });
    let refused = count(walk.house, "session.refuse").await;
    person.send(reqwest::Method::POST, "/session", Some(json!({ "login": "hana", "password": "no" }))).await;
    assert_eq!(count(walk.house, "session.refuse").await, refused + 1);
    walk.tells("POST /session", "session.open", ask(person, "POST /session", "/session", &login)).await;
    walk.tells("POST /jwt", "jwt.issue", ask(person, "POST /jwt", "/jwt", &login)).await;
    let made = ask(person, "POST /tokens", "/tokens", &json!({ "name": "laptop" }));
    let token = id_of(walk.tells("POST /tokens", "token.issue", made).await).await;
    let revoked = ask(person, "DELETE /tokens", &format!("/tokens/{token}"), &none);
    walk.tells("DELETE /tokens/{id}", "token.revoke", revoked).await;
}

async fn hosting(walk: &mut Walk<'_>, host: &Person) {
    let none = Value::Null;
    let draft = json!({ "slug": "mine", "title": "Mine" });
    walk.tells("POST /competitions", "competition.create", ask(host, "POST /", "/competitions", &draft)).await;
    host.draft_fixture("penguins").await;
    let at = |rest: &str| format!("/competitions/penguins{rest}");
    let revision = host.get(&at("")).await.ok()["revision"].clone();
    let change = ask(host, "PATCH /", &at(""), &json!({ "revision": revision, "title": "Penguins again" }));
    walk.tells("PATCH /competitions/{slug}", "competition.change", change).await;
    let page = ask(host, "PUT /", &at("/pages/rules"), &json!({ "markdown": "Be fair." }));
    walk.tells("PUT /competitions/{slug}/pages/{name}", "page.write", page).await;
    let file = bring(host, "POST /", &at("/files"), "notes.txt", b"x".to_vec());
    walk.tells("POST /competitions/{slug}/files", "file.put", file).await;
    let file = bring(host, "PUT /", &at("/files/notes.txt"), "notes.txt", b"y".to_vec());
    walk.tells("PUT /competitions/{slug}/files/{name}", "file.put", file).await;
    let gone = ask(host, "DELETE /", &at("/files/notes.txt"), &none);
    walk.tells("DELETE /competitions/{slug}/files/{name}", "file.remove", gone).await;
    for verb in ["PUT", "POST"] {
        let truth = bring(host, verb, &at("/solution"), "solution.csv", penguins("solution.csv"));
        walk.tells(&format!("{verb} /competitions/{{slug}}/solution"), "solution.put", truth).await;
    }
    for step in ["publish", "unpublish", "publish"] {
        let door = format!("POST /competitions/{{slug}}/{step}");
        walk.tells(&door, &format!("competition.{step}"), ask(host, "POST /", &at(&format!("/{step}")), &none)).await;
    }
}

async fn taking_part(walk: &mut Walk<'_>, member: &Person) {
    let at = |rest: &str| format!("/competitions/penguins{rest}");
    let file = bring(member, "POST /", &at("/submissions"), "foret.csv", penguins("submissions/foret.csv"));
    let made = walk.tells("POST /competitions/{slug}/submissions", "submission.accept", file).await;
    let id = id_of(made).await;
    assert_eq!(count(walk.house, "team.create").await, 1);
    let note = ask(member, "PATCH /", &at(&format!("/submissions/{id}")), &json!({ "description": "better" }));
    walk.tells("PATCH /competitions/{slug}/submissions/{id}", "submission.change", note).await;
    for (path, action) in [
        (at("/files/train.csv"), "file.download"),
        (at("/files.zip"), "data.download"),
        (at(&format!("/submissions/{id}/file")), "submission.download"),
    ] {
        walk.tells("GET /", action, ask(member, "GET /", &path, &Value::Null)).await;
    }
    let broken = member.submit("penguins", "broken.csv", b"not,a,prediction\n".to_vec()).await.ok();
    member.verdict("penguins", broken["id"].as_str().unwrap()).await;
    assert_eq!(count(walk.house, "submission.reject").await, 1);
}

house_test! {
    /// Through every door of the API that changes something.
    async fn every_operation_that_changes_something_is_told(house: TestHouse) {
        let (hana, milo) = (house.person("hana", Role::Host).await, house.person("milo", Role::Member).await);
        let solene = house.person("solene", Role::Admin).await;
        let mut walk = Walk::new(&house, BASE);
        people(&mut walk, &hana).await;
        hosting(&mut walk, &hana).await;
        taking_part(&mut walk, &milo).await;
        let archived = ask(&hana, "POST /", "/competitions/penguins/archive", &Value::Null);
        walk.tells("POST /competitions/{slug}/archive", "competition.archive", archived).await;
        let late = milo.submit("penguins", "late.csv", penguins("submissions/foret.csv")).await;
        assert_eq!((late.status.as_u16(), count(&house, "submission.refuse").await), (409, 1));
        let check = ask(&solene, "POST /", "/audit-log/verification", &Value::Null);
        let found: Value = walk.tells("POST /audit-log/verification", "audit.verify", check).await.json().await.unwrap();
        assert_eq!(found["sound"], true, "{found}");
        walk.tells("DELETE /session", "session.end", ask(&hana, "DELETE /", "/session", &Value::Null)).await;
        walk.ends();
    }
}
