//! The files that participants download.
//!
//! Invariant: bytes stream in both directions; a download is the stored file itself, never compressed on the way.

pub(super) mod archive;
pub(super) mod change;
pub(super) mod download;
pub(super) mod outgoing;
pub(super) mod view;

pub(crate) use change::FileForm;
