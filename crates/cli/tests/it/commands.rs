//! The other commands: configuration, accounts, first start, migrations.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use joute_domain::Role;
use reqwest::Method;
use serde_json::json;

use crate::house::{binary, house_test};

fn joute(folder: &std::path::Path, arguments: &[&str], input: &str, settings: &[(&str, &str)]) -> Output {
    let mut child = Command::new(binary())
        .args(arguments)
        .env_clear()
        .env("JOUTE_DATA_FOLDER", folder)
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_configuration_shows_its_origins_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("JOUTE_STORAGE_SECRET_KEY", "tops3cret"), ("JOUTE_DATABASE_URL", "postgres://u:pw0rd@h/d")];
    let output = joute(folder.path(), &["config"], "", &settings);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(text.contains("JOUTE_SERVER_LISTEN") && text.contains("environment") && text.contains("default"));
    assert!(!text.contains("tops3cret") && !text.contains("pw0rd"), "{text}");
}

#[test]
fn all_mistakes_of_the_configuration_come_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("JOUTE_SERVER_LISTEN", "nowhere"), ("JOUTE_WORKER_SLOTS", "many"), ("JOUTE_SREVER_LISTEN", "x")];
    let output = joute(folder.path(), &["serve"], "", &settings);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    for part in ["JOUTE_SERVER_LISTEN", "JOUTE_WORKER_SLOTS", "JOUTE_SREVER_LISTEN"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn an_unreachable_postgres_is_an_error_and_never_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("JOUTE_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none?sslmode=disable")];
    let output = joute(folder.path(), &["migrate"], "", &settings);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_worker_does_not_start_on_a_database_that_was_not_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let output = joute(folder.path(), &["worker"], "", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("joute migrate"));
}

#[test]
fn accounts_are_made_and_helped_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let made = joute(folder.path(), &["admin", "create-user", "ada", "--role", "admin"], "a long password\n", &[]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let twice = joute(folder.path(), &["admin", "create-user", "ada"], "a long password\n", &[]);
    assert!(String::from_utf8_lossy(&twice.stderr).contains("taken"));
    let short = joute(folder.path(), &["admin", "reset-password", "ada"], "short\n", &[]);
    assert!(String::from_utf8_lossy(&short.stderr).contains("at least 10"));
    let reset = joute(folder.path(), &["admin", "reset-password", "ada"], "another password\n", &[]);
    assert!(reset.status.success());
    assert!(!String::from_utf8_lossy(&reset.stderr).contains("another password"));
}

#[test]
fn the_catalogue_explains_every_metric_that_it_lists() {
    let folder = tempfile::tempdir().unwrap();
    let list = String::from_utf8(joute(folder.path(), &["metrics"], "", &[]).stdout).unwrap();
    assert!(list.lines().count() >= 80, "{list}");
    let names: Vec<_> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    for name in ["roc_auc", "map_at_k", "concordance_index"] {
        assert!(names.contains(&name), "{name}");
        let told = joute(folder.path(), &["metrics", name], "", &[]);
        let text = String::from_utf8(told.stdout).unwrap();
        assert!(told.status.success() && text.starts_with(name) && text.contains("Parameters"), "{text}");
    }
    let misspelt = joute(folder.path(), &["metrics", "roc_acu"], "", &[]);
    assert_eq!(misspelt.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&misspelt.stdout).contains("roc_auc"));
}

house_test! {
    /// The link that the first start prints makes one administrator, once; the log does not hold it.
    async fn the_first_start_prints_a_link_that_works_once(house: TestHouse) {
        let log = house.log_text();
        let link = log.split_whitespace().find(|word| word.contains("/setup?token=")).unwrap().to_owned();
        let token = link.split("token=").nth(1).unwrap().to_owned();
        let form = [
            ("token", token.as_str()), ("display_name", "Ada"), ("handle", "ada"), ("email", "ada@example.org"),
            ("password", "joute-test-password"),
        ];
        let anybody = house.anybody();
        let page = anybody.request(Method::GET, &format!("/setup?token={token}")).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let first = anybody.request(Method::POST, "/setup").form(&form).send().await.unwrap();
        assert_eq!(first.status(), 303, "the first one is made and signed in");
        assert_eq!(anybody.get("/me").await.ok()["role"], "admin");
        let second = house.anybody().request(Method::POST, "/setup").form(&form).send().await.unwrap();
        assert!(second.status().is_client_error(), "{}", second.status());
        // Only the line for the person at the terminal holds the token; structured lines are JSON.
        let lines = house.log_text();
        assert!(!lines.lines().filter(|line| line.starts_with('{')).any(|line| line.contains(&token)));
    }
}

house_test! {
    /// Health says alive and ready; a stop signal ends the process in good order.
    async fn a_server_says_how_it_is_and_stops_when_told(house: TestHouse) {
        let anybody = house.anybody();
        assert_eq!(anybody.request(Method::GET, "/healthz").send().await.unwrap().status(), 200);
        let ready = anybody.request(Method::GET, "/readyz").send().await.unwrap();
        assert_eq!(ready.json::<serde_json::Value>().await.unwrap(), json!({ "database": "ok", "storage": "ok" }));
        let _ = house.person("milo", Role::Member).await;
        let process = house.serve().id().to_string();
        assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
        assert!(house.serve().wait().success());
        assert!(house.log_text().contains("joute has stopped"));
    }
}
