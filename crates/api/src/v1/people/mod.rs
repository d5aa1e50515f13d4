//! People: signing in and out, bearer tokens, personal tokens.
//!
//! Invariant: a token's clear text is in one answer only, the one that makes it.

pub(super) mod session;
pub(super) mod tokens;
