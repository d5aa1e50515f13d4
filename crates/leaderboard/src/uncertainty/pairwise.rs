//! Every pair of teams: the standard error of its difference and how many of them the difference spans.
//!
//! Invariant: teams stand in the order of their losses, best first, here and in what is built on it.

use rayon::prelude::*;

use super::draws::Draws;
use crate::numeric::real;

/// Below this share of the losses, a difference is the dust of rounding.
const DUST: f64 = 1e-12;

/// All pairs of teams.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    /// The place of each team, best first, in the order the contenders came in.
    pub(super) order: Vec<usize>,
    /// The losses, best first.
    pub(super) losses: Vec<f64>,
    known: Vec<bool>,
    centred: Vec<f64>,
    errors: Vec<f64>,
    inverse: Vec<f64>,
}

impl Pairs {
    /// Computes the standard errors from the draws.
    pub(super) fn of(draws: &Draws) -> Self {
        let mut order: Vec<usize> = (0..draws.losses.len()).collect();
        order.sort_by(|&left, &right| draws.losses[left].total_cmp(&draws.losses[right]).then(left.cmp(&right)));
        let centred = draws.centred(&order);
        let errors = standard_errors(&centred, order.len());
        let losses = order.iter().map(|&place| draws.losses[place]).collect();
        let known = order.iter().map(|&place| draws.known[place]).collect();
        Self { order, losses, known, centred, errors, inverse: Vec::new() }.inverted()
    }

    /// Pairs whose standard errors are known otherwise, row after row; there are no draws.
    pub(super) fn with_errors(losses: &[f64], errors: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..losses.len()).collect();
        order.sort_by(|&left, &right| losses[left].total_cmp(&losses[right]).then(left.cmp(&right)));
        let sorted = |row: usize| order.iter().map(move |&column| (row, column));
        let errors = order.iter().flat_map(|&row| sorted(row)).map(|(row, column)| errors[row * losses.len() + column]);
        let (errors, known) = (errors.collect(), vec![true; losses.len()]);
        let losses = order.iter().map(|&place| losses[place]).collect();
        Self { order, losses, known, centred: Vec::new(), errors, inverse: Vec::new() }.inverted()
    }

    fn inverted(mut self) -> Self {
        let width = self.len();
        let inverse = |team: usize, other: usize| match self.error(team, other) {
            Some(error) if error > self.dust(team, other) => 1.0 / error,
            _ => 0.0,
        };
        self.inverse = (0..width)
            .flat_map(|team| (0..width).map(move |other| (team, other)))
            .map(|(team, other)| inverse(team, other))
            .collect();
        self
    }

    /// The number of teams.
    pub(super) fn len(&self) -> usize {
        self.losses.len()
    }

    /// Each draw, less the means over the draws.
    pub(super) fn draws(&self) -> impl Iterator<Item = &[f64]> {
        self.centred.chunks_exact(self.len().max(1))
    }

    /// One over the standard errors of a team's differences; 0 where there is none or it vanishes.
    pub(super) fn inverse_errors(&self, team: usize) -> &[f64] {
        &self.inverse[team * self.len()..][..self.len()]
    }

    /// The standard error of a difference; `None` if one of the two has no sketch.
    pub(super) fn error(&self, team: usize, other: usize) -> Option<f64> {
        (self.known[team] && self.known[other]).then(|| self.errors[team * self.len() + other])
    }

    /// By how many standard errors the team is behind the other: 0 if nothing tells them apart, infinite if the
    /// difference is the same in every draw.
    pub(super) fn behind(&self, team: usize, other: usize) -> f64 {
        let difference = self.losses[team] - self.losses[other];
        match self.error(team, other) {
            None => 0.0,
            Some(error) if error > self.dust(team, other) => difference / error,
            Some(_) if difference.abs() <= self.dust(team, other) => 0.0,
            Some(_) => difference * f64::INFINITY,
        }
    }

    fn dust(&self, team: usize, other: usize) -> f64 {
        DUST * self.losses[team].abs().max(self.losses[other].abs())
    }
}

/// The standard deviation of every difference over the draws.
fn standard_errors(centred: &[f64], width: usize) -> Vec<f64> {
    let draws = centred.len() / width.max(1);
    let row_of = |team: usize| {
        let mut squares = vec![0.0; width];
        for row in centred.chunks_exact(width) {
            let own = row[team];
            squares.iter_mut().zip(row).for_each(|(sum, other)| *sum += (own - other) * (own - other));
        }
        let count = real(draws.saturating_sub(1)).max(1.0);
        squares.into_iter().map(move |sum: f64| (sum / count).sqrt())
    };
    (0..width).into_par_iter().flat_map_iter(row_of).collect()
}
