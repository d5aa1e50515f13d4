//! Sessions: rotated while they are used, ended when somebody comes with an old token.

use std::time::Duration;

use joute_database::db_test;
use joute_services::accounts::{AccountError, Visitor};

use crate::house::{PASSWORD, TestHouse, browser, minutes, viewer};

db_test! {
    async fn a_token_is_replaced_after_a_quarter_of_an_hour_and_not_before(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.person("ines").await;
        let first = house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.unwrap().token;
        house.pass(minutes(14));
        assert!(house.recognise_session(first.reveal()).await.unwrap().unwrap().replacement.is_none());
        house.pass(minutes(1));
        let second = house.recognise_session(first.reveal()).await.unwrap().unwrap().replacement.unwrap();
        assert_ne!(first, second);
        let again = house.recognise_session(second.reveal()).await.unwrap().unwrap();
        assert!(again.replacement.is_none(), "a fresh token is not replaced at once");
    }

    async fn requests_under_way_during_a_rotation_are_still_answered(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.person("ines").await;
        let first = house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.unwrap().token;
        house.pass(minutes(15));
        assert!(house.recognise_session(first.reveal()).await.unwrap().unwrap().replacement.is_some());
        house.pass(Duration::from_secs(30));
        let late = house.recognise_session(first.reveal()).await.unwrap().unwrap();
        assert!(late.replacement.is_none(), "only one request makes the next token");
    }

    async fn a_stolen_old_token_ends_the_session_for_thief_and_owner(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.person("ines").await;
        let stolen = house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.unwrap().token;
        house.pass(minutes(15));
        let present = house.recognise_session(stolen.reveal()).await.unwrap().unwrap().replacement.unwrap();
        house.pass(minutes(2));
        assert!(house.recognise_session(stolen.reveal()).await.unwrap().is_none());
        assert!(house.recognise_session(present.reveal()).await.unwrap().is_none(), "the owner signs in again");
    }

    async fn a_session_ends_without_use_and_lives_on_with_it(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.person("ines").await;
        let (used, forgotten) = (
            house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.unwrap().token,
            house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.unwrap().token,
        );
        house.pass(minutes(60 * 24 * 13));
        let used = house.recognise_session(used.reveal()).await.unwrap().unwrap().replacement.unwrap();
        house.pass(minutes(60 * 24 * 2));
        assert!(house.recognise_session(used.reveal()).await.unwrap().is_some());
        assert!(house.recognise_session(forgotten.reveal()).await.unwrap().is_none());
    }

    async fn signing_out_ends_this_session_only(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let here = house.sign_in(&browser("here"), "ines", PASSWORD.to_owned()).await.unwrap().token;
        let there = house.sign_in(&browser("there"), "ines", PASSWORD.to_owned()).await.unwrap().token;
        house.sign_out(&viewer(&ines), here.reveal()).await.unwrap();
        assert!(house.recognise_session(here.reveal()).await.unwrap().is_none());
        assert!(house.recognise_session(there.reveal()).await.unwrap().is_some());
        let open = house.list_sessions(ines.id).await.unwrap();
        assert_eq!(open.iter().map(|session| session.user_agent.as_str()).collect::<Vec<_>>(), ["there"]);
    }

    async fn nobody_ends_the_session_of_somebody_else(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let (ines, omar) = (house.person("ines").await, house.person("omar").await);
        let token = house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.unwrap().token;
        let session = house.recognise_session(token.reveal()).await.unwrap().unwrap().session;
        let refused = house.end_session(&viewer(&omar), session.clone()).await.unwrap_err();
        assert!(matches!(refused, AccountError::NotFound(_)));
        assert!(house.recognise_session(token.reveal()).await.unwrap().is_some());
        house.end_session(&viewer(&ines), session).await.unwrap();
        assert!(house.recognise_session(token.reveal()).await.unwrap().is_none());
    }

    async fn a_new_password_needs_the_old_one_and_ends_all_sessions(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let token = house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.unwrap().token;
        let new = || "a horse, a saddle".to_owned();
        let refused = house.change_password(&viewer(&ines), "a guess".to_owned(), new()).await.unwrap_err();
        assert!(matches!(refused, AccountError::Invalid { field: "current_password", .. }), "{refused}");
        assert!(house.recognise_session(token.reveal()).await.unwrap().is_some());
        house.change_password(&viewer(&ines), PASSWORD.to_owned(), new()).await.unwrap();
        assert!(house.recognise_session(token.reveal()).await.unwrap().is_none());
        assert!(house.sign_in(&Visitor::default(), "ines", PASSWORD.to_owned()).await.is_err());
        assert!(house.sign_in(&Visitor::default(), "ines", new()).await.is_ok());
    }

    async fn what_a_browser_calls_itself_is_kept_short_and_printable(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        house.sign_in(&browser(&format!("Evil\u{7}{}", "x".repeat(500))), "ines", PASSWORD.to_owned()).await.unwrap();
        let sessions = house.list_sessions(ines.id).await.unwrap();
        assert!(sessions[0].user_agent.starts_with("Evilx") && sessions[0].user_agent.len() == 200);
    }
}
