//! Groups of people: departments, offices, classes.
//!
//! Invariant: a name has no blanks around it, so that two names that look alike are alike.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::competition::stored_enum;

stored_enum! {
    /// Who put somebody into a group.
    MemberSource {
        /// An administrator, one by one or from a file: stays until it is taken back.
        Hand => "hand",
        /// The organisation's sign-on: replaced at each sign-in.
        Claims => "claims",
    }
}

/// A text that cannot name a group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a group's name has 1 to 80 printable characters")]
pub struct GroupNameError;

/// The name of a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupName(String);

impl GroupName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for GroupName {
    type Err = GroupNameError;
    fn from_str(text: &str) -> Result<Self, GroupNameError> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_sound = (1..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        if is_sound { Ok(Self(name)) } else { Err(GroupNameError) }
    }
}

impl fmt::Display for GroupName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for GroupName {
    type Error = GroupNameError;
    fn try_from(text: String) -> Result<Self, GroupNameError> {
        text.parse()
    }
}

impl From<GroupName> for String {
    fn from(name: GroupName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_do_not_make_another_name() {
        assert_eq!(" Recherche  et\tdonnées ".parse::<GroupName>().unwrap().as_str(), "Recherche et données");
        for bad in ["", "  ", "a\u{0}b", &"x".repeat(81)] {
            assert!(bad.parse::<GroupName>().is_err(), "{bad:?}");
        }
    }
}
