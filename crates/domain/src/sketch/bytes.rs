//! The stored form of a sketch: a head, then one column a component, counts written short.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `JSK` and the version |
//! | 1 + 1 + 2 | form, components, blocks |
//! | 8 | the score |
//! | per component: 1 | width: 8 numbers, 4 and 2 whole numbers of that many bytes |
//! | blocks x width | its numbers, little-endian |
//!
//! Invariant: what is read passes the checks of a new sketch, and nothing is left over.

use super::{Sketch, SketchError, SketchForm};
use crate::Score;

const MAGIC: [u8; 4] = [b'J', b'S', b'K', 1];

/// Bytes before the first component.
pub(super) const HEAD_BYTES: usize = 16;

/// Bytes that are no sketch of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SketchBytesError {
    /// Another version, too short or too long.
    #[error("the bytes do not have the form of a sketch of this version")]
    Form,
    /// Numbers that are no sketch.
    #[error(transparent)]
    Numbers(#[from] SketchError),
}

impl Sketch {
    /// The stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let form = match self.form {
            SketchForm::Sums => 0,
            SketchForm::Influences => 1,
        };
        let components = u8::try_from(self.components).unwrap_or(u8::MAX);
        let blocks = u16::try_from(self.block_count()).unwrap_or(u16::MAX);
        let mut bytes = Vec::with_capacity(32 + self.values.len() * 8);
        bytes.extend(MAGIC);
        bytes.extend([form, components]);
        bytes.extend(blocks.to_le_bytes());
        bytes.extend(self.score.value().to_le_bytes());
        for component in 0..self.components {
            let column = || self.blocks().filter_map(move |block| block.get(component)).copied();
            if let Some(counts) = column().map(short).collect::<Option<Vec<u16>>>() {
                bytes.push(2);
                bytes.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
            } else if let Some(counts) = column().map(whole).collect::<Option<Vec<u32>>>() {
                bytes.push(4);
                bytes.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
            } else {
                bytes.push(8);
                bytes.extend(column().flat_map(f64::to_le_bytes));
            }
        }
        bytes
    }

    /// Reads the stored form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchBytesError> {
        let mut rest = bytes;
        if take(&mut rest)? != MAGIC {
            return Err(SketchBytesError::Form);
        }
        let [form, components] = take(&mut rest)?;
        let (components, blocks) = (usize::from(components), usize::from(u16::from_le_bytes(take(&mut rest)?)));
        let score = Score::new(f64::from_le_bytes(take(&mut rest)?)).map_err(|_| SketchError::NotFinite)?;
        if !(1..=Self::MOST_COMPONENTS).contains(&components) || !(1..=Self::MOST_BLOCKS).contains(&blocks) {
            return Err(SketchError::Size.into());
        }
        let mut values = vec![0.0; components * blocks];
        for component in 0..components {
            let [width] = take(&mut rest)?;
            for block in values.chunks_exact_mut(components) {
                let value = match width {
                    2 => f64::from(u16::from_le_bytes(take(&mut rest)?)),
                    4 => f64::from(u32::from_le_bytes(take(&mut rest)?)),
                    8 => f64::from_le_bytes(take(&mut rest)?),
                    _ => return Err(SketchBytesError::Form),
                };
                block.iter_mut().skip(component).take(1).for_each(|place| *place = value);
            }
        }
        let form = match form {
            0 => SketchForm::Sums,
            1 if components == 1 => SketchForm::Influences,
            _ => return Err(SketchBytesError::Form),
        };
        if !rest.is_empty() {
            return Err(SketchBytesError::Form);
        }
        Ok(Self { form, score, components, values }.checked()?)
    }
}

/// The value as a whole number that fits, and that gives back the very same value.
fn whole(value: f64) -> Option<u32> {
    #[allow(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "compared below"
    )]
    let count = value as u32;
    (f64::from(count).to_bits() == value.to_bits()).then_some(count)
}

fn short(value: f64) -> Option<u16> {
    whole(value).and_then(|count| u16::try_from(count).ok())
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], SketchBytesError> {
    let (first, others) = rest.split_first_chunk::<N>().ok_or(SketchBytesError::Form)?;
    *rest = others;
    Ok(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketches() -> [Sketch; 3] {
        let score = Score::new(0.25).unwrap();
        [
            Sketch::sums(score, 3, vec![0.1, 7.0, 70_000.0, -0.0, 65_535.0, 0.0]).unwrap(),
            Sketch::sums(score, 1, vec![1.0; Sketch::MOST_BLOCKS]).unwrap(),
            Sketch::influences(score, vec![f64::MAX, -1e-300, 0.5]).unwrap(),
        ]
    }

    #[test]
    fn what_is_stored_comes_back_bit_by_bit() {
        for sketch in sketches() {
            let back = Sketch::from_bytes(&sketch.to_bytes()).unwrap();
            assert_eq!(back, sketch);
            let bits = |sketch: &Sketch| sketch.values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&back), bits(&sketch));
        }
    }

    #[test]
    fn counts_are_short() {
        let [_, counts, _] = sketches();
        assert_eq!(counts.to_bytes().len(), 17 + 2 * Sketch::MOST_BLOCKS);
    }

    #[test]
    fn a_form_that_was_stored_once_stays_readable() {
        let stored = [74, 83, 75, 1, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 208, 63, 2, 3, 0, 4, 0, 8]
            .into_iter()
            .chain([0.5_f64, 1.5].into_iter().flat_map(f64::to_le_bytes))
            .collect::<Vec<u8>>();
        let expected = Sketch::sums(Score::new(0.25).unwrap(), 2, vec![3.0, 0.5, 4.0, 1.5]).unwrap();
        assert_eq!(Sketch::from_bytes(&stored), Ok(expected));
    }

    #[test]
    fn other_bytes_are_refused() {
        let [sketch, ..] = sketches();
        let bytes = sketch.to_bytes();
        for length in 0..bytes.len() {
            assert!(Sketch::from_bytes(&bytes[..length]).is_err());
        }
        for position in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[position] ^= 0xff;
            let _ = Sketch::from_bytes(&changed);
        }
        let mut longer = bytes;
        longer.push(0);
        assert_eq!(Sketch::from_bytes(&longer), Err(SketchBytesError::Form));
    }
}
