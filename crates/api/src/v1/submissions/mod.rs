//! Submissions: made, checked for free, followed, read again.
//!
//! Invariant: everything here is the caller's own team's; hosts may read a single one by its id.

pub(super) mod check;
pub(super) mod events;
pub(super) mod read;
pub(super) mod submit;
pub(super) mod view;
