//! Whether a Level may be shown, and if not, why not and what is missing.
//!
//! Invariant: a closed gate names every reason.

use joute_domain::UserId;
use serde::Serialize;

use super::constants::Gate;

/// The answer of a gate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateAnswer {
    /// True if the Level may be shown.
    pub open: bool,
    /// Why not; empty if it may.
    pub reasons: Vec<GateReason>,
}

/// A reason for a closed gate.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GateReason {
    /// Too few results of late: the person is not currently rated, which is no judgement.
    NotCurrentlyRated {
        /// Results within the time that counts as of late.
        have: u32,
        /// How many it takes.
        need: u32,
    },
    /// Too few rated results.
    TooFewResults {
        /// Rated results.
        have: u32,
        /// How many it takes.
        need: u32,
    },
    /// The results say too little.
    ReliabilityTooLow {
        /// The reliability.
        have: f64,
        /// The least that it takes.
        need: f64,
    },
    /// The person has always been in a team with the same people; a result without them would tell them apart.
    AlwaysTogether {
        /// The others.
        with: Vec<UserId>,
    },
}

/// What is known of a person when a gate is asked.
pub(super) struct Known {
    pub(super) results: u32,
    pub(super) recent_results: u32,
    pub(super) active_results: u32,
    pub(super) reliability: f64,
    pub(super) always_with: Vec<UserId>,
}

impl Gate {
    pub(super) fn answer(&self, known: &Known) -> GateAnswer {
        let mut reasons = Vec::new();
        if known.recent_results < known.active_results {
            reasons.push(GateReason::NotCurrentlyRated { have: known.recent_results, need: known.active_results });
        }
        if known.results < self.results {
            reasons.push(GateReason::TooFewResults { have: known.results, need: self.results });
        }
        if known.reliability < self.reliability {
            reasons.push(GateReason::ReliabilityTooLow { have: known.reliability, need: self.reliability });
            if !known.always_with.is_empty() {
                reasons.push(GateReason::AlwaysTogether { with: known.always_with.clone() });
            }
        }
        GateAnswer { open: reasons.is_empty(), reasons }
    }
}
