//! The one table of rights: who may do what, with what, when.
//!
//! Invariant: every decision in the house is [`decide`] on a line of [`rule`]; whoever may not see a competition is told
//! that it does not exist, before anything else is said.

use joute_domain::{Phase, Role, Scope, Visibility};

use super::{Right, Viewer};

/// What a right is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// The house at large.
    House,
    /// The competition that the address names.
    Competition,
}

/// Who has a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, signed in or not; of a competition, everybody who may see it.
    Everybody,
    /// Whoever is signed in.
    SignedIn,
    /// Those who take part in competitions.
    Entrants,
    /// Those who may create competitions.
    Creators,
    /// The competition's hosts, and administrators.
    Hosts,
    /// Administrators.
    Admins,
}

/// When a right begins; hosts are not held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// At any time.
    Always,
    /// From the competition's start on.
    FromStart,
}

/// How far a token must reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Any token, or none.
    Any,
    /// A token with this scope.
    Scope(Scope),
    /// A token with every scope, so that a narrow token cannot make itself a wider one.
    Whole,
}

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What it is about.
    pub object: Object,
    /// Who.
    pub audience: Audience,
    /// When.
    pub moment: Moment,
    /// With which token.
    pub reach: Reach,
}

/// The table.
#[rustfmt::skip]
#[allow(clippy::match_same_arms, clippy::enum_glob_use, reason = "a table has one line a right, and columns without prefixes")]
pub const fn rule(right: Right) -> Rule {
    use self::{Audience::*, Moment::*, Object::*, Reach::Any, Reach::Whole};
    const READ: Reach = Reach::Scope(Scope::Read);
    const DOWNLOAD: Reach = Reach::Scope(Scope::Download);
    const SUBMIT: Reach = Reach::Scope(Scope::Submit);
    const HOST: Reach = Reach::Scope(Scope::Host);
    let (object, audience, moment, reach) = match right {
        //                             what         who        when       with which token
        Right::CheckHealth          => (House,       Everybody, Always,    Any),
        Right::ReadAsset            => (House,       Everybody, Always,    Any),
        Right::ReadHouse            => (House,       Everybody, Always,    READ),
        Right::ChooseDisplay        => (House,       Everybody, Always,    Any),
        Right::SignIn               => (House,       Everybody, Always,    Any),
        Right::SetUpHouse           => (House,       Everybody, Always,    Any),
        Right::UseClients           => (House,       SignedIn,  Always,    READ),
        Right::CallMethod           => (House,       Everybody, Always,    Any),
        Right::FollowSecret         => (House,       Everybody, Always,    Any),
        Right::SeeOwnAccount        => (House,       SignedIn,  Always,    READ),
        Right::ChangeOwnAccount     => (House,       SignedIn,  Always,    Whole),
        Right::CreateCompetition    => (House,       Creators,  Always,    HOST),
        Right::ReadCompetition      => (Competition, Everybody, Always,    READ),
        Right::DownloadData         => (Competition, SignedIn,  FromStart, DOWNLOAD),
        Right::SeeOwnSubmissions    => (Competition, SignedIn,  Always,    READ),
        Right::Submit               => (Competition, Entrants,  Always,    SUBMIT),
        Right::ChangeOwnSubmissions => (Competition, Entrants,  Always,    SUBMIT),
        Right::EditCompetition      => (Competition, Hosts,     Always,    HOST),
    };
    Rule { object, audience, moment, reach }
}

/// A competition as the table sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its phase now.
    pub phase: Phase,
    /// Who may see it.
    pub visibility: Visibility,
    /// True for its hosts and for administrators.
    pub is_host: bool,
}

/// Why the table says no, in the order in which it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its existence is none of their business.
    #[error("there is no such competition")]
    Hidden,
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

impl Audience {
    /// What is said to those who are not among them.
    pub fn refused(self) -> &'static str {
        match self {
            Self::Everybody | Self::SignedIn => "this is not for you",
            Self::Entrants => "your account reads along; it takes no part in competitions",
            Self::Creators => "only hosts and administrators may create competitions",
            Self::Hosts => "only hosts of this competition may change it",
            Self::Admins => "only administrators may do this",
        }
    }

    fn includes(self, who: Option<&Viewer>, place: Option<Place>) -> bool {
        match self {
            Self::Everybody => true,
            Self::SignedIn => who.is_some(),
            Self::Entrants => who.is_some_and(|who| who.role.takes_part()),
            Self::Creators => who.is_some_and(|who| who.role.may_host()),
            Self::Hosts => place.is_some_and(|place| place.is_host),
            Self::Admins => who.is_some_and(|who| who.role == Role::Admin),
        }
    }
}

/// Decides. `place` is the competition of rights that are about one; without it they are refused as hidden.
pub fn decide(right: Right, who: Option<&Viewer>, place: Option<Place>) -> Result<(), Refusal> {
    let rule = rule(right);
    if rule.object == Object::Competition && !place.is_some_and(|place| sees(who, place)) {
        return Err(Refusal::Hidden);
    }
    if who.is_none() && rule.audience != Audience::Everybody {
        return Err(Refusal::SignInRequired);
    }
    if let Some(who) = who {
        reaches(who, rule.reach)?;
    }
    if !rule.audience.includes(who, place) {
        return Err(Refusal::NotAmong(rule.audience));
    }
    let is_held_back = |place: Place| place.phase == Phase::Upcoming && !place.is_host;
    match rule.moment {
        Moment::FromStart if place.is_some_and(is_held_back) => Err(Refusal::TooEarly),
        Moment::FromStart | Moment::Always => Ok(()),
    }
}

/// True if `who` may know that the competition exists.
fn sees(who: Option<&Viewer>, place: Place) -> bool {
    match (place.phase, place.visibility, who) {
        _ if place.is_host => true,
        (Phase::Draft, _, _) | (_, Visibility::Internal, None) => false,
        (_, Visibility::Public, _) => true,
        (_, Visibility::Internal, Some(who)) => who.role != Role::Guest,
    }
}

fn reaches(who: &Viewer, reach: Reach) -> Result<(), Refusal> {
    match reach {
        Reach::Scope(scope) if !who.scopes.contains(scope) => Err(Refusal::ScopeMissing(scope)),
        Reach::Whole if !who.scopes.is_all() => Err(Refusal::WholeTokenNeeded),
        Reach::Any | Reach::Scope(_) | Reach::Whole => Ok(()),
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

    #[test]
    fn what_one_may_not_know_of_is_hidden_before_anything_else_is_said() {
        let draft = Place { phase: Phase::Draft, visibility: Visibility::Public, is_host: false };
        let narrow = somebody(Role::Member, "read");
        for right in Right::ALL.iter().copied().filter(|right| rule(*right).object == Object::Competition) {
            assert_eq!(decide(right, None, Some(draft)), Err(Refusal::Hidden));
            assert_eq!(decide(right, Some(&narrow), Some(draft)), Err(Refusal::Hidden));
            assert_eq!(decide(right, None, None), Err(Refusal::Hidden), "{right:?}");
        }
    }

    #[test]
    fn a_token_reaches_as_far_as_its_scopes() {
        let open = Place { phase: Phase::Running, visibility: Visibility::Public, is_host: false };
        let reader = somebody(Role::Member, "read");
        assert_eq!(decide(Right::ReadCompetition, Some(&reader), Some(open)), Ok(()));
        assert_eq!(decide(Right::Submit, Some(&reader), Some(open)), Err(Refusal::ScopeMissing(Scope::Submit)));
        let nearly = somebody(Role::Admin, "read,download,submit,host");
        assert_eq!(decide(Right::ChangeOwnAccount, Some(&nearly), None), Err(Refusal::WholeTokenNeeded));
    }
}
