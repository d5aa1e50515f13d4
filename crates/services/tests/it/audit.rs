//! What the audit log tells, and that it notices who meddles with it.

use std::net::IpAddr;

use futures_util::StreamExt;
use joute_database::db_test;
use joute_domain::{Actor, AuditAction};
use joute_services::accounts::Visitor;
use joute_services::audit::{Anchor, AuditRow, Break, ExportFormat, Filter};

use crate::house::{PASSWORD, TestHouse, minutes, viewer};

fn at_the_door() -> Visitor {
    Visitor { address: Some(IpAddr::from([192, 0, 2, 7])), user_agent: "Firefox".to_owned() }
}

async fn told(house: &TestHouse, filter: Filter) -> Vec<AuditRow> {
    house.search_audit_log(filter, None, 100).await.unwrap()
}

fn actions(rows: &[AuditRow]) -> Vec<&str> {
    rows.iter().map(|row| row.action.as_str()).collect()
}

db_test! {
    async fn a_sign_in_is_told_with_its_address_and_a_refused_one_without_what_was_typed(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        house.sign_in(&at_the_door(), "ines", PASSWORD.to_owned()).await.unwrap();
        for name in ["ines", "hunter2-typed-into-the-wrong-field"] {
            house.sign_in(&at_the_door(), name, "no".to_owned()).await.unwrap_err();
        }
        let rows = told(&house, Filter::default()).await;
        assert_eq!(actions(&rows), ["session.refuse", "session.refuse", "session.open", "account.create"]);
        assert_eq!(rows.iter().map(|row| row.sequence.unwrap()).collect::<Vec<_>>(), [4, 3, 2, 1]);
        assert_eq!(rows[2].actor_name.as_deref(), Some("ines"));
        assert_eq!(rows[2].address.as_deref(), Some("192.0.2.7"));
        assert_eq!(rows[1].object_id.as_deref(), Some(ines.id.as_str()), "which account was tried");
        assert!(rows.iter().all(|row| !format!("{row:?}").contains("hunter2")));
    }

    async fn what_did_not_happen_is_not_told(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let (ines, omar) = (house.person("ines").await, house.person("omar").await);
        let token = house.issue_token(&viewer(&ines), "laptop", None).await.unwrap().token;
        let before = told(&house, Filter::default()).await.len();
        house.revoke_token(&viewer(&omar), token.id).await.unwrap_err();
        house.change_profile(&viewer(&ines), "Inès", omar.email).await.unwrap_err();
        assert_eq!(told(&house, Filter::default()).await.len(), before);
    }

    async fn entries_are_found_by_person_action_object_period_and_words(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let (ines, omar) = (house.person("ines").await, house.person("omar").await);
        let token = house.issue_token(&viewer(&ines), "100% Été_1", None).await.unwrap().token;
        house.pass(minutes(5));
        let later = house.clock().now();
        house.revoke_token(&viewer(&ines), token.id.clone()).await.unwrap();
        house.issue_token(&viewer(&omar), "100 cuts", None).await.unwrap();
        let filter = Filter { actor: Some("ines".to_owned()), ..Filter::default() };
        assert_eq!(actions(&told(&house, filter).await), ["token.revoke", "token.issue"]);
        let filter = Filter { actor: Some(omar.id.to_string()), ..Filter::default() };
        assert_eq!(actions(&told(&house, filter).await), ["token.issue"]);
        let filter = Filter { action: Some("account.".to_owned()), ..Filter::default() };
        assert_eq!(told(&house, filter).await.len(), 2);
        let filter = Filter { action: Some(AuditAction::TokenRevoke.to_string()), ..Filter::default() };
        assert_eq!(told(&house, filter).await.len(), 1);
        let filter = Filter { object: Some(token.id.to_string()), ..Filter::default() };
        assert_eq!(told(&house, filter).await.len(), 2);
        let filter = Filter { from: Some(later), ..Filter::default() };
        assert_eq!(told(&house, filter).await.len(), 2);
        let filter = Filter { until: Some(later), ..Filter::default() };
        assert_eq!(told(&house, filter).await.len(), 3);
        // A percent sign is a percent sign, and case does not matter.
        let filter = Filter { text: Some("100% éTÉ_".to_owned()), ..Filter::default() };
        assert_eq!(told(&house, filter).await.len(), 1);
        let second = house.search_audit_log(Filter::default(), Some(4), 2).await.unwrap();
        assert_eq!(second.iter().map(|row| row.sequence.unwrap()).collect::<Vec<_>>(), [3, 2]);
    }

    async fn a_sound_log_goes_through_every_noted_place_and_no_other(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let verify = async |noted| house.verify_audit_log(&Actor::command(), noted).await.unwrap();
        let empty = verify(None).await;
        assert_eq!((empty.sequence, empty.broken), (0, None));
        house.person("ines").await;
        let noted = verify(None).await;
        house.person("omar").await;
        let noted = Anchor { sequence: noted.sequence, hash: noted.hash };
        assert_eq!(verify(Some(noted.clone())).await.broken, None);
        let other = Anchor { hash: "0".repeat(64), ..noted.clone() };
        assert_eq!(verify(Some(other)).await.broken, Some(Break::Replaced(noted.sequence)));
        let beyond = Anchor { sequence: 99, ..noted };
        assert!(matches!(verify(Some(beyond)).await.broken, Some(Break::Cut { known: 99, .. })));
        let told = told(&house, Filter { action: Some("audit.verify".to_owned()), ..Filter::default() }).await;
        assert_eq!(told.len(), 5, "each check is itself told");
        assert!(told[0].detail.contains("had reached entry 99"), "{}", told[0].detail);
    }

    async fn entries_of_many_at_once_get_numbers_without_gaps(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = viewer(&house.person("ines").await);
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..40 {
            let (house, ines) = (house.at(house.clock().clone()), ines.clone());
            tasks.spawn(async move {
                house.issue_token(&ines, &format!("token {number}"), None).await.unwrap();
                house.seal_audit_log().await.unwrap();
            });
        }
        tasks.join_all().await;
        let verified = house.verify_audit_log(&Actor::house(), None).await.unwrap();
        assert_eq!((verified.sequence, verified.broken), (41, None));
    }

    async fn an_export_holds_everything_and_no_formula(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = viewer(&house.person("ines").await);
        house.issue_token(&ines, "=HYPERLINK(\"https://evil.example\")", None).await.unwrap();
        let exported = async |format| {
            let mut pages = house.export_audit_log(&Actor::command(), format).await.unwrap();
            let mut text = Vec::new();
            while let Some(page) = pages.next().await {
                text.extend_from_slice(&page.unwrap());
            }
            String::from_utf8(text).unwrap()
        };
        let lines = exported(ExportFormat::JsonLines).await;
        let objects: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(objects.len(), 3);
        assert_eq!((&objects[2]["action"], &objects[2]["sequence"]), (&"audit.export".into(), &3.into()));
        assert_eq!(objects[1]["hash"], objects[2]["previous_hash"]);
        let table = exported(ExportFormat::Csv).await;
        assert_eq!(table.lines().count(), 5, "a header and four entries");
        assert!(table.contains("\"'=HYPERLINK(\"\"https:"), "{table}");
    }

    async fn a_command_is_told_as_one(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        house.reset_password(&Actor::command(), ines.handle, "another long one".to_owned()).await.unwrap();
        let rows = told(&house, Filter::default()).await;
        assert_eq!((rows[0].action.as_str(), rows[0].via.as_str()), ("password.reset", "command"));
        assert_eq!(rows[0].object_name.as_deref(), Some("ines"));
    }
}
