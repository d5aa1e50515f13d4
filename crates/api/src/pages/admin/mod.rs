//! Pages for administrators.
//!
//! Invariant: what is shown here is shown to nobody else; the doors say so.

pub(crate) mod audit;
mod audit_filter;
