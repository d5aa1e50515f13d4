//! Bad input, endpoint by endpoint: a clear 4xx with a code and the field, and nothing half-written.
//!
//! Invariant: every code of the API's own list is produced here, or named with the place that produces it.

use std::collections::BTreeSet;

use joute_domain::{Role, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::{TestHouse, fixtures, house_test};
use crate::person::Person;

/// Codes that need more than a request, and where they are told.
const KAGGLE: &str = "kaggle_clients::the_clients_are_refused_in_their_own_form";

const TOLD_ELSEWHERE: &[(&str, &str)] = &[
    ("bad_body", KAGGLE),
    ("bad_range", KAGGLE),
    ("bad_request", "pages only: a request that no handler can read"),
    ("group_not_found", "pages of groups; the walk through the table of rights"),
    ("internal", "our own faults; problem::tests shows that they stay hidden"),
    ("link_not_found", KAGGLE),
    ("link_used", "pages only: the one-time setup link"),
    ("method_not_found", KAGGLE),
    ("misdirected", "kaggle::origin::tests of crates/api"),
    ("not_ready", "api_competition::a_draft_becomes_a_competition_step_by_step"),
    ("not_supported", KAGGLE),
    ("quota_reached", "fairness::uploads_at_the_same_moment_cannot_pass_the_allowance"),
    ("range_not_satisfiable", "api_files::a_part_of_a_file_is_sent_as_asked"),
    ("scope_missing", "access::table::tests of crates/services: tokens that were narrowed"),
    ("stage_stopped", "the jail's limits; the stories of crates/scorer"),
    ("storage_full", "breakage::a_full_disk_is_told_and_leaves_nothing_behind"),
    ("taken", "pages only: the name or address of an account"),
    ("upload_incomplete", KAGGLE),
    ("upload_out_of_place", KAGGLE),
    ("upload_interrupted", "breakage::an_upload_cut_in_the_middle_leaves_nothing"),
];

/// What is sent.
enum Sent {
    Nothing,
    Json(Value),
    Text(&'static str, String),
}

/// One bad request: method, path, body, expected status, code and field.
type Try = (&'static str, String, Sent, u16, &'static str, &'static str);

fn json_text(text: &str) -> Sent {
    Sent::Text("application/json", text.to_owned())
}

fn csv(text: &str) -> Sent {
    Sent::Text("text/csv", text.to_owned())
}

/// Sends each and compares; gives back the codes that came.
async fn refused(person: &Person, tries: Vec<Try>) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (method, path, sent, status, code, field) in tries {
        let mut request = person.request(method.parse().unwrap(), &format!("/api/joute/v1{path}"));
        request = match sent {
            Sent::Nothing => request,
            Sent::Json(body) => request.json(&body),
            Sent::Text(kind, body) => request.header("content-type", kind).body(body),
        };
        let answer = request.send().await.unwrap();
        let told = answer.status().as_u16();
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{method} {path}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!((told, body["code"].as_str()), (status, Some(code)), "{method} {path}: {body}");
        assert!(body["detail"].as_str().is_some_and(|text| text.ends_with('.')), "{method} {path}: {body}");
        assert!(!body["request_id"].as_str().unwrap().is_empty());
        if !field.is_empty() {
            assert_eq!(body["fields"][0]["field"], field, "{method} {path}: {body}");
        }
        codes.insert(code.to_owned());
    }
    codes
}

fn people() -> Vec<Try> {
    let long = format!("{{\"name\":\"{}\"}}", "x".repeat(1 << 20));
    let at = |path: &str| path.to_owned();
    vec![
        ("POST", at("/session"), json_text("{\"login\":"), 400, "bad_json", ""),
        ("POST", at("/session"), json_text(""), 400, "bad_json", ""),
        ("POST", at("/session"), json_text("{\"login\":\"x\"}"), 422, "invalid_field", "password"),
        ("POST", at("/session"), json_text("{\"login\":1,\"password\":\"x\"}"), 422, "invalid_field", "login"),
        ("POST", at("/session"), Sent::Json(json!({"login": "a", "password": "b"})), 401, "wrong_credentials", ""),
        ("POST", at("/session"), Sent::Text("text/plain", "{}".to_owned()), 415, "unsupported_media_type", ""),
        ("POST", at("/session"), Sent::Nothing, 415, "unsupported_media_type", ""),
        ("POST", at("/jwt"), json_text("[]"), 422, "invalid_field", "."),
        ("POST", at("/jwt"), Sent::Json(json!({"login": "a", "password": "b"})), 401, "wrong_credentials", ""),
        ("POST", at("/tokens"), Sent::Json(json!({"name": ""})), 422, "invalid_field", "name"),
        ("POST", at("/tokens"), Sent::Json(json!({"name": "a\u{7}b"})), 422, "invalid_field", "name"),
        (
            "POST",
            at("/tokens"),
            Sent::Json(json!({"name": "x", "expires_at": "soon"})),
            422,
            "invalid_field",
            "expires_at",
        ),
        (
            "POST",
            at("/tokens"),
            Sent::Json(json!({"name": "x", "expires_at": "2001-01-01T00:00:00Z"})),
            422,
            "invalid_field",
            "expires_at",
        ),
        ("POST", at("/tokens"), Sent::Json(json!({"name": "x", "scope": "all"})), 422, "invalid_field", "scope"),
        ("POST", at("/tokens"), json_text(&long), 413, "too_large", ""),
        ("DELETE", at("/tokens/none"), Sent::Nothing, 404, "not_found", ""),
        ("DELETE", at("/tokens/01890a5d-ac96-774b-bcce-b302099a8057"), Sent::Nothing, 404, "not_found", ""),
        ("DELETE", at("/me"), Sent::Nothing, 405, "method_not_allowed", ""),
        ("GET", at("/nowhere"), Sent::Nothing, 404, "address_not_found", ""),
        ("GET", at("/competitions/%FF%FE"), Sent::Nothing, 404, "competition_not_found", ""),
    ]
}

fn drafts() -> Vec<Try> {
    let new = |field: &str, value: Value| {
        let mut body = json!({ "slug": "fresh", "title": "Fresh" });
        body[field] = value;
        Sent::Json(body)
    };
    let metric = |name: &str| json!({ "metric": { "name": name }, "columns": { "id": "id", "truth": ["y"], "prediction": ["y"] } });
    let mut uneven = metric("rmse");
    uneven["split"] = json!({ "public_ratio": 1.5 });
    let mut misspelt = metric("rmse");
    misspelt["columns"]["predicts"] = json!([]);
    let at = || "/competitions".to_owned();
    vec![
        ("GET", "/competitions?phase=soon".to_owned(), Sent::Nothing, 400, "bad_query", ""),
        ("GET", "/competitions?page=2".to_owned(), Sent::Nothing, 400, "bad_query", ""),
        ("POST", at(), json_text("{\"slug\":\"a-b\"}"), 422, "invalid_field", "title"),
        ("POST", at(), new("slug", json!("No Slug")), 422, "invalid_field", "slug"),
        ("POST", at(), new("slug", json!("penguins")), 409, "slug_taken", "slug"),
        ("POST", at(), new("title", json!("")), 422, "invalid_field", "title"),
        ("POST", at(), new("title", json!("x".repeat(121))), 422, "invalid_field", "title"),
        ("POST", at(), new("summary", json!("x".repeat(501))), 422, "invalid_field", "summary"),
        ("POST", at(), new("zone", json!("Mars/Olympus")), 422, "invalid_field", "zone"),
        ("POST", at(), new("visibility", json!("secret")), 422, "invalid_field", "visibility"),
        ("POST", at(), new("starts_at", json!("2026-01-01 10:00")), 422, "invalid_field", "starts_at"),
        ("POST", at(), new("submissions_per_day", json!(0)), 422, "invalid_field", "submissions_per_day"),
        ("POST", at(), new("submissions_per_day", json!(-1)), 422, "invalid_field", "submissions_per_day"),
        ("POST", at(), new("team_size", json!(101)), 422, "invalid_field", "team_size"),
        ("POST", at(), new("prize", json!("gold")), 422, "invalid_field", "prize"),
        ("POST", at(), new("scoring", metric("rmsse")), 422, "invalid_field", "metric"),
        ("POST", at(), new("scoring", misspelt), 422, "invalid_field", "scoring.columns.predicts"),
        ("POST", at(), new("scoring", uneven), 422, "invalid_field", "public_ratio"),
        ("POST", at(), new("scoring", json!({ "metric": {} })), 422, "invalid_field", "scoring.metric.name"),
    ]
}

fn settings() -> Vec<Try> {
    let to = |tail: &str| format!("/competitions/{tail}");
    let change = |body: Value| Sent::Json(body);
    vec![
        ("PATCH", to("penguins"), change(json!({ "title": "x" })), 428, "revision_required", ""),
        ("PATCH", to("penguins"), change(json!({ "revision": 1, "title": "x" })), 409, "stale", ""),
        ("PATCH", to("penguins"), change(json!({ "revision": "one" })), 422, "invalid_field", "revision"),
        ("PATCH", to("penguins"), change(json!({ "revision": 1, "slug": "x" })), 422, "invalid_field", "slug"),
        ("PUT", to("penguins/pages/secrets"), change(json!({ "markdown": "" })), 404, "page_not_found", ""),
        ("PUT", to("penguins/pages/overview"), change(json!({ "text": "" })), 422, "invalid_field", "text"),
        ("PUT", to("penguins/pages/overview"), json_text("{"), 400, "bad_json", ""),
        ("PUT", to("penguins/files/a.csv"), csv("id\n1\n"), 422, "invalid_field", "kind"),
        ("PUT", to("penguins/files/a.csv?kind=toy"), csv("id\n1\n"), 422, "invalid_field", "kind"),
        ("PUT", to("penguins/files/.hidden?kind=other"), csv("x"), 422, "invalid_field", "name"),
        ("PUT", to("penguins/files/a%2Fb.csv?kind=other"), csv("x"), 422, "invalid_field", "name"),
        ("PUT", to("penguins/files/test.csv?kind=test"), csv(""), 422, "file_rejected", ""),
        ("GET", to("penguins/files/nothing.csv"), Sent::Nothing, 404, "file_not_found", ""),
        ("DELETE", to("penguins/files/nothing.csv"), Sent::Nothing, 404, "file_not_found", ""),
        ("PUT", to("penguins/solution"), csv("id,species\nP004,Adelie\n"), 422, "file_rejected", ""),
        ("PUT", to("penguins/solution"), csv(""), 422, "file_rejected", ""),
        ("PUT", to("empty/solution"), csv("id,y\n1,2\n"), 409, "scoring_missing", ""),
        ("GET", to("penguins/solution"), Sent::Nothing, 405, "method_not_allowed", ""),
        ("GET", to("none"), Sent::Nothing, 404, "competition_not_found", ""),
        ("GET", to("No-Slug"), Sent::Nothing, 404, "competition_not_found", ""),
    ]
}

fn submissions(id: &str) -> Vec<Try> {
    let to = |tail: &str| format!("/competitions/penguins/{tail}");
    let form = |body: &str| Sent::Text("multipart/form-data; boundary=x", body.to_owned());
    let long = format!("submissions?description={}", "x".repeat(2_001));
    vec![
        ("POST", to("submissions"), form("no parts"), 400, "bad_form", ""),
        ("POST", to("submissions"), form("--x--\r\n"), 422, "invalid_field", "file"),
        ("POST", to("submissions"), Sent::Text("multipart/form-data", "x".to_owned()), 400, "bad_form", ""),
        ("POST", to(&long), csv("id\n"), 422, "invalid_field", "description"),
        ("POST", to("submissions"), Sent::Json(json!({ "P004": "Adelie" })), 415, "unsupported_media_type", ""),
        ("POST", to("check"), Sent::Json(json!({})), 415, "unsupported_media_type", ""),
        ("GET", to("submissions?limit=0"), Sent::Nothing, 400, "bad_query", ""),
        ("GET", to("submissions?limit=201"), Sent::Nothing, 400, "bad_query", ""),
        ("GET", to("submissions?limit=many"), Sent::Nothing, 400, "bad_query", ""),
        ("GET", to("submissions?before=x"), Sent::Nothing, 400, "bad_query", ""),
        ("GET", to("submissions/x"), Sent::Nothing, 404, "submission_not_found", ""),
        ("GET", to("submissions/01890a5d-ac96-774b-bcce-b302099a8057"), Sent::Nothing, 404, "submission_not_found", ""),
        ("GET", to("submissions/x/file"), Sent::Nothing, 404, "submission_not_found", ""),
        ("PATCH", to("submissions/x"), Sent::Json(json!({ "description": "" })), 404, "submission_not_found", ""),
        ("PATCH", to(&format!("submissions/{id}")), Sent::Json(json!({})), 422, "invalid_field", "description"),
        (
            "PATCH",
            to(&format!("submissions/{id}")),
            Sent::Json(json!({ "description": "x".repeat(2_001) })),
            422,
            "invalid_field",
            "description",
        ),
        ("PATCH", to(""), Sent::Json(json!({})), 403, "forbidden", ""),
        ("GET", to("leaderboard?board=best"), Sent::Nothing, 400, "bad_query", ""),
        ("GET", to("leaderboard?board=private"), Sent::Nothing, 403, "board_not_open", ""),
        ("GET", to("leaderboard.csv?board=private"), Sent::Nothing, 403, "board_not_open", ""),
    ]
}

/// What a browser on another site, an invented token and nobody at all are told.
async fn strangers(house: &TestHouse, member: &Person) -> BTreeSet<String> {
    let path = "/api/joute/v1/tokens";
    let foreign = member.request(Method::POST, path).header("origin", "https://elsewhere.example");
    let foreign: Value = foreign.json(&json!({ "name": "x" })).send().await.unwrap().json().await.unwrap();
    let anybody = house.anybody();
    let invented: Value =
        anybody.request(Method::GET, path).bearer_auth("jt_invented").send().await.unwrap().json().await.unwrap();
    let nobody = anybody.get("/tokens").await.body;
    [foreign, invented, nobody].iter().map(|body| body["code"].as_str().unwrap().to_owned()).collect()
}

async fn late(host: &Person, member: &Person) -> BTreeSet<String> {
    let path = "/competitions/penguins".to_owned();
    let revision = host.get(&path).await.ok()["revision"].clone();
    let start = "2020-01-01T00:00:00Z";
    let change = json!({ "revision": revision, "starts_at": start, "ends_at": Timestamp::now() });
    host.send(Method::PATCH, &path, Some(change)).await.ok();
    let solution = std::fs::read_to_string(fixtures().join("competitions/penguins/solution.csv")).unwrap();
    let mut codes = refused(
        host,
        vec![
            ("PUT", format!("{path}/solution"), csv(&solution), 409, "locked", ""),
            ("POST", format!("{path}/unpublish"), Sent::Nothing, 409, "locked", ""),
        ],
    )
    .await;
    let again = vec![("POST", format!("{path}/submissions"), csv("id\n"), 409, "competition_closed", "")];
    codes.extend(refused(member, again).await);
    codes
}

house_test! {
    /// The table of bad requests: each is answered as it should be, and together they cover every code.
    async fn every_bad_request_is_told_what_is_wrong(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let member = house.person("milo", Role::Member).await;
        host.host_fixture("penguins").await;
        host.send(Method::POST, "/competitions", Some(json!({ "slug": "empty", "title": "Empty" }))).await.ok();
        let before = host.get("/competitions/penguins").await.ok();

        let mut codes = refused(&member, people()).await;
        codes.extend(refused(&host, drafts()).await);
        codes.extend(refused(&host, settings()).await);
        let after = host.get("/competitions/penguins").await.ok();
        assert_eq!(before, after, "nothing was half-written");
        assert_eq!(host.get("/competitions").await.ok()["competitions"].as_array().unwrap().len(), 2);

        let id = member.submit_fixture("penguins", "foret.csv").await;
        member.verdict("penguins", &id).await;
        codes.extend(refused(&member, submissions(&id)).await);
        let mine = member.get("/competitions/penguins/submissions").await.ok();
        assert_eq!(mine["submissions"].as_array().unwrap().len(), 1, "a refused upload is no submission");
        codes.extend(strangers(&house, &member).await);
        codes.extend(late(&host, &member).await);

        let document = member.get("/openapi.json").await.ok();
        let listed = document["x-problem-codes"].as_array().unwrap().iter();
        let listed: BTreeSet<_> = listed.map(|known| known["code"].as_str().unwrap().to_owned()).collect();
        codes.extend(TOLD_ELSEWHERE.iter().map(|(code, _)| (*code).to_owned()));
        assert_eq!(codes, listed);
    }
}

house_test! {
    /// A file over the limit is refused with 413, whether its length was announced or not, and leaves nothing.
    with [("JOUTE_LIMITS_SUBMISSION_MAX_BYTES", "1000000")]
    async fn a_file_over_the_limit_is_refused(house: TestHouse) {
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        assert_eq!(member.submit(&slug, "big.csv", vec![b'x'; 3_000_000]).await.code(413), "too_large");
        let chunks = (0..30).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 100_000]));
        let path = format!("/api/joute/v1/competitions/{slug}/submissions");
        let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
        let answer = member.request(Method::POST, &path).body(body).send().await.unwrap();
        assert_eq!(answer.status(), 413);
        let mine = member.get(&format!("/competitions/{slug}/submissions")).await.ok();
        assert_eq!(mine["submissions"].as_array().unwrap().len(), 0);
    }
}
