//! The few conversions between numbers that casts alone can make.
//!
//! Invariant: a count becomes a number without loss up to 2^53, far above any table.

#![allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts of rows stay far below 2^53")]

/// A count of rows as a number.
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// An exact count of pairs of rows as the nearest number.
pub(crate) fn real_wide(count: u128) -> f64 {
    count as f64
}

/// The value at `row`, or NaN beyond the end, which every metric refuses.
pub(crate) fn at(values: &[f64], row: usize) -> f64 {
    values.get(row).copied().unwrap_or(f64::NAN)
}

/// Bits that order like the numbers themselves; `-0.0` equals `0.0`.
pub(crate) fn order_key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 { bits | (1 << 63) } else { !bits }
}

/// The number of an [`order_key`].
pub(crate) fn from_order_key(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_like_numbers_and_come_back() {
        let numbers = [f64::MIN, -1.5, -f64::MIN_POSITIVE, 0.0, 5e-324, 0.1, 1.0, f64::MAX];
        let keys = numbers.map(order_key);
        assert!(keys.is_sorted());
        assert_eq!(keys.map(|key| from_order_key(key).to_bits()), numbers.map(f64::to_bits));
        assert_eq!(order_key(-0.0), order_key(0.0));
    }
}
