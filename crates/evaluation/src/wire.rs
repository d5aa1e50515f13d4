//! Headers of jobs and answers of the stages that may speak.
//!
//! A job's first descriptor is its header as JSON; the others are listed at each header. The scorer answers a
//! [`ScoreFrame`](crate::ScoreFrame), the other stages an [`Answer`] as JSON.
//!
//! Invariant: both sides are the same program; a header or an answer of another version is refused, not guessed at.

use joute_domain::{ScoringSettings, UploadReport};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Bounds, RowCounts, Schema};

/// Version of all headers and answers.
pub const WIRE_VERSION: u32 = 1;

/// Longest header, in bytes.
pub const HEADER_MOST_BYTES: u64 = 16 << 20;

/// Reads a solution. Descriptors: header, solution, ids to write, truth to write, then the sample if there is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrepareHeader {
    /// What the host wants.
    pub settings: ScoringSettings,
    /// Bounds of each table.
    pub bounds: Bounds,
}

/// Reads a submission. Descriptors: header, submission, ids, predictions to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValidateHeader {
    /// What the submission must look like.
    pub schema: Schema,
    /// Bounds of the table.
    pub bounds: Bounds,
}

/// Scores. Descriptors: header, predictions, truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreHeader {
    /// What the columns mean.
    pub schema: Schema,
}

/// Summarises a table. Descriptors: header, file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileHeader {
    /// Bounds of the table.
    pub bounds: Bounds,
}

/// Answer to [`PrepareHeader`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrepareAnswer {
    /// The schema that follows from settings and solution.
    pub schema: Schema,
    /// The split.
    pub rows: RowCounts,
    /// Bytes written to the ids file.
    pub ids_bytes: u64,
    /// Bytes written to the truth file.
    pub truth_bytes: u64,
    /// What the host should know; it may hold values of the truth.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Answer to [`ValidateHeader`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidateAnswer {
    /// Rows that were aligned.
    pub rows: u64,
}

/// What a stage that may speak answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// It is done.
    Done(T),
    /// The upload is refused.
    Rejected(UploadReport),
    /// The header could not be used; the platform is at fault.
    Unusable(String),
}

/// A message with its version.
#[derive(Debug, Serialize, Deserialize)]
struct Versioned<T> {
    version: u32,
    body: T,
}

/// Bytes that are no message of this version.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// Not JSON of the right form.
    #[error("it is not readable: {0}")]
    Form(#[from] serde_json::Error),
    /// Another version.
    #[error("it has version {0}, not {WIRE_VERSION}")]
    Version(u32),
}

/// The bytes of a header or an answer.
pub fn encode<T: Serialize>(body: T) -> Result<Vec<u8>, WireError> {
    Ok(serde_json::to_vec(&Versioned { version: WIRE_VERSION, body })?)
}

/// Reads a header or an answer.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let Version { version } = serde_json::from_slice(bytes)?;
    if version != WIRE_VERSION {
        return Err(WireError::Version(version));
    }
    Ok(serde_json::from_slice::<Versioned<T>>(bytes)?.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_survives_the_way() {
        let bytes = encode(Answer::Done(ValidateAnswer { rows: 7 })).unwrap();
        assert_eq!(decode::<Answer<ValidateAnswer>>(&bytes).unwrap(), Answer::Done(ValidateAnswer { rows: 7 }));
    }

    #[test]
    fn other_versions_and_other_bytes_are_refused() {
        assert!(matches!(decode::<u32>(br#"{"version":2,"body":{"later":true}}"#), Err(WireError::Version(2))));
        assert!(matches!(decode::<u32>(b"garbage"), Err(WireError::Form(_))));
        assert!(matches!(decode::<u32>(br#"{"version":1,"body":"x"}"#), Err(WireError::Form(_))));
    }
}
