//! How alike two orders are.
//!
//! Invariant: ties count as ties; where one order tells nothing (fewer than two, or all equal) there is no answer.

use crate::numeric::{compensated, mid_ranks, real, same};

/// Spearman's rho of paired values: the correlation of their ranks, ties sharing the mean of their places.
pub fn spearman(left: &[f64], right: &[f64]) -> Option<f64> {
    if left.len() != right.len() || left.len() < 2 {
        return None;
    }
    let middle = f64::midpoint(real(left.len()), 1.0);
    let centred = |values: &[f64]| mid_ranks(values).into_iter().map(|rank| rank - middle).collect::<Vec<f64>>();
    let (left, right) = (centred(left), centred(right));
    let product = |one: &[f64], other: &[f64]| compensated(one.iter().zip(other).map(|(one, other)| one * other));
    let length = (product(&left, &left) * product(&right, &right)).sqrt();
    (length > 0.0).then(|| product(&left, &right) / length)
}

/// Kendall's tau-b of paired values: concordant less discordant pairs, over the pairs that are no ties on either side.
pub fn kendall_tau(left: &[f64], right: &[f64]) -> Option<f64> {
    if left.len() != right.len() {
        return None;
    }
    let (mut sum, mut untied_left, mut untied_right) = (0.0, 0.0, 0.0);
    for (place, (a, x)) in left.iter().zip(right).enumerate() {
        for (b, y) in left.iter().zip(right).skip(place + 1) {
            let (one, other) = (sign(*a, *b), sign(*x, *y));
            sum += one * other;
            untied_left += one * one;
            untied_right += other * other;
        }
    }
    let pairs = f64::sqrt(untied_left * untied_right);
    (pairs > 0.0).then(|| sum / pairs)
}

fn sign(left: f64, right: f64) -> f64 {
    match left {
        left if same(left, right) => 0.0,
        left if left < right => -1.0,
        _ => 1.0,
    }
}
