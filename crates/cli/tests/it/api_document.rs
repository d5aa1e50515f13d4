//! The OpenAPI document and the server that gives it out say the same.

use joute_domain::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::house_test;
use crate::person::Person;

/// An address of the document with every name filled in.
fn filled(path: &str) -> String {
    let path = path.replace("{slug}", "nowhere").replace("{id}", "nothing").replace("{name}", "overview");
    format!("/api/joute/v1{path}")
}

async fn document(person: &Person) -> Value {
    person.get("/openapi.json").await.ok()
}

house_test! {
    /// Each address answers the methods that the document names, and no others.
    async fn every_address_answers_the_methods_of_the_document(house: TestHouse) {
        let anybody = house.anybody();
        let document = document(&anybody).await;
        assert_eq!(document["openapi"], "3.1.0");
        for (path, operations) in document["paths"].as_object().unwrap() {
            let answer = anybody.request(Method::OPTIONS, &filled(path)).send().await.unwrap();
            assert_eq!(answer.status(), 405, "{path}");
            let allowed = answer.headers()["allow"].to_str().unwrap().to_lowercase();
            let mut allowed: Vec<_> = allowed.split(", ").filter(|method| *method != "head").collect();
            let mut named: Vec<_> = operations.as_object().unwrap().keys().map(String::as_str).collect();
            allowed.sort_unstable();
            named.sort_unstable();
            assert_eq!(allowed, named, "{path}");
        }
    }
}

house_test! {
    /// What the readable page and programs need is there: schemas, security, the codes with their meaning.
    async fn the_document_names_schemas_security_and_codes(house: TestHouse) {
        let document = document(&house.anybody()).await;
        assert_eq!(document["servers"][0]["url"], "/api/joute/v1");
        assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
        let submission = &document["components"]["schemas"]["SubmissionView"]["properties"];
        assert!(submission["public_score"].is_object() && submission["state"].is_object());
        let codes = document["x-problem-codes"].as_array().unwrap();
        assert!(codes.iter().all(|code| code["meaning"].as_str().is_some_and(|text| text.ends_with('.'))));
        let named = &document["components"]["schemas"]["ProblemCode"]["enum"];
        let listed: Vec<_> = codes.iter().map(|code| code["code"].clone()).collect();
        assert_eq!(*named, json!(listed));
    }
}

/// Who may use an operation at all, before anything of the request is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Right {
    Anybody,
    SignedIn,
    Host,
    Editor,
    Admin,
}

fn right(operation: &str) -> Right {
    match operation {
        "sign_in"
        | "sign_out"
        | "issue_jwt"
        | "list_metrics"
        | "read_document"
        | "list_competitions"
        | "read_competition"
        | "list_pages"
        | "read_leaderboard"
        | "download_leaderboard" => Right::Anybody,
        "read_me"
        | "list_tokens"
        | "make_token"
        | "revoke_token"
        | "list_files"
        | "download_file"
        | "download_all_files"
        | "submit"
        | "read_allowance"
        | "check_predictions"
        | "list_submissions"
        | "read_submission"
        | "change_submission"
        | "download_submission"
        | "follow_submissions" => Right::SignedIn,
        "draft_competition" => Right::Host,
        "list_audit_entries" | "verify_audit_log" => Right::Admin,
        "change_competition"
        | "read_checklist"
        | "publish_competition"
        | "unpublish_competition"
        | "archive_competition"
        | "write_page"
        | "put_file"
        | "upload_file"
        | "remove_file"
        | "put_solution"
        | "upload_solution" => Right::Editor,
        other => panic!("say here who may use `{other}`"),
    }
}

/// Status and code of a request without a body, except the one that drafts: it needs a body before it is refused.
async fn knock(person: &Person, slug: &str, method: &str, path: &str, operation: &str) -> (u16, String) {
    let path = path.replace("{slug}", slug).replace("{id}", "nothing").replace("{name}", "overview");
    let mut request = person.request(method.to_uppercase().parse().unwrap(), &format!("/api/joute/v1{path}"));
    if operation == "draft_competition" {
        request = request.json(&json!({ "slug": "mine", "title": "Mine" }));
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    // Events have no end; nothing of a success is needed here.
    let body = if status < 400 { Value::Null } else { answer.json().await.unwrap() };
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

house_test! {
    /// Every operation of the document refuses whom it must: nobody signed in, guests, members and other hosts.
    async fn every_operation_is_refused_to_those_without_the_right(house: TestHouse) {
        let owner = house.person("hana", Role::Host).await;
        let public = owner.host_fixture("penguins").await;
        let draft = owner.draft_fixture("flight-delay").await;
        let anybody = house.anybody();
        let mut others = Vec::new();
        for (handle, role) in [("gus", Role::Guest), ("milo", Role::Member), ("otto", Role::Host)] {
            others.push((handle, role, house.person(handle, role).await));
        }
        let document = document(&anybody).await;
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap();
                let right = right(name);
                let (status, code) = knock(&anybody, &public, method, path, name).await;
                let is_refused = (status, code.as_str()) == (401, "sign_in_required");
                assert_eq!(is_refused, right != Right::Anybody, "{name} without signing in: {status} {code}");
                for (handle, role, person) in &others {
                    // Signing out is one of the operations.
                    person.sign_in(handle).await;
                    let (status, code) = knock(person, &public, method, path, name).await;
                    let is_refused = (status, code.as_str()) == (403, "forbidden");
                    let must_be = matches!(right, Right::Editor | Right::Admin) || (right == Right::Host && *role != Role::Host);
                    assert_eq!(is_refused, must_be, "{name} as {handle}: {status} {code}");
                    if path.contains("{slug}") {
                        let (status, code) = knock(person, &draft, method, path, name).await;
                        assert_eq!((status, code.as_str()), (404, "competition_not_found"), "{name} as {handle}");
                    }
                }
            }
        }
    }
}
