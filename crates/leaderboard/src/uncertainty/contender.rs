//! What goes into an analysis: scores with their sketches, and how to resample them.
//!
//! Invariant: a contender without a usable sketch keeps its place on the board and is separated from nobody.

use std::collections::BTreeMap;

use joute_domain::{Score, Sketch};

use super::Seed;

/// The metric's score of (weighted) sums, `None` where it is undefined; only sketches of sums need it.
pub type Finish<'a> = &'a (dyn Fn(&[f64]) -> Option<f64> + Sync);

/// A score on the board, and what its uncertainty is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Contender<'a> {
    /// The score that is ranked.
    pub score: Score,
    /// Its sketch on the same rows; `None` if the metric has none.
    pub sketch: Option<&'a Sketch>,
}

/// How scores are resampled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resampling {
    /// Where the weights come from.
    pub seed: Seed,
    /// How many draws.
    pub draws: usize,
    /// Nominal coverage of all intervals.
    pub confidence: f64,
}

impl Resampling {
    /// A thousand draws and 90 % intervals.
    pub fn with_seed(seed: Seed) -> Self {
        Self { seed, draws: 1000, confidence: 0.9 }
    }
}

/// The number of blocks that most sketches have (of equally frequent ones the largest): those can be compared.
pub(super) fn common_blocks(contenders: &[Contender<'_>]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for sketch in contenders.iter().filter_map(|contender| contender.sketch) {
        *counts.entry(sketch.block_count()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(blocks, count)| (count, blocks)).map_or(0, |(blocks, _)| blocks)
}
