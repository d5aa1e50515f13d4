//! Submissions: made, checked for free, followed, read again.
//!
//! Invariant: everything here is the caller's own team's; hosts may read a single one by its id.

pub(crate) mod check;
pub(crate) mod events;
pub(crate) mod read;
pub(crate) mod submit;
pub(crate) mod view;
