//! Edit distance and longest common subsequence of two lists of symbols, 64 cells of the table at a time.
//!
//! Distance: Myers 1999 in the blocks of Hyyroe 2003. Subsequence: Hyyroe 2004. Both need n m / 64 steps, so that two
//! cells of the longest accepted length are compared in a fraction of a second.
//!
//! Invariant: the answer is that of the quadratic table, whatever the symbols.

use std::collections::HashMap;
use std::hash::Hash;

const WORD: usize = 64;

/// For each symbol of a pattern the places where it stands, one bit each.
struct Places<T> {
    words: usize,
    bits: HashMap<T, Vec<u64>>,
}

impl<T: Eq + Hash + Copy> Places<T> {
    fn of(pattern: &[T]) -> Self {
        let words = pattern.len().div_ceil(WORD);
        let mut bits: HashMap<T, Vec<u64>> = HashMap::new();
        for (place, symbol) in pattern.iter().enumerate() {
            let list = bits.entry(*symbol).or_insert_with(|| vec![0; words]);
            if let Some(word) = list.get_mut(place / WORD) {
                *word |= 1 << (place % WORD);
            }
        }
        Self { words, bits }
    }
}

/// A column of the table, 64 rows: where it rises and where it falls.
#[derive(Clone, Copy)]
struct Block {
    up: u64,
    down: u64,
}

impl Block {
    /// Moves to the next column; takes and gives the change along the edge rows (above and at `last`).
    fn advance(&mut self, mut equal: u64, change: i8, last: u64) -> i8 {
        let vertical = equal | self.down;
        if change < 0 {
            equal |= 1;
        }
        let horizontal = ((equal & self.up).wrapping_add(self.up) ^ self.up) | equal;
        let mut up = self.down | !(horizontal | self.up);
        let mut down = self.up & horizontal;
        let out = if up & last != 0 {
            1
        } else if down & last != 0 {
            -1
        } else {
            0
        };
        up <<= 1;
        down <<= 1;
        match change {
            1 => up |= 1,
            -1 => down |= 1,
            _ => {}
        }
        self.up = down | !(vertical | up);
        self.down = up & vertical;
        out
    }
}

/// Fewest insertions, deletions and replacements that turn one list into the other.
pub(crate) fn distance<T: Eq + Hash + Copy>(left: &[T], right: &[T]) -> usize {
    let (pattern, text) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if pattern.is_empty() {
        return text.len();
    }
    let places = Places::of(pattern);
    let mut blocks = vec![Block { up: u64::MAX, down: 0 }; places.words];
    let last_bit = 1_u64 << ((pattern.len() - 1) % WORD);
    let mut total = pattern.len();
    for symbol in text {
        let equal = places.bits.get(symbol);
        let mut change = 1;
        for (at, block) in blocks.iter_mut().enumerate() {
            let equal = equal.and_then(|words| words.get(at)).copied().unwrap_or(0);
            let last = if at + 1 == places.words { last_bit } else { 1 << (WORD - 1) };
            change = block.advance(equal, change, last);
        }
        match change {
            1 => total += 1,
            -1 => total -= 1,
            _ => {}
        }
    }
    total
}

/// Length of the longest list that both hold in order.
pub(crate) fn common<T: Eq + Hash + Copy>(left: &[T], right: &[T]) -> usize {
    let (pattern, text) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let places = Places::of(pattern);
    let mut words = vec![u64::MAX; places.words];
    for symbol in text {
        let Some(equal) = places.bits.get(symbol) else { continue };
        let mut carry = false;
        for (word, equal) in words.iter_mut().zip(equal) {
            let shared = *word & equal;
            let (sum, first) = word.overflowing_add(shared);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            carry = first || second;
            *word = sum | (*word & !equal);
        }
    }
    let ones: u32 = words.iter().map(|word| word.count_ones()).sum();
    // Bits behind the pattern stay set.
    (places.words * WORD).saturating_sub(usize::try_from(ones).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(left: &[u8], right: &[u8]) -> (usize, usize) {
        let mut edit: Vec<usize> = (0..=right.len()).collect();
        let mut both = vec![0; right.len() + 1];
        for (row, a) in left.iter().enumerate() {
            let (old_edit, old_both) = (edit.clone(), both.clone());
            edit[0] = row + 1;
            for (at, b) in right.iter().enumerate() {
                let same = usize::from(a != b);
                edit[at + 1] = (old_edit[at] + same).min(old_edit[at + 1] + 1).min(edit[at] + 1);
                both[at + 1] = if a == b { old_both[at] + 1 } else { old_both[at + 1].max(both[at]) };
            }
        }
        (edit[right.len()], both[right.len()])
    }

    #[test]
    fn the_answer_is_that_of_the_table() {
        let mut state = 1_u64;
        let mut list = |most: u64| {
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state >> 40
            };
            let length = next() % most;
            (0..length).map(|_| u8::try_from(next() % 5).unwrap()).collect::<Vec<u8>>()
        };
        for _ in 0..400 {
            let (left, right) = (list(210), list(210));
            assert_eq!((distance(&left, &right), common(&left, &right)), table(&left, &right), "{left:?} {right:?}");
        }
    }
}
