//! What a token may be used for.
//!
//! Invariant: a scope narrows what its owner may do and never adds to it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::competition::stored_enum;

stored_enum! {
    /// One use of a token.
    Scope {
        /// Reads pages, boards and one's own submissions.
        Read => "read",
        /// Downloads data.
        Download => "download",
        /// Checks and submits predictions, and acts for one's own team.
        Submit => "submit",
        /// Makes and changes competitions.
        Host => "host",
        /// Runs the house.
        Admin => "admin",
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Scope {
    fn bit(self) -> u8 {
        match self {
            Self::Read => 1,
            Self::Download => 2,
            Self::Submit => 4,
            Self::Host => 8,
            Self::Admin => 16,
        }
    }
}

/// A set of scopes; as text, their names with commas, such as `read,submit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// Everything that the person may do: sessions, and tokens that were not narrowed.
    pub const ALL: Self = Self(0b1_1111);

    /// True if `scope` is in the set.
    pub fn contains(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// True if no scope is missing.
    pub fn is_all(self) -> bool {
        self == Self::ALL
    }

    /// True if every scope of `other` is in the set.
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The scopes in the order of their power.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.iter().map(Scope::as_str).collect::<Vec<_>>().join(","))
    }
}

impl FromStr for Scopes {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::parse::<Scope>).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_survives_its_text() {
        let set: Scopes = [Scope::Submit, Scope::Read].into_iter().collect();
        assert_eq!(set.to_string(), "read,submit");
        assert_eq!("submit, read".parse(), Ok(set));
        assert_eq!(Scopes::ALL.to_string().parse(), Ok(Scopes::ALL));
        assert!("read,everything".parse::<Scopes>().is_err());
    }

    #[test]
    fn a_narrow_set_covers_no_wider_one() {
        let narrow: Scopes = [Scope::Read].into_iter().collect();
        assert!(Scopes::ALL.covers(narrow) && !narrow.covers(Scopes::ALL));
        assert!(narrow.contains(Scope::Read) && !narrow.contains(Scope::Submit));
        assert!(!Scopes::default().contains(Scope::Read) && Scope::ALL.iter().copied().collect::<Scopes>().is_all());
    }
}
