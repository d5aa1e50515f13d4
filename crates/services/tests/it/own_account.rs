//! What people change about themselves.

use joute_database::db_test;
use joute_domain::Language;
use joute_services::accounts::AccountError;

use crate::house::{TestHouse, viewer};

db_test! {
    async fn a_person_changes_name_address_and_language(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let address = Some("Ines.B@example.org".parse().unwrap());
        house.change_profile(&viewer(&ines), "  Inès Boukhari ", address).await.unwrap();
        house.set_language(&viewer(&ines), Language::Fr).await.unwrap();
        let account = house.own_account(ines.id).await.unwrap();
        assert_eq!(account.display_name, "Inès Boukhari");
        assert_eq!(account.email.unwrap().as_str(), "ines.b@example.org");
        assert_eq!(account.language, Some(Language::Fr));
    }

    async fn an_empty_name_falls_back_on_the_handle_and_an_address_may_go(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        house.change_profile(&viewer(&ines), " ", None).await.unwrap();
        let account = house.own_account(ines.id).await.unwrap();
        assert_eq!((account.display_name.as_str(), account.email), ("ines", None));
    }

    async fn a_taken_address_or_a_name_that_cannot_be_shown_changes_nothing(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let (ines, omar) = (house.person("ines").await, house.person("omar").await);
        let taken = house.change_profile(&viewer(&ines), "Inès", omar.email.clone()).await.unwrap_err();
        assert!(matches!(taken, AccountError::Taken("email")));
        for name in ["x".repeat(81), "two\nlines".to_owned()] {
            let refused = house.change_profile(&viewer(&ines), &name, None).await.unwrap_err();
            assert!(matches!(refused, AccountError::Invalid { field: "display_name", .. }), "{refused}");
        }
        let account = house.own_account(ines.id).await.unwrap();
        assert_eq!((account.display_name.as_str(), account.email), ("ines", ines.email));
    }
}
