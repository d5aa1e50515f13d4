//! How much a determined team could have learned from the public board.
//!
//! Invariant: an upper bound for the attack that is known to be strongest, not an accusation.

use std::f64::consts::FRAC_1_PI;

use serde::Serialize;

use crate::numeric::real;

/// By how much the shown score of random submissions, boosted by majority vote, exceeds their true one: for scores
/// between 0 and 1, `sqrt(submissions / rows) / pi`.
pub fn worst_case_inflation(submissions: usize, rows: usize) -> f64 {
    mixture_inflation(submissions, rows, 1.0)
}

/// The same for mixtures of two models that differ on a share of the rows.
pub fn mixture_inflation(submissions: usize, rows: usize, disagreement: f64) -> f64 {
    FRAC_1_PI * (real(submissions) * disagreement / real(rows.max(1))).sqrt()
}

/// What hosts see of a leak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeakMeter {
    /// Submissions of the busiest team.
    pub submissions: usize,
    /// Public rows.
    pub rows: usize,
    /// The worst case for scores between 0 and 1.
    pub worst_case: f64,
    /// The case of mixing two models like the first two of the board, in units of the score; `None` without a standard
    /// error.
    pub mixture: Option<f64>,
    /// The standard error of the difference between the first two; `None` if unknown.
    pub gap_error: Option<f64>,
    /// True if the worst case exceeds that standard error.
    pub amber: bool,
}

impl LeakMeter {
    /// Reads the meter. `gap_error` is the standard error of the difference of the first two on the public rows.
    pub fn read(submissions: usize, rows: usize, gap_error: Option<f64>) -> Self {
        let worst_case = worst_case_inflation(submissions, rows);
        Self {
            submissions,
            rows,
            worst_case,
            // Two models that differ on a share d of the rows have a difference of standard error sqrt(d / rows).
            mixture: gap_error.map(|error| FRAC_1_PI * error * real(submissions).sqrt()),
            gap_error,
            amber: gap_error.is_some_and(|error| worst_case > error),
        }
    }
}
