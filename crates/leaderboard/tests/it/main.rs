//! The crate as its callers see it.

#![allow(clippy::unwrap_used, reason = "a test fails where it stops")]

mod charts;
mod exports;
mod house;
mod properties;
mod ranking;
