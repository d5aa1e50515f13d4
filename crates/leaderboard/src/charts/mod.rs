//! Charts as SVG, with a title and a description for those who cannot see them.
//!
//! Invariant: well-formed XML that a strict content policy accepts and that reads without a style sheet; the words
//! come from the caller, in the reader's language.

mod axis_scale;
mod calendar;
mod distribution;
mod frame;
mod score_over_time;
mod series;
mod shown_range;
mod svg;

pub use calendar::{DateStyle, TimeAxis};
pub use distribution::distribution_svg;
pub use frame::{ChartLabels, ChartSize, ChartStyle};
pub use score_over_time::score_over_time_svg;
