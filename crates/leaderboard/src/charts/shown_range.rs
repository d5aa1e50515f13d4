//! The part of the scores that a chart shows.
//!
//! Invariant: the best score is always inside, and one hopeless first attempt does not flatten everything else.

use joute_domain::Direction;

/// A range of scores with room at both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ShownRange {
    /// The smallest score shown.
    pub(crate) low: f64,
    /// The largest score shown.
    pub(crate) high: f64,
    /// The smallest and the largest score shown, without the room; with it if they are equal.
    pub(crate) tight: (f64, f64),
    /// True if worse scores exist.
    pub(crate) clipped: bool,
}

/// Beyond this, differences can no longer be computed.
const FARTHEST: f64 = 1e300;

/// How far the range reaches, in distances of the third quartile from the best score.
const REACH: f64 = 2.5;

/// A score as charts compute with it.
pub(crate) fn plotted(score: joute_domain::Score) -> f64 {
    score.value().clamp(-FARTHEST, FARTHEST)
}

impl ShownRange {
    /// The range for `values`; all of `kept` are inside. `None` without values.
    pub(crate) fn of(direction: Direction, values: &[f64], kept: &[f64]) -> Option<Self> {
        let lower = direction == Direction::LowerIsBetter;
        let best = values.iter().copied().reduce(if lower { f64::min } else { f64::max })?;
        let distance = |value: &f64| (value - best).abs();
        let mut distances: Vec<f64> = values.iter().map(distance).collect();
        distances.sort_by(f64::total_cmp);
        let farthest = distances.last().copied().unwrap_or(0.0);
        let quartile = distances.get((distances.len() - 1) * 3 / 4).copied().unwrap_or(farthest);
        let reach = kept.iter().map(distance).fold(quartile * REACH, f64::max);
        let clipped = quartile > 0.0 && farthest > reach * 1.6;
        let width = if clipped { reach } else { farthest };
        let room = (width * 0.05).max(best.abs() * 1e-9).max(if width > 0.0 { 0.0 } else { best.abs() * 0.05 });
        let room = if room > 0.0 { room } else { 0.5 };
        let (low, high) = if lower { (best, best + width) } else { (best - width, best) };
        let tight = if width > 0.0 { (low, high) } else { (low - room, high + room) };
        Some(Self { low: low - room, high: high + room, tight, clipped })
    }

    /// True if the score is worse than what is shown.
    pub(crate) fn leaves_out(&self, value: f64) -> bool {
        value < self.low || value > self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hopeless_attempt_is_left_out() {
        let values = [0.1, 0.11, 0.12, 0.13, 0.14, 900.0];
        let range = ShownRange::of(Direction::LowerIsBetter, &values, &[]).unwrap();
        assert!(range.clipped && range.high < 1.0 && range.leaves_out(900.0) && !range.leaves_out(0.1));
    }

    #[test]
    fn what_must_be_seen_is_inside() {
        let values = [0.9, 0.89, 0.88, 0.87, 0.1];
        let range = ShownRange::of(Direction::HigherIsBetter, &values, &[0.1]).unwrap();
        assert!(!range.clipped && !range.leaves_out(0.1));
    }

    #[test]
    fn equal_scores_have_room_around_them() {
        for score in [0.0, 1.0, -4.0, 1e300] {
            let range = ShownRange::of(Direction::HigherIsBetter, &[score, score], &[]).unwrap();
            assert!(range.low < score && score < range.high && !range.clipped);
        }
        assert_eq!(ShownRange::of(Direction::HigherIsBetter, &[], &[]), None);
    }
}
