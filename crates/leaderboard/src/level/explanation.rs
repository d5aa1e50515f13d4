//! A Level taken apart: what each result contributes.
//!
//! Invariant: the contributions add up to theta, and theta alone makes the Level.

use joute_domain::{CompetitionId, TeamId, Timestamp, UserId};
use serde::Serialize;

use super::evidence::{Row, normal_score};
use super::levels::HouseLevels;
use crate::numeric::real;

/// The weighted mean of a person's adjusted results, pulled to the house mean by one fictitious average result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Whose.
    pub person: UserId,
    /// The Level.
    pub level: f64,
    /// The sum of all contributions.
    pub theta: f64,
    /// The weight of the pull to the house mean.
    pub house_weight: f64,
    /// Its share of all weight.
    pub house_share: f64,
    /// The results, the oldest first.
    pub results: Vec<ResultPart>,
}

/// One result and what it contributes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultPart {
    /// The competition.
    pub competition: CompetitionId,
    /// When it closed.
    pub closed_at: Timestamp,
    /// Its subject.
    pub domain: Option<String>,
    /// The person's team.
    pub team: TeamId,
    /// Its rank, expected or shared.
    pub rank: f64,
    /// Ranked teams.
    pub teams: usize,
    /// The share of the field at or below this rank, from 0 to 100.
    pub percentile: f64,
    /// The people in the team.
    pub size: usize,
    /// The expected normal score of the rank.
    pub normal_score: f64,
    /// What is taken off for the size.
    pub size_bonus: f64,
    /// Normal score less bonus.
    pub result: f64,
    /// How strong the field was on average.
    pub field_strength: f64,
    /// The partners, without their Levels.
    pub partners: Vec<UserId>,
    /// What is taken off for the partners: the sum of their theta over the size.
    pub partners_part: f64,
    /// `(result + field strength - partners' part) * size`: what the person alone would have shown.
    pub adjusted: f64,
    /// Days since the close, less leave.
    pub age_days: f64,
    /// How much the competition still counts by its age, from 1 down to 0.
    pub age_weight: f64,
    /// The weight of the result: the age's over the size squared.
    pub weight: f64,
    /// Its share of all weight, from 0 to 1; with the house's they add up to 1.
    pub share: f64,
    /// Weight times adjusted result over all weight.
    pub contribution: f64,
    /// The Level if the team had finished one place higher, all else equal; `None` for the first.
    pub level_one_place_higher: Option<f64>,
}

impl HouseLevels {
    /// Takes a person's Level apart; `None` without a result that counts.
    pub fn explain(&self, person: &UserId) -> Option<Explanation> {
        let place = self.place(person)?;
        let own: Vec<&Row> = self.evidence.rows.iter().filter(|row| row.members.contains(&place)).collect();
        let weights: f64 = own.iter().map(|row| row.weight * row.share() * row.share()).sum();
        let total = self.constants.lambda + weights;
        let theta = self.fit.theta[place];
        Some(Explanation {
            person: person.clone(),
            level: self.constants.level(theta),
            theta,
            house_weight: self.constants.lambda,
            house_share: self.constants.lambda / total,
            results: own.into_iter().map(|row| self.part(place, row, total)).collect(),
        })
    }

    fn part(&self, place: usize, row: &Row, total: f64) -> ResultPart {
        let field = &self.evidence.fields[row.competition];
        let (size, teams) = (row.members.len(), field.teams);
        let field_strength = -self.fit.means[row.competition];
        let partners_part = self.fit.partners(row, place);
        let adjusted = (row.y + field_strength - partners_part) * real(size);
        let weight = row.weight * row.share() * row.share();
        let partners = row.members.iter().filter(|&&member| member != place);
        ResultPart {
            competition: field.id.clone(),
            closed_at: field.closed_at,
            domain: field.domain.clone(),
            team: row.team.clone(),
            rank: row.rank,
            teams,
            percentile: 100.0 * (real(teams) - row.rank + 0.5) / real(teams),
            size,
            normal_score: row.z,
            size_bonus: row.z - row.y,
            result: row.y,
            field_strength,
            partners: partners.map(|&member| self.evidence.people[member].clone()).collect(),
            partners_part,
            adjusted,
            age_days: row.age_days,
            age_weight: row.weight,
            weight,
            share: weight / total,
            contribution: weight * adjusted / total,
            level_one_place_higher: self.one_place_higher(place, row, teams),
        }
    }

    fn one_place_higher(&self, place: usize, row: &Row, teams: usize) -> Option<f64> {
        let higher = (row.rank - 1.0).max(1.0);
        let gain = normal_score(higher, teams) - row.z;
        let theta = self.fit.theta[place] + row.weight * self.fit.pull(row).0[place] * gain;
        (higher < row.rank).then(|| self.constants.level(theta))
    }
}
