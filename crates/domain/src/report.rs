//! What is wrong with an upload: all kinds of errors at once, each with its places.
//!
//! Invariant: made without the hidden truth, so it may be shown in full; at most 4,000 characters of text.

use serde::{Deserialize, Serialize};

/// Where an error was seen. The header is line 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Line of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column by its name in the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Identifier of the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The stable name of a kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the catalogue of codes; their meaning is told in the page's own words")]
pub enum ErrorCode {
    ArchiveAmbiguous,
    ArchiveCorrupt,
    ArchiveEmpty,
    ArchiveEncrypted,
    ArchiveUnsafe,
    BadEncoding,
    BadQuoting,
    DuplicateColumn,
    DuplicateIds,
    EmptyFile,
    FieldTooLong,
    InvalidLabel,
    InvalidList,
    InvalidRle,
    MissingColumn,
    MissingIds,
    NoRows,
    NotANumber,
    NotFinite,
    NulByte,
    NullValue,
    OutOfRange,
    RaggedRow,
    RowSum,
    TooLarge,
    UndefinedMetric,
    UnexpectedColumn,
    UnknownIds,
    UnsupportedFormat,
    WrongDelimiter,
    WrongLineEndings,
    /// The host's settings do not fit the solution; only at set-up.
    InvalidSettings,
    /// The stage ended before it could answer: a limit, or a crash of the parser.
    StageStopped,
}

impl ErrorCode {
    /// The name in answers, such as `missing_ids`.
    pub fn as_str(self) -> String {
        serde_json::to_value(self).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// One kind of error with its count and first places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedError {
    /// The kind.
    pub code: ErrorCode,
    /// What happened and what to do next, in English, for the person who uploaded.
    pub message: String,
    /// How many times.
    pub count: u64,
    /// The first few places.
    #[serde(default)]
    pub places: Vec<Place>,
    /// What would probably help, such as "the ids match after trimming blanks".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Everything found wrong with one upload; never empty when it stands for a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UploadReport {
    /// The kinds of errors, in the order in which they matter.
    pub errors: Vec<ReportedError>,
}

impl UploadReport {
    /// A report of one error without a place.
    pub fn of(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { errors: vec![ReportedError { code, message: message.into(), count: 1, places: Vec::new(), hint: None }] }
    }

    /// True if nothing was found.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_published_names() {
        assert_eq!(ErrorCode::NotANumber.as_str(), "not_a_number");
        assert_eq!(ErrorCode::InvalidRle.as_str(), "invalid_rle");
    }
}
