//! How small a difference a test set can show, for the host who decides on its size.
//!
//! Invariant: one-sided test at the given confidence, found with the given power.

use serde::Serialize;

use super::recommended::Recommended;
use crate::numeric::{quantile, real};

/// Confidence and power of the recommendation: together 2.49 standard errors.
const CONFIDENCE: f64 = 0.95;
const POWER: f64 = 0.8;

fn standard_errors() -> f64 {
    quantile(CONFIDENCE) + quantile(POWER)
}

/// The smallest difference of two scores that so many private rows show, from the standard deviation of the rows'
/// paired differences; for accuracy that is the square root of the share of rows on which two models disagree.
pub fn detectable_gap(deviation: f64, rows: usize) -> f64 {
    standard_errors() * deviation / real(rows.max(1)).sqrt()
}

/// The private rows that it takes to show a difference; `None` if it is not above 0.
pub fn rows_needed(deviation: f64, gap: f64) -> Option<u64> {
    let rows = (standard_errors() * deviation / gap).powi(2).ceil();
    (gap > 0.0 && rows < 1e15).then(|| {
        // Whole and below 2^53.
        #[allow(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, not negative and below 1e15"
        )]
        let rows = rows as u64;
        rows
    })
}

/// What a host is warned of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SizingWarning {
    /// Few private rows.
    FewPrivateRows {
        /// How many.
        rows: usize,
        /// How many there should be.
        least: usize,
    },
    /// Few private rows of the rare class.
    FewPositives {
        /// How many.
        positives: usize,
        /// How many there should be.
        least: usize,
    },
    /// The difference that is expected between the first and the fifth cannot be shown.
    GapTooSmall {
        /// The smallest difference that can.
        detectable: f64,
        /// The expected one.
        expected: f64,
        /// The private rows that it would take.
        rows_needed: Option<u64>,
    },
}

/// What a test set can show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sizing {
    /// Private rows.
    pub private_rows: usize,
    /// The smallest difference that they show.
    pub detectable_gap: f64,
    /// What to think about.
    pub warnings: Vec<SizingWarning>,
}

impl Sizing {
    /// Advises on a test set: its private rows, those of the rare class if there is one, the standard deviation of
    /// paired differences, and the difference that the host expects between the first and the fifth.
    pub fn advise(
        private_rows: usize,
        private_positives: Option<usize>,
        deviation: f64,
        expected_gap: Option<f64>,
    ) -> Self {
        let recommended = Recommended::default();
        let detectable = detectable_gap(deviation, private_rows);
        let mut warnings = Vec::new();
        if private_rows < recommended.least_private_rows {
            let least = recommended.least_private_rows;
            warnings.push(SizingWarning::FewPrivateRows { rows: private_rows, least });
        }
        let least = recommended.least_private_positives;
        if let Some(positives) = private_positives.filter(|positives| *positives < least) {
            warnings.push(SizingWarning::FewPositives { positives, least });
        }
        if let Some(expected) = expected_gap.filter(|expected| detectable > *expected) {
            let rows_needed = rows_needed(deviation, expected);
            warnings.push(SizingWarning::GapTooSmall { detectable, expected, rows_needed });
        }
        Self { private_rows, detectable_gap: detectable, warnings }
    }
}
