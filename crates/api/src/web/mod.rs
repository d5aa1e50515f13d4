//! What surrounds every request: identity, rights, origin, uploads, logs, error pages.
//!
//! Invariant: a handler runs only after its extractors have decided that it may.

pub(crate) mod authenticate;
pub(crate) mod error_pages;
pub(crate) mod guard;
pub(crate) mod request_log;
pub(crate) mod seat;
pub(crate) mod upload;
pub(crate) mod visitor;

pub(crate) use authenticate::{Caller, SignedIn};
pub(crate) use seat::{Downloading, Editing, Reading, Seated, Submitting};
pub(crate) use upload::IncomingFile;
pub(crate) use visitor::Visiting;
