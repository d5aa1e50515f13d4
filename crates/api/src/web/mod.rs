//! What surrounds every request: identity, rights, origin, uploads, logs, error pages.
//!
//! Invariant: who asks is known before the door's keeper (`crate::doors`) decides, and extractors only hand on.

pub(crate) mod authenticate;
pub(crate) mod client_address;
pub(crate) mod error_pages;
pub(crate) mod guard;
pub(crate) mod request_log;
pub(crate) mod seat;
pub(crate) mod upload;
pub(crate) mod visitor;

pub(crate) use authenticate::{Caller, SignedIn};
pub(crate) use seat::Seated;
pub(crate) use upload::IncomingFile;
pub(crate) use visitor::Visiting;
