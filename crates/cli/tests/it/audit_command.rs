//! `joute admin audit`: the log checked and written out from the terminal.

use std::process::{Output, Stdio};

use joute_domain::Role;
use reqwest::Method;

use crate::house::{TestHouse, house_test};

/// Runs `joute admin audit` with these arguments.
fn audit(house: &TestHouse, arguments: &[&str]) -> Output {
    let mut command = house.command("admin");
    command.arg("audit").args(arguments).stdout(Stdio::piped()).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

house_test! {
    /// A sound log ends with 0 and a place to note; every kind of meddling ends with 2 and the first entry that is wrong.
    async fn the_exit_code_says_whether_the_log_is_sound(house: TestHouse) {
        for handle in ["hana", "milo", "otto"] {
            house.person(handle, Role::Member).await;
        }
        let sound = audit(&house, &["verify"]);
        assert_eq!(sound.status.code(), Some(0), "{}", text(&sound));
        let noted = text(&sound).lines().last().unwrap().to_owned();
        assert!(noted.starts_with("3:") && noted.len() == 66, "{noted}");
        assert_eq!(audit(&house, &["verify", "--noted", &noted]).status.code(), Some(0));
        let other = format!("3:{}", "0".repeat(64));
        let replaced = audit(&house, &["verify", "--noted", &other]);
        assert_eq!(replaced.status.code(), Some(2));
        assert!(text(&replaced).contains("entry 3 is not the one that was noted"), "{}", text(&replaced));
        house.database.meddle("UPDATE audit_log SET action = 'session.refuse' WHERE sequence = 2");
        let changed = audit(&house, &["verify"]);
        assert_eq!(changed.status.code(), Some(2));
        assert!(text(&changed).contains("entry 2 was changed"), "{}", text(&changed));
        house.database.meddle("DELETE FROM audit_log WHERE sequence = 1");
        assert!(text(&audit(&house, &["verify"])).contains("entry 1 is missing"));
    }
}

house_test! {
    /// The export begins with the first entry and ends with itself, for programs and for spreadsheets.
    async fn the_log_is_written_out(house: TestHouse) {
        let hana = house.person("hana", Role::Member).await;
        hana.send(Method::POST, "/tokens", Some(serde_json::json!({ "name": "=1+1" }))).await.ok();
        let lines = audit(&house, &["export"]);
        let actions: Vec<_> = text(&lines)
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["action"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(actions, ["session.open", "token.issue", "audit.export"]);
        let table = text(&audit(&house, &["export", "--format", "csv"]));
        assert!(table.starts_with("sequence,id,occurred_at,") && table.contains("\"'=1+1\""), "{table}");
    }
}
