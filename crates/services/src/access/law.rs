//! Reads the table: decides a right for somebody at a place.
//!
//! Invariant: whoever may not know of a thing is told that it does not exist, before anything else is said; then
//! signing in, the token, the person and the moment are asked for, in this order.

use joute_domain::{Phase, Role, Scope, Visibility};

use super::table::{Audience, Moment, Object, Reach, rule};
use super::{Right, Viewer};

/// What is asked about, as the person stands to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The house at large.
    House,
    /// A competition.
    Competition(Standing),
    /// A group.
    Group {
        /// True for those who look after it.
        is_manager: bool,
    },
}

/// How somebody stands to a competition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its phase now.
    pub phase: Phase,
    /// Who may see it.
    pub visibility: Visibility,
    /// True if they are among its hosts.
    pub is_listed_host: bool,
    /// True if they were invited.
    pub is_invited: bool,
    /// True if they are in one of its groups.
    pub is_in_group: bool,
}

/// Why the table says no, in the order in which it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its existence is none of their business.
    #[error("there is no such {}", .0.noun())]
    Hidden(Object),
    /// Nobody is signed in.
    #[error("sign in first")]
    SignInRequired,
    /// The token was not made for this.
    #[error("this token lacks the scope `{0}`; make another one with it")]
    ScopeMissing(Scope),
    /// The token is narrower than its owner.
    #[error("this needs a session or a token with every scope")]
    WholeTokenNeeded,
    /// Somebody else's right.
    #[error("{}", .0.refused())]
    NotAmong(Audience),
    /// Not yet.
    #[error("the data can be downloaded when the competition begins")]
    TooEarly,
}

/// Decides whether `who` has `right` at `place`.
pub fn decide(right: Right, who: Option<&Viewer>, place: Place) -> Result<(), Refusal> {
    let rule = rule(right);
    if !is_known(rule.object, who, place) {
        return Err(Refusal::Hidden(rule.object));
    }
    if who.is_none() && rule.audience != Audience::Everybody {
        return Err(Refusal::SignInRequired);
    }
    if let Some(who) = who {
        reaches(who, rule.reach)?;
    }
    if !includes(rule.audience, who, place) {
        return Err(Refusal::NotAmong(rule.audience));
    }
    match (rule.moment, place) {
        (Moment::FromStart, Place::Competition(standing))
            if standing.phase == Phase::Upcoming && !hosts(who, standing) =>
        {
            Err(Refusal::TooEarly)
        }
        (Moment::FromStart | Moment::Always, _) => Ok(()),
    }
}

/// True if `who` may know that the thing exists; a place of another kind is none.
fn is_known(object: Object, who: Option<&Viewer>, place: Place) -> bool {
    match (object, place) {
        (Object::House, _) => true,
        (Object::Competition, Place::Competition(standing)) => sees(who, standing),
        // Anonymous readers are asked to sign in, whether there is such a group or not.
        (Object::Group, Place::Group { is_manager }) => who.is_none() || is_manager || is_admin(who),
        (Object::Competition | Object::Group, _) => false,
    }
}

/// True if `who` may know that the competition exists.
fn sees(who: Option<&Viewer>, standing: Standing) -> bool {
    match (standing.phase, standing.visibility, who) {
        _ if hosts(who, standing) => true,
        (Phase::Draft, _, _) => false,
        (_, Visibility::Public, _) => true,
        (_, _, None) => false,
        (_, Visibility::Internal, Some(who)) => who.role.is_employee() || standing.is_invited,
        (_, Visibility::Restricted, Some(_)) => standing.is_in_group || standing.is_invited,
    }
}

/// True if `who` hosts the competition; administrators host every one, and who became a guest hosts none.
pub(super) fn hosts(who: Option<&Viewer>, standing: Standing) -> bool {
    is_admin(who) || (standing.is_listed_host && who.is_some_and(|who| who.role.may_be_host()))
}

fn is_admin(who: Option<&Viewer>) -> bool {
    who.is_some_and(|who| who.role == Role::Admin)
}

fn includes(audience: Audience, who: Option<&Viewer>, place: Place) -> bool {
    let is = |role: fn(Role) -> bool| who.is_some_and(|who| role(who.role));
    match (audience, place) {
        (Audience::Everybody, _) => true,
        (Audience::SignedIn, _) => who.is_some(),
        (Audience::Entrants, _) => is(Role::takes_part),
        (Audience::Creators, _) => is(Role::may_host),
        (Audience::Hosts, Place::Competition(standing)) => hosts(who, standing),
        (Audience::Recruiting, Place::Competition(standing)) => {
            let is_recruited_for = standing.visibility == Visibility::Public;
            hosts(who, standing) || (is_recruited_for && is(|role| role == Role::Recruiter))
        }
        (Audience::GroupManagers, Place::Group { is_manager }) => is_manager || is_admin(who),
        (Audience::Hosts | Audience::Recruiting | Audience::GroupManagers, _) => false,
        (Audience::Admins, _) => is_admin(who),
    }
}

fn reaches(who: &Viewer, reach: Reach) -> Result<(), Refusal> {
    match reach {
        Reach::Scope(scope) if !who.scopes.contains(scope) => Err(Refusal::ScopeMissing(scope)),
        Reach::Whole if !who.scopes.is_all() => Err(Refusal::WholeTokenNeeded),
        Reach::Any | Reach::Scope(_) | Reach::Whole => Ok(()),
    }
}

impl Object {
    fn noun(self) -> &'static str {
        match self {
            Self::House => "page",
            Self::Competition => "competition",
            Self::Group => "group",
        }
    }
}

impl Audience {
    /// What is said to those who are not among them.
    pub fn refused(self) -> &'static str {
        match self {
            Self::Everybody | Self::SignedIn => "this is not for you",
            Self::Entrants => "your account reads along; it takes no part in competitions",
            Self::Creators => "only hosts and administrators may create competitions",
            Self::Hosts => "only hosts of this competition may change it",
            Self::Recruiting => "only hosts of this competition may do this, and recruiters if it is public",
            Self::GroupManagers => "only those who look after this group may see it",
            Self::Admins => "only administrators may do this",
        }
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::{Scopes, UserId};

    use super::*;
    use crate::access::{Origin, Via};

    fn somebody(role: Role, scopes: &str) -> Viewer {
        Viewer {
            id: UserId::new(),
            handle: "ines".parse().unwrap(),
            display_name: "Inès".to_owned(),
            role,
            language: None,
            scopes: scopes.parse::<Scopes>().unwrap(),
            origin: Origin { address: None, via: Via::Command },
        }
    }

    fn standing(phase: Phase, visibility: Visibility) -> Standing {
        Standing { phase, visibility, is_listed_host: false, is_invited: false, is_in_group: false }
    }

    #[test]
    fn what_one_may_not_know_of_is_hidden_before_anything_else_is_said() {
        let draft = Place::Competition(standing(Phase::Draft, Visibility::Public));
        let narrow = somebody(Role::Member, "read");
        for right in Right::ALL.iter().copied().filter(|right| rule(*right).object == Object::Competition) {
            for who in [None, Some(&narrow)] {
                assert_eq!(decide(right, who, draft), Err(Refusal::Hidden(Object::Competition)));
                assert_eq!(decide(right, who, Place::House), Err(Refusal::Hidden(Object::Competition)), "{right:?}");
            }
        }
    }

    #[test]
    fn a_token_reaches_as_far_as_its_scopes() {
        let open = Place::Competition(standing(Phase::Running, Visibility::Public));
        let reader = somebody(Role::Member, "read");
        assert_eq!(decide(Right::ReadCompetition, Some(&reader), open), Ok(()));
        assert_eq!(decide(Right::Submit, Some(&reader), open), Err(Refusal::ScopeMissing(Scope::Submit)));
        let nearly = somebody(Role::Admin, "read,download,submit,host");
        assert_eq!(decide(Right::ChangeOwnAccount, Some(&nearly), Place::House), Err(Refusal::WholeTokenNeeded));
    }

    #[test]
    fn a_host_who_became_a_guest_hosts_no_more() {
        let listed = Standing { is_listed_host: true, ..standing(Phase::Draft, Visibility::Internal) };
        for role in Role::ALL {
            let who = somebody(*role, &Scopes::ALL.to_string());
            let expected = matches!(role, Role::Admin | Role::Host | Role::Member);
            assert_eq!(
                decide(Right::EditCompetition, Some(&who), Place::Competition(listed)).is_ok(),
                expected,
                "{role:?}"
            );
        }
    }
}
