//! How sure a rank is: paired bootstrap on sketches, rank intervals, ties, bands, expected ranks.
//!
//! [`analyse`] does a whole board; [`paired_difference`] compares two of its teams. Both take the sketches that scoring
//! stored with the scores; a metric without one takes [`jackknife`]'s. Every draw counts the same blocks of rows for
//! every team, so that what all find hard or easy cancels in a difference.
//!
//! Invariant: the same sketches and the same seed give the same bits, in any order and on any number of threads.

mod analysis;
mod bands;
mod contender;
mod difference;
mod draws;
mod expected_rank;
mod influence;
mod jackknife;
mod maximum;
mod pairwise;
mod rank_interval;
mod seed;

pub use analysis::{BoardUncertainty, ScoreInterval, TeamUncertainty, analyse};
pub use contender::{Contender, Finish, Resampling};
pub use difference::{PairedDifference, Verdict, paired_difference};
pub use expected_rank::{expected_ranks, shared_ranks};
pub use influence::{paired_standard_error, rows_standard_error};
pub use jackknife::{JackknifeError, jackknife};
pub use rank_interval::{RankInterval, rank_intervals};
pub use seed::Seed;
