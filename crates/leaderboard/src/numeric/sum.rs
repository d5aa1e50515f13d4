//! Counts as numbers, and sums of numbers in a fixed order.
//!
//! Invariant: the order of the additions depends on the length alone.

/// How many partial sums run side by side: as many as two vector registers of most machines hold.
const LANES: usize = 8;

/// A count as a number.
#[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// The sum of the products of two lists of the same length.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (left, left_rest) = left.as_chunks::<LANES>();
    let (right, right_rest) = right.as_chunks::<LANES>();
    for (left, right) in left.iter().zip(right) {
        for lane in 0..LANES {
            lanes[lane] += left[lane] * right[lane];
        }
    }
    let rest: f64 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
    lanes.iter().sum::<f64>() + rest
}

/// The sum of terms without the error that grows with their number (Neumaier 1974).
pub(crate) fn compensated(terms: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0);
    for term in terms {
        let next = total + term;
        lost += if total.abs() >= term.abs() { (total - next) + term } else { (term - next) + total };
        total = next;
    }
    total + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_of_any_length_is_whole() {
        for length in 0..40 {
            let numbers: Vec<f64> = (0..length).map(f64::from).collect();
            let expected: f64 = numbers.iter().map(|x| x * x).sum();
            assert!((dot(&numbers, &numbers) - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn small_terms_survive_beside_large_ones() {
        assert_eq!(compensated([1e16, 1.0, 1.0, -1e16]).to_bits(), 2.0_f64.to_bits());
    }
}
