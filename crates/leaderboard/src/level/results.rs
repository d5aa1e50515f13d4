//! What the scale is computed from: closed competitions with their ranks, and leave.
//!
//! Invariant: plain facts; whether and how much a result counts is decided in one place, `evidence.rs`.

use joute_domain::{CompetitionId, TeamId, Timestamp, UserId};
use serde::Serialize;

/// All that a Level follows from.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Results {
    /// Closed competitions in any order.
    pub competitions: Vec<ClosedCompetition>,
    /// Recorded leave; the reason is nobody's business here.
    pub leave: Vec<Leave>,
}

/// A competition whose ranks are final.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClosedCompetition {
    /// Which.
    pub id: CompetitionId,
    /// When it closed: results age from here.
    pub closed_at: Timestamp,
    /// Whether it counts, fixed before it began: no for training, and by default where no working time was granted.
    pub rated: bool,
    /// The subject, for coverage of skills; `None` if it has none.
    pub domain: Option<String>,
    /// All ranked teams.
    pub teams: Vec<RankedTeam>,
}

/// A team and its final rank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankedTeam {
    /// Which.
    pub team: TeamId,
    /// Who was in it. An erased person stays as an identifier that leads to nobody.
    pub members: Vec<UserId>,
    /// The expected rank over the draws (`uncertainty::expected_ranks`), or the shared rank; 1 to the number of teams.
    pub rank: f64,
    /// True if the result was withdrawn from rating: it counts for nobody, and the others keep theirs.
    pub withdrawn: bool,
}

/// A time in which a person's results do not age.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leave {
    /// Whose.
    pub person: UserId,
    /// The beginning.
    pub from: Timestamp,
    /// The end; `None` while it lasts.
    pub until: Option<Timestamp>,
}

impl Leave {
    /// Days of leave of a person between two instants; overlapping records count once.
    pub(super) fn days(leave: &[Self], person: &UserId, since: Timestamp, until: Timestamp) -> f64 {
        let own = leave.iter().filter(|leave| &leave.person == person);
        let mut spans: Vec<(Timestamp, Timestamp)> =
            own.map(|leave| (leave.from.max(since), leave.until.unwrap_or(until).min(until))).collect();
        spans.sort_unstable();
        let mut covered = since;
        let mut days = 0.0;
        for (from, to) in spans {
            days += days_between(from.max(covered), to);
            covered = covered.max(to);
        }
        days
    }
}

/// Days from the first instant to the second; 0 if it lies before.
pub(super) fn days_between(from: Timestamp, to: Timestamp) -> f64 {
    to.since(from).as_secs_f64() / 86_400.0
}
