//! The topology of `docker-compose.yml` from plain processes: PostgreSQL, S3, one `serve`, two `worker`s.

use std::collections::BTreeSet;

use joute_database::submissions;
use joute_database::test_support::Backend;
use joute_domain::{Role, SubmissionId};
use joute_testkit::s3;

use crate::house::TestHouse;

/// Files live in S3, rows in PostgreSQL, scoring happens elsewhere: the same story must hold.
#[test]
fn one_server_and_two_workers_score_through_postgres_and_s3() {
    let bucket = s3::fresh_bucket();
    let settings = [
        ("JOUTE_SERVER_WORKER", "false"),
        ("JOUTE_STORAGE_KIND", "s3"),
        ("JOUTE_STORAGE_ENDPOINT", &bucket.endpoint),
        ("JOUTE_STORAGE_ALLOW_HTTP", "true"),
        ("JOUTE_STORAGE_BUCKET", &bucket.name),
        ("JOUTE_STORAGE_REGION", &bucket.region),
        ("JOUTE_STORAGE_ACCESS_KEY", &bucket.access_key),
        ("JOUTE_STORAGE_SECRET_KEY", &bucket.secret_key),
        ("JOUTE_WORKER_SLOTS", "1"),
    ];
    let Some(house) = TestHouse::start_with(Backend::Postgres, &settings) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(story(&house));
}

async fn story(house: &TestHouse) {
    let host = house.person("hana", Role::Host).await;
    let slug = host.host_fixture("penguins").await;
    let mut waiting = Vec::new();
    for name in ["ada", "bo", "cy", "dee"] {
        let person = house.person(name, Role::Member).await;
        for file in ["foret.csv", "deux-mesures.csv"] {
            let id = person.submit_fixture(&slug, file).await;
            waiting.push((id, name));
        }
    }
    let _workers = [house.start_worker(), house.start_worker()];
    let mut scored_by = BTreeSet::new();
    for (id, name) in &waiting {
        let person = house.anybody();
        person.sign_in(name).await;
        assert_eq!(person.verdict(&slug, id).await["state"], "scored");
        let row_id: SubmissionId = id.parse().unwrap();
        let row =
            house.database.read("test.find", move |conn| submissions::find(conn, &row_id)).await.unwrap().unwrap();
        assert_eq!(row.attempt, 1, "each was claimed once");
        scored_by.insert(row.worker);
    }
    assert!(!scored_by.is_empty());
    assert!(!house.folder().join("objects").exists(), "no file was kept on the local disk");
    let board = host.get(&format!("/competitions/{slug}/leaderboard")).await.ok();
    assert_eq!(board["standings"].as_array().unwrap().len(), 4);
    assert!(board["standings"].as_array().unwrap().iter().all(|row| row["rank"] == 1 && row["tied"] == true));
}
