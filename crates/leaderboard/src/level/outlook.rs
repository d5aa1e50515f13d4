//! What would change a Level: the next solo result, and each result if it were not there.
//!
//! Invariant: exact for the model; nothing is promised about what a person will do.

use joute_domain::{CompetitionId, TeamId, UserId};
use serde::Serialize;

use super::constants::Gate;
use super::evidence::normal_score;
use super::levels::HouseLevels;
use crate::numeric::real;

/// Results beyond this number are not counted out.
const MOST_RESULTS: u32 = 100;

/// What would change a person's Level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlook {
    /// After one more competition alone against an average field of people without results, by rank.
    pub next: Vec<NextResult>,
    /// How many such results until the person sees the Level; 0 if they do, `None` if more than a hundred.
    pub solo_results_to_own_gate: Option<u32>,
    /// How many until an authorised manager may.
    pub solo_results_to_manager_gate: Option<u32>,
    /// Each result if it did not count, the oldest first.
    pub without: Vec<WithoutResult>,
}

/// The Level after one more result.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NextResult {
    /// The rank that is supposed.
    pub rank: usize,
    /// Among so many.
    pub teams: usize,
    /// The Level then.
    pub level: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The reliability.
    pub reliability: f64,
}

/// The Level without one result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WithoutResult {
    /// The competition.
    pub competition: CompetitionId,
    /// The person's team in it.
    pub team: TeamId,
    /// The Level then.
    pub level: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The reliability.
    pub reliability: f64,
}

impl HouseLevels {
    /// Looks ahead to a solo competition of `teams` entrants; `None` without a result that counts.
    pub fn outlook(&self, person: &UserId, teams: usize) -> Option<Outlook> {
        let (place, known) = (self.place(person)?, self.person(person)?);
        let mut ranks = vec![1, teams.div_ceil(4), teams.div_ceil(2), teams];
        ranks.retain(|rank| *rank >= 1);
        ranks.dedup();
        let to = |gate: Gate| self.solo_results_to(gate, place, known.results, known.recent_results, teams);
        Some(Outlook {
            next: ranks.into_iter().map(|rank| self.next(place, rank, teams)).collect(),
            solo_results_to_own_gate: to(self.constants.own_gate),
            solo_results_to_manager_gate: to(self.constants.manager_gate),
            without: self.without(place),
        })
    }

    /// How much a fresh solo result tells when the field is made of strangers, whose mean has to be learned from the
    /// same ranks.
    fn solo_weight(&self, teams: usize) -> f64 {
        let stranger = 1.0 + 1.0 / self.constants.lambda;
        1.0 / (1.0 + stranger / real(teams.saturating_sub(1)))
    }

    fn next(&self, place: usize, rank: usize, teams: usize) -> NextResult {
        let (theta, pivot, weight) = (self.fit.theta[place], self.fit.pivots[place], self.solo_weight(teams));
        let z = normal_score(real(rank), teams);
        // The others' scores add up to minus this one, so that the field's mean shows it too.
        let adjusted = z + z / real(teams.saturating_sub(1)).max(1.0);
        let gain = pivot * weight / (1.0 + weight * pivot);
        let (level, low, high, reliability) =
            self.shown(theta + gain * (adjusted - theta), pivot / (1.0 + weight * pivot));
        NextResult { rank, teams, level, low, high, reliability }
    }

    fn solo_results_to(&self, gate: Gate, place: usize, results: u32, recent: u32, teams: usize) -> Option<u32> {
        let (pivot, weight) = (self.fit.pivots[place], self.solo_weight(teams));
        (0..=MOST_RESULTS).find(|&more| {
            let pivot = pivot / (1.0 + f64::from(more) * weight * pivot);
            recent + more >= self.constants.active_results
                && results + more >= gate.results
                && 1.0 - self.constants.lambda * pivot >= gate.reliability
        })
    }

    /// Deletes one row at a time from the solved system, which needs no new solution.
    fn without(&self, place: usize) -> Vec<WithoutResult> {
        let own = self.evidence.rows.iter().filter(|row| row.members.contains(&place));
        let without = own.map(|row| {
            let (pulled, leverage) = self.fit.pull(row);
            let rest = 1.0 - row.weight * leverage;
            // A row that alone decides its competition's mean tells nothing of anybody's skill.
            let factor = if rest > 1e-12 { row.weight / rest } else { 0.0 };
            let theta = self.fit.theta[place] - factor * pulled[place] * self.fit.residual(row);
            let pivot = self.fit.pivots[place] + factor * pulled[place] * pulled[place];
            let (level, low, high, reliability) = self.shown(theta, pivot);
            let competition = self.evidence.fields[row.competition].id.clone();
            WithoutResult { competition, team: row.team.clone(), level, low, high, reliability }
        });
        without.collect()
    }

    fn shown(&self, theta: f64, pivot: f64) -> (f64, f64, f64, f64) {
        let (low, high) = self.constants.interval_of(theta, self.constants.deviation(pivot));
        (self.constants.level(theta), low, high, 1.0 - self.constants.lambda * pivot)
    }
}
