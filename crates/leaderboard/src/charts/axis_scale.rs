//! Linear scales and round ticks.
//!
//! Invariant: few ticks, finite coordinates, whatever finite numbers come in.

/// A straight line from values to coordinates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    at_low: f64,
    at_high: f64,
}

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    /// Where.
    pub(crate) value: f64,
    /// The value in words.
    pub(crate) label: String,
}

/// A step of 1, 2 or 5 times a power of ten, and how to write its multiples.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RoundStep {
    step: f64,
    decimals: usize,
}

/// Ticks never exceed this number.
const MOST_TICKS: u32 = 64;

/// Decimals beyond which the scientific notation reads better.
const MOST_DECIMALS: usize = 7;

impl Scale {
    /// Maps `low` to `at_low` and `high` to `at_high`.
    pub(crate) fn new((low, high): (f64, f64), (at_low, at_high): (f64, f64)) -> Self {
        Self { low, high, at_low, at_high }
    }

    /// The coordinate of a value, held within the scale's ends.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        let share = if span > 0.0 { ((value - self.low) / span).clamp(0.0, 1.0) } else { 0.5 };
        self.at_low + share * (self.at_high - self.at_low)
    }
}

impl RoundStep {
    /// The smallest round step that cuts `span` into at most `wanted` pieces.
    pub(crate) fn of(span: f64, wanted: f64) -> Self {
        let raw = (span / wanted).clamp(1e-300, 1e300);
        let power = 10_f64.powf(raw.log10().floor());
        let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= raw * (1.0 - 1e-9));
        let step = factor.unwrap_or(10.0) * power;
        let decimals = (0..=MOST_DECIMALS).find(|&decimals| {
            let written = format!("{step:.decimals$}").parse().unwrap_or(0.0_f64);
            (written - step).abs() <= step * 1e-6
        });
        Self { step, decimals: decimals.unwrap_or(MOST_DECIMALS + 1) }
    }

    /// The step, at least one: for counts.
    pub(crate) fn whole(self) -> Self {
        if self.step < 1.0 { Self { step: 1.0, decimals: 0 } } else { self }
    }

    /// The multiples of the step from the last one at or below `low` to the first one at or above `high`.
    pub(crate) fn around(self, low: f64, high: f64) -> Vec<f64> {
        let first = (low / self.step + 1e-9).floor();
        let mut multiples = Vec::new();
        for index in 0..=MOST_TICKS {
            let multiple = self.clean((first + f64::from(index)) * self.step);
            multiples.push(multiple);
            if multiple >= high - self.step * 1e-9 {
                break;
            }
        }
        multiples
    }

    /// The multiples of the step from `low` to `high`, labelled.
    pub(crate) fn ticks(self, low: f64, high: f64) -> Vec<Tick> {
        let slack = self.step * 1e-9;
        let inside = self.around(low, high).into_iter().filter(|value| *value >= low - slack && *value <= high + slack);
        inside.map(|value| Tick { value, label: self.label(value) }).collect()
    }

    /// Writes a multiple of the step.
    pub(crate) fn label(self, value: f64) -> String {
        if self.decimals > MOST_DECIMALS || value.abs() >= 1e7 {
            return if value == 0.0 { "0".to_owned() } else { scientific(value) };
        }
        let text = format!("{value:.*}", self.decimals);
        if value == 0.0 { text.trim_start_matches('-').to_owned() } else { text }
    }

    /// Removes the dust of binary fractions, so that 0.3 is the 0.3 that a score of 0.3 is compared with.
    fn clean(self, value: f64) -> f64 {
        if self.decimals > MOST_DECIMALS {
            return value;
        }
        format!("{value:.*}", self.decimals).parse().unwrap_or(value) + 0.0
    }
}

/// Three digits after the point at most, none without need.
fn scientific(value: f64) -> String {
    let text = format!("{value:.3e}");
    match text.split_once('e') {
        Some((digits, exponent)) => format!("{}e{exponent}", digits.trim_end_matches('0').trim_end_matches('.')),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, wanted: f64) -> Vec<String> {
        RoundStep::of(high - low, wanted).ticks(low, high).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(labels(0.813, 0.94, 5.0), ["0.85", "0.90"]);
        assert_eq!(labels(-1.0, 1.0, 4.0), ["-1.0", "-0.5", "0.0", "0.5", "1.0"]);
        assert_eq!(labels(0.0, 20_000.0, 4.0), ["0", "5000", "10000", "15000", "20000"]);
    }

    #[test]
    fn huge_and_tiny_numbers_are_written_scientifically() {
        assert_eq!(labels(0.0, 4e12, 4.0), ["0", "1e12", "2e12", "3e12", "4e12"]);
        assert_eq!(labels(0.0, 2e-9, 2.0), ["0", "1e-9", "2e-9"]);
    }

    #[test]
    fn a_range_below_the_precision_of_numbers_still_ends() {
        assert!(RoundStep::of(1e-320, 5.0).around(1e300, 1e300).len() < 100);
    }

    #[test]
    fn coordinates_stay_on_the_scale() {
        let scale = Scale::new((0.0, 10.0), (100.0, 200.0));
        let places = [-5.0, 0.0, 5.0, 99.0].map(|value| format!("{}", scale.place(value)));
        assert_eq!(places, ["100", "100", "150", "200"]);
        assert_eq!(Scale::new((1.0, 1.0), (0.0, 10.0)).place(1.0).to_string(), "5");
    }
}
