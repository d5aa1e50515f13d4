//! The standard normal distribution: its distribution function and the inverse.
//!
//! Invariant: `quantile(1 - p)` is exactly `-quantile(p)` wherever `1 - p` is exact, and both are right to 1e-14.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The probability of a standard normal value below `x`.
pub(crate) fn cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// The value below which a standard normal one falls with probability `p`; infinite at 0 and 1, NaN outside.
pub(crate) fn quantile(p: f64) -> f64 {
    match p {
        p if !(0.0..=1.0).contains(&p) => f64::NAN,
        0.0 => f64::NEG_INFINITY,
        1.0 => f64::INFINITY,
        p if p <= 0.5 => lower_quantile(p),
        p => -lower_quantile(1.0 - p),
    }
}

/// The quantile of the lower half: a rational start (Abramowitz and Stegun 26.2.23, good to 4.5e-4), then three of
/// Halley's steps, each of which triples the number of right digits.
fn lower_quantile(p: f64) -> f64 {
    let t = (-2.0 * libm::log(p)).sqrt();
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = numerator / denominator - t;
    for _ in 0..3 {
        let step = (cdf(x) - p) * (2.0 * PI).sqrt() * libm::exp(0.5 * x * x);
        x -= step / (1.0 + 0.5 * x * step);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_are_met() {
        // R 4.2: qnorm(c(0.5, 0.95, 0.975, 1e-10)).
        let known = [
            (0.5, 0.0),
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_054),
            (1e-10, -6.361_340_902_404_056),
        ];
        for (p, x) in known {
            assert!((quantile(p) - x).abs() < 1e-14, "{p}: {}", quantile(p));
        }
        assert!(quantile(0.0).is_infinite() && quantile(1.0).is_infinite() && quantile(1.5).is_nan());
    }

    #[test]
    fn the_quantile_inverts_the_distribution_function() {
        for step in 1..1000 {
            let p = f64::from(step) / 1000.0;
            assert!((cdf(quantile(p)) - p).abs() < 1e-15, "{p}");
        }
        for exponent in 4..300 {
            let p = 10_f64.powi(-exponent);
            assert!((cdf(quantile(p)) / p - 1.0).abs() < 1e-11, "1e-{exponent}");
        }
        assert_eq!(quantile(0.25).to_bits(), (-quantile(0.75)).to_bits());
    }
}
