//! The weight of rows by true and predicted label: the state of every metric that compares labels.
//!
//! Invariant: labels are finished in ascending order, so neither rows nor threads can change a bit.

use std::collections::HashMap;

use crate::label::Label;
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::view::View;

/// More pairs of labels than this are no classification.
const MOST_PAIRS: usize = 1 << 20;

/// Weight by (truth, prediction); rows without weight leave no trace.
#[derive(Debug, Default)]
pub(crate) struct Confusion<'a> {
    pairs: HashMap<(Label<'a>, Label<'a>), f64>,
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
        let confusion: Self = view.fold_labels(|confusion: &mut Self, cell| {
            if cell.weight > 0.0 {
                *confusion.pairs.entry((cell.truth, cell.prediction)).or_default() += cell.weight;
            }
        })?;
        if confusion.pairs.len() > MOST_PAIRS {
            return Err(Refusal::TooManyLabels);
        }
        if confusion.pairs.is_empty() { Err(Refusal::NoRows) } else { Ok(confusion) }
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
