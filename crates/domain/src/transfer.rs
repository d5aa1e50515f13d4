//! Files on their way in and out: what an upload is for, and what a download link opens.
//!
//! Invariant: an upload serves the one purpose it was started for.

use std::fmt;
use std::str::FromStr;

/// A text that names none of the known values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not known here")]
pub struct TransferError(String);

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident => $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$case_doc])* $case),+ }

        impl $name {
            /// The name under which it is stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$case => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = TransferError;
            fn from_str(text: &str) -> Result<Self, TransferError> {
                match text {
                    $($text => Ok(Self::$case),)+
                    _ => Err(TransferError(text.chars().take(64).collect())),
                }
            }
        }
    };
}

named! {
    /// What a file that arrives in parts is for.
    UploadPurpose {
        /// Predictions.
        Submission => "submission",
        /// A file of a competition's data.
        Data => "data",
        /// The hidden truth.
        Solution => "solution",
    }
}

named! {
    /// What a download link opens.
    LinkKind {
        /// One file of a competition's data.
        File => "file",
        /// All of them, as one zip.
        Archive => "archive",
        /// One's own submission, as uploaded.
        Submission => "submission",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_name_is_read_back_and_an_unknown_one_is_told() {
        assert_eq!("data".parse::<UploadPurpose>().unwrap(), UploadPurpose::Data);
        assert_eq!(LinkKind::Archive.to_string().parse::<LinkKind>().unwrap(), LinkKind::Archive);
        assert!("truth".parse::<LinkKind>().unwrap_err().to_string().contains("truth"));
    }
}
