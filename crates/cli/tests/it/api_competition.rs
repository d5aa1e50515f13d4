//! A host makes a competition over the API: drafts, fills, checks, publishes, changes.

use joute_domain::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::{fixtures, house_test};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join("competitions/penguins").join(name)).unwrap()
}

/// The points of a checklist that are not done.
fn open_points(checklist: &Value) -> Vec<&str> {
    let points = checklist["points"].as_array().unwrap().iter();
    points.filter(|point| point["is_done"] == false).map(|point| point["point"].as_str().unwrap()).collect()
}

house_test! {
    /// Each step closes a point of the checklist; publishing before the last one names what is missing.
    async fn a_draft_becomes_a_competition_step_by_step(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let body = json!({ "slug": "penguins", "title": "Penguins" });
        let drafted = host.send(Method::POST, "/competitions", Some(body)).await;
        assert_eq!(drafted.status, 201);
        assert_eq!((drafted.body["phase"].as_str(), drafted.body["is_host"].as_bool()), (Some("draft"), Some(true)));
        let path = "/competitions/penguins";
        let list = format!("{path}/checklist");
        let missing = ["summary", "overview", "scoring", "solution", "test_file", "sample_submission"];
        assert_eq!(open_points(&host.get(&list).await.ok()), missing);
        let refused = host.send(Method::POST, &format!("{path}/publish"), None).await;
        assert_eq!(refused.body["fields"].as_array().unwrap().len(), missing.len());
        assert_eq!(refused.code(409), "not_ready");

        let scoring = json!({
            "metric": { "name": "accuracy" },
            "columns": {
                "id": "id", "truth": ["species"], "prediction": ["species"], "usage": "Usage", "text": ["species"],
            },
        });
        let change = json!({ "revision": drafted.body["revision"], "summary": "Birds.", "scoring": scoring });
        host.send(Method::PATCH, path, Some(change)).await.ok();
        host.send(Method::PUT, &format!("{path}/pages/overview"), Some(json!({ "markdown": "# Birds" }))).await.ok();
        let files = format!("{path}/files");
        host.upload(&files, "test.csv", fixture("test.csv"), &[("kind", "test")]).await.ok();
        let sample = b"id,species\nP004,Adelie\n".to_vec();
        host.upload(&files, "sample.csv", sample, &[("kind", "sample_submission")]).await.ok();
        assert_eq!(open_points(&host.get(&list).await.ok()), ["solution", "sample_submission"]);
        host.send(Method::DELETE, &format!("{files}/sample.csv"), None).await.ok();
        let sample = fixture("sample_submission.csv");
        host.upload(&files, "sample.csv", sample, &[("kind", "sample_submission")]).await.ok();
        let truth = host.upload(&format!("{path}/solution"), "truth.csv", fixture("solution.csv"), &[]).await.ok();
        assert!(truth["public_rows"].as_u64().unwrap() > 0 && truth["private_rows"].as_u64().unwrap() > 0);
        assert_eq!(open_points(&host.get(&list).await.ok()), Vec::<&str>::new());

        let published = host.send(Method::POST, &format!("{path}/publish"), None).await.ok();
        assert_eq!((published["phase"].as_str(), published["state"].as_str()), (Some("training"), Some("published")));
        assert_eq!(published["hosts"], json!(["hana"]));
    }
}

house_test! {
    /// Two hosts who change the same revision: the second is told, by body or by header.
    async fn a_change_of_an_old_revision_is_refused(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let path = format!("/competitions/{}", host.draft_fixture("penguins").await);
        let revision = host.get(&path).await.ok()["revision"].clone();
        let change = |title: &str| Some(json!({ "revision": revision, "title": title }));
        host.send(Method::PATCH, &path, change("First")).await.ok();
        assert_eq!(host.send(Method::PATCH, &path, change("Second")).await.code(409), "stale");

        let address = format!("/api/joute/v1{path}");
        let read = host.request(Method::GET, &address).send().await.unwrap();
        let tag = read.headers()["etag"].to_str().unwrap().to_owned();
        for (expected, status) in [(tag.as_str(), 200), (tag.as_str(), 412), ("\"x\"", 412)] {
            let request = host.request(Method::PATCH, &address).header("if-match", expected);
            let answer = request.json(&json!({ "title": "Third" })).send().await.unwrap();
            assert_eq!(answer.status(), status, "{expected}");
        }
        assert_eq!(host.get(&path).await.ok()["title"], "Third");
    }
}

house_test! {
    /// A date that is null is emptied, one that is left out stays.
    async fn dates_are_set_kept_and_emptied(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let path = format!("/competitions/{}", host.draft_fixture("penguins").await);
        let mut seen = host.get(&path).await.ok();
        for (change, ends_at) in [
            (json!({ "ends_at": "2099-01-01T12:00:00+02:00" }), json!("2099-01-01T10:00:00Z")),
            (json!({ "title": "Birds" }), json!("2099-01-01T10:00:00Z")),
            (json!({ "ends_at": null }), Value::Null),
        ] {
            let mut change = change;
            change["revision"] = seen["revision"].clone();
            seen = host.send(Method::PATCH, &path, Some(change)).await.ok();
            assert_eq!(seen["ends_at"], ends_at);
        }
    }
}

house_test! {
    /// Participants learn what they must predict, and nothing that helps to guess the truth or the split.
    async fn participants_do_not_see_the_hosts_settings(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let path = format!("/competitions/{}", host.host_fixture("penguins").await);
        let seen = house.person("milo", Role::Member).await.get(&path).await.ok();
        assert_eq!((seen["metric"]["name"].as_str(), seen["id_column"].as_str()), (Some("accuracy"), Some("id")));
        assert_eq!(seen["prediction_columns"], json!(["species"]));
        assert!(seen["scoring"].is_null() && seen["solution"].is_null(), "{seen}");
        let own = host.get(&path).await.ok();
        assert_eq!(own["scoring"]["columns"]["usage"], "Usage");
        assert_eq!(own["solution"]["file_name"], "solution.csv");
    }
}

house_test! {
    /// The list is filtered by phase and holds what the reader may see.
    async fn competitions_are_listed_by_phase(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        host.host_fixture("penguins").await;
        host.draft_fixture("flight-delay").await;
        let slugs = |body: Value| -> Vec<String> {
            let all = body["competitions"].as_array().unwrap().iter();
            all.map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(slugs(house.anybody().get("/competitions").await.ok()), ["penguins"]);
        assert_eq!(slugs(host.get("/competitions?phase=draft").await.ok()), ["flight-delay"]);
        assert!(slugs(house.anybody().get("/competitions?phase=draft").await.ok()).is_empty());
        host.send(Method::POST, "/competitions/penguins/archive", None).await.ok();
        assert_eq!(slugs(house.anybody().get("/competitions?phase=finished").await.ok()), ["penguins"]);
    }
}

house_test! {
    /// Metrics come with their parameters, so that a host's program can offer them.
    async fn the_catalogue_tells_metrics_and_parameters(house: TestHouse) {
        let list = house.anybody().get("/metrics").await.ok();
        let metrics = list["metrics"].as_array().unwrap();
        for name in ["rmse", "mae", "rmsle", "accuracy", "f1", "roc_auc", "log_loss", "kappa", "map_at_k"] {
            assert!(metrics.iter().any(|metric| metric["name"] == name), "{name}");
        }
        let f1 = metrics.iter().find(|metric| metric["name"] == "f1").unwrap();
        assert!(f1["parameters"].as_array().unwrap().iter().any(|one| one["name"] == "average"));
    }
}
