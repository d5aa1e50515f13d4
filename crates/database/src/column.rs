//! How the types of the field are kept in columns.
//!
//! Invariant: what is stored is read back equal, or the reading fails in words; nothing is guessed or cut.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDateTime;
use joute_domain::{
    AuditEntryId, CompetitionId, Direction, DownloadLinkId, Email, FileId, FileKind, GroupId, GroupName, Handle,
    InvitationId, Language, LinkKind, MemberSource, PageId, PageName, PublicationState, Role, Score, ScoringSettings,
    SessionId, SetupLinkId, Sketch, SketchPart, Slug, SolutionId, SubmissionId, SubmissionState, TableProfile, TeamId,
    Timestamp, TokenId, UploadId, UploadPartId, UploadPurpose, UploadReport, UserId, Visibility, Zone,
};

use crate::{DatabaseError, Result};

/// A type that a column can hold.
pub trait Column: Sized {
    /// What the driver reads and writes.
    type Stored;

    /// The value for the driver.
    fn store(&self) -> Result<Self::Stored>;

    /// The value from the driver; the error says what is wrong with it.
    fn restore(stored: Self::Stored) -> std::result::Result<Self, String>;
}

impl<T: Column> Column for Option<T> {
    type Stored = Option<T::Stored>;

    fn store(&self) -> Result<Self::Stored> {
        self.as_ref().map(T::store).transpose()
    }

    fn restore(stored: Self::Stored) -> std::result::Result<Self, String> {
        stored.map(T::restore).transpose()
    }
}

macro_rules! column {
    ($stored:ty; $($name:ty),+; |$value:ident| $store:expr, |$text:ident| $restore:expr) => {$(
        impl Column for $name {
            type Stored = $stored;

            fn store(&self) -> Result<$stored> {
                let $value = self;
                $store
            }

            fn restore($text: $stored) -> std::result::Result<Self, String> {
                $restore
            }
        }
    )+};
}

column!(String; String; |text| Ok(text.clone()), |text| Ok(text));
column!(String; UserId, SessionId, TokenId, SetupLinkId, CompetitionId, PageId, FileId, SolutionId, TeamId,
    SubmissionId, AuditEntryId, UploadId, UploadPartId, DownloadLinkId, Handle, Email, Slug, GroupId, InvitationId, GroupName; |value| Ok(value.as_str().to_owned()), |text| text.parse().map_err(told));
column!(String; Role, PublicationState, Visibility, FileKind, PageName, SketchPart, SubmissionState, UploadPurpose, LinkKind, MemberSource;
    |value| Ok(value.as_str().to_owned()), |text| text.parse().map_err(told));
column!(String; Zone; |zone| Ok(zone.name().to_owned()), |text| text.parse().map_err(told));
column!(String; Language; |language| Ok(language.tag().to_owned()),
    |text| Self::from_tag(&text).ok_or_else(|| format!("`{text}` is no language")));
column!(String; Direction; |direction| Ok(name_of(*direction).to_owned()), |text| direction(&text));
column!(String; ScoringSettings, TableProfile, UploadReport;
    |document| serde_json::to_string(document).map_err(|error| DatabaseError::Corrupt(error.to_string())),
    |text| serde_json::from_str(&text).map_err(told));
column!(bool; bool; |flag| Ok(*flag), |flag| Ok(flag));
column!(String; Sketch; |sketch| Ok(STANDARD.encode(sketch.to_bytes())),
    |text| Self::from_bytes(&STANDARD.decode(text).map_err(told)?).map_err(told));
column!(i64; u64; |number| i64::try_from(*number).map_err(too_large), |number| number.try_into().map_err(told));
column!(i64; u32; |number| Ok(i64::from(*number)), |number| number.try_into().map_err(told));
column!(f64; Score; |score| Ok(score.value()), |number| Self::new(number).map_err(told));
column!(NaiveDateTime; Timestamp; |instant| Ok(instant.naive_utc()), |instant| Ok(Self::from_naive_utc(instant)));

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn too_large(_: std::num::TryFromIntError) -> DatabaseError {
    DatabaseError::Corrupt("a number is too large for its column".to_owned())
}

fn name_of(direction: Direction) -> &'static str {
    match direction {
        Direction::LowerIsBetter => "lower_is_better",
        Direction::HigherIsBetter => "higher_is_better",
    }
}

fn direction(text: &str) -> std::result::Result<Direction, String> {
    [Direction::LowerIsBetter, Direction::HigherIsBetter]
        .into_iter()
        .find(|direction| name_of(*direction) == text)
        .ok_or_else(|| format!("`{text}` is no direction"))
}

/// A count from the database, which is never negative.
pub(crate) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// A stored text that no longer reads as what it is.
pub(crate) fn corrupt(error: impl std::fmt::Display) -> DatabaseError {
    DatabaseError::Corrupt(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_the_column_cannot_hold_is_refused_in_both_directions() {
        assert!(u64::MAX.store().is_err());
        assert!(u64::restore(-1).is_err());
        assert!(u32::restore(i64::MAX).is_err());
    }

    #[test]
    fn a_score_that_is_no_number_is_refused_when_read() {
        assert!(Score::restore(f64::NAN).is_err());
    }

    #[test]
    fn an_unknown_name_is_told() {
        assert!(SubmissionState::restore("lost".to_owned()).unwrap_err().contains("lost"));
        assert!(Direction::restore("sideways".to_owned()).is_err());
    }
}
