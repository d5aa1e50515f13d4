//! Compensated summation (Neumaier 1974): the rounding error of each addition is kept and added at the end.
//!
//! Invariant: the error of the total does not grow with the number of terms.

use crate::rows::Merge;

/// A running sum with its lost low bits.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    pub(crate) fn add(&mut self, term: f64) {
        let total = self.total + term;
        self.lost +=
            if self.total.abs() >= term.abs() { (self.total - total) + term } else { (term - total) + self.total };
        self.total = total;
    }

    pub(crate) fn value(self) -> f64 {
        self.total + self.lost
    }

    /// The sum of a few terms.
    pub(crate) fn of(terms: impl IntoIterator<Item = f64>) -> f64 {
        let mut sum = Self::default();
        terms.into_iter().for_each(|term| sum.add(term));
        sum.value()
    }
}

impl Merge for Sum {
    fn merge(&mut self, later: Self) {
        self.add(later.total);
        self.lost += later.lost;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_beside_large_ones() {
        assert_eq!(Sum::of([1e16, 1.0, 1.0, -1e16]).to_bits(), 2.0_f64.to_bits());
    }
}
