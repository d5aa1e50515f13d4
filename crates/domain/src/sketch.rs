//! A submission's score on one part of the rows, as sums by block of rows: what intervals are drawn from.
//!
//! The rows of a part fall into blocks, the same for every submission (a group stays in one block). A draw counts each
//! block a number of times (Poisson(1) in a bootstrap, 0 or 1 in a jackknife) and asks [`Sketch::drawn`] for the score
//! of that draw. The same weights for two submissions make their draws comparable.
//!
//! Invariant: every number is finite, and there are at least one block and at most the bounds below.

mod bytes;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Score;
use crate::competition::stored_enum;

pub use bytes::SketchBytesError;

stored_enum! {
    /// Which rows a sketch is about. Without a split there are public rows only.
    SketchPart {
        /// The rows of the public board.
        Public => "public",
        /// The rows of the private board.
        Private => "private",
    }
}

/// What the numbers of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SketchForm {
    /// Sums over the block's rows; the metric makes the score of their (weighted) total.
    Sums,
    /// One number a block, by how much the score rises when the block counts once more (for AUC, sums of `DeLong`'s
    /// placements): the score of a draw is the score plus the sum of (weight - 1) times the number.
    Influences,
}

/// Numbers that are no sketch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SketchError {
    /// None at all, not a whole number of blocks, or more than the bounds.
    #[error("a sketch has 1 to {most} blocks of 1 to {components} numbers", most = Sketch::MOST_BLOCKS, components = Sketch::MOST_COMPONENTS)]
    Size,
    /// NaN or infinite.
    #[error("a number of the sketch is not finite")]
    NotFinite,
}

/// Sums by block.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    form: SketchForm,
    score: Score,
    components: usize,
    values: Vec<f64>,
}

impl Sketch {
    /// Most blocks: the standard error of that many blocks is known to 1.6 %.
    pub const MOST_BLOCKS: usize = 2048;
    /// Most numbers of one block.
    pub const MOST_COMPONENTS: usize = 8;
    /// Most bytes of the stored form.
    pub const MOST_BYTES: usize = bytes::HEAD_BYTES + Self::MOST_COMPONENTS * (1 + 8 * Self::MOST_BLOCKS);

    /// The sums of each block, block after block, of a submission with this score.
    pub fn sums(score: Score, components: usize, values: Vec<f64>) -> Result<Self, SketchError> {
        Self { form: SketchForm::Sums, score, components, values }.checked()
    }

    /// The influence of each block on this score.
    pub fn influences(score: Score, values: Vec<f64>) -> Result<Self, SketchError> {
        Self { form: SketchForm::Influences, score, components: 1, values }.checked()
    }

    fn checked(self) -> Result<Self, SketchError> {
        let whole =
            (1..=Self::MOST_COMPONENTS).contains(&self.components) && self.values.len().is_multiple_of(self.components);
        if !whole || !(1..=Self::MOST_BLOCKS).contains(&self.block_count()) {
            return Err(SketchError::Size);
        }
        if self.values.iter().all(|value| value.is_finite()) { Ok(self) } else { Err(SketchError::NotFinite) }
    }

    /// What the numbers are.
    pub fn form(&self) -> SketchForm {
        self.form
    }

    /// The score itself.
    pub fn score(&self) -> Score {
        self.score
    }

    /// How many numbers a block has.
    pub fn components(&self) -> usize {
        self.components
    }

    /// How many blocks there are.
    pub fn block_count(&self) -> usize {
        self.values.len() / self.components.max(1)
    }

    /// The numbers of each block, in the order of the blocks.
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.components.max(1))
    }

    /// True if draws of both can be compared: as many blocks of the same form.
    pub fn is_comparable(&self, other: &Self) -> bool {
        self.form == other.form && self.components == other.components && self.values.len() == other.values.len()
    }

    /// The score if each block counted so many times; `finish` is the metric's score of sums. `None` where that score
    /// is undefined. Blocks without a weight count once.
    pub fn drawn(&self, weights: &[f64], finish: impl FnOnce(&[f64]) -> Option<f64>) -> Option<f64> {
        let blocks = self.blocks().zip(weights.iter().copied().chain(std::iter::repeat(1.0)));
        match self.form {
            SketchForm::Influences => {
                let shift: f64 = blocks.map(|(block, weight)| (weight - 1.0) * block.iter().sum::<f64>()).sum();
                Some(self.score.value() + shift)
            }
            SketchForm::Sums => {
                let mut total = [0.0; Self::MOST_COMPONENTS];
                for (block, weight) in blocks {
                    total.iter_mut().zip(block).for_each(|(total, value)| *total += weight * value);
                }
                finish(total.get(..self.components)?)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(value: f64) -> Score {
        Score::new(value).unwrap()
    }

    #[test]
    fn a_draw_counts_blocks_as_often_as_it_is_told() {
        let mean = |sums: &[f64]| match sums {
            [sum, count] if *count > 0.0 => Some(sum / count),
            _ => None,
        };
        let sketch = Sketch::sums(score(2.0), 2, vec![1.0, 1.0, 2.0, 1.0, 3.0, 1.0]).unwrap();
        assert_eq!(sketch.block_count(), 3);
        assert_eq!(sketch.drawn(&[], mean), Some(2.0));
        assert_eq!(sketch.drawn(&[0.0, 0.0, 2.0], mean), Some(3.0));
        assert_eq!(sketch.drawn(&[0.0; 3], mean), None);
    }

    #[test]
    fn influences_shift_the_score() {
        let sketch = Sketch::influences(score(0.5), vec![0.25, -0.25]).unwrap();
        assert_eq!(sketch.drawn(&[1.0, 1.0], |_| None), Some(0.5));
        assert_eq!(sketch.drawn(&[2.0, 0.0], |_| None), Some(1.0));
    }

    #[test]
    fn what_is_out_of_bounds_is_no_sketch() {
        let of = |components, count| Sketch::sums(score(0.0), components, vec![0.0; count]).unwrap_err();
        assert_eq!(of(1, 0), SketchError::Size);
        assert_eq!(of(2, 3), SketchError::Size);
        assert_eq!(of(0, 3), SketchError::Size);
        assert_eq!(of(Sketch::MOST_COMPONENTS + 1, Sketch::MOST_COMPONENTS + 1), SketchError::Size);
        assert_eq!(of(1, Sketch::MOST_BLOCKS + 1), SketchError::Size);
        assert_eq!(Sketch::influences(score(0.0), vec![f64::NAN]), Err(SketchError::NotFinite));
    }
}
