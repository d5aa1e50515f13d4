//! Counts as numbers, and sums of numbers in a fixed order.
//!
//! Invariant: the order of the additions depends on the length alone.

/// A count as a number.
#[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
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
    fn small_terms_survive_beside_large_ones() {
        assert_eq!(compensated([1e16, 1.0, 1.0, -1e16]).to_bits(), 2.0_f64.to_bits());
    }
}
