//! Which subjects a group covers, and how much it takes part: counts only.
//!
//! Invariant: a number of people that is small but not nothing is never told.

use std::collections::{BTreeMap, BTreeSet};

use joute_domain::UserId;
use serde::Serialize;

use super::group::{Count, LEAST_PEOPLE};
use super::levels::{HouseLevels, LevelError};
use super::results::Results;

/// A subject and how a group covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainCoverage {
    /// The subject; `None` for competitions without one.
    pub domain: Option<String>,
    /// Rated competitions of the house on it.
    pub competitions: usize,
    /// People of the group with a result on it.
    pub participants: Count,
    /// People of the group whose results on it alone would pass the manager's gate.
    pub above_gate: Count,
}

/// How much a group takes part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Participation {
    /// People in the group.
    pub people: usize,
    /// Of them, those with a result that counts.
    pub participants: Count,
    /// Of them, those currently rated.
    pub rated: Count,
    /// Of them, those above the manager's gate.
    pub above_gate: Count,
    /// Results of the group that count.
    pub results: usize,
    /// Of them, those of people alone, which tell most.
    pub solo_results: usize,
}

impl HouseLevels {
    /// How a group covers each subject. Nothing is told of a group below the least number.
    pub fn coverage(
        &self,
        results: &Results,
        members: &BTreeSet<UserId>,
        least: usize,
    ) -> Result<Vec<DomainCoverage>, LevelError> {
        let least = least.max(LEAST_PEOPLE);
        if members.len() < least {
            return Ok(Vec::new());
        }
        let mut domains: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for field in self.fields() {
            *domains.entry(field.domain).or_default() += 1;
        }
        let cover = |(domain, competitions): (Option<String>, usize)| {
            let on_it = results.competitions.iter().filter(|competition| competition.domain == domain).cloned();
            let alone = Results { competitions: on_it.collect(), leave: results.leave.clone() };
            let levels = Self::compute(&alone, &self.constants, self.as_of)?;
            let own: Vec<_> = levels.people().filter(|level| members.contains(&level.person)).collect();
            let above = own.iter().filter(|level| level.manager_gate.open).count();
            Ok(DomainCoverage {
                domain,
                competitions,
                participants: Count::of(own.len(), least),
                above_gate: Count::of(above, least),
            })
        };
        domains.into_iter().map(cover).collect()
    }

    /// How much a group takes part; `None` for a group below the least number.
    pub fn participation(&self, members: &BTreeSet<UserId>, least: usize) -> Option<Participation> {
        let least = least.max(LEAST_PEOPLE);
        let known: Vec<_> = members.iter().filter_map(|person| self.person(person)).collect();
        let places: BTreeSet<usize> = members.iter().filter_map(|person| self.place(person)).collect();
        let rows = || self.evidence.rows.iter().filter(|row| row.members.iter().any(|member| places.contains(member)));
        (members.len() >= least).then(|| Participation {
            people: members.len(),
            participants: Count::of(known.len(), least),
            rated: Count::of(self.rated(members).len(), least),
            above_gate: Count::of(known.iter().filter(|level| level.manager_gate.open).count(), least),
            results: rows().count(),
            solo_results: rows().filter(|row| row.members.len() == 1).count(),
        })
    }
}
