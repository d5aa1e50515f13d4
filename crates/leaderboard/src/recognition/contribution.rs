//! Contribution: what a person gave to the others, counted.
//!
//! Invariant: accepted things only, and no total.

use serde::Serialize;

/// A kind of accepted contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContributionKind {
    /// An experiment card that another team used, whether the experiment worked or failed.
    CardReused,
    /// A review of somebody's work.
    Review,
    /// A write-up that was accepted.
    WriteUp,
    /// A recommended source of data that was adopted.
    DataSource,
    /// A reported difficulty that was closed with an answer.
    Difficulty,
}

/// How often each kind was accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Contribution {
    /// Experiment cards that other teams used.
    pub cards_reused: u32,
    /// Reviews.
    pub reviews: u32,
    /// Accepted write-ups.
    pub write_ups: u32,
    /// Adopted sources of data.
    pub data_sources: u32,
    /// Reported difficulties that were closed with an answer.
    pub difficulties: u32,
}

impl Contribution {
    /// Counts accepted contributions.
    pub fn of(accepted: impl IntoIterator<Item = ContributionKind>) -> Self {
        accepted.into_iter().fold(Self::default(), |mut counts, kind| {
            let count = match kind {
                ContributionKind::CardReused => &mut counts.cards_reused,
                ContributionKind::Review => &mut counts.reviews,
                ContributionKind::WriteUp => &mut counts.write_ups,
                ContributionKind::DataSource => &mut counts.data_sources,
                ContributionKind::Difficulty => &mut counts.difficulties,
            };
            *count = count.saturating_add(1);
            counts
        })
    }
}
