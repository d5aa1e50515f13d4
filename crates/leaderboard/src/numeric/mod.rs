//! The little numerical mathematics that the boards and the scale stand on.
//!
//! Invariant: every sum has a fixed order, so that a result has the same bits on any number of threads.

mod cholesky;
mod normal;
mod order;
mod sum;

pub(crate) use cholesky::{Cholesky, NotPositive};
pub(crate) use normal::{cdf, quantile};
pub(crate) use order::{mid_ranks, same, upper_quantile};
pub(crate) use sum::{compensated, dot, real};
