//! A person's own Level over time, and what a correction changed.
//!
//! Invariant: each point is a whole computation as of its instant, with the formula of today.

use joute_domain::{Timestamp, UserId};
use rayon::prelude::*;
use serde::Serialize;

use super::constants::Constants;
use super::levels::{HouseLevels, LevelError};
use super::person::PersonLevel;
use super::results::Results;

/// A person's Level at an instant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendPoint {
    /// When.
    pub at: Timestamp,
    /// The Level; `None` while no result counted.
    pub level: Option<PersonLevel>,
}

/// What two computations say of a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelChange {
    /// Who.
    pub person: UserId,
    /// Before; `None` if no result counted.
    pub before: Option<PersonLevel>,
    /// After; `None` if no result counts any more.
    pub after: Option<PersonLevel>,
}

/// A person's Level as of each instant.
pub fn trend(
    results: &Results,
    constants: &Constants,
    person: &UserId,
    instants: &[Timestamp],
) -> Result<Vec<TrendPoint>, LevelError> {
    let point = |&at: &Timestamp| {
        let levels = HouseLevels::compute(results, constants, at)?;
        Ok(TrendPoint { at, level: levels.person(person).cloned() })
    };
    instants.par_iter().map(point).collect()
}

impl HouseLevels {
    /// Everyone whose numbers differ in `after`, by identifier.
    pub fn changes(&self, after: &Self) -> Vec<LevelChange> {
        let mut people: Vec<&UserId> = self.people().chain(after.people()).map(|level| &level.person).collect();
        people.sort();
        people.dedup();
        let change = |person: &UserId| LevelChange {
            person: person.clone(),
            before: self.person(person).cloned(),
            after: after.person(person).cloned(),
        };
        people.into_iter().map(change).filter(|change| change.before != change.after).collect()
    }
}
