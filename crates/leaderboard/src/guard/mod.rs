//! Keeping a public board honest: the Ladder, the leak meter, hints at anomalies, the size of a test set.
//!
//! Invariant: a flag is a hint for the host with its evidence; nothing here punishes anybody.

mod anomaly;
mod boosting;
mod ladder;
mod leak;
mod recommended;
mod sizing;

pub use anomaly::{
    Attempt, Burst, BurstRule, LuckyGap, SharedPredictions, TeamSketches, bursts, lucky_gaps, shared_predictions,
};
pub use boosting::{BoostingAttack, Called, PublicBoard, random_labels, vote};
pub use ladder::{Ladder, LadderAnswer, Release, Rounding};
pub use leak::{LeakMeter, mixture_inflation, worst_case_inflation};
pub use recommended::{BoardMode, GuardReason, Recommended, decimals_shown, recommended_mode};
pub use sizing::{Sizing, SizingWarning, detectable_gap, rows_needed};
