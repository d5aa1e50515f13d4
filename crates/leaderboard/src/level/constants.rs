//! The published numbers of the formula, and the gates before a Level is shown.
//!
//! Invariant: whoever changes a number here gives the formula another version.

use serde::Serialize;

/// The constants of one version of the formula.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Constants {
    /// The name of this version, shown with every Level.
    pub version: String,
    /// Days after which a result counts half.
    pub half_life_days: f64,
    /// Days after which a result no longer counts.
    pub window_days: f64,
    /// Ranked teams that a competition must have.
    pub least_teams: usize,
    /// What a team gains for each unit of the natural logarithm of its size; taken off its result.
    pub size_bonus: f64,
    /// The variance of an error over that of skill: the weight of the pull to the house mean.
    pub lambda: f64,
    /// The variance of the error of a fresh result.
    pub error_variance: f64,
    /// What standard deviations are widened by.
    pub widening: f64,
    /// Standard deviations at either side of an interval: 1.645 for 90 %.
    pub interval: f64,
    /// The ratio fitted on the house's own results this year, if any: the page shows reliability with it too.
    pub fitted_lambda: Option<f64>,
    /// From when on a person sees their own Level.
    pub own_gate: Gate,
    /// From when on an authorised manager may see it, and two people may be compared.
    pub manager_gate: Gate,
    /// Reliability below which every page says that the Level does not suffice for a decision about one person.
    pub decision_reliability: f64,
    /// Days in which `active_results` results must lie, or the person is not currently rated.
    pub active_days: f64,
    /// See `active_days`.
    pub active_results: u32,
}

/// What must be known before a Level is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gate {
    /// Rated results.
    pub results: u32,
    /// Reliability.
    pub reliability: f64,
}

impl Default for Constants {
    /// Version 1.
    fn default() -> Self {
        Self {
            version: "house-level-1".to_owned(),
            half_life_days: 365.0,
            window_days: 1095.0,
            least_teams: 4,
            size_bonus: 0.3,
            lambda: 1.0,
            error_variance: 0.5,
            widening: 1.1,
            interval: 1.645,
            fitted_lambda: None,
            own_gate: Gate { results: 3, reliability: 0.5 },
            manager_gate: Gate { results: 5, reliability: 0.7 },
            decision_reliability: 0.9,
            active_days: 730.0,
            active_results: 2,
        }
    }
}

impl Constants {
    /// True if every number has a meaning.
    pub(super) fn are_sound(&self) -> bool {
        let positive = [self.half_life_days, self.lambda, self.error_variance, self.widening, self.interval];
        let fitted = self.fitted_lambda.unwrap_or(1.0);
        let sound = |number: &f64| number.is_finite() && *number > 0.0;
        positive.iter().all(sound) && sound(&fitted) && self.size_bonus.is_finite() && !self.window_days.is_nan()
    }

    /// The standard deviation of theta from the diagonal of the inverse.
    pub(super) fn deviation(&self, pivot: f64) -> f64 {
        self.widening * (self.error_variance * pivot.max(0.0)).sqrt()
    }

    /// Theta as a Level: out of 100 average fields, in how many the person alone would finish in the upper half.
    pub(super) fn level(&self, theta: f64) -> f64 {
        100.0 * crate::numeric::cdf(theta / self.error_variance.sqrt())
    }

    /// The interval of a Level.
    pub(super) fn interval_of(&self, theta: f64, deviation: f64) -> (f64, f64) {
        let half = self.interval * deviation;
        (self.level(theta - half), self.level(theta + half))
    }
}
