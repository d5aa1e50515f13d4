//! Typed identifiers: UUID version 7 as lower-case text, made by the application.
//!
//! Invariant: an identifier sorts by its time of creation and never mixes with another kind's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an identifier (a UUID was expected)")]
pub struct IdError(String);

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Makes a fresh identifier from the present time and randomness.
            #[must_use]
            #[allow(clippy::new_without_default, reason = "every call gives another value")]
            pub fn new() -> Self {
                Self(Uuid::now_v7().to_string())
            }

            /// A number for clients that know numbers only: the milliseconds since 1970 and the twelve bits behind them
            /// (RFC 9562, section 5.7); below 2^53 until 2039, below 2^60 for ever.
            pub fn number(&self) -> u64 {
                number(&self.0)
            }

            /// The identifiers that have this number lie between these two; nearly always there is one.
            pub fn with_number(number: u64) -> Option<(Self, Self)> {
                let [first, last] = with_number(number)?;
                Some((Self(first), Self(last)))
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(|id| Self(id.to_string())).map_err(|_| IdError(text.chars().take(64).collect()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )+};
}

/// The first sixty bits but for the version's four.
fn number(id: &str) -> u64 {
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    let (time, rest) = digits.split_at_checked(12).unwrap_or((&digits, ""));
    let bits = rest.get(1..).unwrap_or_default();
    u64::from_str_radix(&format!("{time}{bits}"), 16).unwrap_or_default()
}

fn with_number(number: u64) -> Option<[String; 2]> {
    let digits = format!("{number:015x}");
    let (high, low, bits) = (digits.get(..8)?, digits.get(8..12)?, digits.get(12..15)?);
    let id = |rest: &str| format!("{high}-{low}-7{bits}-{rest}");
    (digits.len() == 15).then(|| [id("0000-000000000000"), id("ffff-ffffffffffff")])
}

id_type! {
    /// A person with an account.
    UserId,
    /// A browser session.
    SessionId,
    /// A personal API token.
    TokenId,
    /// A one-time link that makes the first administrator.
    SetupLinkId,
    /// A competition.
    CompetitionId,
    /// A Markdown page of a competition.
    PageId,
    /// A file that participants may download.
    FileId,
    /// One version of a competition's hidden truth.
    SolutionId,
    /// A team in one competition.
    TeamId,
    /// One uploaded prediction file and its scores.
    SubmissionId,
    /// A file that arrives in parts.
    UploadId,
    /// A part of such a file.
    UploadPartId,
    /// An address that lets its holder download something for a while.
    DownloadLinkId,
    /// A group of people.
    GroupId,
    /// A link that invites to a competition.
    InvitationId,
    /// An entry of the audit log.
    AuditEntryId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_made_later_sort_later() {
        let first = SubmissionId::new();
        std::thread::yield_now();
        assert!(first <= SubmissionId::new());
    }

    #[test]
    fn a_number_leads_back_to_the_identifier() {
        let id: SubmissionId = "01932c07-209c-7abc-8def-000000000001".parse().unwrap();
        assert_eq!(id.number(), 0x0019_32c0_7209_cabc);
        let (first, last) = SubmissionId::with_number(id.number()).unwrap();
        assert!(first <= id && id <= last, "{first} {id} {last}");
        assert!(SubmissionId::new().number() < 1 << 60);
        assert_eq!(SubmissionId::with_number(u64::MAX), None);
    }

    #[test]
    fn a_text_that_is_no_uuid_is_refused() {
        assert!("../../etc/passwd".parse::<FileId>().is_err());
        assert!(serde_json::from_str::<FileId>("\"x\"").is_err());
    }

    #[test]
    fn an_identifier_survives_json() {
        let id = TeamId::new();
        let text = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<TeamId>(&text).unwrap(), id);
    }
}
