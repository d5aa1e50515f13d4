//! The evaluation scale: the House Level, how sure it is, and where every digit of it comes from.
//!
//! [`HouseLevels::compute`] takes all closed competitions and gives everyone's Level at once;
//! [`HouseLevels::explain`] takes one apart into contributions that add up to it.
//!
//! Invariant: a fixed published formula, linear in the results; no number is learned from the people it rates, no
//! history is kept between computations, and nothing here decides anything.

mod bands;
mod comparison;
mod constants;
mod coverage;
mod disclosure;
mod evidence;
mod explanation;
mod gate;
mod group;
mod levels;
mod model;
mod outlook;
mod person;
mod results;
mod trend;
mod variances;

pub use bands::LevelBand;
pub use comparison::{Comparison, ComparisonError, Side, Word};
pub use constants::{Constants, Gate};
pub use coverage::{DomainCoverage, Participation};
pub use evidence::{NotCounted, RankError, normal_score};
pub use explanation::{Explanation, ResultPart};
pub use gate::{GateAnswer, GateReason};
pub use group::{Count, Figures, Group, GroupFigures, GroupReport, LEAST_PEOPLE, LevelClass};
pub use levels::{CountedField, HouseLevels, LevelError};
pub use outlook::{NextResult, Outlook, WithoutResult};
pub use person::PersonLevel;
pub use results::{ClosedCompetition, Leave, RankedTeam, Results};
pub use trend::{LevelChange, TrendPoint, trend};
pub use variances::{Variances, VariancesError};
