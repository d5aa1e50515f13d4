//! The bars of a histogram of numbers, all of one width.
//!
//! Invariant: every number from the smallest to the largest falls into exactly one bar.
#![allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a bar's number is small and its position is clamped"
)]

use joute_domain::HistogramBin;

/// Bars between a smallest and a largest number.
#[derive(Debug)]
pub(super) struct Bins {
    low: f64,
    width: f64,
    counts: Vec<u64>,
}

impl Bins {
    /// Bars over the range.
    pub(super) fn new(low: f64, high: f64, bars: usize) -> Self {
        // Halves first: the range of two finite numbers may be infinite.
        let width = (high / 2.0 - low / 2.0) / bars as f64 * 2.0;
        Self { low, width, counts: vec![0; bars] }
    }

    /// Takes in a number of the range.
    pub(super) fn add(&mut self, value: f64) {
        let at = if self.width > 0.0 { (value / self.width - self.low / self.width).floor() } else { 0.0 };
        let last = self.counts.len().saturating_sub(1);
        if let Some(count) = self.counts.get_mut((at.max(0.0) as usize).min(last)) {
            *count += 1;
        }
    }

    /// The bars with their bounds.
    pub(super) fn bars(self) -> Vec<HistogramBin> {
        let Self { low, width, counts } = self;
        let bound = |at: usize| short(low + width * at as f64);
        let bar = |(at, count)| HistogramBin { label: format!("{} – {}", bound(at), bound(at + 1)), count };
        counts.into_iter().enumerate().map(bar).collect()
    }
}

/// A number with four significant digits.
fn short(value: f64) -> String {
    let size = value.abs();
    if size.abs() < f64::MIN_POSITIVE {
        return "0".to_owned();
    }
    let digits = size.log10().floor();
    if !(-4.0..9.0).contains(&digits) {
        return format!("{value:.3e}");
    }
    let decimals = (3.0 - digits).clamp(0.0, 8.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_belong_to_the_first_and_the_last_bar() {
        let mut bins = Bins::new(-1.0, 1.0, 4);
        for value in [-1.0, -0.6, 0.0, 0.5, 1.0] {
            bins.add(value);
        }
        let bars: Vec<_> = bins.bars().into_iter().map(|bar| (bar.label, bar.count)).collect();
        let expected = [("-1 – -0.5", 2), ("-0.5 – 0", 0), ("0 – 0.5", 1), ("0.5 – 1", 2)];
        assert_eq!(bars, expected.map(|(label, count)| (label.to_owned(), count)));
    }

    #[test]
    fn extreme_ranges_do_not_overflow() {
        let mut bins = Bins::new(f64::MIN, f64::MAX, 10);
        for value in [f64::MIN, 0.0, f64::MAX] {
            bins.add(value);
        }
        assert_eq!(bins.bars().iter().map(|bar| bar.count).sum::<u64>(), 3);
        let mut same = Bins::new(2.0, 2.0, 10);
        same.add(2.0);
        assert_eq!(same.bars()[0].count, 1);
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(short(1234.5678), "1235");
        assert_eq!(short(0.012_344), "0.01234");
        assert_eq!(short(1.5e12), "1.500e12");
    }
}
