//! Size and SHA-256 of a file, counted while it passes by.
//!
//! Invariant: what is counted is exactly what was written, and never more than the limit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::StorageError;

/// A text that is no SHA-256 checksum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 checksum of 64 lower-case hexadecimal digits was expected")]
pub struct ChecksumError;

/// A SHA-256 checksum as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256Hex(String);

impl Sha256Hex {
    /// The checksum of bytes at hand.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex::encode(Sha256::digest(bytes)))
    }

    /// The checksum as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sha256Hex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Sha256Hex {
    type Err = ChecksumError;
    fn from_str(text: &str) -> Result<Self, ChecksumError> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(is_digit)).then(|| Self(text.to_owned())).ok_or(ChecksumError)
    }
}

impl TryFrom<String> for Sha256Hex {
    type Error = ChecksumError;
    fn try_from(text: String) -> Result<Self, ChecksumError> {
        text.parse()
    }
}

impl From<Sha256Hex> for String {
    fn from(checksum: Sha256Hex) -> String {
        checksum.0
    }
}

/// What is known of a file once it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Bytes in the file.
    pub size_bytes: u64,
    /// Checksum of those bytes.
    pub sha256: Sha256Hex,
}

/// Counts and hashes chunks up to a limit.
#[derive(Debug)]
pub(crate) struct Meter {
    limit: u64,
    size_bytes: u64,
    hasher: Sha256,
}

impl Meter {
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, size_bytes: 0, hasher: Sha256::new() }
    }

    /// Counts one chunk, or refuses it because the file would pass the limit.
    pub(crate) fn admit(&mut self, chunk: &[u8]) -> Result<(), StorageError> {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let size_bytes = self.size_bytes.saturating_add(length);
        if size_bytes > self.limit {
            return Err(StorageError::TooLarge { limit: self.limit });
        }
        self.size_bytes = size_bytes;
        self.hasher.update(chunk);
        Ok(())
    }

    pub(crate) fn finish(self) -> Stored {
        Stored { size_bytes: self.size_bytes, sha256: Sha256Hex(hex::encode(self.hasher.finalize())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn the_checksum_of_nothing_is_the_published_one() {
        assert_eq!(Sha256Hex::of(b"").as_str(), EMPTY);
        assert_eq!(Meter::new(0).finish().sha256.as_str(), EMPTY);
    }

    #[test]
    fn a_file_may_be_as_long_as_the_limit_and_no_longer() {
        let mut meter = Meter::new(4);
        assert!(meter.admit(b"abc").is_ok());
        assert!(meter.admit(b"d").is_ok());
        assert!(matches!(meter.admit(b"e"), Err(StorageError::TooLarge { limit: 4 })));
        assert_eq!(meter.finish(), Stored { size_bytes: 4, sha256: Sha256Hex::of(b"abcd") });
    }

    #[test]
    fn other_spellings_of_a_checksum_are_refused() {
        assert!(EMPTY.parse::<Sha256Hex>().is_ok());
        assert!(EMPTY.to_uppercase().parse::<Sha256Hex>().is_err());
        assert!("e3b0".parse::<Sha256Hex>().is_err());
        assert!("é".repeat(32).parse::<Sha256Hex>().is_err());
    }
}
