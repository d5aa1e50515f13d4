//! The scorer's answer: a status, scores and counts in 56 bytes, then the sketch of each part, never text.
//!
//! Invariant: a frame that was read holds only finite numbers, counts that add up to the rows asked for, and sketches of
//! the scores beside them, of at most as many blocks as there are rows.

use joute_domain::{Sketch, SketchForm};
use joute_metrics::Refusal;

use crate::RowCounts;

const MAGIC: [u8; 4] = *b"JSCR";
const VERSION: u16 = 2;

/// How scoring ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreStatus {
    /// There are scores.
    Scored,
    /// A correlation met predictions that are all the same.
    ConstantPrediction,
    /// A prediction is outside the metric's domain, or a sum overflowed.
    NotFinite,
    /// A row of probabilities does not sum to what it must.
    RowSum,
    /// The metric has no value for these predictions on these rows.
    Undefined,
    /// An ordering does not hold the items of its row.
    Ordering,
    /// The stored truth does not fit the metric; the host is at fault.
    Solution,
    /// The aligned predictions or the truth do not have the form they must have; the platform is at fault.
    Form,
}

const STATUSES: [ScoreStatus; 8] = [
    ScoreStatus::Scored,
    ScoreStatus::ConstantPrediction,
    ScoreStatus::NotFinite,
    ScoreStatus::RowSum,
    ScoreStatus::Undefined,
    ScoreStatus::Solution,
    ScoreStatus::Form,
    ScoreStatus::Ordering,
];

impl ScoreStatus {
    fn code(self) -> u8 {
        STATUSES.iter().zip(0_u8..).find(|(status, _)| **status == self).map_or(u8::MAX, |(_, code)| code)
    }
}

impl From<Refusal> for ScoreStatus {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::ConstantPrediction => Self::ConstantPrediction,
            Refusal::NotFinite => Self::NotFinite,
            Refusal::RowSum => Self::RowSum,
            Refusal::Ordering => Self::Ordering,
            Refusal::Solution(_) => Self::Solution,
            Refusal::Columns(_) => Self::Form,
            Refusal::NoRows
            | Refusal::NoWeight
            | Refusal::SingleClass
            | Refusal::ConstantTruth
            | Refusal::TooManyLabels
            | Refusal::Undefined => Self::Undefined,
        }
    }
}

/// What a scorer answers.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreFrame {
    /// How it ended; without [`ScoreStatus::Scored`] the numbers mean nothing.
    pub status: ScoreStatus,
    /// True if public and private scores are there.
    pub split: bool,
    /// Over all scored rows.
    pub all: f64,
    /// Over the public rows.
    pub public: f64,
    /// Over the private rows.
    pub private: f64,
    /// Rows of each part.
    pub rows: RowCounts,
    /// Sums by block of the public rows, of all without a split; `None` if the metric gives none.
    pub public_sketch: Option<Sketch>,
    /// The same of the private rows.
    pub private_sketch: Option<Sketch>,
}

/// A frame no honest scorer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Wrong length, magic, version or status.
    #[error("it has the wrong form")]
    Form,
    /// NaN or infinite.
    #[error("a score is not finite")]
    NotFinite,
    /// Other rows than were asked for.
    #[error("the rows do not add up")]
    Rows,
    /// A sketch that is none, or one of another score.
    #[error("a sketch does not fit its score")]
    Sketch,
}

impl ScoreFrame {
    /// Length without sketches, in bytes.
    pub const HEAD_BYTES: usize = 56;

    /// Most bytes of a frame: twice a length and a sketch.
    pub const MOST_BYTES: usize = Self::HEAD_BYTES + 2 * (4 + Sketch::MOST_BYTES);

    /// A frame without scores.
    pub fn refusal(status: ScoreStatus) -> Self {
        Self {
            status,
            split: false,
            all: 0.0,
            public: 0.0,
            private: 0.0,
            rows: RowCounts::default(),
            public_sketch: None,
            private_sketch: None,
        }
    }

    /// The bytes to send.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::HEAD_BYTES);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend([self.status.code(), u8::from(self.split)]);
        bytes.extend([self.all, self.public, self.private].iter().flat_map(|score| score.to_le_bytes()));
        let rows = [self.rows.public, self.rows.private, self.rows.ignored];
        bytes.extend(rows.iter().flat_map(|count| count.to_le_bytes()));
        for sketch in [&self.public_sketch, &self.private_sketch] {
            let sketch = sketch.as_ref().map(Sketch::to_bytes).unwrap_or_default();
            bytes.extend(u32::try_from(sketch.len()).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend(sketch);
        }
        bytes
    }

    /// Reads an answer that may be hostile, for a submission of `rows` rows.
    pub fn from_bytes(bytes: &[u8], rows: u64, split: bool) -> Result<Self, FrameError> {
        let (words, mut rest) = bytes.split_first_chunk::<{ Self::HEAD_BYTES }>().ok_or(FrameError::Form)?;
        let (words, _) = words.as_chunks::<8>();
        let [head, all, public, private, first, second, third] = words else { return Err(FrameError::Form) };
        let [m0, m1, m2, m3, v0, v1, status, parts] = *head;
        let status = *STATUSES.get(usize::from(status)).ok_or(FrameError::Form)?;
        if [m0, m1, m2, m3] != MAGIC || u16::from_le_bytes([v0, v1]) != VERSION {
            return Err(FrameError::Form);
        }
        let sketches = [sketch(&mut rest)?, sketch(&mut rest)?];
        if !rest.is_empty() {
            return Err(FrameError::Form);
        }
        if status != ScoreStatus::Scored {
            return Ok(Self::refusal(status));
        }
        let [all, public, private] = [all, public, private].map(|word| f64::from_le_bytes(*word));
        let [first, second, third] = [first, second, third].map(|word| u64::from_le_bytes(*word));
        let [public_sketch, private_sketch] = sketches;
        let frame = Self {
            status,
            split: parts == 1,
            all,
            public,
            private,
            rows: RowCounts { public: first, private: second, ignored: third },
            public_sketch,
            private_sketch,
        };
        frame.checked(rows, split)
    }

    fn checked(self, rows: u64, split: bool) -> Result<Self, FrameError> {
        let sum = self.rows.public.checked_add(self.rows.private).and_then(|sum| sum.checked_add(self.rows.ignored));
        if self.split != split || sum != Some(rows) {
            return Err(FrameError::Rows);
        }
        if ![self.all, self.public, self.private].iter().all(|score| score.is_finite()) {
            return Err(FrameError::NotFinite);
        }
        let public = if split { (self.public, self.rows.public) } else { (self.all, rows) };
        let fits = fits(self.public_sketch.as_ref(), public)
            && fits(self.private_sketch.as_ref(), (self.private, self.rows.private))
            && (split || self.private_sketch.is_none());
        if fits { Ok(self) } else { Err(FrameError::Sketch) }
    }
}

/// The next sketch, if there is one.
fn sketch(rest: &mut &[u8]) -> Result<Option<Sketch>, FrameError> {
    let (length, behind) = rest.split_first_chunk::<4>().ok_or(FrameError::Form)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| FrameError::Form)?;
    let (bytes, behind) = behind.split_at_checked(length).ok_or(FrameError::Form)?;
    *rest = behind;
    if bytes.is_empty() {
        return Ok(None);
    }
    Sketch::from_bytes(bytes).map(Some).map_err(|_| FrameError::Sketch)
}

/// True if the sketch is one of this score of so many rows. Influences sum to nothing, but for rounding and curvature.
fn fits(sketch: Option<&Sketch>, (score, rows): (f64, u64)) -> bool {
    sketch.is_none_or(|sketch| {
        let blocks = u64::try_from(sketch.block_count()).is_ok_and(|blocks| blocks <= rows.max(1));
        let is_one_number = sketch.form() == SketchForm::Sums || sketch.components() == 1;
        blocks && is_one_number && sketch.score().value().to_bits() == (score + 0.0).to_bits()
    })
}

#[cfg(test)]
mod tests {
    use joute_domain::Score;

    use super::*;

    fn frame() -> ScoreFrame {
        let rows = RowCounts { public: 3, private: 6, ignored: 1 };
        let score = |value| Score::new(value).unwrap();
        ScoreFrame {
            status: ScoreStatus::Scored,
            split: true,
            all: 0.5,
            public: 0.25,
            private: 0.75,
            rows,
            public_sketch: Some(Sketch::sums(score(0.25), 2, vec![0.5, 1.0, 0.25, 2.0]).unwrap()),
            private_sketch: Some(Sketch::influences(score(0.75), vec![0.125, -0.125]).unwrap()),
        }
    }

    fn read(frame: &ScoreFrame) -> Result<ScoreFrame, FrameError> {
        ScoreFrame::from_bytes(&frame.to_bytes(), 10, true)
    }

    #[test]
    fn a_frame_survives_the_way() {
        assert_eq!(read(&frame()), Ok(frame()));
        let bare = ScoreFrame { public_sketch: None, private_sketch: None, ..frame() };
        assert_eq!(read(&bare), Ok(bare.clone()));
        let refusal = ScoreFrame::refusal(ScoreStatus::ConstantPrediction);
        assert_eq!(read(&refusal), Ok(refusal));
    }

    #[test]
    fn the_largest_frame_is_as_long_as_promised() {
        let values = vec![0.1; Sketch::MOST_BLOCKS * Sketch::MOST_COMPONENTS];
        let sketch = |score| Sketch::sums(Score::new(score).unwrap(), Sketch::MOST_COMPONENTS, values.clone()).ok();
        let largest = ScoreFrame { public_sketch: sketch(0.25), private_sketch: sketch(0.75), ..frame() };
        assert_eq!(largest.to_bytes().len(), ScoreFrame::MOST_BYTES);
    }

    #[test]
    fn lies_are_refused() {
        assert_eq!(read(&ScoreFrame { private: f64::NAN, ..frame() }), Err(FrameError::NotFinite));
        assert_eq!(read(&ScoreFrame { rows: RowCounts::default(), ..frame() }), Err(FrameError::Rows));
        assert_eq!(read(&ScoreFrame { split: false, ..frame() }), Err(FrameError::Rows));
        let huge = RowCounts { public: u64::MAX, private: 11, ignored: 0 };
        assert_eq!(read(&ScoreFrame { rows: huge, ..frame() }), Err(FrameError::Rows));
    }

    #[test]
    fn sketches_of_other_scores_or_of_more_blocks_than_rows_are_refused() {
        assert_eq!(read(&ScoreFrame { public: 0.5, ..frame() }), Err(FrameError::Sketch));
        let rows = RowCounts { public: 1, private: 8, ignored: 1 };
        assert_eq!(read(&ScoreFrame { rows, ..frame() }), Err(FrameError::Sketch));
        let whole = ScoreFrame { split: false, public: 0.0, private: 0.0, ..frame() };
        assert_eq!(ScoreFrame::from_bytes(&whole.to_bytes(), 10, false), Err(FrameError::Sketch));
    }

    #[test]
    fn other_bytes_are_refused() {
        let bytes = frame().to_bytes();
        for length in 0..bytes.len() {
            assert!(ScoreFrame::from_bytes(&bytes[..length], 10, true).is_err());
        }
        for (position, value) in [(0, b'X'), (4, 9), (6, 99)] {
            let mut changed = bytes.clone();
            changed[position] = value;
            assert_eq!(ScoreFrame::from_bytes(&changed, 10, true), Err(FrameError::Form));
        }
        for position in ScoreFrame::HEAD_BYTES..bytes.len() {
            let mut changed = bytes.clone();
            changed[position] ^= 0xff;
            let _ = ScoreFrame::from_bytes(&changed, 10, true);
        }
        let mut longer = bytes;
        longer.push(0);
        assert_eq!(ScoreFrame::from_bytes(&longer, 10, true), Err(FrameError::Form));
    }
}
