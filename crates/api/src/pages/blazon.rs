//! A small coat of arms for every person, team and competition, drawn from a hash of its name.
//!
//! Invariant: the same name has the same arms everywhere and for ever.

use serde::Serialize;

/// What the shield component draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Blazon {
    division: u64,
    tincture: u64,
    charge: u64,
}

impl Blazon {
    /// The arms of a name (FNV-1a, 64 bits: no secret is at stake, only variety).
    pub(crate) fn of(name: &str) -> Self {
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let mixed = hash ^ (hash >> 29);
        Self { division: mixed % 8, tincture: (mixed / 8) % 8, charge: (mixed / 64) % 6 }
    }
}
