//! Writes a column file into memory that is already there.
//!
//! Invariant: nothing is written outside the column that was asked for; too much text is an error, not a cut.

use super::{HEAD_BYTES, Kind, Layout, LayoutError, MAGIC, VERSION};

/// A column file that is being written.
#[derive(Debug)]
pub struct ColumnWriter<'a> {
    memory: &'a mut [u8],
    layout: Layout,
    text_used: usize,
}

impl<'a> ColumnWriter<'a> {
    /// Begins a file in `memory`, which is zeroed and at least as long as the layout's columns.
    pub fn new(memory: &'a mut [u8], layout: Layout) -> Result<Self, LayoutError> {
        if memory.len() < layout.text_start {
            return Err(LayoutError::Short);
        }
        Ok(Self { memory, layout, text_used: 0 })
    }

    /// The memory of a column of numbers.
    pub fn numbers(&mut self, column: usize) -> Result<&mut [f64], LayoutError> {
        bytemuck::try_cast_slice_mut(self.section(column, Kind::Number)?).map_err(|_| LayoutError::Alignment)
    }

    /// The memory of a column of bytes.
    pub fn bytes(&mut self, column: usize) -> Result<&mut [u8], LayoutError> {
        self.section(column, Kind::Byte)
    }

    /// Writes a column of text, one cell for each row.
    pub fn texts<'t>(&mut self, column: usize, cells: impl IntoIterator<Item = &'t [u8]>) -> Result<(), LayoutError> {
        let text_start = self.layout.text_start;
        let mut used = self.text_used;
        let (fixed, text) = self.memory.split_at_mut_checked(text_start).ok_or(LayoutError::Short)?;
        let section = self.layout.sections.get(column).cloned().ok_or(LayoutError::Shape)?;
        if self.layout.kinds.get(column) != Some(&Kind::Text) {
            return Err(LayoutError::Shape);
        }
        let section = fixed.get_mut(section).ok_or(LayoutError::Short)?;
        let offsets: &mut [u64] = bytemuck::try_cast_slice_mut(section).map_err(|_| LayoutError::Alignment)?;
        let mut cells = cells.into_iter();
        let mut offsets = offsets.iter_mut();
        *offsets.next().ok_or(LayoutError::Shape)? = offset(used)?;
        for place in offsets {
            let cell = cells.next().ok_or(LayoutError::Shape)?;
            let end = used.checked_add(cell.len()).ok_or(LayoutError::Full)?;
            text.get_mut(used..end).ok_or(LayoutError::Full)?.copy_from_slice(cell);
            used = end;
            *place = offset(used)?;
        }
        self.text_used = used;
        if cells.next().is_some() { Err(LayoutError::Shape) } else { Ok(()) }
    }

    /// Writes the head; returns the file's length in bytes.
    pub fn finish(self) -> Result<u64, LayoutError> {
        let columns = u32::try_from(self.layout.kinds.len()).map_err(|_| LayoutError::Shape)?;
        let mut head = Vec::with_capacity(HEAD_BYTES);
        head.extend(MAGIC);
        head.extend(VERSION.to_le_bytes());
        head.extend(columns.to_le_bytes());
        head.extend(offset(self.layout.rows)?.to_le_bytes());
        head.extend(offset(self.text_used)?.to_le_bytes());
        head.extend(self.layout.kinds.iter().map(|kind| kind.code()));
        self.memory.get_mut(..head.len()).ok_or(LayoutError::Short)?.copy_from_slice(&head);
        self.layout.file_bytes(offset(self.text_used)?).ok_or(LayoutError::Full)
    }

    fn section(&mut self, column: usize, kind: Kind) -> Result<&mut [u8], LayoutError> {
        if self.layout.kinds.get(column) != Some(&kind) {
            return Err(LayoutError::Shape);
        }
        let section = self.layout.sections.get(column).cloned().ok_or(LayoutError::Shape)?;
        self.memory.get_mut(section).ok_or(LayoutError::Short)
    }
}

fn offset(length: usize) -> Result<u64, LayoutError> {
    u64::try_from(length).map_err(|_| LayoutError::Full)
}
