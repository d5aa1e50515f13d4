//! Impact: what the owner of the question made of the results, counted.
//!
//! Invariant: the owner's own words decide, and no total.

use serde::Serialize;

/// What became of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ImpactVerdict {
    /// In use.
    InUse,
    /// On trial.
    OnTrial,
    /// It changed a decision without going into use.
    Informed,
    /// Not used.
    NotUsed,
}

/// How often each verdict was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// In use.
    pub in_use: u32,
    /// On trial.
    pub on_trial: u32,
    /// Changed a decision.
    pub informed: u32,
    /// Not used.
    pub not_used: u32,
}

impl Impact {
    /// Counts verdicts.
    pub fn of(verdicts: impl IntoIterator<Item = ImpactVerdict>) -> Self {
        verdicts.into_iter().fold(Self::default(), |mut counts, verdict| {
            let count = match verdict {
                ImpactVerdict::InUse => &mut counts.in_use,
                ImpactVerdict::OnTrial => &mut counts.on_trial,
                ImpactVerdict::Informed => &mut counts.informed,
                ImpactVerdict::NotUsed => &mut counts.not_used,
            };
            *count = count.saturating_add(1);
            counts
        })
    }
}
