//! The random weights of the bootstrap: how often each draw counts each block.
//!
//! The generator is written out here because the weights are part of a published result: no update of a library may
//! ever change them. Seeds are SHA-256 of what the draws are for; each draw has its own xoshiro256++ (Blackman and Vigna
//! 2019), so that draws can be made in any order.
//!
//! Invariant: seed, draw and block decide a weight.

use joute_domain::{CompetitionId, SketchPart};
use sha2::{Digest, Sha256};

/// Of 65,536 equally likely numbers, those from which on a weight is at least 1, 2, ... 8: Poisson with mean 1.
const CUT_POINTS: [u16; 8] = [24_109, 48_218, 60_273, 64_291, 65_296, 65_497, 65_530, 65_535];

/// Where random numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The seed of a board: the same for all its teams, whenever it is computed.
    pub fn of_board(competition: &CompetitionId, part: SketchPart) -> Self {
        Self::of(&["board", competition.as_str(), part.as_str()])
    }

    /// The seed that stands for a few words.
    pub fn of(words: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for word in words {
            hash.update(word.as_bytes());
            hash.update([0]);
        }
        Self(hash.finalize().into())
    }

    /// The generator of one draw.
    pub(crate) fn stream(&self, draw: u64) -> Stream {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(draw.to_le_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut state = [0; 4];
        for (word, bytes) in state.iter_mut().zip(digest.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        Stream { state }
    }

    /// The weights of one draw.
    pub(crate) fn weights(&self, draw: u64, weights: &mut [f64]) {
        let mut stream = self.stream(draw);
        for four in weights.chunks_mut(4) {
            let bits = stream.next();
            for (weight, shift) in four.iter_mut().zip([0_u32, 16, 32, 48]) {
                *weight = poisson((bits >> shift) & 0xffff);
            }
        }
    }
}

/// The Poisson weight of 16 random bits.
fn poisson(bits: u64) -> f64 {
    CUT_POINTS.iter().map(|&cut| if bits >= u64::from(cut) { 1.0 } else { 0.0 }).sum()
}

/// xoshiro256++.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    state: [u64; 4],
}

impl Stream {
    /// The next 64 random bits.
    pub(crate) fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // The first numbers of the authors' C code from the state 1, 2, 3, 4.
        let mut stream = Stream { state: [1, 2, 3, 4] };
        let first: Vec<u64> = (0..3).map(|_| stream.next()).collect();
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223]);
    }

    #[test]
    fn weights_are_poisson_with_mean_one() {
        let counts = (0..=u64::from(u16::MAX)).fold([0_u32; 9], |mut counts, bits| {
            let weight = poisson(bits);
            let place: usize = weight.to_string().parse().unwrap();
            counts[place] += 1;
            counts
        });
        let mut probability = (-1.0_f64).exp();
        for (weight, count) in counts.into_iter().enumerate().take(8) {
            assert!((f64::from(count) / 65_536.0 - probability).abs() < 2e-5, "{weight}: {count}");
            probability /= f64::from(u32::try_from(weight).unwrap()) + 1.0;
        }
        let mean: f64 = (0..=u64::from(u16::MAX)).map(poisson).sum::<f64>() / 65_536.0;
        assert!((mean - 1.0).abs() < 1e-4, "{mean}");
    }

    #[test]
    fn weights_never_change() {
        let mut weights = [0.0; 10];
        Seed::of(&["board", "x"]).weights(7, &mut weights);
        let mut longer = [0.0; 13];
        Seed::of(&["board", "x"]).weights(7, &mut longer);
        assert_eq!(weights.map(f64::to_bits), longer.map(f64::to_bits)[..10]);
        let text: String = longer.iter().map(f64::to_string).collect();
        assert_eq!(text, "0011232023012");
        assert_ne!(Seed::of(&["ab", "c"]), Seed::of(&["a", "bc"]));
    }
}
