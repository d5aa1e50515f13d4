//! What is recognised beside the Level: badges by criterion, Contribution and Impact as counts.
//!
//! Invariant: no quota, no weight, no total; a badge names its evidence, and the axes are never added up, neither with
//! each other nor with the Level.

mod badge;
mod contribution;
mod impact;

pub use badge::{Badge, BadgeKind, Evidence, badges};
pub use contribution::{Contribution, ContributionKind};
pub use impact::{Impact, ImpactVerdict};
