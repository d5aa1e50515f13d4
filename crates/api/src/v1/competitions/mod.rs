//! Competitions: listed, drafted, changed, published, described.
//!
//! Invariant: what would help to guess the truth, such as the seed of the split, is shown to hosts alone.

mod input;
pub(super) mod pages;
pub(super) mod publication;
mod scoring;
pub(super) mod settings;
mod view;

pub(crate) use input::{ChangedCompetition, DraftedCompetition};
pub(crate) use scoring::ScoringBody;
pub(crate) use view::{CompetitionList, CompetitionView};
