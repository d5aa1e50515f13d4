//! The yearly look at the house's own variances, by expectation and maximisation (REML).
//!
//! Invariant: an estimate only; nothing uses it until somebody freezes it into a new version of the constants.

use joute_domain::Timestamp;
use serde::Serialize;

use super::constants::Constants;
use super::evidence::{Evidence, RankError};
use super::model::Fit;
use super::results::Results;
use crate::numeric::{compensated, real};

/// Rounds after which it has to do.
const MOST_ROUNDS: u32 = 1000;

/// The relative change of the ratio at which it is done.
const SETTLED: f64 = 1e-6;

/// Variances as the results of a house suggest them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Variances {
    /// Of the error of a fresh result.
    pub error: f64,
    /// Of skill.
    pub skill: f64,
    /// The first over the second: what `Constants::fitted_lambda` takes.
    pub lambda: f64,
    /// How many rounds it took.
    pub rounds: u32,
    /// True if the ratio settled.
    pub settled: bool,
}

/// Why there is no estimate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VariancesError {
    /// A rank outside the field.
    #[error(transparent)]
    Rank(#[from] RankError),
    /// Fewer results than means and people to estimate.
    #[error("there are too few results to estimate variances from")]
    TooFewResults,
}

impl Variances {
    /// Estimates them from all results that count, starting from the constants.
    pub fn fit(results: &Results, constants: &Constants, as_of: Timestamp) -> Result<Self, VariancesError> {
        let evidence = Evidence::of(results, constants, as_of)?;
        let freedom = evidence.rows.len().checked_sub(evidence.fields.len()).filter(|freedom| *freedom > 0);
        let freedom = real(freedom.ok_or(VariancesError::TooFewResults)?);
        let prior = constants.error_variance / constants.lambda;
        let mut found =
            Self { error: constants.error_variance, skill: prior, lambda: constants.lambda, rounds: 0, settled: false };
        while found.rounds < MOST_ROUNDS && !found.settled {
            found = found.round(&evidence, freedom).ok_or(VariancesError::TooFewResults)?;
        }
        Ok(found)
    }

    fn round(self, evidence: &Evidence, freedom: f64) -> Option<Self> {
        let fit = Fit::of(evidence.people.len(), evidence.fields.len(), &evidence.rows, self.lambda).ok()?;
        let people = real(evidence.people.len());
        let squares = compensated(fit.theta.iter().map(|theta| theta * theta));
        let trace = compensated(fit.pivots.iter().copied());
        let unexplained = evidence.rows.iter().map(|row| row.weight * row.y * fit.residual(row));
        let error = compensated(unexplained) / freedom;
        let skill = (squares + self.error * trace) / people;
        let lambda = error / skill;
        let usable = error > 0.0 && skill > 0.0 && lambda.is_finite();
        let settled = (lambda / self.lambda - 1.0).abs() < SETTLED;
        usable.then_some(Self { error, skill, lambda, rounds: self.rounds + 1, settled })
    }
}
