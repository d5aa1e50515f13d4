//! The scorer's answer: 56 bytes of numbers and a status, never text.
//!
//! Invariant: a frame that was read holds only finite scores and counts that add up to the rows asked for.

use joute_metrics::Refusal;

use crate::RowCounts;

const MAGIC: [u8; 4] = *b"JSCR";
const VERSION: u16 = 1;

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
#[derive(Debug, Clone, Copy, PartialEq)]
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
}

impl ScoreFrame {
    /// Length in bytes.
    pub const BYTES: usize = 56;

    /// A frame without scores.
    pub fn refusal(status: ScoreStatus) -> Self {
        Self { status, split: false, all: 0.0, public: 0.0, private: 0.0, rows: RowCounts::default() }
    }

    /// The bytes to send.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend([self.status.code(), u8::from(self.split)]);
        bytes.extend([self.all, self.public, self.private].iter().flat_map(|score| score.to_le_bytes()));
        let rows = [self.rows.public, self.rows.private, self.rows.ignored];
        bytes.extend(rows.iter().flat_map(|count| count.to_le_bytes()));
        bytes
    }

    /// Reads an answer that may be hostile, for a submission of `rows` rows.
    pub fn from_bytes(bytes: &[u8], rows: u64, split: bool) -> Result<Self, FrameError> {
        let words: &[u8; Self::BYTES] = bytes.try_into().map_err(|_| FrameError::Form)?;
        let (words, _) = words.as_chunks::<8>();
        let [head, all, public, private, first, second, third] = words else { return Err(FrameError::Form) };
        let [m0, m1, m2, m3, v0, v1, status, parts] = *head;
        let status = *STATUSES.get(usize::from(status)).ok_or(FrameError::Form)?;
        if [m0, m1, m2, m3] != MAGIC || u16::from_le_bytes([v0, v1]) != VERSION {
            return Err(FrameError::Form);
        }
        if status != ScoreStatus::Scored {
            return Ok(Self::refusal(status));
        }
        let [all, public, private] = [all, public, private].map(|word| f64::from_le_bytes(*word));
        let [first, second, third] = [first, second, third].map(|word| u64::from_le_bytes(*word));
        let frame = Self {
            status,
            split: parts == 1,
            all,
            public,
            private,
            rows: RowCounts { public: first, private: second, ignored: third },
        };
        frame.checked(rows, split)
    }

    fn checked(self, rows: u64, split: bool) -> Result<Self, FrameError> {
        let sum = self.rows.public.checked_add(self.rows.private).and_then(|sum| sum.checked_add(self.rows.ignored));
        if self.split != split || sum != Some(rows) {
            return Err(FrameError::Rows);
        }
        let finite = [self.all, self.public, self.private].iter().all(|score| score.is_finite());
        if finite { Ok(self) } else { Err(FrameError::NotFinite) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> ScoreFrame {
        let rows = RowCounts { public: 3, private: 6, ignored: 1 };
        ScoreFrame { status: ScoreStatus::Scored, split: true, all: 0.5, public: 0.25, private: 0.75, rows }
    }

    #[test]
    fn a_frame_survives_the_way() {
        let bytes = frame().to_bytes();
        assert_eq!(bytes.len(), ScoreFrame::BYTES);
        assert_eq!(ScoreFrame::from_bytes(&bytes, 10, true), Ok(frame()));
        let refusal = ScoreFrame::refusal(ScoreStatus::ConstantPrediction);
        assert_eq!(ScoreFrame::from_bytes(&refusal.to_bytes(), 10, true), Ok(refusal));
    }

    #[test]
    fn lies_are_refused() {
        let read = |frame: ScoreFrame| ScoreFrame::from_bytes(&frame.to_bytes(), 10, true);
        assert_eq!(read(ScoreFrame { private: f64::NAN, ..frame() }), Err(FrameError::NotFinite));
        assert_eq!(read(ScoreFrame { rows: RowCounts::default(), ..frame() }), Err(FrameError::Rows));
        assert_eq!(read(ScoreFrame { split: false, ..frame() }), Err(FrameError::Rows));
        let huge = RowCounts { public: u64::MAX, private: 11, ignored: 0 };
        assert_eq!(read(ScoreFrame { rows: huge, ..frame() }), Err(FrameError::Rows));
    }

    #[test]
    fn other_bytes_are_refused() {
        let bytes = frame().to_bytes();
        for length in 0..bytes.len() {
            assert_eq!(ScoreFrame::from_bytes(&bytes[..length], 10, true), Err(FrameError::Form));
        }
        for (position, value) in [(0, b'X'), (4, 9), (6, 99)] {
            let mut changed = bytes.clone();
            changed[position] = value;
            assert_eq!(ScoreFrame::from_bytes(&changed, 10, true), Err(FrameError::Form));
        }
    }
}
