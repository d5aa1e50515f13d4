//! Who asks, how far their credentials reach, and where they came from.
//!
//! Invariant: a viewer was recognised by what they presented; nothing about them is taken from the request's words.

use std::net::IpAddr;

use joute_domain::{Handle, Language, Role, Scopes, SessionId, TokenId, UserId};

use crate::User;

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub id: UserId,
    /// Sign-in name.
    pub handle: Handle,
    /// Shown name.
    pub display_name: String,
    /// Role in the house.
    pub role: Role,
    /// Chosen language, if any.
    pub language: Option<Language>,
    /// What their credentials may be used for.
    pub scopes: Scopes,
    /// Where the request came from.
    pub origin: Origin,
}

/// Where a request came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The client's address; `None` for commands on the server itself.
    pub address: Option<IpAddr>,
    /// What was presented.
    pub via: Via,
}

/// What somebody presented to be recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A browser session's cookie.
    Session(SessionId),
    /// A personal token.
    Token(TokenId),
    /// A short-lived bearer token.
    Jwt,
    /// A name and a password, in this very request.
    Password,
    /// The secret of a download link, which stands for its owner.
    Link,
    /// A command on the server.
    Command,
}

impl Viewer {
    /// The person `user`, recognised by `via`, within `scopes`; the address is added where the request arrived.
    pub fn new(user: User, via: Via, scopes: Scopes) -> Self {
        Self {
            id: user.id,
            handle: user.handle,
            display_name: user.display_name,
            role: user.role,
            language: user.language,
            scopes,
            origin: Origin { address: None, via },
        }
    }

    /// The person `user` for whom a command on the server acts, without bounds.
    pub fn by_command(user: User) -> Self {
        Self::new(user, Via::Command, Scopes::ALL)
    }
}
