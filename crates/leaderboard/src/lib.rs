//! Ranking in one place, and what can be made of a board: CSV, JSON and charts.
//!
//! Invariant: pure and synchronous; the same teams and submissions give the same board whatever their order.
//! What the charts offer to a style sheet is listed in `README.md`.

mod board;
mod charts;
pub mod closing;
mod export;
pub mod guard;
pub mod level;
mod numeric;
mod ranking;
pub mod recognition;
pub mod uncertainty;
mod view;

pub use board::{Board, BoardKind, Movement, ScoredSubmission, Standing, Team};
pub use charts::{ChartLabels, ChartSize, ChartStyle, DateStyle, TimeAxis, distribution_svg, score_over_time_svg};
pub use export::{csv, kaggle_csv};
pub use ranking::board;
pub use view::{BoardView, MovementKind, MovementView, StandingView, TeamView};
