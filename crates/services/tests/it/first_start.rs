//! The link that makes the first administrator.

use joute_database::db_test;
use joute_domain::{Actor, Role};
use joute_services::accounts::{AccountError, NewUser, Visitor};

use crate::house::{TestHouse, newcomer};

db_test! {
    async fn the_setup_link_works_once(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let link = house.setup_link().await.unwrap().unwrap();
        assert!(house.is_setup_open(link.reveal()).await.unwrap());
        let first = house.complete_setup(&Visitor::default(), link.reveal(), newcomer("solene")).await.unwrap();
        assert_eq!(first.role, Role::Admin);
        assert!(!house.is_setup_open(link.reveal()).await.unwrap());
        let second = house.complete_setup(&Visitor::default(), link.reveal(), newcomer("intruder")).await.unwrap_err();
        assert!(matches!(second, AccountError::LinkUsed), "{second}");
        assert!(house.find_user("intruder".parse().unwrap()).await.unwrap().is_none());
    }

    async fn a_house_with_an_administrator_draws_no_link(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let waiting = house.setup_link().await.unwrap().unwrap();
        house.create_user(&Actor::command(), NewUser { role: Role::Admin, ..newcomer("solene") }).await.unwrap();
        assert!(house.setup_link().await.unwrap().is_none());
        assert!(!house.is_setup_open(waiting.reveal()).await.unwrap());
        let late = house.complete_setup(&Visitor::default(), waiting.reveal(), newcomer("late")).await.unwrap_err();
        assert!(matches!(late, AccountError::LinkUsed), "an older link is dead as well: {late}");
    }

    async fn a_second_start_replaces_the_link_of_the_first(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let (old, new) = (house.setup_link().await.unwrap().unwrap(), house.setup_link().await.unwrap().unwrap());
        assert!(!house.is_setup_open(old.reveal()).await.unwrap());
        assert!(house.is_setup_open(new.reveal()).await.unwrap());
        assert!(!house.is_setup_open("setup_guess").await.unwrap());
    }

    async fn a_form_with_a_mistake_does_not_use_the_link_up(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.person("ines").await;
        let link = house.setup_link().await.unwrap().unwrap();
        assert!(matches!(house.complete_setup(&Visitor::default(), link.reveal(), newcomer("ines")).await, Err(AccountError::Taken("handle"))));
        let short = NewUser { password: Some("short".to_owned()), ..newcomer("solene") };
        assert!(house.complete_setup(&Visitor::default(), link.reveal(), short).await.is_err());
        assert!(house.complete_setup(&Visitor::default(), link.reveal(), newcomer("solene")).await.is_ok());
    }

    async fn two_people_with_the_same_link_make_one_administrator(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let link = house.setup_link().await.unwrap().unwrap();
        let visitor = Visitor::default();
        let (one, two) = tokio::join!(
            house.complete_setup(&visitor, link.reveal(), newcomer("solene")),
            house.complete_setup(&visitor, link.reveal(), newcomer("maxime")),
        );
        assert!(one.is_ok() != two.is_ok(), "exactly one of both gets the house");
    }
}
