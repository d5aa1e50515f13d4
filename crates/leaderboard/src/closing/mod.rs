//! The close of a competition: final submissions, the final board, the shake-up, and what a rescoring would change.
//!
//! Invariant: a team that handed something in is on the final board, whether it chose or not.

mod board_changes;
mod final_board;
mod final_picks;
mod rank_correlation;
mod shake_up;

pub use board_changes::{BoardChange, PlaceAndScore, board_changes};
pub use final_board::final_board;
pub use final_picks::{FinalPick, PickReason, final_picks};
pub use rank_correlation::{kendall_tau, spearman};
pub use shake_up::{ShakeUp, TeamMove, shake_up};
