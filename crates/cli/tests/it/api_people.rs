//! Signing in over the API: cookie, bearer token, personal tokens.

use joute_domain::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::{PASSWORD, TestHouse, house_test};

const ME: &str = "/api/joute/v1/me";

/// The answer of `GET /me` with a bearer token and no cookie: status and body.
async fn me_with(house: &TestHouse, token: &str) -> (u16, Value) {
    let answer = house.anybody().request(Method::GET, ME).bearer_auth(token).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

house_test! {
    /// The cookie is out of reach for scripts and other sites, and ends with the session.
    async fn a_session_begins_with_a_password_and_ends_when_told(house: TestHouse) {
        let member = house.person("milo", Role::Member).await;
        let me = member.get("/me").await.ok();
        assert_eq!((me["handle"].as_str(), me["role"].as_str()), (Some("milo"), Some("member")));
        let body = json!({ "login": "MILO ", "password": PASSWORD });
        let answer = member.request(Method::POST, "/api/joute/v1/session").json(&body).send().await.unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert_eq!(answer.headers()["cache-control"], "no-store");
        member.send(Method::DELETE, "/session", None).await.ok();
        assert_eq!(member.get("/me").await.code(401), "sign_in_required");
        member.send(Method::DELETE, "/session", None).await.ok();
    }
}

house_test! {
    /// A wrong password and an unknown name are told in the same words, and no cookie is set.
    async fn a_wrong_password_says_nothing_about_the_account(house: TestHouse) {
        house.person("milo", Role::Member).await;
        let mut told = Vec::new();
        for login in ["milo", "nobody"] {
            let body = json!({ "login": login, "password": "not the password" });
            let request = house.anybody().request(Method::POST, "/api/joute/v1/session").json(&body);
            let answer = request.send().await.unwrap();
            assert!(!answer.headers().contains_key("set-cookie"));
            let mut body: Value = answer.json().await.unwrap();
            body["request_id"].take();
            told.push(body);
        }
        assert_eq!(told[0]["code"], "wrong_credentials");
        assert_eq!(told[0], told[1]);
    }
}

house_test! {
    /// A bearer token works without a cookie; a forged one does not.
    async fn a_jwt_opens_the_api(house: TestHouse) {
        house.person("milo", Role::Member).await;
        let body = json!({ "login": "milo", "password": PASSWORD });
        let issued = house.anybody().send(Method::POST, "/jwt", Some(body)).await.ok();
        let token = issued["token"].as_str().unwrap();
        assert!(issued["expires_at"].is_string());
        let (status, me) = me_with(&house, token).await;
        assert_eq!((status, me["handle"].as_str()), (200, Some("milo")));
        let mut parts: Vec<_> = token.split('.').collect();
        parts[2] = "AAAA";
        let (status, problem) = me_with(&house, &parts.join(".")).await;
        assert_eq!((status, problem["code"].as_str()), (401, Some("invalid_token")));
    }
}

house_test! {
    /// A personal token is shown once, works, and stops when it is revoked; others cannot revoke it.
    async fn a_personal_token_lives_until_it_is_revoked(house: TestHouse) {
        let member = house.person("milo", Role::Member).await;
        let other = house.person("mia", Role::Member).await;
        let made = member.send(Method::POST, "/tokens", Some(json!({ "name": "laptop" }))).await;
        assert_eq!(made.status, 201);
        let made = made.body;
        let (token, id) = (made["token"].as_str().unwrap(), made["id"].as_str().unwrap());
        assert_eq!(me_with(&house, token).await.0, 200);

        let list = member.get("/tokens").await.ok();
        assert_eq!(list["tokens"][0]["name"], "laptop");
        assert!(token.starts_with(list["tokens"][0]["starts_with"].as_str().unwrap()));
        assert!(list["tokens"][0]["last_used_at"].is_string());
        assert!(!list.to_string().contains(token), "the clear text is shown once");
        assert_eq!(other.get("/tokens").await.ok()["tokens"], json!([]));

        let path = format!("/tokens/{id}");
        assert_eq!(other.send(Method::DELETE, &path, None).await.code(404), "not_found");
        assert_eq!(me_with(&house, token).await.0, 200);
        member.send(Method::DELETE, &path, None).await.ok();
        let (status, problem) = me_with(&house, token).await;
        assert_eq!((status, problem["code"].as_str()), (401, Some("invalid_token")));
        assert_eq!(member.send(Method::DELETE, &path, None).await.code(404), "not_found");
    }
}
