//! Orderings in a cell: Kendall's correlation over all of them, 1 - 4 swaps / sum of n (n - 1).
//!
//! Definition of Kaggle's `AI4Code`: swaps of neighbours that turn a predicted ordering into the true one.
//!
//! Invariant: a predicted ordering holds exactly the items of the true one, or the submission is refused.

use std::collections::HashMap;

use super::kendall::swaps;
use super::lists::{LIST_SEPARATOR, MAP_AT_K, items};
use super::{Kernel, Plan};
use crate::catalogue::MetricInfo;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{real, real_wide};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{ColumnRule, ListRule};
use crate::sum::Sum;
use crate::view::View;

/// `kendall_tau_order`.
pub(crate) const KENDALL_TAU_ORDER: MetricInfo = MetricInfo {
    name: "kendall_tau_order",
    description_key: "metric-kendall-tau-order",
    summary: "correlation of predicted orderings with the true ones, all rows together",
    reference: "Kaggle, Google AI4Code",
    parameters: &[LIST_SEPARATOR, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let separator = settings.text("list_separator").unwrap_or(" ").to_owned();
        let rule = ColumnRule::List(ListRule { column: 0, separator: separator.clone(), allow_empty: false });
        Plan::of_text(settings, shape, Box::new(Orderings { separator }), Some(rule))
    },
    ..MAP_AT_K
};

#[derive(Debug)]
struct Orderings {
    separator: String,
}

/// Swaps and n (n - 1) so far, and what was wrong with some row.
#[derive(Debug, Default)]
struct State {
    swaps: Sum,
    most: Sum,
    unfit_truth: bool,
    unfit_guess: bool,
}

impl Merge for State {
    fn merge(&mut self, later: Self) {
        self.swaps.merge(later.swaps);
        self.most.merge(later.most);
        self.unfit_truth |= later.unfit_truth;
        self.unfit_guess |= later.unfit_guess;
    }
}

impl Orderings {
    fn add(&self, state: &mut State, truth: &[u8], guess: &[u8], weight: f64) {
        let mut places: HashMap<&[u8], (usize, bool)> = HashMap::new();
        let mut count = 0;
        for item in items(truth, &self.separator) {
            state.unfit_truth |= places.insert(item, (count, false)).is_some();
            count += 1;
        }
        let mut order = Vec::with_capacity(count);
        for item in items(guess, &self.separator) {
            match places.get_mut(item) {
                Some((place, seen)) if !*seen => {
                    *seen = true;
                    order.push(*place);
                }
                _ => state.unfit_guess = true,
            }
        }
        state.unfit_guess |= order.len() != count;
        state.swaps.add(weight * real_wide(swaps(&mut order)));
        state.most.add(weight * real(count) * real(count.saturating_sub(1)));
    }

    fn state(&self, view: &View<'_>) -> Result<State, Refusal> {
        let state: State =
            view.fold_texts(|state: &mut State, cell| self.add(state, cell.truth, cell.prediction, cell.weight))?;
        match state {
            State { unfit_truth: true, .. } => Err(Refusal::Solution("an ordering repeats an item")),
            State { unfit_guess: true, .. } => Err(Refusal::Ordering),
            state => Ok(state),
        }
    }
}

impl Kernel for Orderings {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let state = self.state(view)?;
        if state.most.value() <= 0.0 {
            return Err(Refusal::Undefined);
        }
        Ok(self.finish(&[state.swaps.value(), state.most.value()]))
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some(self.state(view).map(|state| vec![state.swaps.value(), state.most.value()]))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match sums {
            [swaps, most] if *most > 0.0 => 1.0 - 4.0 * swaps / most,
            _ => f64::NAN,
        }
    }
}
