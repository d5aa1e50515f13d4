//! Two teams compared on the rows that both predicted.
//!
//! Invariant: the numbers are those behind the board's intervals, drawn with the same weights.

use joute_domain::Direction;
use serde::Serialize;

use super::contender::{Contender, Finish, Resampling};
use super::draws::Draws;
use super::pairwise::Pairs;
use crate::numeric::{quantile, real};

/// What can be said of two teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The first is better by more than chance explains.
    FirstIsBetter,
    /// The second is.
    SecondIsBetter,
    /// Chance alone may have made the difference.
    NotSeparated,
    /// Nothing tells the two apart.
    Identical,
    /// One of the two has no sketch that fits the other's.
    Unknown,
}

/// The difference of two scores, first less second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PairedDifference {
    /// The difference in units of the score.
    pub difference: f64,
    /// Its standard error; `None` if unknown.
    pub standard_error: Option<f64>,
    /// Its interval, difference +- `z` standard errors.
    pub interval: Option<(f64, f64)>,
    /// The number of standard errors at either side: 1.645 for 90 %.
    pub z: f64,
    /// Nominal coverage.
    pub confidence: f64,
    /// The share of draws in which the first is better, equal ones counting half; `None` if unknown.
    pub first_better: Option<f64>,
    /// The answer.
    pub verdict: Verdict,
}

/// Compares two contenders. The interval is that of one comparison announced beforehand; the rank intervals of the
/// board, which look at all rivals at once, are wider.
pub fn paired_difference(
    first: Contender<'_>,
    second: Contender<'_>,
    direction: Direction,
    finish: Finish<'_>,
    resampling: &Resampling,
) -> PairedDifference {
    let draws = Draws::of(&[first, second], direction, finish, resampling);
    let pairs = Pairs::of(&draws);
    let difference = first.score.value() - second.score.value();
    let z = quantile(0.5 + resampling.confidence / 2.0);
    let standard_error = pairs.error(0, 1);
    PairedDifference {
        difference,
        standard_error,
        interval: standard_error.map(|error| (difference - z * error, difference + z * error)),
        z,
        confidence: resampling.confidence,
        first_better: standard_error.map(|_| first_better(&draws)),
        verdict: verdict(&pairs, z),
    }
}

/// The better of the two is the first of the pair.
fn verdict(pairs: &Pairs, z: f64) -> Verdict {
    let behind = pairs.behind(1, 0);
    match pairs.error(0, 1) {
        None => Verdict::Unknown,
        Some(_) if behind == 0.0 && pairs.inverse_errors(0).get(1) == Some(&0.0) => Verdict::Identical,
        Some(_) if behind <= z => Verdict::NotSeparated,
        Some(_) if pairs.order.first() == Some(&0) => Verdict::FirstIsBetter,
        Some(_) => Verdict::SecondIsBetter,
    }
}

fn first_better(draws: &Draws) -> f64 {
    let points = draws.rows().map(|row| match row[0].total_cmp(&row[1]) {
        std::cmp::Ordering::Less => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Greater => 0.0,
    });
    points.sum::<f64>() / real(draws.count()).max(1.0)
}
