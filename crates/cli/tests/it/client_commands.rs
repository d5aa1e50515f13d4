//! A person's own machine: `joute login`, and programs run through the relay.

use std::path::Path;
use std::process::{Output, Stdio};

use joute_domain::Role;
use reqwest::Method;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::house::{TestHouse, binary, house_test};

/// Runs a command as on a machine that has never heard of a house.
async fn joute(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(binary())
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("JOUTE_CLIENT_FOLDER", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
    child.wait_with_output().await.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A person with a token, who has signed in on a machine with this folder.
async fn signed_in(house: &TestHouse, folder: &Path) -> String {
    let camille = house.person("camille", Role::Member).await;
    let issued = camille.send(Method::POST, "/tokens", Some(json!({ "name": "laptop" }))).await.ok();
    let token = issued["token"].as_str().unwrap().to_owned();
    let output = joute(folder, &["login", &house.url("")], &format!("{token}\n")).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("camille") && !said.contains(&token), "{said}");
    token
}

#[tokio::test]
async fn without_a_house_the_next_step_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = joute(folder.path(), &["kaggle", "--", "competitions", "list"], "").await;
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("joute login"), "{}", text(&output.stderr));
}

house_test! {
    async fn a_token_is_tried_before_it_is_stored_for_its_owner_alone(house: TestHouse) {
        let folder = tempfile::tempdir().unwrap();
        let refused = joute(folder.path(), &["login", &house.url("")], "jt_not_a_token\n").await;
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains("does not accept"), "{}", text(&refused.stderr));
        assert!(!folder.path().join("account.toml").exists());

        signed_in(&house, folder.path()).await;
        let stored = std::fs::metadata(folder.path().join("account.toml")).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&stored.permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
}

house_test! {
    async fn a_program_reaches_the_house_through_the_relay_and_keeps_its_exit_code(house: TestHouse) {
        let folder = tempfile::tempdir().unwrap();
        let token = signed_in(&house, folder.path()).await;

        // What a client does: an absolute target for localhost, sent to the proxy it was told of.
        let script = "import os, urllib.request as u\n\
            assert os.environ['KAGGLE_API_ENVIRONMENT'] == 'LOCALHOST'\n\
            request = u.Request('http://localhost/api/joute/v1/me')\n\
            request.add_header('Authorization', 'Bearer ' + os.environ['KAGGLE_API_TOKEN'])\n\
            print(u.urlopen(request).read().decode())\n\
            raise SystemExit(7)\n";
        let output = joute(folder.path(), &["relay", "--", "python3", "-c", script], "").await;
        assert_eq!(output.status.code(), Some(7), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("\"camille\""), "{}", text(&output.stdout));

        let recipes = text(&joute(folder.path(), &["kaggle-env"], "").await.stdout);
        assert!(recipes.contains("KAGGLE_API_ENVIRONMENT=LOCALHOST"), "{recipes}");
        assert!(!recipes.contains(&token), "{recipes}");
    }
}

house_test! {
    async fn a_missing_client_is_told_as_shells_tell_it(house: TestHouse) {
        let folder = tempfile::tempdir().unwrap();
        signed_in(&house, folder.path()).await;
        let output = joute(folder.path(), &["kaggle", "--client", "no-such-kaggle", "--", "competitions", "list"], "").await;
        assert_eq!(output.status.code(), Some(127));
        assert!(text(&output.stderr).contains("pip install kaggle"), "{}", text(&output.stderr));
    }
}
