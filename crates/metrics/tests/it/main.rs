//! What hosts and submitters meet: scores, rules, refusals.

#![allow(clippy::float_cmp, reason = "perfect scores and equal bits are exact")]

mod golden;
mod owned;
