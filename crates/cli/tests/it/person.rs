//! Somebody who uses the house over HTTP, with a cookie jar of their own.
//!
//! Invariant: nothing here looks into the database; what a person knows came over the wire.

use std::time::Duration;

use joute_testkit::eventually;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::house::{PASSWORD, TestHouse, fixtures};

const API: &str = "/api/joute/v1";

/// A person and their browser.
pub(crate) struct Person {
    client: reqwest::Client,
    base: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let status = response.status();
        let text = response.text().await.unwrap();
        Self { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }

    /// The body of a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.body
    }

    /// The code of a problem with this status.
    #[track_caller]
    pub(crate) fn code(self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Person {
    pub(crate) fn anonymous(house: &TestHouse) -> Self {
        let client = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        Self { client: client.build().unwrap(), base: house.url("") }
    }

    /// Goes on with the house at its new address after a restart; cookies are kept, as the host is the same.
    pub(crate) fn follow(&mut self, house: &TestHouse) {
        self.base = house.url("");
    }

    pub(crate) async fn sign_in(&self, handle: &str) {
        let body = json!({ "login": handle, "password": PASSWORD });
        self.send(Method::POST, "/session", Some(body)).await.ok();
    }

    /// A request to any path of the house.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// A request to the API, with or without a JSON body.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.request(method, &format!("{API}{path}"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Uploads a file as a browser form would.
    pub(crate) async fn upload(&self, path: &str, name: &str, bytes: Vec<u8>, fields: &[(&str, &str)]) -> Answer {
        let mut form = Form::new();
        for (field, value) in fields {
            form = form.text((*field).to_owned(), (*value).to_owned());
        }
        let form = form.part("file", Part::bytes(bytes).file_name(name.to_owned()));
        let request = self.request(Method::POST, &format!("{API}{path}")).multipart(form);
        Answer::of(request.send().await.unwrap()).await
    }

    /// Makes a competition from a folder of the fixtures, open for `days`, and publishes it.
    pub(crate) async fn host_fixture(&self, folder: &str) -> String {
        let slug = self.draft_fixture(folder).await;
        self.send(Method::POST, &format!("/competitions/{slug}/publish"), None).await.ok();
        slug
    }

    /// Makes a competition from a folder of the fixtures and leaves it a draft.
    pub(crate) async fn draft_fixture(&self, folder: &str) -> String {
        let place = fixtures().join("competitions").join(folder);
        let read = |name: &str| std::fs::read(place.join(name)).unwrap();
        let text = String::from_utf8(read("competition.toml")).unwrap();
        let settings = joute_domain::CompetitionFile::from_toml(&text).unwrap();
        let head = settings.competition.clone().unwrap();
        let body = json!({
            "slug": head.slug, "title": head.title, "summary": head.summary, "zone": head.zone,
            "visibility": head.visibility,
            "submissions_per_day": settings.quota.submissions_per_day, "team_size": 1,
            "scoring": settings.scoring(),
        });
        self.send(Method::POST, "/competitions", Some(body)).await.ok();
        let slug = head.slug.to_string();
        for page in &settings.pages {
            let markdown = String::from_utf8(read(&page.file)).unwrap();
            let path = format!("/competitions/{slug}/pages/{}", page.name.as_str());
            self.send(Method::PUT, &path, Some(json!({ "markdown": markdown }))).await.ok();
        }
        for file in &settings.files {
            let fields = [("kind", file.kind.as_str())];
            self.upload(&format!("/competitions/{slug}/files"), &file.name, read(&file.name), &fields).await.ok();
        }
        let path = format!("/competitions/{slug}/solution");
        self.upload(&path, "solution.csv", read("solution.csv"), &[]).await.ok();
        slug
    }

    /// Submits a prediction file of the fixtures and gives back the submission's id.
    pub(crate) async fn submit_fixture(&self, slug: &str, file: &str) -> String {
        let path = fixtures().join("competitions").join(slug).join("submissions").join(file);
        self.submit(slug, file, std::fs::read(path).unwrap()).await.ok()["id"].as_str().unwrap().to_owned()
    }

    /// Submits bytes.
    pub(crate) async fn submit(&self, slug: &str, name: &str, bytes: Vec<u8>) -> Answer {
        self.upload(&format!("/competitions/{slug}/submissions"), name, bytes, &[("description", "a try")]).await
    }

    /// Waits until a submission has its verdict, and gives it back.
    pub(crate) async fn verdict(&self, slug: &str, id: &str) -> Value {
        let path = format!("/competitions/{slug}/submissions/{id}");
        eventually("a verdict", Duration::from_mins(1), async || {
            let submission = self.get(&path).await.ok();
            let state = submission["state"].as_str().unwrap_or_default().to_owned();
            matches!(state.as_str(), "scored" | "failed").then_some(submission)
        })
        .await
    }
}
