//! The one table of rights: who may do what, with which token, when.
//!
//! Invariant: every line says everything about its right; `law` beside it reads the lines and nothing else.

use joute_domain::Scope;

use super::Right;

/// What a right is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// The house at large.
    House,
    /// The competition that the address names.
    Competition,
    /// The group that the address names.
    Group,
}

/// Who has a right. Of a competition or group, only those who may know of it are asked at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, signed in or not.
    Everybody,
    /// Whoever is signed in.
    SignedIn,
    /// Those who take part in competitions: everybody but managers and recruiters.
    Entrants,
    /// Those who may create competitions.
    Creators,
    /// The competition's hosts, and administrators.
    Hosts,
    /// The competition's hosts, administrators, and of a public one recruiters.
    Recruiting,
    /// Those who look after the group, and administrators.
    GroupManagers,
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

/// How far a token must reach; sessions reach everywhere.
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
    const ADMIN: Reach = Reach::Scope(Scope::Admin);
    let (object, audience, moment, reach) = match right {
        //                             what         who            when       with which token
        Right::CheckHealth          => (House,       Everybody,     Always,    Any),
        Right::ReadAsset            => (House,       Everybody,     Always,    Any),
        Right::ReadHouse            => (House,       Everybody,     Always,    READ),
        Right::ChooseDisplay        => (House,       Everybody,     Always,    Any),
        Right::SignIn               => (House,       Everybody,     Always,    Any),
        Right::SignUp               => (House,       Everybody,     Always,    Any),
        Right::SetUpHouse           => (House,       Everybody,     Always,    Any),
        Right::FollowInvitation     => (House,       Everybody,     Always,    Any),
        Right::UseClients           => (House,       SignedIn,      Always,    READ),
        Right::CallMethod           => (House,       Everybody,     Always,    Any),
        Right::FollowSecret         => (House,       Everybody,     Always,    Any),
        Right::SeeOwnAccount        => (House,       SignedIn,      Always,    READ),
        Right::ChangeOwnAccount     => (House,       SignedIn,      Always,    Whole),
        Right::AcceptInvitation     => (House,       SignedIn,      Always,    Whole),
        Right::CreateCompetition    => (House,       Creators,      Always,    HOST),
        Right::AdministerHouse      => (House,       Admins,        Always,    ADMIN),
        Right::AdministerPeople     => (House,       Admins,        Always,    ADMIN),
        Right::AdministerGroups     => (House,       Admins,        Always,    ADMIN),
        Right::ReadAuditLog         => (House,       Admins,        Always,    ADMIN),
        Right::ReadAccess           => (House,       Admins,        Always,    ADMIN),
        Right::SeeGroup             => (Group,       GroupManagers, Always,    READ),
        Right::ReadCompetition      => (Competition, Everybody,     Always,    READ),
        Right::DownloadData         => (Competition, SignedIn,      FromStart, DOWNLOAD),
        Right::SeeOwnSubmissions    => (Competition, SignedIn,      Always,    READ),
        Right::Submit               => (Competition, Entrants,      Always,    SUBMIT),
        Right::ChangeOwnSubmissions => (Competition, Entrants,      Always,    SUBMIT),
        Right::SeeParticipants      => (Competition, Recruiting,    Always,    READ),
        Right::InvitePeople         => (Competition, Recruiting,    Always,    HOST),
        Right::EditCompetition      => (Competition, Hosts,         Always,    HOST),
        Right::ManageHosts          => (Competition, Hosts,         Always,    HOST),
    };
    Rule { object, audience, moment, reach }
}
