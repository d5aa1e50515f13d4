//! Sorting by the digits of whole numbers: linear in their count, and stable.
//!
//! Large lists are dealt into buckets by their leading digit first; the buckets fit the processor's cache and are sorted
//! side by side.
//!
//! Invariant: what comes out is what went in, in order, whatever the number of threads.

use rayon::prelude::*;

/// Bits of a digit, the digit of all ones, and how many values it has.
const DIGIT: u32 = 11;
const ONES: u64 = (1 << DIGIT) - 1;
const BUCKETS: usize = 1 << DIGIT;

/// Shorter lists are sorted by comparing.
const FEW: usize = 768;

/// Sorts by the upper 32 bits; entries that are equal there keep their order if their lower bits ascend.
pub(super) fn sort_by_upper_half(entries: &mut Vec<u64>) {
    sort_from(entries, 32);
}

/// Sorts whole keys.
pub(crate) fn sort_keys(keys: &mut Vec<u64>) {
    sort_from(keys, 0);
}

/// Sorts by the bits from `lowest` on. Short lists are compared whole, which is the same for lists that ascend below.
fn sort_from(entries: &mut Vec<u64>, lowest: u32) {
    let differing = entries.par_iter().fold(|| (u64::MAX, 0), |(and, or), entry| (and & entry, or | entry));
    let (and, or) = differing.reduce(|| (u64::MAX, 0), |left, right| (left.0 & right.0, left.1 | right.1));
    let bits = u64::BITS - ((and ^ or) >> lowest).leading_zeros();
    if entries.len() <= FEW {
        entries.sort_unstable();
    } else if bits > 0 {
        by_buckets(entries, lowest, lowest + bits);
    }
}

/// Deals the entries into buckets by the digit below bit `highest`, then sorts each bucket by the bits left.
fn by_buckets(entries: &mut Vec<u64>, lowest: u32, highest: u32) {
    let shift = highest.saturating_sub(DIGIT).max(lowest);
    let mut counts = [0_usize; BUCKETS];
    count(entries, shift, &mut counts);
    let mut dealt = vec![0; entries.len()];
    deal(entries, &mut dealt, shift, starts(&counts));
    let (mut buckets, mut left, mut spare) = (Vec::new(), dealt.as_mut_slice(), entries.as_mut_slice());
    for length in counts.into_iter().filter(|length| *length > 0) {
        let (Some((bucket, others)), Some((room, rest))) =
            (left.split_at_mut_checked(length), spare.split_at_mut_checked(length))
        else {
            break;
        };
        buckets.push((bucket, room));
        (left, spare) = (others, rest);
    }
    buckets.into_par_iter().for_each(|(bucket, room)| within(bucket, room, lowest, shift));
    *entries = dealt;
}

/// Sorts a bucket by its bits from `lowest` to below `highest`, digit by digit from the lowest.
fn within(bucket: &mut [u64], room: &mut [u64], lowest: u32, highest: u32) {
    if bucket.len() <= FEW {
        bucket.sort_unstable();
        return;
    }
    let mut shift = lowest;
    let mut is_in_room = false;
    while shift < highest {
        let (from, to): (&mut [u64], &mut [u64]) =
            if is_in_room { (&mut *room, &mut *bucket) } else { (&mut *bucket, &mut *room) };
        let mut counts = [0_usize; BUCKETS];
        count(from, shift, &mut counts);
        if counts.iter().all(|count| *count < from.len()) {
            deal(from, to, shift, starts(&counts));
            is_in_room = !is_in_room;
        }
        shift += DIGIT;
    }
    if is_in_room {
        bucket.copy_from_slice(room);
    }
}

fn digit(entry: u64, shift: u32) -> usize {
    usize::try_from((entry >> shift) & ONES).unwrap_or(0)
}

fn count(entries: &[u64], shift: u32, counts: &mut [usize; BUCKETS]) {
    for entry in entries {
        if let Some(count) = counts.get_mut(digit(*entry, shift)) {
            *count += 1;
        }
    }
}

/// Where each bucket begins.
fn starts(counts: &[usize; BUCKETS]) -> [usize; BUCKETS] {
    let mut starts = *counts;
    let mut before = 0;
    for start in &mut starts {
        before += std::mem::replace(start, before);
    }
    starts
}

fn deal(from: &[u64], to: &mut [u64], shift: u32, mut starts: [usize; BUCKETS]) {
    for entry in from {
        if let Some(start) = starts.get_mut(digit(*entry, shift)) {
            if let Some(place) = to.get_mut(*start) {
                *place = *entry;
            }
            *start += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(count: usize, mask: u64) -> Vec<u64> {
        let mut state = 3_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state ^ (state >> 29)) & mask
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn keys_come_out_in_order() {
        for count in [0, 1, FEW, FEW + 1, 5_000, 200_000] {
            for mask in [u64::MAX, 0xff, 0xffff_0000_0000_0000, 0x00ff_0000_00ff_0000, 0, 1 << 63] {
                let (mut sorted, mut expected) = (keys(count, mask), keys(count, mask));
                sort_keys(&mut sorted);
                expected.sort_unstable();
                assert_eq!(sorted, expected, "{count} {mask:x}");
            }
        }
    }

    #[test]
    fn equal_upper_halves_keep_their_order() {
        let list = keys(50_000, 0x0000_0fff_0000_0000);
        let mut sorted: Vec<u64> = list.iter().zip(0_u64..).map(|(key, place)| key | place).collect();
        let mut expected = sorted.clone();
        sort_by_upper_half(&mut sorted);
        expected.sort_unstable();
        assert_eq!(sorted, expected);
    }
}
