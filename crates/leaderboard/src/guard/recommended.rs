//! The settings that a host is offered, and when a board should be guarded.
//!
//! Invariant: a recommendation, which names its reasons; the host decides.

use serde::Serialize;

/// Recommended settings of a competition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recommended {
    /// The share of rows on the public board; split by group or time where declared.
    pub public_share: f64,
    /// Submissions a day and team.
    pub daily_submissions: u32,
    /// Submissions of a team in all; merged teams add theirs.
    pub all_submissions: u32,
    /// Submissions that a team may choose as final.
    pub final_picks: usize,
    /// Private rows below which the host is warned.
    pub least_private_rows: usize,
    /// Private rows of the rare class below which the host is warned.
    pub least_private_positives: usize,
    /// Public rows below which the board should be guarded.
    pub guarded_below_rows: usize,
}

impl Default for Recommended {
    fn default() -> Self {
        Self {
            public_share: 0.3,
            daily_submissions: 5,
            all_submissions: 100,
            final_picks: 2,
            least_private_rows: 2000,
            least_private_positives: 200,
            guarded_below_rows: 2000,
        }
    }
}

/// What a public board shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardMode {
    /// Every score.
    Standard,
    /// The Ladder's value only.
    Guarded,
}

/// Why a board should be guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GuardReason {
    /// Few public rows.
    FewPublicRows {
        /// How many.
        rows: usize,
        /// From how many on it would not matter.
        least: usize,
    },
    /// People from outside take part.
    ExternalParticipants,
    /// There is a prize.
    Prize,
}

/// The recommended mode; guarded for any reason.
pub fn recommended_mode(public_rows: usize, external: bool, prize: bool) -> (BoardMode, Vec<GuardReason>) {
    let least = Recommended::default().guarded_below_rows;
    let few = (public_rows < least).then_some(GuardReason::FewPublicRows { rows: public_rows, least });
    let external = external.then_some(GuardReason::ExternalParticipants);
    let prize = prize.then_some(GuardReason::Prize);
    let reasons: Vec<GuardReason> = [few, external, prize].into_iter().flatten().collect();
    (if reasons.is_empty() { BoardMode::Standard } else { BoardMode::Guarded }, reasons)
}

/// The decimals that are worth showing: down to a tenth of the standard error of a difference; at most ten.
pub fn decimals_shown(standard_error: f64) -> usize {
    (0..10)
        .find(|&decimals| 10_f64.powi(-decimals) <= standard_error / 10.0 * (1.0 + 1e-9))
        .map_or(10, |decimals| usize::try_from(decimals).unwrap_or(10))
}
