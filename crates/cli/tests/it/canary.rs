//! The truth holds canaries; whatever a participant can see, and the log, is searched for them.
//!
//! Invariant: the search is tried on the truth itself first, so that a search that finds nothing means something.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write as _;

use joute_domain::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::{TestHouse, house_test};
use crate::person::Person;

const SLUG: &str = "canary";
const ROWS: u32 = 60;

/// First digits of every truth; no score begins with them, as the metric does not depend on the scale.
const DIGITS: &str = "918273645";
/// In a column of the solution that nobody asked for, and in its name.
const WORD: &str = "kanarienvogel";

/// Most pages that are followed.
const MOST_PAGES: usize = 250;

fn truth(row: u32) -> f64 {
    format!("{DIGITS}{:02}.5", (row * 37) % ROWS).parse().unwrap()
}

fn table(header: &str, cell: impl Fn(u32) -> String) -> Vec<u8> {
    let rows = (0..ROWS).fold(header.to_owned() + "\n", |mut text, row| {
        writeln!(text, "r{row:03},{}", cell(row)).unwrap();
        text
    });
    rows.into_bytes()
}

fn solution() -> Vec<u8> {
    let usage = |row: u32| if row.is_multiple_of(3) { "Public" } else { "Private" };
    table("id,y,Usage", |row| format!("{},{}", truth(row), usage(row)))
}

/// Predictions that go up with the truth, more or less, and say nothing of it.
fn prediction() -> Vec<u8> {
    table("id,y", |row| format!("{}", (row * 37) % ROWS / 2))
}

/// What must not be seen: digits with any separators, words, and the numbers' bytes.
fn finds_a_canary(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let plain: String = text.chars().filter(|letter| !" \u{a0}\u{202f},.'_\u{2009}".contains(*letter)).collect();
    if plain.contains(DIGITS) {
        return Some(DIGITS.to_owned());
    }
    if plain.to_lowercase().contains(WORD) {
        return Some(WORD.to_owned());
    }
    let numbers = (0..ROWS).map(|row| truth(row).to_le_bytes());
    numbers
        .into_iter()
        .find(|number| bytes.windows(8).any(|window| window == number))
        .map(|number| format!("{number:?}"))
}

/// Everything one person was answered, by address.
struct Seen<'p> {
    person: &'p Person,
    answers: Vec<(String, Vec<u8>)>,
}

impl Seen<'_> {
    async fn read(&mut self, path: &str) -> Vec<u8> {
        let request = self.person.request(Method::GET, path).timeout(std::time::Duration::from_secs(10));
        let Ok(response) = request.send().await else { return Vec::new() };
        let mut bytes = format!("{:?}", response.headers()).into_bytes();
        // Streams of events do not end by themselves.
        if !response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
        {
            bytes.extend(response.bytes().await.unwrap_or_default());
        }
        self.answers.push((path.to_owned(), bytes.clone()));
        bytes
    }

    /// Follows every link of the house from the given addresses on.
    async fn follow(&mut self, from: &[String]) {
        let mut waiting: VecDeque<String> = from.iter().cloned().collect();
        let mut known: BTreeSet<String> = from.iter().cloned().collect();
        while let Some(path) = waiting.pop_front() {
            let bytes = self.read(&path).await;
            for link in links(&String::from_utf8_lossy(&bytes)) {
                if known.len() < MOST_PAGES && known.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
        }
    }

    /// The addresses of the API's own document, filled in.
    async fn follow_api(&mut self, submissions: &[String]) {
        let document = self.person.get("/openapi.json").await.ok();
        let paths: Vec<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
        assert!(paths.len() > 10, "the document has its paths");
        for path in paths {
            for id in submissions {
                let filled = path.replace("{slug}", SLUG).replace("{id}", id).replace("{name}", "overview");
                self.read(&if filled.starts_with("/api") { filled } else { format!("/api/joute/v1{filled}") }).await;
            }
        }
    }
}

/// Targets of `href`, `src` and `action` that stay in the house; signing out is not followed.
fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for mark in ["href=\"", "src=\"", "action=\"", "hx-get=\""] {
        for part in page.split(mark).skip(1) {
            let target = part.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            if target.starts_with('/') && !target.starts_with("//") && !target.contains("sign-out") {
                found.push(target);
            }
        }
    }
    found
}

async fn hosted(house: &TestHouse) -> Person {
    let host = house.person("hana", Role::Host).await;
    let scoring = json!({
        "metric": { "name": "spearman", "params": {} },
        "columns": { "id": "id", "truth": ["y"], "prediction": ["y"], "usage": "Usage", "text": [], "roles": {} },
    });
    let body = json!({
        "slug": SLUG, "title": "Canaries", "summary": "Birds in a mine.", "zone": "Europe/Paris", "visibility": "public",
        "submissions_per_day": 50, "team_size": 1, "scoring": scoring,
    });
    host.send(Method::POST, "/competitions", Some(body)).await.ok();
    let markdown = Some(json!({ "markdown": "Guess." }));
    for page in ["overview", "evaluation", "data", "rules"] {
        host.send(Method::PUT, &format!("/competitions/{SLUG}/pages/{page}"), markdown.clone()).await;
    }
    let files = format!("/competitions/{SLUG}/files");
    for (kind, name) in [("train", "train.csv"), ("test", "test.csv"), ("sample_submission", "sample_submission.csv")] {
        host.upload(&files, name, table("id,y", |_| "0".to_owned()), &[("kind", kind)]).await.ok();
    }
    host.upload(&format!("/competitions/{SLUG}/solution"), &format!("{WORD}.csv"), solution(), &[]).await.ok();
    host.send(Method::POST, &format!("/competitions/{SLUG}/publish"), None).await.ok();
    host
}

/// Uploads of every kind, good and bad; the last of a name is its content.
fn uploads() -> Vec<(&'static str, Vec<u8>)> {
    let cut = |bytes: Vec<u8>, length: usize| bytes.into_iter().take(length).collect::<Vec<u8>>();
    vec![
        ("good.csv", prediction()),
        ("constant.csv", table("id,y", |_| "1".to_owned())),
        ("cut.csv", cut(prediction(), 200)),
        ("nan.csv", table("id,y", |_| "NaN".to_owned())),
        ("text.csv", table("id,y", |_| "abc".to_owned())),
        ("twice.csv", b"id,y\nr001,1\nr001,2\n".to_vec()),
        ("strangers.csv", b"id,y\nnobody,1\n".to_vec()),
        ("column.csv", table("id,z", |row| row.to_string())),
        ("semicolon.csv", b"id;y\nr001;1\n".to_vec()),
        ("quote.csv", b"id,y\nr001,\"1\n".to_vec()),
        ("zip.zip", b"PK\x03\x04broken".to_vec()),
        ("parquet.parquet", b"PAR1brokenPAR1".to_vec()),
        ("empty.csv", Vec::new()),
        ("huge.csv", table("id,y", |_| "1e308".to_owned())),
    ]
}

async fn submit_everything(member: &Person) -> Vec<String> {
    let mut ids = Vec::new();
    for (name, bytes) in uploads() {
        let checked = member.upload(&format!("/competitions/{SLUG}/check"), name, bytes.clone(), &[]).await;
        assert_eq!(finds_a_canary(checked.body.to_string().as_bytes()), None, "the check of {name}: {}", checked.body);
        let answer = member.submit(SLUG, name, bytes).await;
        assert_eq!(finds_a_canary(answer.body.to_string().as_bytes()), None, "{name}: {}", answer.body);
        if let Some(id) = answer.body["id"].as_str() {
            let verdict: Value = member.verdict(SLUG, id).await;
            assert_eq!(verdict["state"] == "scored", ["good.csv"].contains(&name), "{name}: {verdict}");
            ids.push(id.to_owned());
        }
    }
    ids
}

house_test! {
    /// A member uploads everything that could make the house talk, then reads everything there is to read.
    with [("JOUTE_LOG_FILTER", "debug,actix_server=warn,hyper=info")]
    async fn no_canary_of_the_truth_is_ever_seen(house: TestHouse) {
        assert!(finds_a_canary(&solution()).is_some(), "control: the search finds digits");
        assert!(finds_a_canary(format!("x{}", "918 273\u{202f}645,1").as_bytes()).is_some(), "control: with separators");
        assert!(finds_a_canary(&[b"..".as_slice(), &truth(7).to_le_bytes()].concat()).is_some(), "control: bytes");
        assert_eq!(finds_a_canary(&prediction()), None, "control: the upload itself holds none");

        let host = hosted(&house).await;
        let member = house.person("milo", Role::Member).await;
        let ids = submit_everything(&member).await;
        assert!(ids.len() >= 8, "uploads were taken");

        let starts = |ids: &[String]| {
            let own = ids.iter().map(|id| format!("/competitions/{SLUG}/submissions/{id}"));
            ["/", "/competitions", "/healthz", "/readyz"].map(str::to_owned).into_iter().chain(own).collect::<Vec<_>>()
        };
        let stranger = house.anybody();
        for person in [&member, &stranger] {
            let mut seen = Seen { person, answers: Vec::new() };
            seen.follow(&starts(&ids)).await;
            if std::ptr::eq(person, &raw const member) {
                seen.follow_api(&ids).await;
                assert!(seen.answers.len() > 40, "only {} answers were read", seen.answers.len());
                let is_theirs = |(path, bytes): &(String, Vec<u8>)| path.contains(SLUG) && bytes.len() > 1000;
                assert!(seen.answers.iter().any(is_theirs), "the competition's pages were read");
            }
            for (path, bytes) in &seen.answers {
                assert_eq!(finds_a_canary(bytes), None, "at {path}: {}", String::from_utf8_lossy(bytes));
            }
        }
        let log = house.log_text();
        assert!(log.contains("jail"), "control: the log is there");
        assert_eq!(finds_a_canary(log.as_bytes()), None, "in the log");
        drop(host);
    }
}
