//! Accounts, sessions, tokens and keys.

use joute_database::api_tokens::{self, ApiToken};
use joute_database::sessions::{self, Session};
use joute_database::setup_links::{self, SetupLink};
use joute_database::users::{self, User};
use joute_database::{Conn, DatabaseError, db_test, signing_keys};
use joute_domain::{Language, Role, SessionId, SetupLinkId, TokenId, UserId};

use crate::builders::{noon, seconds, user};

fn session(conn: &mut Conn) -> Session {
    let person = user("anna");
    users::insert(conn, &person).unwrap();
    let session = Session {
        id: SessionId::new(),
        user_id: person.id,
        token_hash: "first".to_owned(),
        previous_token_hash: None,
        user_agent: "Firefox".to_owned(),
        created_at: noon(),
        rotated_at: noon(),
        last_seen_at: noon(),
        expires_at: noon().plus(seconds(60)),
    };
    sessions::insert(conn, &session).unwrap();
    session
}

db_test! {
    fn a_rotated_token_is_known_beside_its_successor_and_rotates_once(database: TestDatabase) {
        let conn = &mut database.connect();
        let session = session(conn);
        let later = noon().plus(seconds(5));
        assert!(sessions::rotate(conn, &session.id, "first", "second", later).unwrap());
        assert!(!sessions::rotate(conn, &session.id, "first", "third", later).unwrap());
        for hash in ["first", "second"] {
            let found = sessions::find_by_token_hash(conn, hash).unwrap().unwrap();
            assert_eq!((found.token_hash.as_str(), found.rotated_at), ("second", later));
        }
        assert_eq!(sessions::find_by_token_hash(conn, "third").unwrap(), None);
    }

    fn sessions_end_by_sign_out_by_time_and_for_all_browsers(database: TestDatabase) {
        let conn = &mut database.connect();
        let one = session(conn);
        assert!(sessions::touch(conn, &one.id, noon().plus(seconds(30)), noon().plus(seconds(90))).unwrap());
        assert_eq!(sessions::delete_expired(conn, noon().plus(seconds(89))).unwrap(), 0);
        assert_eq!(sessions::list_of_user(conn, &one.user_id).unwrap().len(), 1);
        assert_eq!(sessions::delete_expired(conn, noon().plus(seconds(90))).unwrap(), 1);
        for hash in ["second", "third"] {
            let more = Session { id: SessionId::new(), token_hash: hash.to_owned(), ..one.clone() };
            sessions::insert(conn, &more).unwrap();
        }
        let listed = sessions::list_of_user(conn, &one.user_id).unwrap();
        assert!(sessions::delete(conn, &listed[0].id).unwrap());
        assert!(!sessions::delete(conn, &listed[0].id).unwrap());
        assert_eq!(sessions::delete_of_user(conn, &one.user_id).unwrap(), 1);
    }

    fn a_setup_link_is_used_up_once(database: TestDatabase) {
        let conn = &mut database.connect();
        assert!(!setup_links::has_unused(conn).unwrap());
        for hash in ["used", "forgotten"] {
            let token_hash = hash.to_owned();
            let link = SetupLink { id: SetupLinkId::new(), token_hash, created_at: noon(), used_at: None };
            setup_links::insert(conn, &link).unwrap();
        }
        assert!(setup_links::use_up(conn, "used", noon()).unwrap());
        assert!(!setup_links::use_up(conn, "used", noon()).unwrap());
        assert!(!setup_links::use_up(conn, "unknown", noon()).unwrap());
        assert!(setup_links::has_unused(conn).unwrap());
        assert_eq!(setup_links::delete_unused(conn).unwrap(), 1);
        assert!(!setup_links::has_unused(conn).unwrap());
    }

    fn a_token_is_revoked_by_its_owner_only(database: TestDatabase) {
        let conn = &mut database.connect();
        let (anna, bert) = (user("anna"), user("bert"));
        for person in [&anna, &bert] {
            users::insert(conn, person).unwrap();
        }
        let token = ApiToken {
            id: TokenId::new(),
            user_id: anna.id.clone(),
            name: "notebook".to_owned(),
            token_hash: "hash".to_owned(),
            token_start: "jt_abc".to_owned(),
            created_at: noon(),
            last_used_at: None,
            expires_at: Some(noon().plus(seconds(60))),
            revoked_at: None,
        };
        api_tokens::insert(conn, &token).unwrap();
        assert_eq!(api_tokens::find_by_token_hash(conn, "hash").unwrap().as_ref(), Some(&token));
        assert!(api_tokens::touch(conn, &token.id, noon()).unwrap());
        assert!(!api_tokens::revoke(conn, &bert.id, &token.id, noon()).unwrap());
        assert!(api_tokens::revoke(conn, &anna.id, &token.id, noon()).unwrap());
        assert!(!api_tokens::revoke(conn, &anna.id, &token.id, noon()).unwrap());
        let revoked = ApiToken { last_used_at: Some(noon()), revoked_at: Some(noon()), ..token };
        assert_eq!(api_tokens::list_of_user(conn, &anna.id).unwrap(), [revoked]);
    }

    fn closed_accounts_are_no_administrators(database: TestDatabase) {
        let conn = &mut database.connect();
        users::insert(conn, &User { role: Role::Admin, ..user("open") }).unwrap();
        users::insert(conn, &User { role: Role::Admin, disabled_at: Some(noon()), ..user("closed") }).unwrap();
        users::insert(conn, &user("member")).unwrap();
        assert_eq!(users::count_active_admins(conn).unwrap(), 1);
    }

    fn password_and_language_are_changed_for_people_who_exist(database: TestDatabase) {
        let conn = &mut database.connect();
        let person = user("anna");
        users::insert(conn, &person).unwrap();
        assert!(users::set_password_hash(conn, &person.id, "hash").unwrap());
        assert!(users::set_language(conn, &person.id, Some(Language::Fr)).unwrap());
        let stored = users::find(conn, &person.id).unwrap().unwrap();
        assert_eq!((stored.password_hash.as_deref(), stored.language), (Some("hash"), Some(Language::Fr)));
        assert!(users::set_language(conn, &person.id, None).unwrap());
        assert!(!users::set_password_hash(conn, &UserId::new(), "hash").unwrap());
    }

    async fn eight_processes_agree_on_one_signing_key(database: TestDatabase) {
        let mut all = tokio::task::JoinSet::new();
        for number in 0..8 {
            let database = database.database();
            all.spawn(async move {
                let candidate = format!("secret {number}");
                let find = move |conn: &mut Conn| signing_keys::find_or_insert(conn, "jwt", &candidate, noon());
                database.write::<_, DatabaseError>("signing key", find).await
            });
        }
        let mut secrets: Vec<String> = all.join_all().await.into_iter().map(Result::unwrap).collect();
        secrets.dedup();
        assert_eq!(secrets.len(), 1, "{secrets:?}");
    }
}
