//! What hosts and submitters meet: scores, rules, refusals.

#![allow(clippy::unwrap_used, clippy::as_conversions, reason = "a test may stop where it stands")]
#![allow(clippy::float_cmp, reason = "perfect scores and equal bits are exact")]

mod cases;
mod golden;
mod guide;
mod owned;
mod properties;
mod refusals;
mod rules;
mod settings;
mod setups;
mod sketches;
