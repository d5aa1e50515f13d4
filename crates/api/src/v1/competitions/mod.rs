//! Competitions: listed, drafted, changed, published, described.
//!
//! Invariant: what would help to guess the truth, such as the seed of the split, is shown to hosts alone.

pub(crate) mod input;
pub(crate) mod pages;
pub(crate) mod publication;
pub(crate) mod scoring;
pub(crate) mod settings;
pub(crate) mod view;

pub(crate) use input::{ChangedCompetition, DraftedCompetition};
pub(crate) use scoring::ScoringBody;
pub(crate) use view::{CompetitionList, CompetitionView};
