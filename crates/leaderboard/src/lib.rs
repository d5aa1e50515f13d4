//! Ranking in one place, and what can be made of a board: CSV, JSON and charts.
//!
//! Invariant: pure and synchronous; the same teams and submissions give the same board whatever their order.
//! What the charts offer to a style sheet is listed in `README.md`.

mod board;
mod calendar;
mod chart;
mod distribution;
mod ranking;
mod scale;
mod score_over_time;
mod series;
mod shown_range;
mod spreadsheet;
mod svg;
mod view;

pub use board::{Board, BoardKind, Movement, ScoredSubmission, Standing, Team};
pub use calendar::{DateStyle, TimeAxis};
pub use chart::{ChartLabels, ChartSize, ChartStyle};
pub use distribution::distribution_svg;
pub use ranking::board;
pub use score_over_time::score_over_time_svg;
pub use spreadsheet::csv;
pub use view::{BoardView, MovementKind, MovementView, StandingView, TeamView};
