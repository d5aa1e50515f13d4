//! Submissions and boards over the API, and the events that tell about them while they happen.

use std::time::Duration;

use joute_database::{DatabaseError, sketches, submissions};
use joute_domain::{Role, SketchPart, SubmissionId};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::house::{fixtures, house_test};
use crate::person::Person;

/// A stream of events under way.
struct Events {
    answer: Response,
    text: String,
}

impl Events {
    async fn of(person: &Person, slug: &str) -> Self {
        let path = format!("/api/joute/v1/competitions/{slug}/events");
        let request = person.request(Method::GET, &path).header("accept-encoding", "gzip");
        let mut events = Self { answer: request.send().await.unwrap(), text: String::new() };
        assert_eq!(events.answer.headers()["content-type"], "text/event-stream");
        assert_eq!(events.answer.headers()["content-encoding"], "identity");
        // The first line says that the server listens for changes by now.
        events.more().await;
        events
    }

    /// Reads more; false at the end.
    async fn more(&mut self) -> bool {
        let chunk = timeout(Duration::from_mins(1), self.answer.chunk()).await.expect("something within a minute");
        let Ok(Some(bytes)) = chunk else { return false };
        self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        true
    }

    /// The next submission that an event tells of.
    async fn next(&mut self) -> Value {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if let Some(data) = event.strip_prefix("event: submission\ndata: ") {
                    return serde_json::from_str(data).unwrap();
                }
                continue;
            }
            assert!(self.more().await, "the stream ended");
        }
    }

    /// Every submission told of until `id` has its verdict.
    async fn until_verdict(&mut self, id: &str) -> Vec<Value> {
        let mut told = Vec::new();
        loop {
            let event = self.next().await;
            told.push(event.clone());
            if event["id"] == id && (event["state"] == "scored" || event["state"] == "failed") {
                return told;
            }
        }
    }
}

fn states(events: &[Value]) -> Vec<&str> {
    let mut states: Vec<_> = events.iter().map(|event| event["state"].as_str().unwrap()).collect();
    states.dedup();
    states
}

house_test! {
    /// From the queue to the score, scored by a worker in another process; nobody else's submissions are told.
    with [("JOUTE_SERVER_WORKER", "false")]
    async fn events_tell_a_team_of_its_own_submissions(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let other = house.person("mia", Role::Member).await;
        let mut events = Events::of(&member, &slug).await;
        other.submit_fixture(&slug, "svm.csv").await;
        let id = member.submit_fixture(&slug, "foret.csv").await;
        let queued = events.next().await;
        assert_eq!((queued["id"].as_str(), queued["state"].as_str()), (Some(id.as_str()), Some("queued")));

        let _worker = house.start_worker();
        let told = events.until_verdict(&id).await;
        assert!(told.iter().all(|event| event["id"] == id.as_str()), "{told:?}");
        let scored = told.last().unwrap();
        assert_eq!(scored["state"], "scored");
        assert!(scored["public_score"].is_f64() && scored["finished_at"].is_string());
        assert!(scored["private_score"].is_null(), "the private score stays hidden");
        let before: Vec<_> = states(&told).into_iter().filter(|state| *state != "scored").collect();
        assert!(before.is_empty() || before == ["running"], "{before:?}");
    }
}

house_test! {
    /// With the scores the house keeps what computed them, and a sketch of each part for intervals.
    async fn a_score_is_kept_with_its_engine_and_its_sketches(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let id = member.submit_fixture(&slug, "foret.csv").await;
        member.verdict(&slug, &id).await;
        let id: SubmissionId = id.parse().unwrap();
        let parts = [SketchPart::Public, SketchPart::Private];
        let (stored, sketches) = house
            .database
            .read("kept", move |conn| {
                let sketches = parts.map(|part| sketches::list(conn, std::slice::from_ref(&id), part));
                Ok::<_, DatabaseError>((submissions::find(conn, &id)?, sketches))
            })
            .await
            .unwrap();
        let stored = stored.unwrap();
        let engine = stored.engine.unwrap();
        assert!(engine.starts_with("joute ") && engine.ends_with(", accuracy 1"), "{engine}");
        for (kept, score) in sketches.into_iter().zip([stored.public_score, stored.private_score]) {
            let kept = kept.unwrap().remove(0);
            assert_eq!((kept.engine, Some(kept.sketch.score())), (engine.clone(), score));
            assert!(kept.sketch.block_count() > 20, "a block for each row of so few");
        }
    }
}

house_test! {
    /// A file with errors ends as failed, with the report in the event.
    async fn an_event_carries_the_report_of_a_failure(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let mut events = Events::of(&member, &slug).await;
        let id = member.submit(&slug, "bad.csv", b"id,species\nP004,Adelie\n".to_vec()).await.ok();
        let told = events.until_verdict(id["id"].as_str().unwrap()).await;
        let failed = told.last().unwrap();
        assert_eq!(failed["state"], "failed");
        assert_eq!(failed["errors"][0]["code"], "missing_ids");
    }
}

house_test! {
    /// A server that is told to stop ends its streams and does not wait for their readers.
    async fn events_end_when_the_server_stops(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let mut events = Events::of(&host, &slug).await;
        let process = house.serve().id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
        while events.more().await {}
        assert!(house.serve().wait().success());
    }
}

house_test! {
    /// A submission is found again: at the address it was given, in the list page by page, and as the same bytes.
    async fn a_submission_is_found_again(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let bytes = std::fs::read(fixtures().join("competitions/penguins/submissions/foret.csv")).unwrap();
        let path = format!("/api/joute/v1/competitions/{slug}/submissions");
        let query = format!("{path}?file_name=a%20%22b%22.csv&description=first");
        let answer = member.request(Method::POST, &query).body(bytes.clone()).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        let location = answer.headers()["location"].to_str().unwrap().to_owned();
        let queued: Value = answer.json().await.unwrap();
        assert_eq!(location, format!("{path}/{}", queued["id"].as_str().unwrap()));
        let second = member.submit_fixture(&slug, "svm.csv").await;
        let first = member.verdict(&slug, queued["id"].as_str().unwrap()).await;
        assert_eq!((first["description"].as_str(), first["file_name"].as_str()), (Some("first"), Some("a \"b\".csv")));
        assert_eq!(first["team"]["name"], "milo");

        let one = format!("/competitions/{slug}/submissions?limit=1");
        let page = member.get(&one).await.ok();
        assert_eq!(page["submissions"][0]["id"], second.as_str());
        let next = format!("{one}&before={}", page["next_before"].as_str().unwrap());
        assert_eq!(member.get(&next).await.ok()["submissions"][0]["id"], first["id"]);

        let file = member.request(Method::GET, &format!("{location}/file")).send().await.unwrap();
        let saved = file.headers()["content-disposition"].to_str().unwrap();
        assert!(saved.starts_with("attachment; filename=\"a _b_.csv\""), "{saved}");
        assert_eq!(file.bytes().await.unwrap(), bytes);
    }
}

house_test! {
    /// Notes are the team's; the file and the score are for the team and the hosts.
    async fn a_submission_is_the_teams_and_the_hosts(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let other = house.person("mia", Role::Member).await;
        let path = format!("/competitions/{slug}/submissions/{}", member.submit_fixture(&slug, "foret.csv").await);
        let note = Some(json!({ "description": "bigger forest" }));
        assert_eq!(member.send(Method::PATCH, &path, note.clone()).await.ok()["description"], "bigger forest");
        assert_eq!(host.get(&path).await.ok()["description"], "bigger forest");
        assert_eq!(host.send(Method::PATCH, &path, note.clone()).await.code(403), "forbidden");
        assert_eq!(other.get(&path).await.code(404), "submission_not_found");
        assert_eq!(other.get(&format!("{path}/file")).await.code(404), "submission_not_found");
        assert_eq!(other.send(Method::PATCH, &path, note).await.code(404), "submission_not_found");
    }
}

house_test! {
    /// An unchanged board is not sent again; a new score gives it another tag. The CSV is a file with a name.
    async fn a_board_is_sent_when_it_has_changed(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let id = member.submit_fixture(&slug, "tout-adelie.csv").await;
        member.verdict(&slug, &id).await;
        for file in ["leaderboard", "leaderboard.csv"] {
            let path = format!("/api/joute/v1/competitions/{slug}/{file}");
            let first = member.request(Method::GET, &path).send().await.unwrap();
            let tag = first.headers()["etag"].clone();
            let again = member.request(Method::GET, &path).header("if-none-match", &tag).send().await.unwrap();
            assert_eq!(again.status(), 304, "{file}");
            let better = member.submit_fixture(&slug, "foret.csv").await;
            member.verdict(&slug, &better).await;
            let changed = member.request(Method::GET, &path).header("if-none-match", &tag).send().await.unwrap();
            assert_eq!(changed.status(), 200, "{file}");
            assert_ne!(changed.headers()["etag"], tag);
        }
        let csv = member.request(Method::GET, &format!("/api/joute/v1/competitions/{slug}/leaderboard.csv"));
        let csv = csv.send().await.unwrap();
        assert_eq!(csv.headers()["content-disposition"], "attachment; filename=\"penguins-public.csv\"");
        let text = csv.text().await.unwrap();
        assert!(text.starts_with("rank,tied,team,") && text.contains("\r\n1,false,\"milo\""), "{text}");
    }
}
