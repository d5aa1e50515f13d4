//! Finds the row of an id: bytes are compared with bytes, never numbers with numbers.
//!
//! Invariant: an id is found exactly if its bytes are those of a public id.

use joute_metrics::TextColumn;

/// No row.
pub(crate) const NONE: u32 = u32::MAX;

/// Rows of ids; numbers that lie close together are an array, other ids a table of hashes.
#[derive(Debug)]
pub(crate) struct IdIndex<'a> {
    ids: TextColumn<'a>,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Dense { first: u64, rows: Vec<u32> },
    Hashed { rows: Vec<u32>, mask: usize },
}

impl<'a> IdIndex<'a> {
    /// Indexes distinct ids, fewer than 2^32 - 1; a repeated id is an error that names its row.
    pub(crate) fn new(ids: TextColumn<'a>) -> Result<Self, usize> {
        let form = match dense_range(&ids) {
            Some((first, length)) => dense(&ids, first, length)?,
            None => hashed(&ids)?,
        };
        Ok(Self { ids, form })
    }

    /// The ids.
    pub(crate) fn ids(&self) -> TextColumn<'a> {
        self.ids
    }

    /// Number of ids.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The row of an id, or [`NONE`].
    pub(crate) fn find(&self, id: &[u8]) -> u32 {
        match &self.form {
            Form::Dense { first, rows } => canonical_integer(id)
                .and_then(|number| number.checked_sub(*first))
                .and_then(|at| rows.get(usize::try_from(at).ok()?))
                .copied()
                .unwrap_or(NONE),
            Form::Hashed { rows, mask } => {
                let mut slot = hash(id) & mask;
                loop {
                    match rows.get(slot).copied() {
                        None | Some(NONE) => return NONE,
                        Some(row) if self.ids.get(index(row)) == Some(id) => return row,
                        Some(_) => slot = (slot + 1) & mask,
                    }
                }
            }
        }
    }
}

/// A row as an index.
pub(crate) fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// An index as a row; [`NONE`] beyond the last.
pub(crate) fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(NONE)
}

fn dense_range(ids: &TextColumn<'_>) -> Option<(u64, usize)> {
    let mut range: Option<(u64, u64)> = None;
    for at in 0..ids.len() {
        let number = canonical_integer(ids.get(at)?)?;
        range = Some(range.map_or((number, number), |(low, high)| (low.min(number), high.max(number))));
    }
    let (low, high) = range?;
    let length = usize::try_from(high - low).ok()?.checked_add(1)?;
    (length <= ids.len().saturating_mul(4).saturating_add(1024)).then_some((low, length))
}

fn dense(ids: &TextColumn<'_>, first: u64, length: usize) -> Result<Form, usize> {
    let mut rows = vec![NONE; length];
    for at in 0..ids.len() {
        let number = ids.get(at).and_then(canonical_integer).unwrap_or(first);
        let place = usize::try_from(number - first).ok().and_then(|slot| rows.get_mut(slot)).ok_or(at)?;
        if *place != NONE {
            return Err(at);
        }
        *place = row(at);
    }
    Ok(Form::Dense { first, rows })
}

fn hashed(ids: &TextColumn<'_>) -> Result<Form, usize> {
    let slots = ids.len().saturating_mul(2).next_power_of_two().max(16);
    let mask = slots - 1;
    let mut rows = vec![NONE; slots];
    for at in 0..ids.len() {
        let id = ids.get(at).unwrap_or_default();
        let mut slot = hash(id) & mask;
        loop {
            let place = rows.get_mut(slot).ok_or(at)?;
            if *place == NONE {
                *place = row(at);
                break;
            }
            if ids.get(index(*place)) == Some(id) {
                return Err(at);
            }
            slot = (slot + 1) & mask;
        }
    }
    Ok(Form::Hashed { rows, mask })
}

/// The number whose only usual spelling these bytes are: digits, no sign, no leading zero.
/// The value of a whole number in its shortest form, of at most 18 digits.
pub(crate) fn canonical_integer(id: &[u8]) -> Option<u64> {
    let plain = match id {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() < 18 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    plain.then(|| id.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
}

/// A fast hash without secrets: the ids are the host's, and looking up others is bounded by what is stored.
fn hash(bytes: &[u8]) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = bytes.as_chunks::<8>();
    let tail = rest.iter().fold(1_u64, |tail, byte| (tail << 8) | u64::from(*byte));
    let word = |word: &[u8; 8]| u64::from_le_bytes(*word);
    let mixed = words.iter().map(word).chain([tail]).fold(FACTOR, |state, word| {
        let product = (state ^ word).wrapping_mul(FACTOR);
        product ^ (product >> 29)
    });
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(FACTOR);
    usize::try_from(mixed >> 24).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(ids: &[&str]) -> (Vec<u64>, Vec<u8>) {
        let mut offsets = vec![0];
        let mut bytes = Vec::new();
        for id in ids {
            bytes.extend(id.as_bytes());
            offsets.push(u64::try_from(bytes.len()).unwrap());
        }
        (offsets, bytes)
    }

    fn with_index<T>(ids: &[&str], then: impl FnOnce(Result<IdIndex<'_>, usize>) -> T) -> T {
        let (offsets, bytes) = column(ids);
        then(IdIndex::new(TextColumn::new(&offsets, &bytes).unwrap()))
    }

    #[test]
    fn dense_numbers_are_found_by_their_spelling_only() {
        with_index(&["0", "10", "11", "7"], |index| {
            let index = index.unwrap();
            assert!(matches!(index.form, Form::Dense { .. }));
            assert_eq!(["0", "10", "11", "7"].map(|id| index.find(id.as_bytes())), [0, 1, 2, 3]);
            for other in ["", "00", "-0", "+7", "7.0", " 7", "07", "8", "99999999999999999999", "1000000000000000000"] {
                assert_eq!(index.find(other.as_bytes()), NONE, "{other}");
            }
        });
    }

    #[test]
    fn other_ids_are_found_by_their_bytes() {
        let ids = ["007", "1.0", "500.0010", "a", "café", "0000000000000000000000000000001", ""];
        with_index(&ids, |index| {
            let index = index.unwrap();
            assert!(matches!(index.form, Form::Hashed { .. }));
            for (at, id) in ids.iter().enumerate() {
                assert_eq!(index.find(id.as_bytes()), row(at), "{id}");
            }
            for other in ["7", "1", "500.001", "A", "cafe\u{301}", "1", " "] {
                assert_eq!(index.find(other.as_bytes()), NONE, "{other}");
            }
        });
    }

    #[test]
    fn repeated_ids_are_refused() {
        with_index(&["1", "2", "1"], |index| assert_eq!(index.unwrap_err(), 2));
        with_index(&["a", "a"], |index| assert_eq!(index.unwrap_err(), 1));
    }

    #[test]
    fn many_ids_are_all_found() {
        let ids: Vec<String> = (0..20_000).map(|row| format!("row_{row:05}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        with_index(&ids, |index| {
            let index = index.unwrap();
            assert!(ids.iter().enumerate().all(|(at, id)| index.find(id.as_bytes()) == row(at)));
        });
    }
}
