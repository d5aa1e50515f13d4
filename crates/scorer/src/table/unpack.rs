//! Takes a table out of its gzip, zip or zstd wrapping, by the first bytes and never by a name.
//!
//! Invariant: no more than the bound is ever unpacked, entry names are never used as paths, nothing is unpacked twice.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use joute_domain::{ErrorCode, ReportedError};
use zip::ZipArchive;
use zip::result::ZipError;

use super::columnar::Format;
use crate::files::end_if_out_of_memory;
use crate::findings::{excerpt, told};

/// Entries an archive may have.
const MOST_ENTRIES: usize = 10_000;

/// First bytes of a zstd frame.
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// What the unpacked bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unpacked {
    /// Presumably text.
    Text(Vec<u8>),
    /// A file that holds columns.
    Columnar(Vec<u8>, Format),
}

/// Formats that are named in a refusal.
const FOREIGN: [(&[u8], &str); 18] = [
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"\x80\x04\x95", "a Python pickle"),
    (b"\x80\x05\x95", "a Python pickle"),
    (b"\xff\xff\xff\xff", "an Arrow stream, not an Arrow file"),
    (b"FEA1", "a Feather file of version 1"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x04\x22\x4d\x18", "an LZ4 file"),
    (b"\x1f\x9d", "a compress (.Z) file"),
    (b"{\\rtf", "a formatted text document (RTF)"),
];

/// Unpacks a file to at most `most` bytes.
pub(super) fn unpack(bytes: Vec<u8>, most: u64) -> Result<Unpacked, ReportedError> {
    let inner = if bytes.starts_with(b"\x1f\x8b") {
        read_bounded(MultiGzDecoder::new(bytes.as_slice()), most, "gzip")?
    } else if bytes.starts_with(ZSTD) {
        let decoder = zstd::Decoder::new(bytes.as_slice()).map_err(|_| corrupt("zstd"))?;
        read_bounded(decoder, most, "zstd")?
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        unzip(&bytes, most)?
    } else {
        return known(bytes);
    };
    if inner.starts_with(b"\x1f\x8b") || inner.starts_with(b"PK\x03\x04") || inner.starts_with(ZSTD) {
        let message = "There is an archive within the archive. Put the table itself into one gzip, zip or zstd file.";
        return Err(told(ErrorCode::ArchiveUnsafe, message));
    }
    known(inner)
}

fn known(bytes: Vec<u8>) -> Result<Unpacked, ReportedError> {
    if let Some(format) = Format::of(&bytes) {
        return Ok(Unpacked::Columnar(bytes, format));
    }
    let foreign = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name);
    match foreign.or_else(|| tape(&bytes)).or_else(|| markup(&bytes)) {
        None => Ok(Unpacked::Text(bytes)),
        Some(name) => {
            let message = format!(
                "This is {name}. Upload a CSV file (plain, gzip, zip or zstd), a Parquet file or an Arrow file."
            );
            Err(told(ErrorCode::UnsupportedFormat, message))
        }
    }
}

/// A tar archive has its mark behind the name of the first entry.
fn tape(bytes: &[u8]) -> Option<&'static str> {
    bytes.get(257..262).filter(|mark| *mark == b"ustar").map(|_| "a tar archive")
}

fn markup(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.trim_ascii_start();
    let begins = |words: &[u8]| start.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
    if begins(b"<!doctype") || begins(b"<html") || begins(b"<?xml") {
        return Some("an HTML or XML page, perhaps the error page of a download");
    }
    let inner = start.get(1..).unwrap_or_default().trim_ascii_start().first();
    let is_json = match start.first() {
        Some(b'{') => inner == Some(&b'"'),
        Some(b'[') => matches!(inner, Some(b'{' | b'[')),
        _ => false,
    };
    is_json.then_some("a JSON file")
}

fn unzip(bytes: &[u8], most: u64) -> Result<Vec<u8>, ReportedError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| corrupt("zip"))?;
    if archive.len() > MOST_ENTRIES {
        let message = format!("The zip archive has {} entries. Put in one table and nothing else.", archive.len());
        return Err(told(ErrorCode::ArchiveAmbiguous, message));
    }
    let entries = entries(&mut archive)?;
    if entries.iter().any(|entry| matches!(entry.name.as_str(), "[Content_Types].xml" | "META-INF/manifest.xml")) {
        let message = "This is an Excel workbook or another office document. Save the sheet as a CSV file (UTF-8).";
        return Err(told(ErrorCode::UnsupportedFormat, message));
    }
    let entry = only(&entries.iter().filter(|entry| !entry.is_junk()).collect::<Vec<_>>())?;
    let entry = archive.by_index(entry.index).map_err(|error| refused(&error))?;
    read_bounded(entry, most, "zip")
}

struct Entry {
    index: usize,
    name: String,
    is_folder: bool,
    is_encrypted: bool,
}

impl Entry {
    /// What file managers add on their own.
    fn is_junk(&self) -> bool {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        self.is_folder
            || self.name.split('/').any(|part| part == "__MACOSX")
            || last.starts_with('.')
            || last.eq_ignore_ascii_case("thumbs.db")
            || last.eq_ignore_ascii_case("desktop.ini")
    }

    fn is_unsafe(&self) -> bool {
        self.name.starts_with(['/', '\\']) || self.name.split(['/', '\\']).any(|part| part == "..")
    }
}

fn entries(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<Entry>, ReportedError> {
    let count = archive.len();
    let entry = |index| {
        let file = archive.by_index_raw(index).map_err(|error| refused(&error))?;
        let name = file.name().map_or_else(|_| "?".to_owned(), Cow::into_owned);
        let (is_folder, is_encrypted) = (file.is_dir(), file.encrypted());
        Ok(Entry { index, name, is_folder, is_encrypted })
    };
    (0..count).map(entry).collect()
}

fn only<'e>(tables: &[&'e Entry]) -> Result<&'e Entry, ReportedError> {
    let entry = match tables {
        [] => return Err(told(ErrorCode::ArchiveEmpty, "The zip archive holds no file. Put one table into it.")),
        [entry] => *entry,
        [first, second, ..] => {
            let (count, first, second) = (tables.len(), excerpt(&first.name), excerpt(&second.name));
            let message = format!(
                "The zip archive holds {count} files (`{first}`, `{second}`, ...). Put in one table and nothing else."
            );
            return Err(told(ErrorCode::ArchiveAmbiguous, message));
        }
    };
    if entry.is_unsafe() {
        let message = format!(
            "The zip archive's entry `{}` points outside the archive. Pack the file again.",
            excerpt(&entry.name)
        );
        return Err(told(ErrorCode::ArchiveUnsafe, message));
    }
    if entry.is_encrypted {
        return Err(told(
            ErrorCode::ArchiveEncrypted,
            "The zip archive is encrypted. Pack the file again without a password.",
        ));
    }
    Ok(entry)
}

fn read_bounded(from: impl Read, most: u64, kind: &str) -> Result<Vec<u8>, ReportedError> {
    let mut bytes = Vec::new();
    from.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| {
        end_if_out_of_memory(&error);
        corrupt(kind)
    })?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
        return Ok(bytes);
    }
    let message = format!("The {kind} archive unpacks to more than {most} bytes, the most that is accepted here.");
    Err(told(ErrorCode::TooLarge, message))
}

fn refused(error: &ZipError) -> ReportedError {
    match error {
        ZipError::UnsupportedArchive(words) if *words == ZipError::PASSWORD_REQUIRED => {
            told(ErrorCode::ArchiveEncrypted, "The zip archive is encrypted. Pack the file again without a password.")
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => told(
            ErrorCode::UnsupportedFormat,
            "The zip archive is packed in a way that is not read here. Pack it with the usual method (deflate).",
        ),
        _ => corrupt("zip"),
    }
}

fn corrupt(kind: &str) -> ReportedError {
    let message = format!("The {kind} archive is damaged or cut off. Pack the file again, or upload it once more.");
    told(ErrorCode::ArchiveCorrupt, message)
}
