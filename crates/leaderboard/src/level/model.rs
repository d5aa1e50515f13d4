//! The mixed model in closed form: `y = m + mean of the members' theta + error`.
//!
//! The free means m of the competitions are eliminated, which leaves one symmetric system for the people; its inverse
//! is the theta block of the inverse of the whole.
//!
//! Invariant: linear in the results, so that every theta is a sum of contributions.

use super::evidence::Row;
use crate::numeric::{Cholesky, NotPositive, dot};

/// A solved model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// The skill of each person.
    pub(super) theta: Vec<f64>,
    /// The free mean of each competition: minus the strength of its field.
    pub(super) means: Vec<f64>,
    /// The diagonal of C, the theta block of the inverse.
    pub(super) pivots: Vec<f64>,
    factor: Cholesky,
    competitions: Vec<Coupling>,
}

/// What ties a competition's mean to the people in it.
#[derive(Debug, Clone, PartialEq, Default)]
struct Coupling {
    /// The weights of its rows together.
    weight: f64,
    /// For each person in it, weight times share.
    people: Vec<(usize, f64)>,
    /// The weighted sum of its results.
    results: f64,
}

impl Coupling {
    fn add(&mut self, row: &Row) {
        self.weight += row.weight;
        self.results += row.weight * row.y;
        for &person in &row.members {
            let amount = row.weight * row.share();
            match self.people.iter_mut().find(|(known, _)| *known == person) {
                Some((_, sum)) => *sum += amount,
                None => self.people.push((person, amount)),
            }
        }
    }

    /// The weighted sum of a number over the people.
    fn over(&self, values: &[f64]) -> f64 {
        self.people.iter().map(|&(person, amount)| amount * values[person]).sum()
    }
}

impl Fit {
    /// Solves the model of `people` people from all rows.
    pub(super) fn of(people: usize, competitions: usize, rows: &[Row], lambda: f64) -> Result<Self, NotPositive> {
        let mut couplings = vec![Coupling::default(); competitions];
        let mut matrix: Vec<Vec<f64>> = (0..people).map(|person| vec![0.0; person + 1]).collect();
        let mut right = vec![0.0; people];
        for (person, row) in matrix.iter_mut().enumerate() {
            row[person] = lambda;
        }
        for row in rows {
            couplings[row.competition].add(row);
            let (share, weight) = (row.share(), row.weight);
            for &person in &row.members {
                right[person] += weight * share * row.y;
                for &other in row.members.iter().filter(|&&other| other <= person) {
                    matrix[person][other] += weight * share * share;
                }
            }
        }
        for coupling in &couplings {
            for &(person, amount) in &coupling.people {
                right[person] -= amount * coupling.results / coupling.weight;
                for &(other, other_amount) in coupling.people.iter().filter(|&&(other, _)| other <= person) {
                    matrix[person][other] -= amount * other_amount / coupling.weight;
                }
            }
        }
        let factor = Cholesky::of(matrix)?;
        let theta = factor.solve(right);
        let means = couplings.iter().map(|coupling| (coupling.results - coupling.over(&theta)) / coupling.weight);
        Ok(Self { means: means.collect(), pivots: factor.inverse_diagonal(), theta, factor, competitions: couplings })
    }

    /// One column of C.
    pub(super) fn column(&self, person: usize) -> Vec<f64> {
        self.factor.inverse_column(person)
    }

    /// The sum of C over all pairs of some people.
    pub(super) fn block_sum(&self, people: &[usize]) -> f64 {
        let mut ones = vec![0.0; self.theta.len()];
        for &person in people {
            ones[person] = 1.0;
        }
        dot(&ones, &self.factor.solve(ones.clone()))
    }

    /// What one more unit of weight on a row's result does: to each theta, and to the row's own fitted value.
    pub(super) fn pull(&self, row: &Row) -> (Vec<f64>, f64) {
        let coupling = &self.competitions[row.competition];
        let mut right = vec![0.0; self.theta.len()];
        for &(person, amount) in &coupling.people {
            right[person] -= amount / coupling.weight;
        }
        for &person in &row.members {
            right[person] += row.share();
        }
        let pulled = self.factor.solve(right);
        let own: f64 = row.members.iter().map(|&person| row.share() * pulled[person]).sum();
        let leverage = own + (1.0 - coupling.over(&pulled)) / coupling.weight;
        (pulled, leverage)
    }

    /// The part of the other members in a row: the sum of their theta times the share.
    pub(super) fn partners(&self, row: &Row, person: usize) -> f64 {
        let others = row.members.iter().filter(|&&member| member != person);
        others.map(|&member| row.share() * self.theta[member]).sum()
    }

    /// What a row's result differs by from what the model expects.
    pub(super) fn residual(&self, row: &Row) -> f64 {
        let members: f64 = row.members.iter().map(|&member| row.share() * self.theta[member]).sum();
        row.y - self.means[row.competition] - members
    }
}
