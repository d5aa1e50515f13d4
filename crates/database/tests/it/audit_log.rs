//! The chain of the audit log, and everything that somebody with the database's password might try.

use std::net::IpAddr;

use joute_database::audit_log::{self, Break, ChainWalk, Entry};
use joute_database::{Conn, db_test};
use joute_domain::{Actor, AuditAction, AuditObject, AuditVia, UserId};

use crate::builders::{batch, noon, seconds};

/// A log of five sealed entries by one person.
fn log_of_five(conn: &mut Conn) -> UserId {
    let person = UserId::new();
    for number in 1..=5 {
        let actor = Actor {
            person: Some((person.clone(), "amelie".parse().unwrap())),
            via: AuditVia::Session,
            credential: None,
            address: Some(IpAddr::from([192, 0, 2, 1])),
        };
        let entry = Entry::new(noon().plus(seconds(number)), actor, AuditAction::TokenIssue)
            .on(AuditObject::Token, format!("token-{number}"), &format!("Été {number}"))
            .with("number", number);
        audit_log::append(conn, entry).unwrap();
    }
    assert_eq!(audit_log::seal(conn, 3).unwrap(), 3);
    assert_eq!(audit_log::seal(conn, 3).unwrap(), 2);
    assert_eq!(audit_log::seal(conn, 3).unwrap(), 0);
    person
}

/// Walks the whole log; the last sound entry, or what is wrong.
fn walked(conn: &mut Conn) -> Result<u64, Break> {
    let mut walk = ChainWalk::default();
    for row in audit_log::page_after(conn, 0, 100).unwrap() {
        walk.step(&row)?;
    }
    walk.finish(&audit_log::head(conn).unwrap())?;
    Ok(walk.sequence())
}

db_test! {
    fn five_entries_make_a_chain(database: TestDatabase) {
        let conn = &mut database.connect();
        assert_eq!(walked(conn), Ok(0));
        log_of_five(conn);
        assert_eq!(walked(conn), Ok(5));
        let rows = audit_log::page_after(conn, 0, 100).unwrap();
        assert_eq!(rows[0].previous_hash.as_deref(), Some(audit_log::GENESIS));
        assert_eq!(rows[4].previous_hash, rows[3].hash);
        assert_eq!(rows[2].detail, "{\"number\":3}");
        assert!(!audit_log::has_unsealed(conn).unwrap());
    }

    fn each_change_is_found_at_its_entry(database: TestDatabase) {
        let conn = &mut database.connect();
        log_of_five(conn);
        for (change, back, found) in [
            ("detail = '{}'", "detail = '{\"number\":3}'", Break::Changed(3)),
            ("action = 'token.revoke'", "action = 'token.issue'", Break::Changed(3)),
            ("actor_id = NULL", "actor_id = (SELECT actor_id FROM audit_log WHERE sequence = 2)", Break::Changed(3)),
            ("object_id = 'token-4'", "object_id = 'token-3'", Break::Changed(3)),
            ("via = 'house'", "via = 'session'", Break::Changed(3)),
            ("actor_name = 'somebody'", "actor_name = 'amelie'", Break::Renamed(3)),
            ("address = NULL", "address = '192.0.2.1'", Break::Renamed(3)),
            ("object_name = 'Été 4'", "object_name = 'Été 3'", Break::Renamed(3)),
        ] {
            batch(conn, &format!("UPDATE audit_log SET {change} WHERE sequence = 3")).unwrap();
            assert_eq!(walked(conn), Err(found), "{change}");
            batch(conn, &format!("UPDATE audit_log SET {back} WHERE sequence = 3")).unwrap();
            assert_eq!(walked(conn), Ok(5), "{back}");
        }
        batch(conn, "UPDATE audit_log SET occurred_at = '2026-03-01 12:00:03.123457' WHERE sequence = 3").unwrap();
        assert_eq!(walked(conn), Err(Break::Changed(3)), "one microsecond later");
    }

    fn a_removed_entry_is_missed(database: TestDatabase) {
        let conn = &mut database.connect();
        log_of_five(conn);
        batch(conn, "DELETE FROM audit_log WHERE sequence = 2").unwrap();
        assert_eq!(walked(conn), Err(Break::Missing(2)));
        // Closing the gap does not help.
        batch(conn, "UPDATE audit_log SET sequence = 2 WHERE sequence = 3").unwrap();
        assert_eq!(walked(conn), Err(Break::Unlinked(2)));
    }

    fn removed_last_entries_are_missed(database: TestDatabase) {
        let conn = &mut database.connect();
        log_of_five(conn);
        batch(conn, "DELETE FROM audit_log WHERE sequence > 3").unwrap();
        assert_eq!(walked(conn), Err(Break::Cut { found: 3, known: 5 }));
    }

    fn exchanged_entries_are_found(database: TestDatabase) {
        let conn = &mut database.connect();
        log_of_five(conn);
        for change in ["sequence = -1 WHERE sequence = 2", "sequence = 2 WHERE sequence = 4", "sequence = 4 WHERE sequence = -1"] {
            batch(conn, &format!("UPDATE audit_log SET {change}")).unwrap();
        }
        assert_eq!(walked(conn), Err(Break::Unlinked(2)));
    }

    fn an_inserted_entry_is_found(database: TestDatabase) {
        let conn = &mut database.connect();
        log_of_five(conn);
        let forged = Entry::new(noon(), Actor::command(), AuditAction::AccountCreate);
        audit_log::append(conn, forged).unwrap();
        batch(conn, "UPDATE audit_log SET sequence = sequence + 10 WHERE sequence >= 3").unwrap();
        batch(conn, "UPDATE audit_log SET sequence = 3 WHERE sequence IS NULL").unwrap();
        assert_eq!(walked(conn), Err(Break::Unlinked(3)));
    }

    fn an_erased_person_leaves_the_chain_whole(database: TestDatabase) {
        let conn = &mut database.connect();
        let person = log_of_five(conn);
        let admin = Actor { person: Some((UserId::new(), "solene".parse().unwrap())), ..Actor::command() };
        let entry = Entry::new(noon(), admin, AuditAction::AccountDisable).on(AuditObject::Person, &person, "amelie");
        audit_log::append(conn, entry).unwrap();
        audit_log::seal(conn, 100).unwrap();
        assert_eq!(audit_log::erase_names(conn, &person, &[person.to_string()]).unwrap(), 6);
        assert_eq!(walked(conn), Ok(6));
        for row in audit_log::page_after(conn, 0, 100).unwrap() {
            assert!(row.actor_name.is_none() && row.object_name.is_none() && row.address.is_none(), "{row:?}");
            assert!(row.names_salt.is_none() && row.search_text.is_empty(), "nothing left to guess against");
        }
        // A name cannot be put back in.
        batch(conn, "UPDATE audit_log SET actor_name = 'amelie' WHERE sequence = 1").unwrap();
        assert_eq!(walked(conn), Err(Break::Renamed(1)));
    }
}
