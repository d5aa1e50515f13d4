//! Who may do what. `right` names it, `table` says who has it, `law` decides; `seat` and `group_seat` find a competition
//! or group for somebody, `viewer` is who asks.
//!
//! Invariant: there is one table; the routes of `joute-api` name a right each, and nothing else in the house decides.

mod group_seat;
mod law;
mod right;
mod seat;
mod table;
mod viewer;

use joute_database::DatabaseError;
use joute_domain::Scope;

pub use group_seat::GroupSeat;
pub use law::{Place, Refusal, Standing, decide};
pub use right::Right;
pub use seat::Seat;
pub use table::{Audience, Moment, Object, Reach, Rule, rule};
pub use viewer::{Origin, Via, Viewer};

/// Why somebody may not.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// It does not exist, or its existence is none of the viewer's business.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Nobody is signed in.
    #[error("sign in first")]
    SignInRequired,
    /// The token was not made for this.
    #[error("{}", Refusal::ScopeMissing(*.0))]
    ScopeMissing(Scope),
    /// The token is narrower than its owner.
    #[error("{}", Refusal::WholeTokenNeeded)]
    WholeTokenNeeded,
    /// Signed in, and not allowed.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
}

impl From<Refusal> for AccessError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Hidden(Object::Group) => Self::NotFound("group"),
            Refusal::Hidden(Object::Competition | Object::House) => Self::NotFound("competition"),
            Refusal::SignInRequired => Self::SignInRequired,
            Refusal::ScopeMissing(scope) => Self::ScopeMissing(scope),
            Refusal::WholeTokenNeeded => Self::WholeTokenNeeded,
            Refusal::NotAmong(audience) => Self::Forbidden(audience.refused()),
            Refusal::TooEarly => Self::Forbidden("the data can be downloaded when the competition begins"),
        }
    }
}

/// Asks the table for a right that is about the house at large.
pub fn allow(right: Right, who: Option<&Viewer>) -> Result<(), AccessError> {
    Ok(decide(right, who, Place::House)?)
}
