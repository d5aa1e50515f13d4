//! Groups, what they open, and who was invited.

use std::collections::HashMap;

use joute_database::competition_invitees::{self, Invitee};
use joute_database::group_members::{self, GroupMember};
use joute_database::groups::{self, Group};
use joute_database::invitations::{self, Invitation};
use joute_database::users::{self, User};
use joute_database::{Conn, competition_groups, db_test};
use joute_domain::{GroupId, InvitationId, MemberSource, Role, UserId};

use crate::builders::{Cup, noon, seconds, user};

fn group(conn: &mut Conn, name: &str) -> Group {
    let group = Group {
        id: GroupId::new(),
        name: name.parse().unwrap(),
        description: "une équipe".to_owned(),
        created_at: noon(),
    };
    groups::insert(conn, &group).unwrap();
    group
}

fn member(group: &Group, user: &UserId, source: MemberSource) -> GroupMember {
    GroupMember { group_id: group.id.clone(), user_id: user.clone(), source, is_manager: false, added_at: noon() }
}

fn person(conn: &mut Conn, handle: &str) -> User {
    let person = user(handle);
    users::insert(conn, &person).unwrap();
    person
}

db_test! {
    fn a_group_has_one_name_and_its_members_once(database: TestDatabase) {
        let conn = &mut database.connect();
        let (research, sales) = (group(conn, "Recherche"), group(conn, "Ventes"));
        let twice = Group { id: GroupId::new(), ..research.clone() };
        assert!(groups::insert(conn, &twice).unwrap_err().is_unique_violation());
        let anna = person(conn, "anna");
        group_members::put(conn, &member(&research, &anna.id, MemberSource::Claims)).unwrap();
        let kept = GroupMember { is_manager: true, ..member(&research, &anna.id, MemberSource::Hand) };
        group_members::put(conn, &kept).unwrap();
        assert_eq!(group_members::list_of_user(conn, &anna.id).unwrap(), [kept]);
        let listed = group_members::list(conn, &research.id).unwrap();
        assert_eq!(listed.iter().map(|one| (one.handle.as_str(), one.is_manager)).collect::<Vec<_>>(), [("anna", true)]);
        assert_eq!(group_members::count_by_group(conn).unwrap(), HashMap::from([(research.id.clone(), 1)]));
        assert_eq!(group_members::groups_of_user(conn, &anna.id).unwrap(), std::slice::from_ref(&research));
        assert!(group_members::delete(conn, &research.id, &anna.id).unwrap());
        assert!(!group_members::delete(conn, &research.id, &anna.id).unwrap());
        assert!(groups::update(conn, &sales.id, &"Achats".parse().unwrap(), "").unwrap());
        let names: Vec<_> = groups::list(conn).unwrap().into_iter().map(|one| one.name.to_string()).collect();
        assert_eq!(names, ["Achats", "Recherche"]);
    }

    fn a_group_opens_a_competition_to_its_members(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let (research, anna, bert) = (group(conn, "Recherche"), person(conn, "anna"), person(conn, "bert"));
        group_members::put(conn, &member(&research, &anna.id, MemberSource::Hand)).unwrap();
        competition_groups::insert(conn, &cup.competition.id, &research.id, noon()).unwrap();
        competition_groups::insert(conn, &cup.competition.id, &research.id, noon()).unwrap();
        assert!(competition_groups::includes(conn, &cup.competition.id, &anna.id).unwrap());
        assert!(!competition_groups::includes(conn, &cup.competition.id, &bert.id).unwrap());
        assert_eq!(competition_groups::list_including(conn, &anna.id).unwrap(), std::slice::from_ref(&cup.competition.id));
        assert!(competition_groups::list_including(conn, &bert.id).unwrap().is_empty());
        assert_eq!(competition_groups::list(conn, &cup.competition.id).unwrap(), std::slice::from_ref(&research));
        assert_eq!(competition_groups::count_of_group(conn, &research.id).unwrap(), 1);
        assert!(groups::delete(conn, &research.id).is_err(), "a competition is restricted to it");
        assert!(competition_groups::delete(conn, &cup.competition.id, &research.id).unwrap());
        assert!(groups::delete(conn, &research.id).unwrap());
        assert!(group_members::list_of_user(conn, &anna.id).unwrap().is_empty());
    }

    fn a_link_lets_in_as_many_as_it_says(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let link = Invitation {
            id: InvitationId::new(),
            competition_id: cup.competition.id.clone(),
            token_hash: "hash".to_owned(),
            note: "l’école".to_owned(),
            uses_allowed: 2,
            uses: 0,
            created_by: cup.host.id.clone(),
            created_at: noon(),
            expires_at: noon().plus(seconds(60)),
            revoked_at: None,
        };
        invitations::insert(conn, &link).unwrap();
        assert_eq!(invitations::find_by_token_hash(conn, "hash").unwrap(), Some(link.clone()));
        assert!(link.is_open(noon()) && !link.is_open(noon().plus(seconds(60))));
        assert!(!invitations::use_once(conn, &link.id, noon().plus(seconds(60))).unwrap(), "too late");
        assert!(invitations::use_once(conn, &link.id, noon()).unwrap());
        assert!(invitations::use_once(conn, &link.id, noon()).unwrap());
        assert!(!invitations::use_once(conn, &link.id, noon()).unwrap(), "two were allowed");
        assert!(invitations::revoke(conn, &cup.competition.id, &link.id, noon()).unwrap());
        assert!(!invitations::revoke(conn, &cup.competition.id, &link.id, noon()).unwrap());
        assert_eq!(invitations::list(conn, &cup.competition.id).unwrap()[0].uses, 2);
    }

    fn an_invited_person_is_in_once(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let guest = User { role: Role::Guest, ..user("gaston") };
        users::insert(conn, &guest).unwrap();
        let invitee = Invitee {
            competition_id: cup.competition.id.clone(),
            user_id: guest.id.clone(),
            invitation_id: None,
            added_by: cup.host.id.clone(),
            added_at: noon(),
        };
        assert!(competition_invitees::insert(conn, &invitee).unwrap());
        assert!(!competition_invitees::insert(conn, &invitee).unwrap());
        assert!(competition_invitees::includes(conn, &cup.competition.id, &guest.id).unwrap());
        assert_eq!(competition_invitees::list_including(conn, &guest.id).unwrap(), std::slice::from_ref(&cup.competition.id));
        let listed = competition_invitees::list(conn, &cup.competition.id).unwrap();
        assert_eq!(listed.iter().map(|one| (one.handle.as_str(), one.role)).collect::<Vec<_>>(), [("gaston", Role::Guest)]);
        assert!(competition_invitees::delete(conn, &cup.competition.id, &guest.id).unwrap());
        assert!(!competition_invitees::includes(conn, &cup.competition.id, &guest.id).unwrap());
    }

    fn a_role_and_the_choice_of_a_public_name_are_kept(database: TestDatabase) {
        let conn = &mut database.connect();
        let anna = person(conn, "anna");
        for role in Role::ALL {
            assert!(users::set_role(conn, &anna.id, *role).unwrap());
            assert_eq!(users::find(conn, &anna.id).unwrap().unwrap().role, *role);
        }
        assert!(users::set_name_public(conn, &anna.id, true).unwrap());
        assert!(users::find(conn, &anna.id).unwrap().unwrap().is_name_public);
        assert!(!users::set_role(conn, &UserId::new(), Role::Guest).unwrap());
    }
}
