//! Lists and pages.

use joute_database::{competition_hosts, db_test, submissions, teams, users};
use joute_domain::UserId;

use crate::builders::{Cup, noon, seconds, team, user};

db_test! {
    fn a_team_leafs_through_its_submissions_newest_first(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let mut ids = cup.queue(conn, 5).unwrap();
        ids.reverse();
        let first = submissions::page_of_team(conn, &cup.team.id, None, 2).unwrap();
        let second = submissions::page_of_team(conn, &cup.team.id, Some(&first[1].id), 10).unwrap();
        let seen: Vec<_> = first.into_iter().chain(second).map(|one| one.id).collect();
        assert_eq!(seen, ids);
    }

    fn people_are_found_by_a_long_list_of_identifiers(database: TestDatabase) {
        let conn = &mut database.connect();
        let (anna, bert) = (user("anna"), user("bert"));
        for person in [&bert, &anna] {
            users::insert(conn, person).unwrap();
        }
        let mut ids: Vec<UserId> = (0..2_500).map(|_| UserId::new()).collect();
        ids.insert(0, bert.id.clone());
        ids.push(anna.id.clone());
        assert_eq!(users::list_named(conn, &ids).unwrap(), [anna, bert]);
        assert_eq!(users::list_named(conn, &[]).unwrap(), []);
    }

    fn a_person_is_found_by_handle_or_address_as_typed(database: TestDatabase) {
        let conn = &mut database.connect();
        let mut anna = user("anna");
        anna.email = Some("anna@example.org".parse().unwrap());
        users::insert(conn, &anna).unwrap();
        users::insert(conn, &user("nobody")).unwrap();
        for typed in ["anna", " Anna ", "ANNA@example.ORG"] {
            assert_eq!(users::find_by_handle_or_email(conn, typed).unwrap().as_ref(), Some(&anna), "{typed}");
        }
        for typed in ["", "ann", "a%", "anna@example"] {
            assert_eq!(users::find_by_handle_or_email(conn, typed).unwrap(), None, "{typed}");
        }
        assert_eq!(users::find_by_handle(conn, &anna.handle).unwrap(), Some(anna));
    }

    fn a_person_is_in_one_team_per_competition(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let id = &cup.competition.id;
        let bert = user("bert");
        users::insert(conn, &bert).unwrap();
        let second = team(&cup.competition, "Zweite");
        teams::insert(conn, &second, &bert.id, noon().plus(seconds(1))).unwrap();
        assert_eq!(teams::find_of_user(conn, id, &bert.id).unwrap().as_ref(), Some(&second));
        assert_eq!(teams::find(conn, &second.id).unwrap().as_ref(), Some(&second));
        assert_eq!(teams::list(conn, id).unwrap().len(), 2);
        let handles: Vec<_> = teams::members(conn, id).unwrap().into_iter().map(|member| member.handle).collect();
        assert_eq!(handles, [cup.host.handle, bert.handle]);
        let third = team(&cup.competition, "Dritte");
        assert!(teams::insert(conn, &third, &bert.id, noon()).unwrap_err().is_unique_violation());
    }

    fn hosts_are_added_once_and_removed(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let (id, host) = (&cup.competition.id, &cup.host.id);
        assert!(!competition_hosts::is_host(conn, id, host).unwrap());
        for _ in 0..2 {
            competition_hosts::insert(conn, id, host, noon()).unwrap();
        }
        assert!(competition_hosts::is_host(conn, id, host).unwrap());
        assert_eq!(competition_hosts::list(conn, id).unwrap(), std::slice::from_ref(host));
        assert_eq!(competition_hosts::list_hosted_by(conn, host).unwrap(), std::slice::from_ref(id));
        assert!(competition_hosts::delete(conn, id, host).unwrap());
        assert!(!competition_hosts::delete(conn, id, host).unwrap());
    }
}
