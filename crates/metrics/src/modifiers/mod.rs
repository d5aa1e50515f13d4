//! What metrics share: several columns, groups of rows, masked rows and cells.
//!
//! Invariant: a modifier changes which cells a metric sees or how several scores become one, never the metric itself.

pub(crate) mod columns;
mod group;
mod mask;

pub(crate) use columns::Arrangement;
pub use columns::ignores_empty_truth;
pub(crate) use group::{GROUP_REDUCE, Groups, members};
pub use mask::MaskRule;
pub(crate) use mask::{MASK_KEEP, Mask};
