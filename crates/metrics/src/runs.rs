//! Run lengths: the pixels of a mask as pairs of a start, counted from 1, and a length.
//!
//! Invariant: runs that were read ascend, do not overlap and stay within the image, so sums need no second look.

use std::fmt;

/// Most runs of one cell; a cell is bounded anyway, this bounds the memory of a row.
const MOST_RUNS: usize = 1 << 20;

/// The runs of a mask: first pixel and the one behind the last, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Runs(Vec<(u64, u64)>);

/// Why a cell is no mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunFault {
    /// A start without a length.
    Odd,
    /// Something that is no whole number.
    NotWhole,
    /// Pixels are counted from 1.
    StartZero,
    /// A run of no pixel.
    LengthZero,
    /// A run ends behind the last pixel of an image of this size.
    PastEnd(u64),
    /// A run begins before the one before it ends.
    Overlap,
    /// More runs than any mask has.
    TooMany,
}

impl fmt::Display for RunFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Odd => write!(out, "starts and lengths come in pairs, and one length is missing"),
            Self::NotWhole => write!(out, "starts and lengths are whole numbers, separated by one blank"),
            Self::StartZero => write!(out, "a run starts at 0, but pixels are counted from 1"),
            Self::LengthZero => write!(out, "a run has the length 0"),
            Self::PastEnd(pixels) => write!(out, "a run ends behind the last pixel, the image has {pixels}"),
            Self::Overlap => write!(out, "runs must ascend and not overlap"),
            Self::TooMany => write!(out, "there are too many runs"),
        }
    }
}

impl Runs {
    /// Reads a cell; blanks alone are an empty mask.
    pub(crate) fn parse(cell: &[u8], pixels: Option<u64>) -> Result<Self, RunFault> {
        let mut words = cell.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let mut runs: Vec<(u64, u64)> = Vec::new();
        while let Some(start) = words.next() {
            let start = whole(start)?;
            let length = whole(words.next().ok_or(RunFault::Odd)?)?;
            let first = start.checked_sub(1).ok_or(RunFault::StartZero)?;
            if length == 0 {
                return Err(RunFault::LengthZero);
            }
            let end = first.checked_add(length).ok_or(RunFault::NotWhole)?;
            if let Some(pixels) = pixels.filter(|pixels| end > *pixels) {
                return Err(RunFault::PastEnd(pixels));
            }
            if runs.last().is_some_and(|(_, before)| first < *before) {
                return Err(RunFault::Overlap);
            }
            if runs.len() >= MOST_RUNS {
                return Err(RunFault::TooMany);
            }
            runs.push((first, end));
        }
        Ok(Self(runs))
    }

    /// Number of pixels.
    pub(crate) fn area(&self) -> u64 {
        self.0.iter().map(|(start, end)| end - start).sum()
    }

    /// The pixels, counted from 0.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(|(start, end)| *start..*end).filter_map(|pixel| usize::try_from(pixel).ok())
    }

    /// Number of pixels that both masks hold.
    pub(crate) fn shared(&self, other: &Self) -> u64 {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0;
        while let (Some((a, b)), Some((c, d))) = (left.peek().copied(), right.peek().copied()) {
            sum += b.min(d).saturating_sub(*a.max(c));
            if b <= d {
                left.next();
            } else {
                right.next();
            }
        }
        sum
    }
}

fn whole(word: &[u8]) -> Result<u64, RunFault> {
    let digits = std::str::from_utf8(word).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits.and_then(|text| text.parse().ok()).filter(|number| *number <= 1 << 52).ok_or(RunFault::NotWhole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> Result<Runs, RunFault> {
        Runs::parse(cell.as_bytes(), Some(20))
    }

    #[test]
    fn a_mask_is_read_and_measured() {
        let (one, other) = (read("1 5 11 4").unwrap(), read("4 9").unwrap());
        assert_eq!((one.area(), other.area(), one.shared(&other), other.shared(&one)), (9, 9, 4, 4));
        assert_eq!(read("  ").unwrap().area(), 0);
        assert_eq!(read("1 2 3 2").unwrap().area(), 4);
    }

    #[test]
    fn every_fault_has_its_name() {
        let faults = [("1 5 7", RunFault::Odd), ("a 5", RunFault::NotWhole), ("-1 5", RunFault::NotWhole)];
        let more = [("0 5", RunFault::StartZero), ("3 0", RunFault::LengthZero), ("18 4", RunFault::PastEnd(20))];
        let last = [("1 5 3 4", RunFault::Overlap), ("9 2 1 2", RunFault::Overlap), ("1.0 5", RunFault::NotWhole)];
        for (cell, fault) in faults.into_iter().chain(more).chain(last) {
            assert_eq!(read(cell), Err(fault), "{cell}");
        }
    }
}
