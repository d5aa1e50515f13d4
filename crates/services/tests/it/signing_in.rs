//! Who is let in, and who is not.

use joute_database::db_test;
use joute_domain::{Actor, Role};
use joute_services::accounts::{AccountError, NewUser, Visitor};

use crate::house::{PASSWORD, TestHouse, browser, newcomer, viewer};

db_test! {
    async fn people_sign_in_with_their_name_or_address_in_any_case(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        for name in ["ines", " Ines ", "INES@example.org"] {
            let opened = house.sign_in(&browser("Firefox"), name, PASSWORD.to_owned()).await.unwrap();
            assert_eq!(opened.viewer.id, ines.id, "{name}");
        }
    }

    async fn a_wrong_password_an_unknown_name_and_a_disabled_account_are_told_the_same(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let gone = house.person("gone").await;
        house.person("ines").await;
        house.set_disabled(&Actor::command(), gone.handle, true).await.unwrap();
        for (name, password) in [("ines", "a lance, a sword"), ("nobody", PASSWORD), ("gone", PASSWORD), ("ines", "")] {
            let refused = house.sign_in(&Visitor::default(), name, password.to_owned()).await.unwrap_err();
            assert!(matches!(refused, AccountError::WrongCredentials), "{name}: {refused}");
        }
    }

    async fn a_disabled_account_loses_its_open_sessions_and_tokens(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let leaver = house.person("leaver").await;
        let session = house.sign_in(&Visitor::default(), "leaver", PASSWORD.to_owned()).await.unwrap();
        let token = house.issue_token(&viewer(&leaver), "script", None).await.unwrap();
        let jwt = house.issue_jwt(&session.viewer).await.unwrap();
        house.set_disabled(&Actor::command(), leaver.handle.clone(), true).await.unwrap();
        assert!(house.recognise_session(session.token.reveal()).await.unwrap().is_none());
        assert!(house.recognise_token(token.secret.reveal()).await.unwrap().is_none());
        assert!(house.recognise_jwt(&jwt.token).await.unwrap().is_none());
        house.set_disabled(&Actor::command(), leaver.handle, false).await.unwrap();
        assert!(house.recognise_token(token.secret.reveal()).await.unwrap().is_some(), "until the account opens again");
        assert!(house.recognise_session(session.token.reveal()).await.unwrap().is_none(), "sessions are over for good");
    }

    async fn an_account_without_a_password_cannot_sign_in_with_one(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.create_user(&Actor::command(), NewUser { password: None, ..newcomer("robot") }).await.unwrap();
        let refused = house.sign_in(&Visitor::default(), "robot", String::new()).await.unwrap_err();
        assert!(matches!(refused, AccountError::WrongCredentials));
    }

    async fn a_name_and_an_address_belong_to_one_account(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.person("ines").await;
        let same_name = NewUser { email: None, ..newcomer("ines") };
        assert!(matches!(house.create_user(&Actor::command(), same_name).await, Err(AccountError::Taken("handle"))));
        let same_address = NewUser { email: Some("INES@example.org".parse().unwrap()), ..newcomer("other") };
        assert!(matches!(house.create_user(&Actor::command(), same_address).await, Err(AccountError::Taken("email"))));
    }

    async fn a_password_that_is_too_short_makes_no_account(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let short = NewUser { password: Some("short".to_owned()), role: Role::Host, ..newcomer("ines") };
        let refused = house.create_user(&Actor::command(), short).await.unwrap_err();
        assert!(matches!(refused, AccountError::Invalid { field: "password", .. }), "{refused}");
        assert!(house.find_user("ines".parse().unwrap()).await.unwrap().is_none());
    }
}
