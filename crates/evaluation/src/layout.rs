//! The canonical column file: fixed-width columns in one piece of memory, written once, read without parsing.
//!
//! Ids, truth and aligned predictions all have this form (numbers in the machine's little-endian order):
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `JOUTECOL` |
//! | 4 + 4 | version, number of columns |
//! | 8 + 8 | rows, bytes of text |
//! | columns, padded to 8 | kind of each column: 0 number, 1 text, 2 byte |
//! | per number column | rows x `f64` |
//! | per text column | (rows + 1) x `u64` offsets into the text |
//! | per byte column | rows x `u8`, padded to 8 |
//! | rest | text of all columns, back to back |
//!
//! Invariant: a [`ColumnFile`] that opened cannot be read out of bounds; its shape was compared, never believed.

mod read;
mod write;

use std::ops::Range;

pub use read::ColumnFile;
pub use write::ColumnWriter;

const MAGIC: [u8; 8] = *b"JOUTECOL";
const VERSION: u32 = 1;
const HEAD_BYTES: usize = 32;

/// What one column of a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Eight-byte floating point numbers.
    Number,
    /// Text of any length.
    Text,
    /// One byte for each row.
    Byte,
}

impl Kind {
    fn code(self) -> u8 {
        match self {
            Self::Number => 0,
            Self::Text => 1,
            Self::Byte => 2,
        }
    }
}

impl From<crate::CellKind> for Kind {
    fn from(kind: crate::CellKind) -> Self {
        match kind {
            crate::CellKind::Number => Self::Number,
            crate::CellKind::Text => Self::Text,
        }
    }
}

/// A file that is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// No column file, or one of another version.
    #[error("the file does not begin as a column file of this version")]
    Head,
    /// Other rows or columns than expected.
    #[error("the file has other rows or columns than it must have")]
    Shape,
    /// Shorter than its columns.
    #[error("the file is shorter than its columns")]
    Short,
    /// Text offsets that do not ascend within the text.
    #[error("the text of a column is out of reach")]
    Offsets,
    /// Memory that is not aligned to eight bytes, or a machine with another byte order.
    #[error("the file cannot be read in place on this machine")]
    Alignment,
    /// More text than the file has room for.
    #[error("the text does not fit the file")]
    Full,
}

/// Where each column of a file stands; it follows from rows and kinds alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    rows: usize,
    kinds: Vec<Kind>,
    sections: Vec<Range<usize>>,
    text_start: usize,
}

impl Layout {
    /// The layout of so many rows of these columns; `None` if it exceeds the machine's addresses.
    pub fn new(rows: u64, kinds: &[Kind]) -> Option<Self> {
        let rows = usize::try_from(rows).ok()?;
        let mut at = HEAD_BYTES.checked_add(padded(kinds.len())?)?;
        let mut sections = Vec::with_capacity(kinds.len());
        for kind in kinds {
            let length = match kind {
                Kind::Number => rows.checked_mul(8)?,
                Kind::Text => rows.checked_add(1)?.checked_mul(8)?,
                Kind::Byte => rows,
            };
            let end = at.checked_add(length)?;
            sections.push(at..end);
            at = padded(end)?;
        }
        Some(Self { rows, kinds: kinds.to_vec(), sections, text_start: at })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes of a file with so much text.
    pub fn file_bytes(&self, text_bytes: u64) -> Option<u64> {
        u64::try_from(self.text_start).ok()?.checked_add(text_bytes)
    }

    /// True if a column holds text.
    pub fn has_text(&self) -> bool {
        self.kinds.contains(&Kind::Text)
    }
}

fn padded(bytes: usize) -> Option<usize> {
    bytes.checked_next_multiple_of(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Memory aligned as a mapping is.
    fn memory(bytes: u64) -> Vec<u64> {
        vec![0; usize::try_from(bytes.div_ceil(8)).unwrap()]
    }

    fn aligned(bytes: &[u8]) -> Vec<u64> {
        bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap())).collect()
    }

    const KINDS: [Kind; 4] = [Kind::Number, Kind::Text, Kind::Byte, Kind::Text];

    fn written() -> Vec<u64> {
        let layout = Layout::new(3, &KINDS).unwrap();
        let mut memory = memory(layout.file_bytes(64).unwrap());
        let mut writer = ColumnWriter::new(bytemuck::cast_slice_mut(&mut memory), layout).unwrap();
        writer.numbers(0).unwrap().copy_from_slice(&[1.5, -0.0, 3.0]);
        writer.texts(1, ["é", "", "c"].map(str::as_bytes)).unwrap();
        writer.bytes(2).unwrap().copy_from_slice(&[2, 1, 0]);
        writer.texts(3, ["x", "yy", ""].map(str::as_bytes)).unwrap();
        writer.finish().unwrap();
        memory
    }

    #[test]
    fn what_was_written_is_read() {
        let memory = written();
        let file = ColumnFile::open(bytemuck::cast_slice(&memory)).unwrap();
        file.expect(3, &KINDS).unwrap();
        assert_eq!(file.numbers(0).unwrap(), [1.5, 0.0, 3.0]);
        assert_eq!(file.bytes(2).unwrap(), [2, 1, 0]);
        let cells =
            |column| (0..3).map(|row| file.texts(column).unwrap().get(row).unwrap().to_vec()).collect::<Vec<_>>();
        assert_eq!(cells(1), [&b"\xc3\xa9"[..], b"", b"c"]);
        assert_eq!(cells(3), [&b"x"[..], b"yy", b""]);
    }

    #[test]
    fn another_shape_is_refused() {
        let memory = written();
        let file = ColumnFile::open(bytemuck::cast_slice(&memory)).unwrap();
        assert_eq!(file.expect(4, &KINDS), Err(LayoutError::Shape));
        assert_eq!(file.expect(3, &KINDS[..2]), Err(LayoutError::Shape));
        assert_eq!(file.numbers(1).unwrap_err(), LayoutError::Shape);
    }

    #[test]
    fn damaged_files_are_refused_and_never_read_out_of_bounds() {
        let intact = written();
        let intact: &[u8] = bytemuck::cast_slice(&intact);
        for position in 0..intact.len() {
            let mut memory: Vec<u64> = aligned(intact);
            let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut memory);
            bytes[position] = 0xff;
            if let Ok(file) = ColumnFile::open(bytes) {
                let _ =
                    file.texts(1).map(|texts| (0..4).map(|row| texts.get(row).map(<[u8]>::len)).collect::<Vec<_>>());
                let _ = (file.numbers(0), file.bytes(2), file.texts(3));
            }
        }
        for words in 0..intact.len() / 8 {
            let memory: Vec<u64> = aligned(&intact[..words * 8]);
            let _ = ColumnFile::open(bytemuck::cast_slice(&memory));
        }
    }

    #[test]
    fn text_that_does_not_fit_is_refused() {
        let layout = Layout::new(1, &[Kind::Text]).unwrap();
        let mut memory = memory(layout.file_bytes(0).unwrap());
        let mut writer = ColumnWriter::new(bytemuck::cast_slice_mut(&mut memory), layout).unwrap();
        assert_eq!(writer.texts(0, [&b"ab"[..]]), Err(LayoutError::Full));
    }
}
