//! Which rows are public when the host gives a ratio and a seed instead of a usage column.
//!
//! Invariant: the answer depends on seed, ratio and the id's bytes alone, and is easy to repeat in any language.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// True if the row is public.
///
/// The rule: take 64-bit FNV-1a over the text `<seed>:<id>` (seed in decimal, UTF-8 bytes), finish it with
/// `SplitMix64`'s mixer, keep the upper 53 bits, divide by 2^53; the row is public if that is below the ratio.
pub fn is_public(seed: u64, public_ratio: f64, id: &[u8]) -> bool {
    fraction(seed, id) < public_ratio
}

#[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "53 bits are exact in a double")]
fn fraction(seed: u64, id: &[u8]) -> f64 {
    let prefix = format!("{seed}:");
    let hash = prefix
        .bytes()
        .chain(id.iter().copied())
        .fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    (mix(hash) >> 11) as f64 / 9_007_199_254_740_992.0
}

/// The output function of `SplitMix64` (Steele, Lea, Flood 2014).
fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_public_rows_is_near_the_ratio() {
        let public = (0..10_000).filter(|row| is_public(7, 0.3, format!("row_{row}").as_bytes())).count();
        assert!((2_850..3_150).contains(&public), "{public}");
    }

    #[test]
    fn another_seed_gives_another_split() {
        let split = |seed| (0..64_u32).map(|row| is_public(seed, 0.5, &row.to_be_bytes())).collect::<Vec<_>>();
        assert_eq!(split(1), split(1));
        assert_ne!(split(1), split(2));
    }

    #[test]
    fn the_rule_can_be_repeated_elsewhere() {
        // Computed with an independent script of a dozen lines.
        assert_eq!(fraction(0, b"a").to_bits(), SEED_0_ID_A);
        assert_eq!(fraction(42, "é7".as_bytes()).to_bits(), SEED_42_ID_E7);
    }

    const SEED_0_ID_A: u64 = 0x3fe2_b560_0d9f_dbd0;
    const SEED_42_ID_E7: u64 = 0x3fd7_23c3_285b_5c9a;
}
