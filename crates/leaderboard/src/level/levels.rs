//! The Levels of the whole house, computed from all results at once.
//!
//! Invariant: nothing is updated, everything is computed anew; the same results give the same numbers whatever happened
//! in between, so that a correction leaves no trace of the error.

use std::collections::BTreeMap;
use std::fmt;

use joute_domain::{CompetitionId, Timestamp, UserId};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::constants::Constants;
use super::evidence::{Evidence, Field, NotCounted, RankError};
use super::model::Fit;
use super::person::{History, PersonLevel};
use super::results::Results;
use crate::numeric::NotPositive;

/// Why there are no Levels.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LevelError {
    /// A rank outside the field: the result was stored wrongly.
    #[error(transparent)]
    Rank(#[from] RankError),
    /// The constants leave no solution.
    #[error("the constants of the formula must be positive numbers")]
    Constants,
}

impl From<NotPositive> for LevelError {
    fn from(_: NotPositive) -> Self {
        Self::Constants
    }
}

/// A competition that counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountedField {
    /// Which.
    pub competition: CompetitionId,
    /// When it closed.
    pub closed_at: Timestamp,
    /// Its subject.
    pub domain: Option<String>,
    /// Ranked teams.
    pub teams: usize,
    /// How strong they were on average, on the scale of theta.
    pub strength: f64,
}

/// The Levels of a house at one instant. Its `Debug` form tells of nobody.
#[derive(Clone, PartialEq)]
pub struct HouseLevels {
    pub(super) constants: Constants,
    pub(super) as_of: Timestamp,
    pub(super) evidence: Evidence,
    pub(super) fit: Fit,
    digest: String,
    people: BTreeMap<UserId, PersonLevel>,
}

impl fmt::Debug for HouseLevels {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = self.people.len();
        formatter
            .debug_struct("HouseLevels")
            .field("as_of", &self.as_of)
            .field("people", &people)
            .finish_non_exhaustive()
    }
}

impl HouseLevels {
    /// Computes all Levels from all results.
    pub fn compute(results: &Results, constants: &Constants, as_of: Timestamp) -> Result<Self, LevelError> {
        if !constants.are_sound() {
            return Err(LevelError::Constants);
        }
        let evidence = Evidence::of(results, constants, as_of)?;
        let (people, fields) = (evidence.people.len(), evidence.fields.len());
        let fit = Fit::of(people, fields, &evidence.rows, constants.lambda)?;
        let fitted = match constants.fitted_lambda {
            Some(lambda) => Some((lambda, Fit::of(people, fields, &evidence.rows, lambda)?.pivots)),
            None => None,
        };
        let known = History::all(&evidence);
        let of_person = |(place, person): (usize, &UserId)| {
            let fitted = fitted.as_ref().map(|(lambda, pivots)| 1.0 - lambda * pivots[place]);
            let recent = known[place].recent_results(&evidence, person, results, constants, as_of);
            (person.clone(), known[place].level(&evidence, &fit, constants, place, recent, fitted))
        };
        let people = evidence.people.iter().enumerate().map(of_person).collect();
        let digest = digest(results, constants, as_of);
        Ok(Self { constants: constants.clone(), as_of, fit, people, digest, evidence })
    }

    /// The formula.
    pub fn constants(&self) -> &Constants {
        &self.constants
    }

    /// The instant that the results' age is counted to.
    pub fn as_of(&self) -> Timestamp {
        self.as_of
    }

    /// SHA-256 of formula, instant and results, in hexadecimal: equal digests mean equal Levels.
    pub fn inputs_digest(&self) -> &str {
        &self.digest
    }

    /// Everyone with a result that counts, by identifier: never by Level.
    pub fn people(&self) -> impl ExactSizeIterator<Item = &PersonLevel> {
        self.people.values()
    }

    /// One person; `None` without a result that counts.
    pub fn person(&self, person: &UserId) -> Option<&PersonLevel> {
        self.people.get(person)
    }

    /// The competitions that count, the oldest first.
    pub fn fields(&self) -> Vec<CountedField> {
        let counted = |(field, mean): (&Field, &f64)| CountedField {
            competition: field.id.clone(),
            closed_at: field.closed_at,
            domain: field.domain.clone(),
            teams: field.teams,
            strength: -mean,
        };
        self.evidence.fields.iter().zip(&self.fit.means).map(counted).collect()
    }

    /// The competitions that do not count, the oldest first, and why.
    pub fn not_counted(&self) -> &[(CompetitionId, NotCounted)] {
        &self.evidence.not_counted
    }

    /// The place of a person in the model.
    pub(super) fn place(&self, person: &UserId) -> Option<usize> {
        self.evidence.people.binary_search(person).ok()
    }
}

/// SHA-256 of everything the Levels follow from, in one order.
fn digest(results: &Results, constants: &Constants, as_of: Timestamp) -> String {
    let mut sorted = results.clone();
    sorted.competitions.sort_by(|left, right| left.id.cmp(&right.id));
    for competition in &mut sorted.competitions {
        competition.teams.sort_by(|left, right| left.team.cmp(&right.team));
        for team in &mut competition.teams {
            team.members.sort();
        }
    }
    sorted
        .leave
        .sort_by(|left, right| (&left.person, left.from, left.until).cmp(&(&right.person, right.from, right.until)));
    // Numbers, texts and instants always have a form in JSON.
    let text = serde_json::to_vec(&(constants, as_of, sorted)).unwrap_or_default();
    hex::encode(Sha256::digest(text))
}
