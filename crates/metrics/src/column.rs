//! Columns as the scorer holds them: numbers, or text as offsets into one buffer of bytes.
//!
//! Invariant: the offsets of a text column ascend and stay within its bytes, so that no cell can be out of reach.

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Finite numbers.
    Number,
    /// Text, compared byte by byte; nothing is trimmed and no word stands for "missing".
    Text,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// Numbers, one for each row.
    Number(&'a [f64]),
    /// Text, one cell for each row.
    Text(TextColumn<'a>),
}

impl Column<'_> {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Text(cells) => cells.len(),
        }
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the cells are.
    pub fn kind(&self) -> ColumnKind {
        match self {
            Self::Number(_) => ColumnKind::Number,
            Self::Text(_) => ColumnKind::Text,
        }
    }
}

/// Text cells: cell `i` is `bytes[offsets[i]..offsets[i + 1]]` (the layout of Arrow's large binary arrays).
#[derive(Debug, Clone, Copy)]
pub struct TextColumn<'a> {
    offsets: &'a [u64],
    bytes: &'a [u8],
}

/// Offsets that are no text column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextColumnError {
    /// There is not even the first offset.
    #[error("a text column needs one offset more than it has rows")]
    NoOffsets,
    /// A cell would end before it begins.
    #[error("the offset of cell {0} is below the one before it")]
    Descending(usize),
    /// The last cell would end behind the bytes.
    #[error("the last offset lies behind the end of the bytes")]
    BeyondEnd,
}

impl<'a> TextColumn<'a> {
    /// Takes `rows + 1` ascending offsets into `bytes`.
    pub fn new(offsets: &'a [u64], bytes: &'a [u8]) -> Result<Self, TextColumnError> {
        let last = *offsets.last().ok_or(TextColumnError::NoOffsets)?;
        if let Some(cell) = offsets.windows(2).position(|pair| pair.first() > pair.last()) {
            return Err(TextColumnError::Descending(cell));
        }
        if usize::try_from(last).map_or(true, |end| end > bytes.len()) {
            return Err(TextColumnError::BeyondEnd);
        }
        Ok(Self { offsets, bytes })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of one cell.
    pub fn get(&self, row: usize) -> Option<&'a [u8]> {
        let start = usize::try_from(*self.offsets.get(row)?).ok()?;
        let end = usize::try_from(*self.offsets.get(row.checked_add(1)?)?).ok()?;
        self.bytes.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_their_offsets() {
        let column = TextColumn::new(&[0, 2, 2, 5], b"NAabc").unwrap();
        let cells: Vec<_> = (0..4).map(|row| column.get(row)).collect();
        assert_eq!(cells, [Some(&b"NA"[..]), Some(&b""[..]), Some(&b"abc"[..]), None]);
    }

    #[test]
    fn offsets_that_do_not_fit_are_refused() {
        assert_eq!(TextColumn::new(&[], b"").unwrap_err(), TextColumnError::NoOffsets);
        assert_eq!(TextColumn::new(&[0, 3, 2], b"abc").unwrap_err(), TextColumnError::Descending(1));
        assert_eq!(TextColumn::new(&[0, 4], b"abc").unwrap_err(), TextColumnError::BeyondEnd);
    }
}
