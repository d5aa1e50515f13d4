//! People: signing in and out, bearer tokens, personal tokens.
//!
//! Invariant: a token's clear text is in one answer only, the one that makes it.

pub(crate) mod session;
pub(crate) mod tokens;
