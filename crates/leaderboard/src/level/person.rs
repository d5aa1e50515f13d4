//! One person's Level, its gates and its interval.
//!
//! Invariant: a Level never stands without its interval, its reliability and the answers of its gates.

use std::collections::BTreeSet;

use joute_domain::{Timestamp, UserId};
use serde::Serialize;

use super::constants::Constants;
use super::evidence::Evidence;
use super::gate::{GateAnswer, Known};
use super::model::Fit;
use super::results::{Leave, Results, days_between};

/// A person's Level with all that belongs beside it. No page shows the number alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonLevel {
    /// Whose.
    pub person: UserId,
    /// Out of 100 average fields, in how many this person alone would finish in the upper half.
    pub level: f64,
    /// The lower end of its 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The skill on the model's own scale: 0 is the house mean.
    pub theta: f64,
    /// Its standard deviation, widened.
    pub deviation: f64,
    /// From 0 (nothing known) to 1, with the published lambda: what the gates ask for.
    pub reliability: f64,
    /// The same with this year's fitted ratio, if there is one.
    pub fitted_reliability: Option<f64>,
    /// Rated competitions in the window.
    pub results: u32,
    /// Of them, those recent enough to count as active.
    pub recent_results: u32,
    /// Whether the person sees it.
    pub own_gate: GateAnswer,
    /// Whether an authorised manager may see it.
    pub manager_gate: GateAnswer,
    /// False if it does not suffice for a decision about this person.
    pub suffices_for_decision: bool,
}

/// The rows that a person is in.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    rows: Vec<usize>,
}

impl History {
    /// Everyone's.
    pub(super) fn all(evidence: &Evidence) -> Vec<Self> {
        let mut histories = vec![Self::default(); evidence.people.len()];
        for (place, row) in evidence.rows.iter().enumerate() {
            for &member in &row.members {
                histories[member].rows.push(place);
            }
        }
        histories
    }

    /// The rated competitions.
    fn competitions(&self, evidence: &Evidence) -> BTreeSet<usize> {
        self.rows.iter().map(|&row| evidence.rows[row].competition).collect()
    }

    /// How many of them closed within the time that counts as active, on the person's own clock.
    pub(super) fn recent_results(
        &self,
        evidence: &Evidence,
        person: &UserId,
        results: &Results,
        constants: &Constants,
        as_of: Timestamp,
    ) -> u32 {
        let recent = self.competitions(evidence).into_iter().filter(|&competition| {
            let closed = evidence.fields[competition].closed_at;
            let leave = Leave::days(&results.leave, person, closed, as_of);
            days_between(closed, as_of) - leave <= constants.active_days
        });
        count(recent.count())
    }

    /// The others of a person who has never had a result without them.
    fn always_with(&self, evidence: &Evidence, place: usize) -> Vec<UserId> {
        let mut teams =
            self.rows.iter().map(|&row| evidence.rows[row].members.iter().copied().collect::<BTreeSet<_>>());
        let Some(first) = teams.next() else { return Vec::new() };
        let common = teams.fold(first, |common, team| common.intersection(&team).copied().collect());
        common.into_iter().filter(|&member| member != place).map(|member| evidence.people[member].clone()).collect()
    }

    /// The Level.
    pub(super) fn level(
        &self,
        evidence: &Evidence,
        fit: &Fit,
        constants: &Constants,
        place: usize,
        recent_results: u32,
        fitted_reliability: Option<f64>,
    ) -> PersonLevel {
        let (theta, pivot) = (fit.theta[place], fit.pivots[place]);
        let deviation = constants.deviation(pivot);
        let (low, high) = constants.interval_of(theta, deviation);
        let known = Known {
            results: count(self.competitions(evidence).len()),
            recent_results,
            active_results: constants.active_results,
            reliability: 1.0 - constants.lambda * pivot,
            always_with: self.always_with(evidence, place),
        };
        let (own_gate, manager_gate) = (constants.own_gate.answer(&known), constants.manager_gate.answer(&known));
        PersonLevel {
            person: evidence.people[place].clone(),
            level: constants.level(theta),
            low,
            high,
            theta,
            deviation,
            reliability: known.reliability,
            fitted_reliability,
            results: known.results,
            recent_results,
            suffices_for_decision: manager_gate.open && known.reliability >= constants.decision_reliability,
            own_gate,
            manager_gate,
        }
    }
}

fn count(results: usize) -> u32 {
    u32::try_from(results).unwrap_or(u32::MAX)
}
