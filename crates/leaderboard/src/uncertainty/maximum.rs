//! How far apart chance alone drives a team and its rivals: quantiles of the largest studentised distance.
//!
//! Invariant: pairs without a standard error are left out; a quantile is never negative.

use super::pairwise::Pairs;
use crate::numeric::upper_quantile;

/// Partial maxima side by side.
const LANES: usize = 8;

/// The quantiles for one team against the teams from `from` on, in the order of the pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Critical {
    /// Of the largest distance in either direction: for rank intervals.
    pub(super) two_sided: f64,
    /// Of the largest distance by which chance alone puts the team behind another: for ties with the first.
    pub(super) one_sided: f64,
}

/// Finds them over all draws.
pub(super) fn critical(pairs: &Pairs, team: usize, from: usize, confidence: f64) -> Critical {
    let inverse = &pairs.inverse_errors(team)[from..];
    let (mut two_sided, mut one_sided) = (Vec::new(), Vec::new());
    for row in pairs.draws() {
        let (largest, smallest) = extremes(row[team], &row[from..], inverse);
        two_sided.push(largest.max(-smallest));
        one_sided.push(largest);
    }
    Critical {
        two_sided: upper_quantile(&mut two_sided, confidence),
        one_sided: upper_quantile(&mut one_sided, confidence),
    }
}

/// The largest and the smallest of `(own - other) * inverse`, each at least or at most 0.
fn extremes(own: f64, others: &[f64], inverse: &[f64]) -> (f64, f64) {
    let (mut largest, mut smallest) = ([0.0; LANES], [0.0; LANES]);
    let (others, others_rest) = others.as_chunks::<LANES>();
    let (inverse, inverse_rest) = inverse.as_chunks::<LANES>();
    for (others, inverse) in others.iter().zip(inverse) {
        for lane in 0..LANES {
            let distance = (own - others[lane]) * inverse[lane];
            largest[lane] = if distance > largest[lane] { distance } else { largest[lane] };
            smallest[lane] = if distance < smallest[lane] { distance } else { smallest[lane] };
        }
    }
    let rest = others_rest.iter().zip(inverse_rest).map(|(other, inverse)| (own - other) * inverse);
    rest.fold(
        (largest.into_iter().fold(0.0, f64::max), smallest.into_iter().fold(0.0, f64::min)),
        |(largest, smallest), distance| (largest.max(distance), smallest.min(distance)),
    )
}
