//! Two people compared, in words first.
//!
//! Invariant: nobody is compared below the gate, and "ahead" is said only above nine in ten.

use joute_domain::UserId;
use serde::Serialize;

use super::levels::HouseLevels;
use crate::numeric::cdf;

/// What may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Below 0.75: the two cannot be separated.
    CannotBeSeparated,
    /// From 0.75 to 0.9.
    Leaning,
    /// Above 0.9.
    Ahead,
}

/// Which of the two the word is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The first.
    First,
    /// The second.
    Second,
    /// Neither.
    Neither,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// The probability that the first is the more skilled.
    pub probability: f64,
    /// What may be said.
    pub word: Word,
    /// Of whom.
    pub of: Side,
}

/// Why there is no comparison.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonError {
    /// No result of that person counts.
    #[error("{0} has no result that counts")]
    NotRated(UserId),
    /// The results of that person say too little.
    #[error("the Level of {0} is not certain enough to be compared")]
    BelowGate(UserId),
}

impl Word {
    /// The word for a probability and whom it is about.
    pub fn of(probability: f64) -> (Self, Side) {
        let certainty = probability.max(1.0 - probability);
        let who = if probability >= 0.5 { Side::First } else { Side::Second };
        match certainty {
            certainty if certainty > 0.9 => (Self::Ahead, who),
            certainty if certainty >= 0.75 => (Self::Leaning, who),
            _ => (Self::CannotBeSeparated, Side::Neither),
        }
    }
}

impl HouseLevels {
    /// Compares two people, both of whom must pass the manager's gate.
    pub fn compare(&self, first: &UserId, second: &UserId) -> Result<Comparison, ComparisonError> {
        let (one, other) = (self.comparable(first)?, self.comparable(second)?);
        let probability = self.probability(one, &self.fit.column(one), other);
        let (word, of) = Word::of(probability);
        Ok(Comparison { probability, word, of })
    }

    fn comparable(&self, person: &UserId) -> Result<usize, ComparisonError> {
        let place = self.place(person).ok_or_else(|| ComparisonError::NotRated(person.clone()))?;
        let open = self.person(person).is_some_and(|level| level.manager_gate.open);
        if open { Ok(place) } else { Err(ComparisonError::BelowGate(person.clone())) }
    }

    /// The probability that one person is more skilled than another; `column` is the first one's of C.
    pub(super) fn probability(&self, one: usize, column: &[f64], other: usize) -> f64 {
        let spread = self.fit.pivots[one] + self.fit.pivots[other] - 2.0 * column[other];
        let deviation = self.constants.deviation(spread);
        let difference = self.fit.theta[one] - self.fit.theta[other];
        if deviation > 0.0 { cdf(difference / deviation) } else { 0.5 }
    }
}
