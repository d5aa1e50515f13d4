//! Where each byte of a zip lies, before any of it is read.
//!
//! The members are stored as they are, so that the whole archive follows from names, sizes and checksums: its length is
//! known at once, any part of it can be sent alone, and nothing is kept twice. Format: PKWARE's APPNOTE 6.3.10, sections
//! 4.3.7 to 4.3.16, with the 64-bit extensions where a size or an offset needs them.
//!
//! Invariant: the same files give the same bytes.

use std::ops::Range;

use chrono::{DateTime, Datelike, Timelike, Utc};

/// Sizes from here on need the 64-bit form; the value itself says "look there".
const LARGE: u64 = 0xffff_ffff;
/// More members than this need the 64-bit form of the end.
const MANY: u64 = 0xffff;

/// A member of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its name, with `/` between folders.
    pub(crate) name: String,
    /// Its length in bytes.
    pub(crate) size_bytes: u64,
    /// CRC-32 of its bytes.
    pub(crate) crc32: u32,
    /// When it was last changed.
    pub(crate) changed_at: DateTime<Utc>,
}

/// A stretch of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stretch {
    /// Bytes of the format.
    Frame(Vec<u8>),
    /// Bytes of the member at this place in the list.
    Member(usize, Range<u64>),
}

impl Stretch {
    fn len(&self) -> u64 {
        match self {
            Self::Frame(bytes) => length(bytes),
            Self::Member(_, range) => range.end.saturating_sub(range.start),
        }
    }

    fn cut(self, from: u64, to: u64) -> Self {
        match self {
            Self::Member(member, range) => Self::Member(member, range.start + from..range.start + to),
            Self::Frame(bytes) => {
                let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
                Self::Frame(bytes.get(place(from)..place(to)).unwrap_or_default().to_vec())
            }
        }
    }
}

/// A whole archive, laid out.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    stretches: Vec<Stretch>,
    size_bytes: u64,
}

impl Layout {
    /// Lays out the members in their order.
    pub(crate) fn new(members: &[Member]) -> Self {
        let mut stretches = Vec::with_capacity(2 * members.len() + 1);
        let (mut directory, mut offset) = (Vec::new(), 0_u64);
        for (index, member) in members.iter().enumerate() {
            central_header(&mut directory, member, offset);
            let head = local_header(member);
            offset += length(&head) + member.size_bytes;
            stretches.push(Stretch::Frame(head));
            stretches.push(Stretch::Member(index, 0..member.size_bytes));
        }
        let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
        let directory_size = length(&directory);
        end(&mut directory, count, directory_size, offset);
        let size_bytes = offset + length(&directory);
        stretches.push(Stretch::Frame(directory));
        Self { stretches, size_bytes }
    }

    /// Bytes in the archive.
    pub(crate) fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// What makes up a range of the archive, in order; empty stretches are left out.
    pub(crate) fn stretches(&self, wanted: Range<u64>) -> Vec<Stretch> {
        let mut found = Vec::new();
        let mut start = 0_u64;
        for stretch in &self.stretches {
            let end = start + stretch.len();
            let (from, to) = (wanted.start.max(start), wanted.end.min(end));
            if from < to {
                found.push(stretch.clone().cut(from - start, to - start));
            }
            start = end;
        }
        found
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The value in a field of 32 bits, or the mark that sends the reader to the 64-bit field.
fn short(value: u64) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

fn shorter(value: u64) -> [u8; 2] {
    u16::try_from(value).unwrap_or(u16::MAX).to_le_bytes()
}

/// Version needed: 4.5 knows the 64-bit form.
fn version(is_large: bool) -> [u8; 2] {
    if is_large { 45_u16 } else { 20 }.to_le_bytes()
}

/// The fields that both headers share: flags (names are UTF-8), method (stored), time, checksum, sizes, name's length.
fn shared(out: &mut Vec<u8>, member: &Member, extra: &[u8]) {
    out.extend(0x0800_u16.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out.extend(dos_time(member.changed_at));
    out.extend(member.crc32.to_le_bytes());
    out.extend(short(member.size_bytes));
    out.extend(short(member.size_bytes));
    out.extend(shorter(length(member.name.as_bytes())));
    out.extend(shorter(length(extra)));
}

/// The 64-bit fields that are needed, in the order that the format fixes.
fn extra(values: &[u64]) -> Vec<u8> {
    if values.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::from(1_u16.to_le_bytes());
    out.extend(shorter(8 * u64::try_from(values.len()).unwrap_or_default()));
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    out
}

fn local_header(member: &Member) -> Vec<u8> {
    let is_large = member.size_bytes >= LARGE;
    let extra = if is_large { extra(&[member.size_bytes, member.size_bytes]) } else { Vec::new() };
    let mut out = Vec::from(*b"PK\x03\x04");
    out.extend(version(is_large));
    shared(&mut out, member, &extra);
    out.extend(member.name.as_bytes());
    out.extend(extra);
    out
}

fn central_header(out: &mut Vec<u8>, member: &Member, offset: u64) {
    let mut large = Vec::new();
    if member.size_bytes >= LARGE {
        large.extend([member.size_bytes, member.size_bytes]);
    }
    if offset >= LARGE {
        large.push(offset);
    }
    let extra = extra(&large);
    out.extend(*b"PK\x01\x02");
    // Made by: Unix, version 4.5.
    out.extend([45, 3]);
    out.extend(version(!large.is_empty()));
    shared(out, member, &extra);
    // No comment, one disk, no internal attributes, a regular file with mode 0644.
    out.extend([0; 6]);
    out.extend((0o100_644_u32 << 16).to_le_bytes());
    out.extend(short(offset));
    out.extend(member.name.as_bytes());
    out.extend(extra);
}

/// The end of the directory, preceded by its 64-bit form where the short one cannot say it.
fn end(out: &mut Vec<u8>, count: u64, size: u64, offset: u64) {
    if count >= MANY || size >= LARGE || offset >= LARGE {
        out.extend(*b"PK\x06\x06");
        out.extend(44_u64.to_le_bytes());
        out.extend([45, 3, 45, 0]);
        out.extend([0; 8]);
        out.extend([count, count, size, offset].into_iter().flat_map(u64::to_le_bytes));
        out.extend(*b"PK\x06\x07");
        out.extend([0; 4]);
        out.extend((offset + size).to_le_bytes());
        out.extend(1_u32.to_le_bytes());
    }
    out.extend(*b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(shorter(count));
    out.extend(shorter(count));
    out.extend(short(size));
    out.extend(short(offset));
    out.extend([0; 2]);
}

/// Time and date as MS-DOS wrote them: two-second steps, years from 1980 to 2107.
fn dos_time(at: DateTime<Utc>) -> [u8; 4] {
    let year = u32::try_from(at.year().clamp(1980, 2107) - 1980).unwrap_or_default();
    let date = (year << 9) | (at.month() << 5) | at.day();
    let time = (at.hour() << 11) | (at.minute() << 5) | (at.second() / 2);
    ((date << 16) | time).to_le_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use std::io::{Cursor, Read};

    use super::*;

    fn member(name: &str, bytes: &[u8]) -> Member {
        Member {
            name: name.to_owned(),
            size_bytes: length(bytes),
            crc32: crc32fast::hash(bytes),
            changed_at: "2026-11-23T18:30:42Z".parse().unwrap(),
        }
    }

    fn written(layout: &Layout, range: Range<u64>, bodies: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        for stretch in layout.stretches(range) {
            match stretch {
                Stretch::Frame(bytes) => out.extend(bytes),
                Stretch::Member(index, range) => {
                    let place = |offset| usize::try_from(offset).unwrap();
                    out.extend(&bodies[index][place(range.start)..place(range.end)]);
                }
            }
        }
        out
    }

    #[test]
    fn a_reader_finds_every_member() {
        let bodies: [&[u8]; 3] = [b"id,x\n1,2\n", b"", "données".as_bytes()];
        let names = ["train.csv", "images/empty.bin", "données été.csv"];
        let members: Vec<_> = names.iter().zip(bodies).map(|(name, body)| member(name, body)).collect();
        let layout = Layout::new(&members);
        let zip = written(&layout, 0..layout.size_bytes(), &bodies);
        assert_eq!(length(&zip), layout.size_bytes());
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        for (name, body) in names.iter().zip(bodies) {
            let mut file = archive.by_name(name).unwrap();
            assert_eq!(file.last_modified().unwrap().to_string(), "2026-11-23 18:30:42");
            let mut found = Vec::new();
            file.read_to_end(&mut found).unwrap();
            assert_eq!(found, body, "{name}");
        }
    }

    #[test]
    fn any_part_is_the_same_part_of_the_whole() {
        let bodies: [&[u8]; 2] = [b"0123456789", b"abc"];
        let layout = Layout::new(&[member("a", bodies[0]), member("b", bodies[1])]);
        let whole = written(&layout, 0..layout.size_bytes(), &bodies);
        for start in 0..whole.len() {
            for end in start..=whole.len() {
                let range = u64::try_from(start).unwrap()..u64::try_from(end).unwrap();
                assert_eq!(written(&layout, range, &bodies), whole[start..end]);
            }
        }
    }

    #[test]
    fn large_members_and_offsets_take_the_long_form() {
        let large = Member { size_bytes: 5 << 30, ..member("large.csv", b"") };
        let layout = Layout::new(&[large, member("small.csv", b"x")]);
        let frames = layout.stretches(0..layout.size_bytes());
        let Some(Stretch::Frame(directory)) = frames.last() else { panic!("the end is a frame") };
        assert!(directory.windows(4).any(|bytes| bytes == b"PK\x06\x06"), "the long end");
        assert!(directory.windows(8).any(|bytes| bytes == (5_u64 << 30).to_le_bytes()), "the long size");
        // A reader that seeks finds the second member behind five gigabytes.
        assert_eq!(
            layout.size_bytes() - (5 << 30),
            frames
                .iter()
                .filter_map(|stretch| match stretch {
                    Stretch::Frame(bytes) => Some(length(bytes)),
                    Stretch::Member(..) => None,
                })
                .sum::<u64>()
                + 1
        );
    }
}
