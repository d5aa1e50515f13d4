//! Where a competition stands: publication, schedule, phase and who sees it.
//!
//! Invariant: the phase is computed from the schedule and the clock, never stored.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

macro_rules! stored_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// All values, in the order of their meaning.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
                    .ok_or_else(|| format!("`{}` is none of {:?}", text.chars().take(40).collect::<String>(), [$($text),+]))
            }
        }
    };
}
pub(crate) use stored_enum;

stored_enum! {
    /// Whether others than its hosts see a competition.
    PublicationState {
        /// Only hosts see it.
        Draft => "draft",
        /// The schedule decides.
        Published => "published",
        /// Readable, closed for good.
        Archived => "archived",
    }
}

stored_enum! {
    /// Who may see a published competition.
    Visibility {
        /// Everybody of the house: no guests and recruiters, unless they are invited.
        Internal => "internal",
        /// Members of its groups and those who are invited; nobody else knows of it.
        Restricted => "restricted",
        /// Everybody, signed in or not.
        Public => "public",
    }
}

stored_enum! {
    /// What a competition's file is for.
    FileKind {
        /// Rows with the target.
        Train => "train",
        /// Rows to predict.
        Test => "test",
        /// A submission in the right shape.
        SampleSubmission => "sample_submission",
        /// Anything else.
        Other => "other",
    }
}

stored_enum! {
    /// The Markdown pages a competition can have.
    PageName {
        /// The question and why it matters.
        Overview => "overview",
        /// How submissions are scored.
        Evaluation => "evaluation",
        /// What the columns mean.
        Data => "data",
        /// What is allowed.
        Rules => "rules",
        /// Dates.
        Timeline => "timeline",
        /// What can be won.
        Prizes => "prizes",
    }
}

stored_enum! {
    /// Where a competition stands at an instant.
    Phase {
        /// Seen by its hosts only.
        Draft => "draft",
        /// Published, not begun.
        Upcoming => "upcoming",
        /// Open until its end.
        Running => "running",
        /// Open without an end.
        Training => "training",
        /// Ended: the private board is shown.
        Finished => "finished",
    }
}

impl Phase {
    /// True while submissions are taken.
    pub fn accepts_submissions(self) -> bool {
        matches!(self, Self::Running | Self::Training)
    }
}

/// When a competition is open: from `starts_at` (inclusive) to `ends_at` (exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Draft, published or archived.
    pub state: PublicationState,
    /// `None`: as soon as it is published.
    pub starts_at: Option<Timestamp>,
    /// `None`: open-ended training.
    pub ends_at: Option<Timestamp>,
}

impl Schedule {
    /// The phase at `now`.
    pub fn phase(&self, now: Timestamp) -> Phase {
        match self.state {
            PublicationState::Draft => Phase::Draft,
            PublicationState::Archived => Phase::Finished,
            PublicationState::Published if self.starts_at.is_some_and(|start| now < start) => Phase::Upcoming,
            PublicationState::Published if self.ends_at.is_some_and(|end| now >= end) => Phase::Finished,
            PublicationState::Published if self.ends_at.is_none() => Phase::Training,
            PublicationState::Published => Phase::Running,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_deadline_is_exact_to_the_microsecond() {
        let schedule = Schedule {
            state: PublicationState::Published,
            starts_at: Some(at("2026-01-01T00:00:00Z")),
            ends_at: Some(at("2026-02-01T00:00:00Z")),
        };
        assert_eq!(schedule.phase(at("2025-12-31T23:59:59.999999Z")), Phase::Upcoming);
        assert_eq!(schedule.phase(at("2026-01-01T00:00:00Z")), Phase::Running);
        assert_eq!(schedule.phase(at("2026-01-31T23:59:59.999999Z")), Phase::Running);
        assert_eq!(schedule.phase(at("2026-02-01T00:00:00Z")), Phase::Finished);
    }

    #[test]
    fn without_an_end_it_is_training_and_a_draft_stays_a_draft() {
        let mut schedule = Schedule { state: PublicationState::Published, starts_at: None, ends_at: None };
        assert_eq!(schedule.phase(Timestamp::now()), Phase::Training);
        schedule.state = PublicationState::Draft;
        assert_eq!(schedule.phase(Timestamp::now()), Phase::Draft);
    }
}
