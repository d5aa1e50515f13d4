//! Who people are: role, handle, e-mail address and language.
//!
//! Invariant: a handle is safe in an address, an e-mail address is stored lower-case.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A personal detail that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersonError {
    /// The handle has other characters or another length.
    #[error("`{0}` cannot be a handle: 2 to 32 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter")]
    Handle(String),
    /// The address has no `@` with text on both sides.
    #[error("`{0}` is not an e-mail address")]
    Email(String),
    /// No such role.
    #[error("`{0}` is not a role: admin, host, manager, recruiter, member or guest")]
    Role(String),
}

/// What a person may do in the house at large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the house.
    Admin,
    /// Creates competitions.
    Host,
    /// Reads along, and takes part in nothing.
    Manager,
    /// Looks after public competitions and those who come from outside; elsewhere like a guest.
    Recruiter,
    /// Takes part.
    Member,
    /// Comes from outside: takes part in public competitions, and where invited.
    Guest,
}

impl Role {
    /// All roles, the most powerful first.
    pub const ALL: &'static [Self] =
        &[Self::Admin, Self::Host, Self::Manager, Self::Recruiter, Self::Member, Self::Guest];

    /// The stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Host => "host",
            Self::Manager => "manager",
            Self::Recruiter => "recruiter",
            Self::Member => "member",
            Self::Guest => "guest",
        }
    }

    /// True for those who take part in competitions.
    pub fn takes_part(self) -> bool {
        matches!(self, Self::Admin | Self::Host | Self::Member | Self::Guest)
    }

    /// True for those who may create competitions.
    pub fn may_host(self) -> bool {
        matches!(self, Self::Admin | Self::Host)
    }

    /// True for those who may be made hosts of a competition that somebody else created.
    pub fn may_be_host(self) -> bool {
        matches!(self, Self::Admin | Self::Host | Self::Member)
    }

    /// True for those who see what is internal to the house.
    pub fn is_employee(self) -> bool {
        matches!(self, Self::Admin | Self::Host | Self::Manager | Self::Member)
    }

    /// True for those who see colleagues under a pseudonym on public pages.
    pub fn is_outsider(self) -> bool {
        self == Self::Guest
    }
}

impl FromStr for Role {
    type Err = PersonError;
    fn from_str(text: &str) -> Result<Self, PersonError> {
        Self::ALL
            .iter()
            .copied()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| PersonError::Role(text.chars().take(40).collect()))
    }
}

macro_rules! text_type {
    ($name:ident) => {
        impl $name {
            /// The value as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
        impl TryFrom<String> for $name {
            type Error = PersonError;
            fn try_from(text: String) -> Result<Self, PersonError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}

/// The name under which a person signs in and is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Handle(String);
text_type!(Handle);

impl FromStr for Handle {
    type Err = PersonError;
    fn from_str(text: &str) -> Result<Self, PersonError> {
        let lower = text.trim().to_ascii_lowercase();
        let plain = lower.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
        let begins = lower.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if plain && begins && (2..=32).contains(&lower.len()) {
            Ok(Self(lower))
        } else {
            Err(PersonError::Handle(text.chars().take(40).collect()))
        }
    }
}

/// An e-mail address, lower-case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);
text_type!(Email);

impl FromStr for Email {
    type Err = PersonError;
    fn from_str(text: &str) -> Result<Self, PersonError> {
        let lower = text.trim().to_lowercase();
        let whole = lower
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
        if whole && lower.len() <= 254 && !lower.chars().any(|c| c.is_whitespace() || c.is_control()) {
            Ok(Self(lower))
        } else {
            Err(PersonError::Email(text.chars().take(80).collect()))
        }
    }
}

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// The language tag of HTML and Fluent.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Reads a tag such as `fr` or `fr-CA`; `None` for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_folded_and_checked() {
        assert_eq!("Amelie.F ".parse::<Handle>().unwrap().as_str(), "amelie.f");
        for bad in ["a", "1abc", "a b", "a/b", "amélie"] {
            assert!(bad.parse::<Handle>().is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_need_two_sides() {
        assert!("A@Example.org".parse::<Email>().is_ok_and(|email| email.as_str() == "a@example.org"));
        for bad in ["a", "@b", "a@", "a@b@c", "a b@c"] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }
}
