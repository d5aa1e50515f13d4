//! The crate as its callers see it.

mod charts;
mod exports;
mod house;
mod properties;
mod ranking;
