//! What can go wrong with stored files, in words, and in a few kinds that callers decide by.
//!
//! Invariant: the messages name neither a path nor a secret; what the backend said is kept as the source.

use std::error::Error;
use std::io;

type Source = Box<dyn Error + Send + Sync>;

/// A stored file could not be written, read, listed or removed.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The body was longer than allowed; nothing was stored.
    #[error("the file is larger than the {limit} bytes that are allowed")]
    TooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// The body broke off; nothing was stored.
    #[error("the upload broke off before the whole file had arrived: {reason}")]
    BodyInterrupted {
        /// What the body's source said.
        reason: String,
    },
    /// No room is left; nothing was stored.
    #[error("the storage is full")]
    Full(#[source] Source),
    /// No file is stored under the key.
    #[error("the stored file does not exist")]
    Absent,
    /// The range begins behind the end of the file or is empty.
    #[error("the range {start}..{end} lies outside the file of {size_bytes} bytes")]
    OutsideFile {
        /// First byte asked for.
        start: u64,
        /// Byte behind the last one asked for.
        end: u64,
        /// Bytes in the file.
        size_bytes: u64,
    },
    /// The backend does not let us in.
    #[error("the storage refused access")]
    Denied(#[source] Source),
    /// The backend did not answer, or not as it should.
    #[error("the storage is unavailable")]
    Unavailable(#[source] Source),
    /// The backend cannot be set up from its configuration.
    #[error("the storage is not configured rightly")]
    Misconfigured(#[source] Source),
}

/// Kinds of [`StorageError`] for decisions and for stable codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The body was longer than allowed.
    TooLarge,
    /// The body broke off.
    BodyInterrupted,
    /// No room is left.
    Full,
    /// No such file.
    Absent,
    /// The range lies outside the file.
    OutsideFile,
    /// The backend does not let us in.
    Denied,
    /// The backend is unavailable.
    Unavailable,
    /// The configuration is wrong.
    Misconfigured,
}

impl ErrorKind {
    /// The kind as a stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "file_too_large",
            Self::BodyInterrupted => "upload_interrupted",
            Self::Full => "storage_full",
            Self::Absent => "file_absent",
            Self::OutsideFile => "range_outside_file",
            Self::Denied => "storage_denied",
            Self::Unavailable => "storage_unavailable",
            Self::Misconfigured => "storage_misconfigured",
        }
    }
}

impl StorageError {
    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::TooLarge { .. } => ErrorKind::TooLarge,
            Self::BodyInterrupted { .. } => ErrorKind::BodyInterrupted,
            Self::Full(_) => ErrorKind::Full,
            Self::Absent => ErrorKind::Absent,
            Self::OutsideFile { .. } => ErrorKind::OutsideFile,
            Self::Denied(_) => ErrorKind::Denied,
            Self::Unavailable(_) => ErrorKind::Unavailable,
            Self::Misconfigured(_) => ErrorKind::Misconfigured,
        }
    }

    /// Whether the error only says that no such file is stored.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl From<object_store::Error> for StorageError {
    fn from(error: object_store::Error) -> Self {
        use object_store::Error as Backend;
        match error {
            Backend::NotFound { .. } => Self::Absent,
            Backend::PermissionDenied { .. } | Backend::Unauthenticated { .. } => Self::Denied(error.into()),
            error => Self::from_chain(error.into()),
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::Absent } else { Self::from_chain(error.into()) }
    }
}

impl StorageError {
    /// An error of a write. Nothing can be absent then but the place itself: a bucket or folder that was removed.
    pub(crate) fn of_write(error: impl Into<Self>) -> Self {
        match error.into() {
            Self::Absent => Self::Unavailable("the folder or bucket that holds the files does not exist".into()),
            error => error,
        }
    }

    /// Looks for the operating system's word on the matter, however deep the backend has wrapped it.
    fn from_chain(error: Source) -> Self {
        let kinds = io_kinds(&*error);
        if kinds.iter().any(|kind| matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) {
            Self::Full(error)
        } else if kinds.contains(&io::ErrorKind::PermissionDenied) {
            Self::Denied(error)
        } else {
            Self::Unavailable(error)
        }
    }
}

/// The kinds of all input and output errors in a chain of sources.
fn io_kinds(top: &(dyn Error + 'static)) -> Vec<io::ErrorKind> {
    let mut kinds = Vec::new();
    let mut next = Some(top);
    while let Some(error) = next {
        kinds.extend(error.downcast_ref::<io::Error>().map(io::Error::kind));
        next = error.source();
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_recognised_inside_a_backend_error() {
        let source = Box::new(io::Error::from(io::ErrorKind::StorageFull));
        let error = StorageError::from(object_store::Error::Generic { store: "LocalFileSystem", source });
        assert_eq!(error.kind(), ErrorKind::Full);
        assert_eq!(error.to_string(), "the storage is full");
    }

    #[test]
    fn missing_and_forbidden_files_are_told_apart() {
        assert!(StorageError::from(io::Error::from(io::ErrorKind::NotFound)).is_absent());
        let forbidden = StorageError::from(io::Error::from(io::ErrorKind::PermissionDenied));
        assert_eq!(forbidden.kind(), ErrorKind::Denied);
        assert!(!forbidden.is_absent());
    }
}
