//! Kendall's rank correlation: pairs in the same order less pairs in the other, relative to all pairs (b: but for ties).
//!
//! Counted by a merge sort (Knight 1966). Checked against `scipy.stats.kendalltau`.
//!
//! Invariant: pairs are counted exactly, so the order of the rows cannot change a bit.

use joute_domain::Direction;

use super::Kernel;
use super::correlation::PEARSON;
use super::mean_loss::paired_numbers;
use crate::catalogue::MetricInfo;
use crate::modifiers::columns::{COLUMN_WEIGHTS, COLUMNS, IGNORE_TRUTH, SKIP_UNDEFINED};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{order_key, real_wide};
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::shape::Role;
use crate::view::View;

/// `kendall_tau`.
pub(crate) const KENDALL_TAU: MetricInfo = MetricInfo {
    name: "kendall_tau",
    direction: Direction::HigherIsBetter,
    description_key: "metric-kendall-tau",
    summary: "pairs of rows in the right order less pairs in the wrong one, relative to all pairs",
    reference: "scipy.stats.kendalltau",
    roles: &[Role::Group, Role::Mask],
    parameters: &[VARIANT, COLUMNS, COLUMN_WEIGHTS, GROUP_REDUCE, MASK_KEEP, IGNORE_TRUTH, SKIP_UNDEFINED],
    build: |settings, shape| {
        let variant = if settings.text("variant") == Some("c") { Variant::C } else { Variant::B };
        paired_numbers(settings, shape, NumberRange::FINITE, Box::new(variant))
    },
    ..PEARSON
};

const VARIANT: ParameterInfo = ParameterInfo {
    name: "variant",
    kind: ParameterKind::Choice(&["b", "c"]),
    default: ParameterDefault::Text("b"),
    summary: "how ties count: tau-b, or Stuart's tau-c",
};

/// What the difference of the pairs is divided by.
#[derive(Debug, Clone, Copy)]
enum Variant {
    B,
    C,
}

impl Kernel for Variant {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let (mut pairs, unfit): (Vec<(u64, u64)>, bool) =
            view.fold_numbers(|(pairs, unfit): &mut (Vec<(u64, u64)>, bool), cell| {
                *unfit |= !(cell.truth.is_finite() && cell.prediction.is_finite());
                pairs.push((order_key(cell.truth), order_key(cell.prediction)));
            })?;
        if unfit {
            return Err(Refusal::NotFinite);
        }
        pairs.sort_unstable();
        let all = choose_two(pairs.len());
        let truth_ties = ties(pairs.iter().map(|pair| pair.0));
        let both_ties = ties(pairs.iter().copied());
        let mut guesses: Vec<u64> = pairs.iter().map(|pair| pair.1).collect();
        let swaps = swaps(&mut guesses);
        let guess_ties = ties(guesses.iter().copied());
        match (all, truth_ties, guess_ties) {
            (0, _, _) => return Err(Refusal::Undefined),
            (all, truth, _) if all == truth => return Err(Refusal::ConstantTruth),
            (all, _, guess) if all == guess => return Err(Refusal::ConstantPrediction),
            _ => {}
        }
        let right = real_wide(all + both_ties - truth_ties - guess_ties);
        let difference = right - 2.0 * real_wide(swaps);
        match self {
            Self::B => {
                let (truth, guess) = (real_wide(all - truth_ties), real_wide(all - guess_ties));
                Ok((difference / truth.sqrt() / guess.sqrt()).clamp(-1.0, 1.0))
            }
            Self::C => {
                let distinct = |mut keys: Vec<u64>| {
                    keys.dedup();
                    keys.len()
                };
                let least = distinct(pairs.iter().map(|pair| pair.0).collect()).min(distinct(guesses));
                let (rows, least) = (crate::numeric::real(pairs.len()), crate::numeric::real(least));
                Ok(2.0 * difference / (rows * rows * (least - 1.0) / least))
            }
        }
    }
}

fn choose_two(count: usize) -> u128 {
    let count = u128::try_from(count).unwrap_or_default();
    count * count.saturating_sub(1) / 2
}

/// Pairs of equal neighbours of a sorted list.
fn ties<T: PartialEq>(sorted: impl Iterator<Item = T>) -> u128 {
    let (mut sum, mut run, mut last) = (0, 0, None);
    for item in sorted {
        if last.as_ref() == Some(&item) {
            run += 1;
        } else {
            sum += choose_two(run);
            run = 1;
            last = Some(item);
        }
    }
    sum + choose_two(run)
}

/// Sorts, and counts the pairs that stood in descending order.
pub(crate) fn swaps<T: Ord + Copy>(list: &mut [T]) -> u128 {
    let mut other = list.to_vec();
    let (mut width, mut count) = (1, 0);
    while width < list.len() {
        for (from, to) in list.chunks(width * 2).zip(other.chunks_mut(width * 2)) {
            let (mut left, mut right) = from.split_at(width.min(from.len()));
            for place in to {
                let take_right = match (left.first(), right.first()) {
                    (Some(l), Some(r)) => r < l,
                    (None, _) => true,
                    (_, None) => false,
                };
                let source = if take_right { &mut right } else { &mut left };
                if let Some((first, rest)) = source.split_first() {
                    *place = *first;
                    *source = rest;
                }
                if take_right {
                    count += u128::try_from(left.len()).unwrap_or_default();
                }
            }
        }
        list.copy_from_slice(&other);
        width *= 2;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swaps_are_pairs_in_descending_order() {
        let mut list = [3, 1, 2, 2, 1];
        assert_eq!(swaps(&mut list), 6);
        assert_eq!(list, [1, 1, 2, 2, 3]);
        assert_eq!(swaps(&mut [1, 2, 3]), 0);
    }
}
