//! The crate as its callers see it.

#![allow(clippy::unwrap_used, reason = "a test fails where it stops")]
#![allow(clippy::float_cmp, reason = "a number that is compared with == is meant to the last bit")]

mod charts;
mod exports;
mod guard;
mod house;
mod level;
mod properties;
mod ranking;
mod recognition;
mod uncertainty;
