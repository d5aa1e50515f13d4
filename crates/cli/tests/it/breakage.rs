//! What must survive: a cut upload, a killed worker, a killed server, a full disk.
//!
//! Invariant: what was acknowledged is scored once; what was not leaves nothing behind.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use joute_database::submissions;
use joute_database::test_support::Backend;
use joute_domain::{Role, SubmissionId};
use joute_testkit::{eventually, on_small_disk};
use reqwest::Method;
use serde_json::json;

use crate::house::{TestHouse, house_test};
use crate::person::Person;

/// Rows of the competition whose scoring takes long enough to be interrupted.
const MANY_ROWS: u32 = 120_000;

/// Files under a folder, temporary ones included.
pub(crate) fn files_under(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else {
            found.push(path.display().to_string());
        }
    }
    found
}

fn table(header: &str, mut cells: impl FnMut(u32) -> String) -> Vec<u8> {
    let mut text = String::from(header);
    for row in 0..MANY_ROWS {
        writeln!(text, "r{row:07},{}", cells(row)).unwrap();
    }
    text.into_bytes()
}

/// A running competition with many rows.
async fn host_large(host: &Person) -> String {
    let body = json!({
        "slug": "large", "title": "Many rows", "summary": "Takes a while.", "zone": "UTC", "visibility": "internal",
        "submissions_per_day": 5, "team_size": 1,
        "scoring": {
            "metric": { "name": "rmse" },
            "columns": { "id": "id", "truth": ["y"], "prediction": ["y"] },
            "split": { "public_ratio": 0.5, "seed": 1 },
        },
    });
    host.send(Method::POST, "/competitions", Some(body)).await.ok();
    host.send(Method::PUT, "/competitions/large/pages/overview", Some(json!({ "markdown": "Many rows." }))).await.ok();
    let predictions = table("id,y\n", |row| format!("{}.25", row % 100));
    host.upload("/competitions/large/files", "test.csv", b"id\n1\n".to_vec(), &[("kind", "test")]).await.ok();
    host.upload("/competitions/large/files", "sample_submission.csv", predictions, &[("kind", "sample_submission")])
        .await
        .ok();
    let solution = table("id,y\n", |row| format!("{}", row % 97));
    host.upload("/competitions/large/solution", "solution.csv", solution, &[]).await.ok();
    host.send(Method::POST, "/competitions/large/publish", None).await.ok();
    "large".to_owned()
}

house_test! {
    /// A client that goes away in the middle leaves neither a row nor a file.
    async fn an_upload_cut_in_the_middle_leaves_nothing(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let token = member.send(Method::POST, "/tokens", Some(json!({ "name": "cut" }))).await.ok();
        let address = house.url("").trim_start_matches("http://").to_owned();
        let mut line = TcpStream::connect(&address).unwrap();
        let path = format!("/api/joute/v1/competitions/{slug}/submissions?file_name=a.csv");
        write!(line, "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n").unwrap();
        write!(line, "Authorization: Bearer {}\r\n\r\nid,species\n", token["token"].as_str().unwrap()).unwrap();
        line.write_all(&vec![b'x'; 300_000]).unwrap();
        drop(line);

        // The server notices the end of the line by itself; nothing may be there then, nor a moment before.
        let objects = house.folder().join("objects");
        eventually("the cut upload to be forgotten", Duration::from_secs(20), async || {
            let left: Vec<_> = files_under(&objects).into_iter().filter(|file| file.contains("incoming")).collect();
            let answered = format!("/competitions/{slug}/submissions\"");
            (left.is_empty() && house.log_text().contains(&answered)).then_some(())
        })
        .await;
        assert!(!files_under(&objects).iter().any(|file| file.contains("/submissions/")));
        let mine = member.get(&format!("/competitions/{slug}/submissions")).await.ok();
        assert_eq!(mine["submissions"].as_array().unwrap().len(), 0);
    }
}

house_test! {
    /// The lease runs out, another worker takes over, and the score is written once.
    with [("JOUTE_SERVER_WORKER", "false"), ("JOUTE_WORKER_LEASE_SECONDS", "2")]
    async fn a_worker_killed_while_scoring_loses_nothing(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host_large(&host).await;
        let member = house.person("milo", Role::Member).await;
        let file = table("id,y\n", |row| format!("{}.5", row % 90));
        let id = member.submit(&slug, "large.csv", file).await.ok()["id"].as_str().unwrap().to_owned();

        let mut first = house.start_worker();
        let path = format!("/competitions/{slug}/submissions/{id}");
        eventually("the first worker to begin", Duration::from_mins(1), async || {
            (member.get(&path).await.ok()["state"] == "running").then_some(())
        })
        .await;
        first.kill();
        let _second = house.start_worker();
        let submission = member.verdict(&slug, &id).await;

        assert_eq!(submission["state"], "scored", "{submission}");
        let row_id: SubmissionId = id.parse().unwrap();
        let row = house.database.read("test.find", move |conn| submissions::find(conn, &row_id)).await.unwrap().unwrap();
        assert_eq!(row.attempt, 2, "the second attempt wrote the score");
        let board = member.get(&format!("/competitions/{slug}/leaderboard")).await.ok();
        assert_eq!(board["standings"][0]["entries"], 1);
    }
}

house_test! {
    /// Every submission that was answered with 202 has its verdict after a restart.
    with [("JOUTE_WORKER_LEASE_SECONDS", "2")]
    async fn a_server_killed_and_restarted_loses_nothing(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let mut member = house.person("milo", Role::Member).await;
        let mut ids = Vec::new();
        for file in ["foret.csv", "deux-mesures.csv", "foret-mesures.csv"] {
            ids.push(member.submit_fixture(&slug, file).await);
        }
        house.serve().kill();
        house.restart();
        member.follow(&house);
        for id in &ids {
            assert_eq!(member.verdict(&slug, id).await["state"], "scored");
        }
        let board = member.get(&format!("/competitions/{slug}/leaderboard")).await.ok();
        assert_eq!(board["standings"][0]["entries"], 3);
    }
}

/// The disk that holds the files is full: a clear answer, nothing half-written, and smaller files still pass.
#[test]
fn a_full_disk_is_told_and_leaves_nothing_behind() {
    on_small_disk(6 << 20, |disk| {
        let folder = disk.join("data").display().to_string();
        let Some(house) = TestHouse::start_with(Backend::Sqlite, &[("JOUTE_DATA_FOLDER", &folder)]) else { return };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let host = house.person("hana", Role::Host).await;
            let slug = host.host_fixture("penguins").await;
            let member = house.person("milo", Role::Member).await;
            let refused = member.submit(&slug, "huge.csv", vec![b'x'; 8 << 20]).await;
            assert_eq!(refused.code(507), "storage_full");
            let id = member.submit_fixture(&slug, "foret.csv").await;
            assert_eq!(member.verdict(&slug, &id).await["state"], "scored");
            let mine = member.get(&format!("/competitions/{slug}/submissions")).await.ok();
            assert_eq!(mine["submissions"].as_array().unwrap().len(), 1);
        });
    });
}

house_test! {
    /// A submission that our own side cannot score fails by our fault after the last attempt, and costs nothing.
    with [("JOUTE_WORKER_LEASE_SECONDS", "2"), ("JOUTE_WORKER_MAX_ATTEMPTS", "1")]
    async fn a_submission_that_cannot_be_scored_fails_by_our_fault(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        for truth in files_under(&house.folder().join("objects").join("truth")) {
            std::fs::remove_file(truth).unwrap();
        }
        let id = member.submit_fixture(&slug, "foret.csv").await;
        let submission = member.verdict(&slug, &id).await;
        assert_eq!(submission["state"], "failed");
        assert!(submission.to_string().contains("our fault"), "{submission}");
        let left = member.get(&format!("/competitions/{slug}/allowance")).await.ok();
        assert_eq!(left["left"], left["per_day"], "it costs no submission");
    }
}
