//! Checks and scores uploads in locked child processes: the parent's side.
//!
//! [`Evaluator`] is what services and `joute score` use. A submission passes two children: the truth-blind
//! *validator*, which parses it and aligns it to the public ids, and the parser-free *scorer*, which holds the truth
//! and answers numbers. The children's side is the crate `scorer`; what both exchange is laid down here
//! ([`wire`], [`layout`]). `README.md` shows the walk.
//!
//! Invariant: this process parses no upload (it looks at the first four bytes), and what a child answers is checked before it is believed.

#[doc(hidden)]
pub mod attack;
mod error;
mod evaluator;
mod frame;
pub mod layout;
mod limits;
mod report;
mod result;
mod schema;
mod split;
pub mod wire;

pub use error::{EvaluationError, Stage};
pub use evaluator::Evaluator;
pub use frame::{FrameError, ScoreFrame, ScoreStatus};
pub use limits::Bounds;
pub use report::{REPORT_MOST_CHARACTERS, bounded_report};
pub use result::{Canonical, Prepared, RowCounts, Scores};
pub use schema::{CellKind, PredictionColumn, SCHEMA_VERSION, Schema, SchemaError, Separator, SolutionColumn};
pub use split::is_public;
