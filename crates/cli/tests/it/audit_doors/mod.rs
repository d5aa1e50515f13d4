//! Every door that changes something leaves an entry in the audit log.
//!
//! Each story walks through its doors one after the other; a door that was forgotten fails it. Add a line when you add
//! a door: what is asked, and the code of the entry that must come of it.

mod api;
mod pages;

use std::collections::BTreeSet;

use joute_database::audit_log::{self, Filter};
use reqwest::{Method, RequestBuilder, Response};

use crate::house::TestHouse;

/// Doors that change nothing worth telling, and why.
const SILENT: [(&str, &str); 9] = [
    ("POST /theme", "a cookie of the browser"),
    ("POST /c/{slug}/check", "a dry run counts for nothing and is kept nowhere"),
    ("POST /api/joute/v1/competitions/{slug}/check", "a dry run counts for nothing and is kept nowhere"),
    ("PUT /upload/{secret}", "a file on its way in; what it becomes is told"),
    (
        "POST /api/v1/competitions/submissions/submit/{slug}",
        "the use case of the API's submissions, which tells itself",
    ),
    ("POST /api/v1/competitions/submissions/submit-notebook/{slug}", "always refused"),
    ("POST /api/v1/competitions/submission-url", "announces a file; what it becomes is told"),
    (
        "POST /api/v1/competitions/{slug}/submissions/url/{contentLength}/{lastModified}",
        "announces a file; what it becomes is told",
    ),
    ("POST /api/v1/{service}/{method}", "each method is a use case of the API or the pages, which tells itself"),
];

/// A walk through the doors of one table.
struct Walk<'a> {
    house: &'a TestHouse,
    base: &'static str,
    walked: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    fn new(house: &'a TestHouse, base: &'static str) -> Self {
        Self { house, base, walked: BTreeSet::new() }
    }

    /// Sends a request through `door`, such as `POST /tokens`: it succeeds and leaves one more entry with this code.
    async fn tells(&mut self, door: &str, action: &str, request: RequestBuilder) -> Response {
        let before = count(self.house, action).await;
        let answer = request.send().await.unwrap();
        let status = answer.status();
        assert!(status.is_success() || status.is_redirection(), "{door}: {status} {}", answer.text().await.unwrap());
        assert_eq!(count(self.house, action).await, before + 1, "{door} leaves no entry `{action}`");
        let (method, path) = door.split_once(' ').unwrap();
        self.walked.insert(format!("{method} {}{path}", self.base));
        answer
    }

    /// Fails if a door under the base that may change something was neither walked through nor excused.
    fn ends(self) {
        for door in joute_api::doors().into_iter().filter(|door| door.method != "GET") {
            let is_api = door.path.starts_with("/api/joute/");
            let name = format!("{} {}", door.method, door.path);
            let is_excused = SILENT.iter().any(|(silent, _)| *silent == name);
            let is_ours = is_api != self.base.is_empty();
            assert!(
                !is_ours || is_excused || self.walked.contains(&name),
                "nobody says what `{name}` tells the audit log"
            );
        }
    }
}

async fn count(house: &TestHouse, action: &str) -> usize {
    let filter = Filter { action: Some(action.to_owned()), ..Filter::default() };
    let told = house.database.write("test.told", move |tx| {
        audit_log::seal(tx, 1_000)?;
        audit_log::search(tx, &filter, None, 1_000)
    });
    told.await.unwrap().len()
}

fn method(door: &str) -> Method {
    door.split(' ').next().unwrap().parse().unwrap()
}
