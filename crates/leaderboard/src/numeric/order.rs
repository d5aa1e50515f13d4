//! Ranks and quantiles of plain numbers.
//!
//! Invariant: nothing depends on the order of equal numbers.

use std::cmp::Ordering;

use super::sum::real;

/// True for equal numbers; 0 and -0 are equal.
pub(crate) fn same(left: f64, right: f64) -> bool {
    left.partial_cmp(&right) == Some(Ordering::Equal)
}

/// The rank of each number from 1, the smallest first; equal numbers share the mean of their places.
pub(crate) fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&left, &right| values[left].total_cmp(&values[right]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equal in order.chunk_by(|&left, &right| same(values[left], values[right])) {
        let rank = real(before) + f64::midpoint(real(equal.len()), 1.0);
        for &place in equal {
            ranks[place] = rank;
        }
        before += equal.len();
    }
    ranks
}

/// The smallest of `values` that at least the share `level` of them does not exceed; 0 without values.
pub(crate) fn upper_quantile(values: &mut [f64], level: f64) -> f64 {
    let count = real(values.len());
    let wanted = (0..values.len()).find(|place| real(place + 1) >= level * count * (1.0 - 1e-12));
    match wanted {
        Some(place) => *values.select_nth_unstable_by(place, f64::total_cmp).1,
        None => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_share_a_rank() {
        assert_eq!(mid_ranks(&[0.3, 0.1, 0.3, 0.2]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(mid_ranks(&[0.0, -0.0]), [1.5, 1.5]);
        assert!(mid_ranks(&[]).is_empty());
    }

    #[test]
    fn nine_of_ten_do_not_exceed_the_quantile() {
        let mut values: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(upper_quantile(&mut values, 0.9).to_string(), "9");
        assert_eq!(upper_quantile(&mut values, 0.91).to_string(), "10");
        assert_eq!(upper_quantile(&mut [], 0.9).to_string(), "0");
    }
}
