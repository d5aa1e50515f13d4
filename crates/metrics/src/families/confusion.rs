//! The weight of rows by true and predicted label: the state of every metric that compares labels.
//!
//! Invariant: labels are finished in ascending order, so neither rows nor threads can change a bit.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::label::Label;
use crate::refusal::Refusal;
use crate::rows::{Merge, Rows};
use crate::sketch::{Blocks, leave_one_out};
use crate::view::View;

/// More pairs of labels than this are no classification.
const MOST_PAIRS: usize = 1 << 20;

/// Pairs that are kept at hand while rows are counted.
const AT_HAND: usize = 1 << 10;

type Pair<'a> = (Label<'a>, Label<'a>);

/// Weight by (truth, prediction); rows without weight leave no trace.
#[derive(Debug, Default)]
pub(crate) struct Confusion<'a> {
    pairs: HashMap<Pair<'a>, f64>,
}

/// Counts the rows of a chunk. Most rows have one of few pairs, which are found at once, without the map's careful hash.
#[derive(Debug, Default)]
struct Counting<'a> {
    at_hand: Vec<Option<(Pair<'a>, f64)>>,
    all: Confusion<'a>,
}

impl<'a> Counting<'a> {
    fn add(&mut self, pair: Pair<'a>, weight: f64) {
        if self.at_hand.is_empty() {
            self.at_hand = vec![None; AT_HAND];
        }
        let Some(place) = self.at_hand.get_mut(slot(&pair)) else { return };
        match place {
            Some((known, sum)) if *known == pair => *sum += weight,
            _ => {
                if let Some((other, sum)) = place.replace((pair, weight)) {
                    self.all.add(other, sum);
                }
            }
        }
    }

    fn finish(mut self) -> Confusion<'a> {
        for (pair, weight) in self.at_hand.into_iter().flatten() {
            self.all.add(pair, weight);
        }
        self.all
    }
}

/// Where a pair is kept at hand: a quick look at both labels.
fn slot((truth, guess): &Pair<'_>) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let look = |label: &Label<'_>| match label {
        Label::Number(key) => *key,
        Label::Text(text) => {
            let ends = [text.first(), text.get(1), text.last(), text.get(text.len() / 2)];
            ends.iter().fold(u64::try_from(text.len()).unwrap_or(0), |look, byte| {
                (look << 8) | u64::from(byte.copied().unwrap_or(0))
            })
        }
    };
    let mixed = look(truth).wrapping_mul(FACTOR).rotate_left(29) ^ look(guess);
    usize::try_from(mixed.wrapping_mul(FACTOR) >> 54).unwrap_or(0)
}

impl Merge for Counting<'_> {
    fn merge(&mut self, later: Self) {
        let earlier = std::mem::take(self).finish();
        self.all = earlier;
        self.all.merge(later.finish());
    }
}

impl Merge for Confusion<'_> {
    fn merge(&mut self, later: Self) {
        if self.pairs.len() <= MOST_PAIRS {
            for (pair, weight) in later.pairs {
                *self.pairs.entry(pair).or_default() += weight;
            }
        }
    }
}

/// What is known of one label.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// Predicted and true.
    pub(crate) hits: f64,
    /// Predicted and not true.
    pub(crate) false_alarms: f64,
    /// True and not predicted.
    pub(crate) misses: f64,
}

impl Counts {
    /// Weight of the rows that have the label.
    pub(crate) fn truth(self) -> f64 {
        self.hits + self.misses
    }

    /// Weight of the rows for which it was predicted.
    pub(crate) fn predicted(self) -> f64 {
        self.hits + self.false_alarms
    }
}

impl Merge for Counts {
    fn merge(&mut self, later: Self) {
        self.hits += later.hits;
        self.false_alarms += later.false_alarms;
        self.misses += later.misses;
    }
}

impl<'a> Confusion<'a> {
    /// Counts the rows of a view.
    pub(crate) fn of(view: &View<'a>) -> Result<Self, Refusal> {
        let counting: Counting<'a> = view.fold_labels(|counting: &mut Counting<'a>, cell| {
            if cell.weight > 0.0 {
                counting.add((cell.truth, cell.prediction), cell.weight);
            }
        })?;
        let confusion = counting.finish();
        if confusion.pairs.len() > MOST_PAIRS {
            return Err(Refusal::TooManyLabels);
        }
        if confusion.pairs.is_empty() { Err(Refusal::NoRows) } else { Ok(confusion) }
    }

    fn add(&mut self, pair: Pair<'a>, weight: f64) {
        if self.pairs.len() <= MOST_PAIRS {
            *self.pairs.entry(pair).or_default() += weight;
        }
    }

    /// The pairs with their weight, in ascending order.
    pub(crate) fn pairs(&self) -> Vec<(Label<'a>, Label<'a>, f64)> {
        let mut pairs: Vec<_> = self.pairs.iter().map(|((truth, guess), weight)| (*truth, *guess, *weight)).collect();
        pairs.sort_unstable_by_key(|(truth, guess, _)| (*truth, *guess));
        pairs
    }

    /// The counts of each label that is true or predicted somewhere, in ascending order.
    pub(crate) fn labels(&self) -> Vec<(Label<'a>, Counts)> {
        let mut labels: HashMap<Label<'a>, Counts> = HashMap::new();
        for (truth, guess, weight) in self.pairs() {
            if truth == guess {
                labels.entry(truth).or_default().hits += weight;
            } else {
                labels.entry(truth).or_default().misses += weight;
                labels.entry(guess).or_default().false_alarms += weight;
            }
        }
        let mut labels: Vec<_> = labels.into_iter().collect();
        labels.sort_unstable_by_key(|(label, _)| *label);
        labels
    }
}

/// Most numbers that are kept for the blocks of a confusion.
const MOST_STATES: usize = 1 << 21;

/// By how much a score of confusions rises when each block counts once more.
pub(crate) fn influences(
    view: &View<'_>,
    blocks: &Blocks,
    score: impl Fn(&Confusion<'_>) -> Result<f64, Refusal> + Sync,
) -> Option<Result<Vec<f64>, Refusal>> {
    let whole = match Confusion::of(view) {
        Ok(whole) => whole,
        Err(refusal) => return Some(Err(refusal)),
    };
    let pairs = whole.pairs();
    if pairs.len().saturating_mul(blocks.count()) > MOST_STATES {
        return None;
    }
    let state = |block: usize| {
        let rows = Rows::Listed(blocks.rows_of(block));
        let part = Confusion::of(&view.within(&rows)).map(|part| part.pairs).or_else(|refusal| match refusal {
            Refusal::NoRows => Ok(HashMap::new()),
            other => Err(other),
        })?;
        Ok(pairs.iter().map(|(truth, guess, _)| part.get(&(*truth, *guess)).copied().unwrap_or(0.0)).collect())
    };
    let finish = |weights: &[f64]| {
        // What subtraction leaves of nothing is nothing.
        let left = pairs.iter().zip(weights).filter(|((_, _, all), rest)| **rest > all * 1e-12);
        let rest = Confusion { pairs: left.map(|((truth, guess, _), rest)| ((*truth, *guess), *rest)).collect() };
        score(&rest)
    };
    let states = (0..blocks.count()).into_par_iter().map(state).collect::<Result<Vec<Vec<f64>>, Refusal>>();
    Some(states.and_then(|states| leave_one_out(score(&whole)?, blocks, &states, finish)))
}
