//! Personal tokens and JWTs: whose they are, and when they stop working.

use std::time::Duration;

use joute_database::db_test;
use joute_services::accounts::AccountError;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;

use crate::house::{TestHouse, minutes, viewer};

const DAY: Duration = Duration::from_hours(24);

db_test! {
    async fn a_token_is_its_owners_until_it_is_revoked(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let issued = house.issue_token(&viewer(&ines), "  my laptop ", None).await.unwrap();
        assert_eq!(issued.token.name, "my laptop");
        assert!(issued.secret.reveal().starts_with("jt_"));
        assert_ne!(issued.token.token_hash, issued.secret.reveal(), "only the hash is kept");
        let found = house.recognise_token(issued.secret.reveal()).await.unwrap().unwrap();
        assert_eq!(found.id, ines.id);
        assert!(house.list_tokens(ines.id.clone()).await.unwrap()[0].last_used_at.is_some());
        house.revoke_token(&viewer(&ines), issued.token.id).await.unwrap();
        assert!(house.recognise_token(issued.secret.reveal()).await.unwrap().is_none());
        assert!(house.list_tokens(ines.id).await.unwrap()[0].revoked_at.is_some());
    }

    async fn a_token_expires_when_it_said(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let end = house.clock().now().plus(30 * DAY);
        let secret = house.issue_token(&viewer(&ines), "month", Some(end)).await.unwrap().secret;
        house.pass(29 * DAY + minutes(24 * 60 - 1));
        assert!(house.recognise_token(secret.reveal()).await.unwrap().is_some());
        house.pass(minutes(1));
        assert!(house.recognise_token(secret.reveal()).await.unwrap().is_none());
    }

    async fn nobody_revokes_the_token_of_somebody_else(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let (ines, omar) = (house.person("ines").await, house.person("omar").await);
        let issued = house.issue_token(&viewer(&ines), "laptop", None).await.unwrap();
        let refused = house.revoke_token(&viewer(&omar), issued.token.id).await.unwrap_err();
        assert!(matches!(refused, AccountError::NotFound("token")));
        assert!(house.recognise_token(issued.secret.reveal()).await.unwrap().is_some());
    }

    async fn a_token_without_a_name_or_with_an_end_in_the_past_is_not_made(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let past = house.clock().now();
        let long = "x".repeat(81);
        for (name, end, field) in [("  ", None, "name"), (long.as_str(), None, "name"), ("ok", Some(past), "expires_at")] {
            let refused = house.issue_token(&viewer(&ines), name, end).await.unwrap_err();
            assert!(matches!(refused, AccountError::Invalid { field: at, .. } if at == field), "{refused}");
        }
        assert!(house.list_tokens(ines.id).await.unwrap().is_empty());
    }

    async fn a_guessed_token_is_nobodys(database: TestDatabase) {
        let house = TestHouse::on(&database);
        house.person("ines").await;
        assert!(house.recognise_token(&format!("jt_{}", "0".repeat(64))).await.unwrap().is_none());
        assert!(house.recognise_token("").await.unwrap().is_none());
    }

    async fn a_jwt_works_for_an_hour(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let issued = house.issue_jwt(&viewer(&ines)).await.unwrap();
        house.pass(minutes(59));
        assert_eq!(house.recognise_jwt(&issued.token).await.unwrap().unwrap().id, ines.id);
        house.pass(minutes(1));
        assert!(house.recognise_jwt(&issued.token).await.unwrap().is_none());
    }

    async fn another_process_of_the_house_accepts_the_same_jwt(database: TestDatabase) {
        let (one, two) = (TestHouse::on(&database), TestHouse::on(&database));
        let ines = one.person("ines").await;
        let issued = one.issue_jwt(&viewer(&ines)).await.unwrap();
        assert_eq!(two.recognise_jwt(&issued.token).await.unwrap().unwrap().id, ines.id);
    }

    async fn a_forged_jwt_is_nobodys(database: TestDatabase) {
        let house = TestHouse::on(&database);
        let ines = house.person("ines").await;
        let good = house.issue_jwt(&viewer(&ines)).await.unwrap().token;
        let (head, rest) = good.split_once('.').unwrap();
        let (body, signature) = rest.split_once('.').unwrap();
        let now = house.clock().now().unix_seconds();
        let claims = json!({ "iss": "joute", "sub": ines.id, "iat": now, "exp": now + 60 });
        let encode = |algorithm, key: &str| {
            jsonwebtoken::encode(&Header::new(algorithm), &claims, &EncodingKey::from_secret(key.as_bytes())).unwrap()
        };
        // {"alg":"none"} without a signature.
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}.");
        let cut = format!("{head}.{body}.{}", &signature[..signature.len() - 4]);
        for forged in [encode(Algorithm::HS256, "a guess"), encode(Algorithm::HS512, "a guess"), unsigned, cut] {
            assert!(house.recognise_jwt(&forged).await.unwrap().is_none(), "{forged}");
        }
        assert!(house.recognise_jwt("not a token").await.unwrap().is_none());
    }
}

db_test! {
    async fn the_jwt_of_another_house_is_nobodys_here(database: TestDatabase) {
        let here = TestHouse::on(&database);
        let elsewhere = joute_database::test_support::TestDatabase::fresh(joute_database::test_support::Backend::Sqlite);
        let elsewhere = elsewhere.unwrap();
        let foreign = TestHouse::on(&elsewhere);
        let ines = here.person("ines").await;
        // The same identifier in both houses: only the key differs.
        let issued = foreign.issue_jwt(&viewer(&ines)).await.unwrap();
        assert!(here.recognise_jwt(&issued.token).await.unwrap().is_none());
    }
}
