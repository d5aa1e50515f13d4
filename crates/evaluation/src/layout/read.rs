//! Reads a column file in place.
//!
//! Invariant: every section was checked against the file's true length before a slice of it is handed out.

use joute_metrics::TextColumn;

use super::{HEAD_BYTES, Kind, Layout, LayoutError, MAGIC, VERSION};

/// An open column file.
#[derive(Debug)]
pub struct ColumnFile<'a> {
    memory: &'a [u8],
    layout: Layout,
    text: &'a [u8],
}

impl<'a> ColumnFile<'a> {
    /// Opens a file whose bytes may be hostile.
    pub fn open(memory: &'a [u8]) -> Result<Self, LayoutError> {
        if cfg!(target_endian = "big") {
            return Err(LayoutError::Alignment);
        }
        let mut head = Head { memory, at: 0 };
        if head.take()? != MAGIC || u32::from_le_bytes(head.take()?) != VERSION {
            return Err(LayoutError::Head);
        }
        let columns = usize::try_from(u32::from_le_bytes(head.take()?)).map_err(|_| LayoutError::Head)?;
        let rows = u64::from_le_bytes(head.take()?);
        let text_bytes = u64::from_le_bytes(head.take()?);
        let kinds = memory.get(HEAD_BYTES..).and_then(|rest| rest.get(..columns)).ok_or(LayoutError::Short)?;
        let kinds = kinds.iter().map(|code| kind(*code)).collect::<Option<Vec<_>>>().ok_or(LayoutError::Head)?;
        let layout = Layout::new(rows, &kinds).ok_or(LayoutError::Short)?;
        let text_bytes = usize::try_from(text_bytes).map_err(|_| LayoutError::Short)?;
        let text = memory.get(layout.text_start..).and_then(|rest| rest.get(..text_bytes)).ok_or(LayoutError::Short)?;
        Ok(Self { memory, layout, text })
    }

    /// Refuses a file that has not exactly these rows and columns.
    pub fn expect(&self, rows: u64, kinds: &[Kind]) -> Result<(), LayoutError> {
        let same = u64::try_from(self.layout.rows) == Ok(rows) && self.layout.kinds == kinds;
        if same { Ok(()) } else { Err(LayoutError::Shape) }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.layout.rows
    }

    /// What the columns hold.
    pub fn kinds(&self) -> &[Kind] {
        &self.layout.kinds
    }

    /// A column of numbers, whatever they are: the reader checks that they are finite.
    pub fn numbers(&self, column: usize) -> Result<&'a [f64], LayoutError> {
        bytemuck::try_cast_slice(self.section(column, Kind::Number)?).map_err(|_| LayoutError::Alignment)
    }

    /// A column of text; its offsets are checked here.
    pub fn texts(&self, column: usize) -> Result<TextColumn<'a>, LayoutError> {
        let offsets: &[u64] =
            bytemuck::try_cast_slice(self.section(column, Kind::Text)?).map_err(|_| LayoutError::Alignment)?;
        TextColumn::new(offsets, self.text).map_err(|_| LayoutError::Offsets)
    }

    /// A column of bytes.
    pub fn bytes(&self, column: usize) -> Result<&'a [u8], LayoutError> {
        self.section(column, Kind::Byte)
    }

    fn section(&self, column: usize, kind: Kind) -> Result<&'a [u8], LayoutError> {
        if self.layout.kinds.get(column) != Some(&kind) {
            return Err(LayoutError::Shape);
        }
        let section = self.layout.sections.get(column).cloned().ok_or(LayoutError::Shape)?;
        self.memory.get(section).ok_or(LayoutError::Short)
    }
}

fn kind(code: u8) -> Option<Kind> {
    [Kind::Number, Kind::Text, Kind::Byte].into_iter().find(|kind| kind.code() == code)
}

struct Head<'a> {
    memory: &'a [u8],
    at: usize,
}

impl Head<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], LayoutError> {
        let bytes = self.memory.get(self.at..).and_then(|rest| rest.first_chunk::<N>()).ok_or(LayoutError::Short)?;
        self.at += N;
        Ok(*bytes)
    }
}
