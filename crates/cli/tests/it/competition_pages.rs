//! The pages of a competition as a browser without scripts meets them.

use std::time::Duration;

use joute_domain::{Role, Timestamp};
use reqwest::header::{ACCEPT_LANGUAGE, LOCATION};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response};
use serde_json::json;

use crate::house::{fixtures, house_test};
use crate::person::Person;

const TABS: [&str; 6] = ["", "/evaluation", "/data", "/rules", "/submit", "/leaderboard"];

/// Reads a page in a language: its status and its text.
async fn page(person: &Person, path: &str, language: &str) -> (u16, String) {
    let answer = person.request(Method::GET, path).header(ACCEPT_LANGUAGE, language).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Sends the form of the submit tab.
async fn form(person: &Person, path: &str, note: &str, name: &str, bytes: Vec<u8>) -> Response {
    let form = Form::new().text("description", note.to_owned());
    let form = form.part("file", Part::bytes(bytes).file_name(name.to_owned()));
    let request = person.request(Method::POST, path).header(ACCEPT_LANGUAGE, "fr").multipart(form);
    request.send().await.unwrap()
}

fn prediction() -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins/submissions/foret.csv")).unwrap()
}

/// Changes a competition as its host.
async fn change(host: &Person, slug: &str, mut change: serde_json::Value) {
    let path = format!("/competitions/{slug}");
    change["revision"] = host.get(&path).await.ok()["revision"].clone();
    host.send(Method::PATCH, &path, Some(change)).await.ok();
}

house_test! {
    /// Every tab answers in both languages for host, member and anonymous reader, from an empty board to a full one.
    async fn every_tab_is_there_in_both_languages(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let nobody = house.anybody();
        for is_scored in [false, true] {
            if is_scored {
                let id = member.submit_fixture(&slug, "foret.csv").await;
                member.verdict(&slug, &id).await;
            }
            for person in [&host, &member, &nobody] {
                let tabs = TABS.iter().map(|tab| format!("/c/{slug}{tab}"));
                for path in &tabs.chain(["/".to_owned(), "/competitions".to_owned()]).collect::<Vec<_>>() {
                    for language in ["en", "fr"] {
                        let (status, html) = page(person, path, language).await;
                        assert_eq!(status, 200, "{path} in {language}: {html}");
                        assert!(html.contains(&format!("<html lang=\"{language}\"")), "{path} in {language}");
                    }
                }
            }
        }
        let (_, board) = page(&member, &format!("/c/{slug}/leaderboard"), "en").await;
        assert!(board.contains("You are ranked 1") && board.contains("chart-wide") && !board.contains("board=private"));
        let (_, data) = page(&nobody, &format!("/c/{slug}/data"), "fr").await;
        assert!(data.contains("histogram") && data.contains("Connectez-vous"), "{data}");
    }
}

house_test! {
    /// Check, submit, read the verdict, change the note, all by plain forms; each refusal comes back on its page.
    async fn a_submission_needs_no_script(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        change(&host, &slug, json!({ "submissions_per_day": 1 })).await;
        let member = house.person("milo", Role::Member).await;
        let (check, submit) = (format!("/c/{slug}/check"), format!("/c/{slug}/submit"));

        let bad = form(&member, &check, "kept note", "bad.csv", b"id;species\nP004;Adelie\n".to_vec()).await;
        assert_eq!(bad.status(), 422);
        let bad = bad.text().await.unwrap();
        assert!(bad.contains("kept note") && bad.contains("ne sont pas séparées par des virgules"), "{bad}");
        let good = form(&member, &check, "", "foret.csv", prediction()).await;
        assert_eq!(good.status(), 200);
        assert!(good.text().await.unwrap().contains("alert-success"));
        let without_file = form(&member, &submit, "kept note", "", Vec::new()).await;
        assert_eq!(without_file.status(), 422);
        assert!(without_file.text().await.unwrap().contains("kept note"));

        let sent = form(&member, &submit, "a forest", "foret.csv", prediction()).await;
        assert_eq!(sent.status(), 303);
        let own = sent.headers()[LOCATION].to_str().unwrap().to_owned();
        let id = own.rsplit('/').next().unwrap().to_owned();
        member.verdict(&slug, &id).await;
        let (status, html) = page(&member, &own, "en").await;
        assert_eq!(status, 200);
        assert!(html.contains("data-state=\"scored\"") && html.contains("a forest"), "{html}");

        let over = form(&member, &submit, "", "foret.csv", prediction()).await;
        assert_eq!(over.status(), 429);
        let (_, told) = page(&member, &submit, "en").await;
        assert!(told.contains("0 of 1 left today, next at 00:00 Europe/Paris"), "{told}");

        let note = member.request(Method::POST, &format!("{own}/note")).form(&[("description", "a better note")]);
        assert_eq!(note.send().await.unwrap().status(), 303);
        assert!(page(&member, &own, "en").await.1.contains("a better note"));
    }
}

house_test! {
    /// A submission is its team's and the host's; nobody else learns that it exists, and only the team writes its note.
    async fn a_submission_is_seen_by_its_team_and_its_host(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let other = house.person("olga", Role::Member).await;
        let id = member.submit_fixture(&slug, "foret.csv").await;
        let own = format!("/c/{slug}/submissions/{id}");
        assert_eq!(page(&host, &own, "en").await.0, 200);
        assert_eq!(page(&other, &own, "en").await.0, 404);
        assert_eq!(page(&house.anybody(), &own, "en").await.0, 303);
        assert_eq!(page(&member, &format!("/c/{slug}/submissions/zebra"), "en").await.0, 404);
        let note = host.request(Method::POST, &format!("{own}/note")).form(&[("description", "mine")]);
        assert_eq!(note.send().await.unwrap().status(), 403);
    }
}

house_test! {
    /// The private board is closed to everybody before the end; after it, it is what the tab shows, with who moved.
    async fn the_final_board_opens_with_its_movement(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let id = member.submit_fixture(&slug, "foret.csv").await;
        member.verdict(&slug, &id).await;
        let board = format!("/c/{slug}/leaderboard");
        for person in [&host, &member] {
            assert_eq!(page(person, &format!("{board}?board=private"), "en").await.0, 403);
        }
        let end = Timestamp::now().minus(Duration::from_millis(1));
        change(&host, &slug, json!({ "starts_at": end.minus(Duration::from_hours(1)), "ends_at": end })).await;
        let (status, html) = page(&house.anybody(), &board, "en").await;
        assert_eq!(status, 200);
        assert!(html.contains("Final leaderboard") && html.contains("compare with the public leaderboard"), "{html}");
        let late = form(&member, &format!("/c/{slug}/submit"), "", "foret.csv", prediction()).await;
        assert_eq!(late.status(), 409);
        assert!(late.text().await.unwrap().contains("La compétition est terminée"));
    }
}
