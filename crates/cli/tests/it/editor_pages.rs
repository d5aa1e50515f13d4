//! The host's editor as a browser without scripts meets it.

use joute_domain::Role;
use reqwest::header::{ACCEPT_LANGUAGE, LOCATION};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response};

use crate::house::{fixtures, house_test};
use crate::person::Person;

/// Reads a page in English.
async fn page(person: &Person, path: &str) -> (u16, String) {
    let answer = person.request(Method::GET, path).header(ACCEPT_LANGUAGE, "en").send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn send(person: &Person, path: &str, fields: &[(&str, &str)]) -> Response {
    let request = person.request(Method::POST, path).header(ACCEPT_LANGUAGE, "en");
    request.form(&fields.to_vec()).send().await.unwrap()
}

async fn upload(person: &Person, path: &str, kind: &str, name: &str, bytes: Vec<u8>) -> Response {
    let form = Form::new().text("kind", kind.to_owned());
    let form = form.part("file", Part::bytes(bytes).file_name(name.to_owned()));
    person.request(Method::POST, path).header(ACCEPT_LANGUAGE, "en").multipart(form).send().await.unwrap()
}

/// Where the browser is sent.
fn went(answer: &Response) -> (u16, &str) {
    (answer.status().as_u16(), answer.headers().get(LOCATION).map_or("", |place| place.to_str().unwrap()))
}

fn penguins(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins").join(name)).unwrap()
}

/// The settings of the penguins as somebody would type them.
fn typed<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", "Penguins"),
        ("slug", "penguins"),
        ("summary", "Which species is it?"),
        ("visibility", "internal"),
        ("zone", "Europe/Paris"),
        ("starts_at", ""),
        ("ends_at", "2099-07-01T09:00"),
        ("submissions_per_day", "5"),
        ("team_size", "1"),
        ("metric", "accuracy"),
        ("metric_params", ""),
        ("id_column", "id"),
        ("truth_columns", "species"),
        ("text_columns", "species"),
        ("split", "usage"),
        ("usage_column", "Usage"),
        ("page_overview", "# Penguins\r\n\r\nThree species."),
    ];
    for (name, value) in changed {
        match fields.iter_mut().find(|(field, _)| field == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields
}

fn revision(page: &str) -> String {
    let rest = page.split_once("name=\"revision\" value=\"").unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

house_test! {
    /// From the empty form to a published competition, by plain forms alone.
    async fn a_host_drafts_fills_and_publishes_a_competition(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        assert_eq!(page(&host, "/competitions/new").await.0, 200);
        let made = send(&host, "/competitions/new", &typed(&[])).await;
        assert_eq!(went(&made), (303, "/c/penguins/edit"));
        let stored = host.get("/competitions/penguins").await.ok();
        assert_eq!(stored["ends_at"], "2099-07-01T07:00:00Z", "the wall clock of Paris was meant");
        let early = send(&host, "/c/penguins/edit/publish", &[]).await;
        assert_eq!(early.status(), 409);
        assert!(early.text().await.unwrap().contains("see the checklist"));
        for (kind, name) in [("train", "train.csv"), ("test", "test.csv"), ("sample_submission", "sample_submission.csv")] {
            let answer = upload(&host, "/c/penguins/edit/files", kind, name, penguins(name)).await;
            assert_eq!(answer.status(), 303, "{name}");
        }
        let truth = upload(&host, "/c/penguins/edit/solution", "", "solution.csv", penguins("solution.csv")).await;
        assert_eq!(truth.status(), 303);
        let (_, html) = page(&host, "/c/penguins/edit").await;
        assert!(html.contains("solution.csv") && !html.contains("id=\"not-ready\""), "{html}");
        assert!(html.contains("Three species."));
        let published = send(&host, "/c/penguins/edit/publish", &[]).await;
        assert_eq!(went(&published), (303, "/c/penguins/edit"));
        let (status, html) = page(&house.person("milo", Role::Member).await, "/c/penguins").await;
        assert!(status == 200 && html.contains("Three species."));
        assert_eq!(send(&host, "/c/penguins/edit/archive", &[]).await.status(), 303);
        assert!(page(&host, "/c/penguins/edit").await.1.contains("archived"));
    }
}

house_test! {
    /// Every mistake is told at once, at its field, with everything that was typed; nothing is made.
    async fn a_form_with_mistakes_comes_back_as_it_was_typed(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let wrong = [("slug", "Été"), ("zone", "Mars"), ("ends_at", "soon"), ("metric_params", "k = 5\nk ="), ("team_size", "x")];
        let answer = send(&host, "/competitions/new", &typed(&wrong)).await;
        assert_eq!(answer.status(), 422);
        let html = answer.text().await.unwrap();
        for (field, value) in wrong {
            assert!(html.contains(&format!("id=\"{field}-error\"")) && html.contains(value), "{field}: {html}");
        }
        assert!(html.contains("Three species.") && html.contains("line 2"), "{html}");
        assert_eq!(send(&host, "/competitions/new", &typed(&[])).await.status(), 303);
        let twice = send(&host, "/competitions/new", &typed(&[("page_overview", "another")])).await;
        assert_eq!(twice.status(), 422);
        assert!(twice.text().await.unwrap().contains("Another competition has this address."));
        let (_, html) = page(&host, "/c/penguins/edit").await;
        assert!(html.contains("Three species."), "the first one is untouched");
        let backwards = typed(&[("slug", "later"), ("starts_at", "2099-08-01T09:00")]);
        let html = send(&host, "/competitions/new", &backwards).await.text().await.unwrap();
        assert!(html.contains("The end must come after the start."));
    }
}

house_test! {
    /// Of two hosts who edit at once the second is told, keeps what they typed, and decides.
    async fn the_second_of_two_hosts_is_told_and_loses_nothing(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let admin = house.person("solene", Role::Admin).await;
        assert_eq!(send(&host, "/competitions/new", &typed(&[])).await.status(), 303);
        let seen = revision(&page(&host, "/c/penguins/edit").await.1);
        let first = typed(&[("title", "Birds"), ("revision", &seen)]);
        assert_eq!(send(&admin, "/c/penguins/edit", &first).await.status(), 303);
        let second = typed(&[("summary", "My own words"), ("page_rules", "Be fair."), ("revision", &seen)]);
        let answer = send(&host, "/c/penguins/edit", &second).await;
        assert_eq!(answer.status(), 409);
        let html = answer.text().await.unwrap();
        assert!(html.contains("Somebody else changed") && html.contains("Saved meanwhile: Birds"), "{html}");
        assert!(html.contains("value=\"My own words\"") && html.contains("Be fair."));
        assert_eq!(host.get("/competitions/penguins").await.ok()["title"], "Birds", "nothing was written");
        let now = revision(&html);
        let again = typed(&[("summary", "My own words"), ("revision", &now)]);
        assert_eq!(send(&host, "/c/penguins/edit", &again).await.status(), 303);
        assert_eq!(host.get("/competitions/penguins").await.ok()["summary"], "My own words");
    }
}

house_test! {
    /// A file that is refused leaves nothing and comes back with the whole report; an empty choice is told at its place.
    async fn a_damaged_file_is_refused_with_its_whole_report(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        send(&host, "/competitions/new", &typed(&[])).await;
        let files = "/c/penguins/edit/files";
        let damaged = upload(&host, files, "train", "train.csv", b"id,species\n1,Adelie\n2\n3,\"x\n".to_vec()).await;
        assert_eq!(damaged.status(), 422);
        let html = damaged.text().await.unwrap();
        assert!(html.contains("train.csv was not accepted") && html.contains("table-errors"), "{html}");
        let wrong = b"id,kind,Usage\nP1,Adelie,Nowhere\nP1,Gentoo,Public\n".to_vec();
        let refused = upload(&host, "/c/penguins/edit/solution", "", "truth.csv", wrong).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.text().await.unwrap().contains("species"), "the missing column is named");
        let empty = upload(&host, files, "train", "", Vec::new()).await;
        assert_eq!(empty.status(), 422);
        assert!(empty.text().await.unwrap().contains("id=\"file-error\""));
        let unknown = upload(&host, files, "secret", "a.csv", b"a\n1\n".to_vec()).await;
        assert_eq!(unknown.status(), 422);
        assert!(unknown.text().await.unwrap().contains("id=\"kind-error\""));
        let without_metric = typed(&[("slug", "open"), ("id_column", ""), ("truth_columns", "")]);
        assert_eq!(send(&host, "/competitions/new", &without_metric).await.status(), 303);
        let early = upload(&host, "/c/open/edit/solution", "", "solution.csv", penguins("solution.csv")).await;
        assert_eq!(early.status(), 409);
        assert!(early.text().await.unwrap().contains("id=\"solution-error\""));
        assert_eq!(host.get("/competitions/penguins/files").await.ok()["files"].as_array().map(Vec::len), Some(0));
    }
}

house_test! {
    /// Members neither draft nor edit, and do not even learn that a draft exists.
    async fn only_hosts_edit(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let (other, member) = (house.person("hugo", Role::Host).await, house.person("milo", Role::Member).await);
        send(&host, "/competitions/new", &typed(&[])).await;
        assert_eq!(page(&member, "/competitions/new").await.0, 403);
        assert_eq!(send(&member, "/competitions/new", &typed(&[("slug", "mine")])).await.status(), 403);
        assert_eq!(page(&house.anybody(), "/competitions/new").await.0, 303);
        for stranger in [&other, &member] {
            assert_eq!(page(stranger, "/c/penguins/edit").await.0, 404);
            assert_eq!(send(stranger, "/c/penguins/edit/publish", &[]).await.status(), 404);
        }
    }
}

house_test! {
    /// A published competition goes back to a draft while nobody has submitted, and not after.
    async fn a_publication_is_taken_back_only_before_the_first_submission(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let take_back = format!("/c/{slug}/edit/unpublish");
        assert_eq!(send(&host, &take_back, &[]).await.status(), 303);
        assert_eq!(send(&host, &format!("/c/{slug}/edit/publish"), &[]).await.status(), 303);
        let member = house.person("milo", Role::Member).await;
        member.submit_fixture(&slug, "foret.csv").await;
        let refused = send(&host, &take_back, &[]).await;
        assert_eq!(refused.status(), 409);
        assert!(refused.text().await.unwrap().contains("cannot change once submissions have been made"));
    }
}
