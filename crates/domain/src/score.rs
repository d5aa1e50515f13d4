//! A score that can be stored, compared and shown, and the direction in which it is better.
//!
//! Invariant: a score is finite; `-0.0` is folded into `0.0`.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A number that cannot be a score.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("a score must be a finite number, not {0}")]
pub struct NotFinite(f64);

/// A finite score, compared by value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Score(f64);

impl Score {
    /// Takes a finite number.
    pub fn new(value: f64) -> Result<Self, NotFinite> {
        if value.is_finite() { Ok(Self(value + 0.0)) } else { Err(NotFinite(value)) }
    }

    /// The number.
    pub fn value(self) -> f64 {
        self.0
    }

    /// The score as boards show it: five decimals.
    pub fn shown(self) -> String {
        let text = format!("{:.5}", self.0);
        if text == "-0.00000" { "0.00000".to_owned() } else { text }
    }
}

impl Eq for Score {}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TryFrom<f64> for Score {
    type Error = NotFinite;
    fn try_from(value: f64) -> Result<Self, NotFinite> {
        Self::new(value)
    }
}

impl From<Score> for f64 {
    fn from(score: Score) -> f64 {
        score.0
    }
}

/// Which of two scores is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Errors and losses.
    LowerIsBetter,
    /// Shares, areas and agreements.
    HigherIsBetter,
}

impl Direction {
    /// Orders the better score first.
    pub fn better_first(self, left: Score, right: Score) -> Ordering {
        match self {
            Self::LowerIsBetter => left.cmp(&right),
            Self::HigherIsBetter => right.cmp(&left),
        }
    }

    /// True if `left` is strictly better than `right`.
    pub fn is_better(self, left: Score, right: Score) -> bool {
        self.better_first(left, right) == Ordering::Less
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_numbers_are_scores() {
        assert!(Score::new(f64::NAN).is_err());
        assert!(Score::new(f64::INFINITY).is_err());
        assert_eq!(Score::new(-0.0).unwrap(), Score::new(0.0).unwrap());
    }

    #[test]
    fn the_direction_decides_who_is_first() {
        let (low, high) = (Score::new(0.1).unwrap(), Score::new(0.9).unwrap());
        assert!(Direction::LowerIsBetter.is_better(low, high));
        assert!(Direction::HigherIsBetter.is_better(high, low));
        assert!(!Direction::HigherIsBetter.is_better(high, high));
    }
}
