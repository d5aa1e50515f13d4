//! Who is statistically tied with the first, and the bands that a board falls into.
//!
//! Invariant: bands follow the order of the scores, and equal scores share one.

use rayon::prelude::*;

use super::maximum::critical;
use super::pairwise::Pairs;
use crate::numeric::same;

/// True for a team that is not significantly worse than any of the teams from `from` on.
fn keeps_up(pairs: &Pairs, team: usize, from: usize, confidence: f64) -> bool {
    let c = critical(pairs, team, from, confidence).one_sided;
    (from..pairs.len()).all(|other| pairs.behind(team, other) <= c)
}

/// For each team, best first, whether it is statistically tied with the first; `one_sided` are its critical values.
pub(super) fn tied_with_first(pairs: &Pairs, one_sided: &[f64]) -> Vec<bool> {
    let keeps_up = |(team, c): (usize, &f64)| (0..pairs.len()).all(|other| pairs.behind(team, other) <= *c);
    one_sided.iter().enumerate().map(keeps_up).collect()
}

/// The band of each team, best first, from 1: the teams tied with the first up to the first that is not, then the same
/// among the rest.
pub(super) fn bands(pairs: &Pairs, confidence: f64) -> Vec<u32> {
    let mut bands: Vec<u32> = Vec::with_capacity(pairs.len());
    let mut band = 0;
    while bands.len() < pairs.len() {
        band += 1;
        let head = bands.len();
        while bands.len() < pairs.len() {
            let next = bands.len();
            let equal = pairs.losses[next..].iter().take_while(|&&loss| same(loss, pairs.losses[next])).count();
            let members: Vec<usize> = (next..next + equal).collect();
            let joins = next == head || members.par_iter().any(|&team| keeps_up(pairs, team, head, confidence));
            if !joins {
                break;
            }
            bands.extend(members.iter().map(|_| band));
        }
    }
    bands
}
