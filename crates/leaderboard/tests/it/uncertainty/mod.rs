//! How sure a rank is.

mod golden;
mod properties;
mod stories;

use joute_domain::{Score, Sketch};
use joute_leaderboard::uncertainty::{Contender, Resampling, Seed};

/// The mean of sums of losses and counts.
pub(crate) fn mean(sums: &[f64]) -> Option<f64> {
    match sums {
        [sum, count] if *count > 0.0 => Some(sum / count),
        _ => None,
    }
}

/// The sketch of a mean loss, one row a block.
pub(crate) fn sketch(losses: &[f64]) -> Sketch {
    let score = losses.iter().sum::<f64>() / f64::from(u32::try_from(losses.len()).unwrap());
    Sketch::sums(Score::new(score).unwrap(), 2, losses.iter().flat_map(|loss| [*loss, 1.0]).collect()).unwrap()
}

/// Contenders with their sketches.
pub(crate) fn contenders(sketches: &[Sketch]) -> Vec<Contender<'_>> {
    sketches.iter().map(|sketch| Contender { score: sketch.score(), sketch: Some(sketch) }).collect()
}

/// A thousand draws.
pub(crate) fn resampling() -> Resampling {
    Resampling::with_seed(Seed::of(&["board", "check"]))
}
