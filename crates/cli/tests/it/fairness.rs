//! The rules that make a board fair: allowance, deadline, visibility, ties, and scores that stay hidden.

use std::time::Duration;

use joute_domain::{Role, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::breakage::files_under;
use crate::house::{TestHouse, fixtures, house_test};
use crate::person::Person;

fn prediction(file: &str) -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins/submissions").join(file)).unwrap()
}

/// Changes a competition as its host.
async fn change(host: &Person, slug: &str, mut change: Value) -> Value {
    let path = format!("/competitions/{slug}");
    change["revision"] = host.get(&path).await.ok()["revision"].clone();
    host.send(Method::PATCH, &path, Some(change)).await.ok()
}

/// Ends a competition a moment ago.
async fn end(host: &Person, slug: &str) {
    let end = Timestamp::now().minus(Duration::from_millis(1));
    let start = end.minus(Duration::from_hours(1));
    change(host, slug, json!({ "starts_at": start, "ends_at": end })).await;
}

async fn hosted(house: &TestHouse) -> (Person, String) {
    let host = house.person("hana", Role::Host).await;
    let slug = host.host_fixture("penguins").await;
    (host, slug)
}

house_test! {
    /// Six uploads at the same moment, two places: two are taken, four are told when there will be more.
    async fn uploads_at_the_same_moment_cannot_pass_the_allowance(house: TestHouse) {
        let (host, slug) = hosted(&house).await;
        change(&host, &slug, json!({ "submissions_per_day": 2 })).await;
        let member = house.person("milo", Role::Member).await;
        let tries: Vec<_> = (0..6).map(|_| member.submit(&slug, "foret.csv", prediction("foret.csv"))).collect();
        let answers = futures_util::future::join_all(tries).await;
        let taken = answers.iter().filter(|answer| answer.status == 202).count();
        assert_eq!(taken, 2);
        for refused in answers.into_iter().filter(|answer| answer.status != 202) {
            assert!(refused.body["retry_at"].is_string());
            assert_eq!(refused.code(429), "quota_reached");
        }
        let left = member.get(&format!("/competitions/{slug}/allowance")).await.ok();
        assert_eq!((left["left"].as_u64(), left["per_day"].as_u64()), (Some(0), Some(2)));
    }
}

house_test! {
    /// A file with errors fails with all of them, and its place of the day comes back.
    async fn a_failed_submission_costs_nothing(house: TestHouse) {
        let (host, slug) = hosted(&house).await;
        change(&host, &slug, json!({ "submissions_per_day": 1 })).await;
        let member = house.person("milo", Role::Member).await;
        let text = String::from_utf8(prediction("foret.csv")).unwrap();
        let cut: String = text.split_inclusive('\n').take(100).collect();
        let bad = member.submit(&slug, "cut.csv", cut.into_bytes()).await.ok();
        let bad = member.verdict(&slug, bad["id"].as_str().unwrap()).await;
        assert_eq!(bad["state"], "failed");
        assert_eq!(bad["errors"][0]["code"], "missing_ids", "{bad}");
        assert_eq!(bad["errors"][0]["count"], 31);
        let good = member.submit_fixture(&slug, "foret.csv").await;
        assert_eq!(member.verdict(&slug, &good).await["state"], "scored");
        let again = member.submit(&slug, "foret.csv", prediction("foret.csv")).await;
        assert_eq!(again.code(429), "quota_reached");
    }
}

house_test! {
    /// A check says everything and counts for nothing.
    async fn a_check_counts_for_nothing(house: TestHouse) {
        let (_, slug) = hosted(&house).await;
        let member = house.person("milo", Role::Member).await;
        let path = format!("/competitions/{slug}/check");
        let good = member.upload(&path, "foret.csv", prediction("foret.csv"), &[]).await.ok();
        assert_eq!(good["ok"], true);
        let bad = member.upload(&path, "bad.csv", b"id;species\nP004;Adelie\n".to_vec(), &[]).await;
        assert!(bad.body.to_string().contains("wrong_delimiter"), "{}", bad.body);
        let mine = member.get(&format!("/competitions/{slug}/submissions")).await.ok();
        assert_eq!(mine["submissions"].as_array().unwrap().len(), 0);
        let left = member.get(&format!("/competitions/{slug}/allowance")).await.ok();
        assert_eq!(left["left"], left["per_day"]);
    }
}

house_test! {
    /// After the deadline nothing is taken; the private board opens and the private scores with it.
    async fn the_private_board_opens_at_the_end_and_not_before(house: TestHouse) {
        let (host, slug) = hosted(&house).await;
        let member = house.person("milo", Role::Member).await;
        let id = member.submit_fixture(&slug, "deux-mesures.csv").await;
        assert!(member.verdict(&slug, &id).await["private_score"].is_null());
        let private = format!("/competitions/{slug}/leaderboard?board=private");
        assert_eq!(member.get(&private).await.code(403), "board_not_open");
        assert_eq!(host.get(&private).await.code(403), "board_not_open");

        end(&host, &slug).await;

        let late = member.submit(&slug, "foret.csv", prediction("foret.csv")).await;
        assert_eq!(late.code(409), "competition_closed");
        let board = member.get(&private).await.ok();
        assert_eq!(board["standings"][0]["score"], 0.9);
        assert_eq!(member.verdict(&slug, &id).await["private_score"], 0.9);
    }
}

house_test! {
    /// Equal scores share a rank, earlier first; somebody without a score is not ranked.
    async fn ties_share_a_rank_and_failures_do_not_rank(house: TestHouse) {
        let (_, slug) = hosted(&house).await;
        for (name, file) in [("first", "foret.csv"), ("second", "deux-mesures.csv")] {
            let person = house.person(name, Role::Member).await;
            let id = person.submit_fixture(&slug, file).await;
            person.verdict(&slug, &id).await;
        }
        let failing = house.person("failing", Role::Member).await;
        let bad = failing.submit(&slug, "bad.csv", b"id,species\n".to_vec()).await.ok();
        failing.verdict(&slug, bad["id"].as_str().unwrap()).await;
        let board = failing.get(&format!("/competitions/{slug}/leaderboard")).await.ok();
        let rows = board["standings"].as_array().unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row["rank"].as_u64(), row["team"]["name"].as_str())).collect();
        assert_eq!(told, [(Some(1), Some("first")), (Some(1), Some("second"))]);
        assert!(rows.iter().all(|row| row["tied"] == true));
    }
}

house_test! {
    /// A draft is nobody else's business; an internal competition is not for guests; a public one is for everybody.
    async fn who_sees_what_depends_on_state_and_visibility(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.draft_fixture("flight-delay").await;
        let path = format!("/competitions/{slug}");
        let member = house.person("milo", Role::Member).await;
        let guest = house.person("gus", Role::Guest).await;
        let other = house.person("otto", Role::Host).await;
        for stranger in [&member, &guest, &other] {
            assert_eq!(stranger.get(&path).await.code(404), "competition_not_found");
        }
        host.send(Method::POST, &format!("{path}/publish"), None).await.ok();
        member.get(&path).await.ok();
        assert_eq!(guest.get(&path).await.code(404), "competition_not_found");
        assert_eq!(house.anybody().get(&path).await.code(404), "competition_not_found");
        change(&host, &slug, json!({ "visibility": "public" })).await;
        guest.get(&path).await.ok();
        house.anybody().get(&path).await.ok();
        let submit = house.anybody().submit(&slug, "a.csv", b"id\n".to_vec()).await;
        assert_eq!(submit.code(401), "sign_in_required");
        let edit = member.send(Method::PATCH, &path, Some(json!({ "revision": 1, "title": "Mine" }))).await;
        assert_eq!(edit.code(403), "forbidden");
    }
}

house_test! {
    /// The truth cannot be read back, and what scored submissions cannot be swapped.
    async fn the_solution_stays_where_it_is(house: TestHouse) {
        let (host, slug) = hosted(&house).await;
        let read = host.get(&format!("/competitions/{slug}/solution")).await;
        assert!(matches!(read.status.as_u16(), 404 | 405), "{}", read.status);
        let member = house.person("milo", Role::Member).await;
        let id = member.submit_fixture(&slug, "foret.csv").await;
        member.verdict(&slug, &id).await;
        let solution = std::fs::read(fixtures().join("competitions/penguins/solution.csv")).unwrap();
        let again = host.upload(&format!("/competitions/{slug}/solution"), "solution.csv", solution, &[]).await;
        assert_eq!(again.code(409), "locked");
        for kind in ["truth", "public-ids"] {
            let kept = files_under(&house.folder().join("objects").join(kind));
            assert_eq!(kept.len(), 1, "the refused solution left nothing behind: {kept:?}");
        }
    }
}
