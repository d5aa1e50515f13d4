//! The children's side of checking and scoring: the stages that run locked in the sandbox.
//!
//! `validate` parses an upload and aligns it to the public ids; `prepare` does the like for a host's solution;
//! `profile` summarises a file; `score` holds the truth, parses nothing and touches no polars.
//! The binary calls [`child_main`] when its arguments say that it is a child.
//!
//! Invariant: the only crate that links polars, and no stage both parses an upload and holds the truth of others.

#[cfg(any(test, feature = "bare"))]
mod bare;
mod check;
mod child;
mod files;
mod findings;
mod ids;
mod number;
mod prepare;
mod profile;
mod score;
mod table;
mod validate;

#[cfg(any(test, feature = "bare"))]
#[doc(hidden)]
pub use bare::{run_bare, try_upload};
pub use child::child_main;
