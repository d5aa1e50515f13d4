//! What hosts send: a new competition, or new values for one.
//!
//! Invariant: in a change, a field that is left out stays; `null` empties the dates.

use joute_domain::{CompetitionHead, QuotaSettings, Slug, Timestamp, Visibility, Zone};
use joute_services::Competition;
use joute_services::competitions::{CompetitionChange, NewCompetition};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::super::vocabulary::VisibilityName;
use super::ScoringBody;

/// A competition to be drafted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftedCompetition {
    /// Short name in addresses: 2 to 64 of a-z, 0-9 and single inner hyphens.
    #[schema(value_type = String)]
    slug: Slug,
    /// 1 to 120 characters.
    title: String,
    /// At most 500 characters.
    #[serde(default)]
    summary: String,
    /// Zone of its days, such as `Europe/Paris`; `UTC` if left out.
    #[schema(value_type = Option<String>)]
    zone: Option<Zone>,
    /// `internal` if left out.
    #[schema(value_type = Option<VisibilityName>)]
    visibility: Option<Visibility>,
    /// Start; at publication if left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    starts_at: Option<Timestamp>,
    /// End; a training competition has none.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    /// 1 to 1,000; 5 if left out.
    submissions_per_day: Option<u32>,
    /// 1 to 100; 1 if left out.
    team_size: Option<u32>,
    scoring: Option<ScoringBody>,
}

impl From<DraftedCompetition> for NewCompetition {
    fn from(draft: DraftedCompetition) -> Self {
        let usual = QuotaSettings::default();
        Self {
            head: CompetitionHead {
                slug: draft.slug,
                title: draft.title,
                summary: draft.summary,
                zone: draft.zone.unwrap_or(Zone::UTC),
                visibility: draft.visibility.unwrap_or(Visibility::Internal),
                starts_at: draft.starts_at,
                ends_at: draft.ends_at,
            },
            quota: QuotaSettings {
                submissions_per_day: draft.submissions_per_day.unwrap_or(usual.submissions_per_day),
                team_size: draft.team_size.unwrap_or(usual.team_size),
            },
            scoring: draft.scoring.map(Into::into),
        }
    }
}

/// New values for a competition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedCompetition {
    /// The revision these values were made from; `If-Match` may say it instead.
    pub(crate) revision: Option<u64>,
    title: Option<String>,
    summary: Option<String>,
    #[schema(value_type = Option<String>)]
    zone: Option<Zone>,
    #[schema(value_type = Option<VisibilityName>)]
    visibility: Option<Visibility>,
    /// `null` means at publication.
    #[allow(clippy::option_option, reason = "left out, null and a value are three things")]
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = DateTime)]
    starts_at: Option<Option<Timestamp>>,
    /// `null` means open-ended.
    #[allow(clippy::option_option, reason = "left out, null and a value are three things")]
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Option<Timestamp>>,
    submissions_per_day: Option<u32>,
    team_size: Option<u32>,
    /// Another metric or other columns ask for the solution again.
    scoring: Option<ScoringBody>,
}

impl ChangedCompetition {
    /// The change of `present` at `revision`.
    pub(crate) fn of(self, present: &Competition, revision: u64) -> CompetitionChange {
        let is_given = self.submissions_per_day.is_some() || self.team_size.is_some();
        let quota = is_given.then(|| QuotaSettings {
            submissions_per_day: self.submissions_per_day.unwrap_or(present.submissions_per_day),
            team_size: self.team_size.unwrap_or(present.team_size),
        });
        CompetitionChange {
            revision,
            title: self.title,
            summary: self.summary,
            zone: self.zone,
            visibility: self.visibility,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            quota,
            scoring: self.scoring.map(Into::into),
        }
    }
}

/// Tells a field that is `null` from one that is left out.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_empties_a_date_and_silence_keeps_it() {
        let change: ChangedCompetition = serde_json::from_str(r#"{"revision":1,"ends_at":null}"#).unwrap();
        assert_eq!((change.starts_at, change.ends_at), (None, Some(None)));
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        assert!(serde_json::from_str::<ChangedCompetition>(r#"{"revision":1,"tilte":"x"}"#).is_err());
        assert!(serde_json::from_str::<DraftedCompetition>(r#"{"slug":"new","title":"x"}"#).is_err());
    }
}
