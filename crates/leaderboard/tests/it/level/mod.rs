//! The evaluation scale.

mod golden;
mod groups;
mod properties;
mod stories;

use joute_domain::{CompetitionId, TeamId, Timestamp, UserId};
use joute_leaderboard::level::{ClosedCompetition, Constants, HouseLevels, RankedTeam, Results};

/// The instant of every computation here.
pub(crate) fn now() -> Timestamp {
    "2026-10-01T07:00:00Z".parse().unwrap()
}

/// A person with an identifier that sorts by number.
pub(crate) fn person(number: usize) -> UserId {
    format!("00000000-0000-7000-a000-{number:012}").parse().unwrap()
}

/// A competition with an identifier that sorts by number.
pub(crate) fn competition(number: usize) -> CompetitionId {
    format!("00000000-0000-7000-b000-{number:012}").parse().unwrap()
}

/// A team of a competition, by its place in the list.
pub(crate) fn team(competition: usize, number: usize) -> TeamId {
    format!("00000000-0000-7000-c{competition:03}-{number:012}").parse().unwrap()
}

/// A competition that closed so many days ago, with teams as (members, rank).
pub(crate) fn closed(number: usize, days_ago: f64, teams: &[(&[usize], f64)]) -> ClosedCompetition {
    let ranked = |(place, (members, rank)): (usize, &(&[usize], f64))| RankedTeam {
        team: team(number, place),
        members: members.iter().copied().map(person).collect(),
        rank: *rank,
        withdrawn: false,
    };
    ClosedCompetition {
        id: competition(number),
        closed_at: now().plus_days(-days_ago),
        rated: true,
        domain: None,
        teams: teams.iter().enumerate().map(ranked).collect(),
    }
}

/// People alone, in the order of their finish.
pub(crate) fn solo(number: usize, days_ago: f64, order: &[usize]) -> ClosedCompetition {
    let members: Vec<[usize; 1]> = order.iter().map(|person| [*person]).collect();
    let teams: Vec<(&[usize], f64)> =
        members.iter().zip(1_u32..).map(|(members, rank)| (&members[..], f64::from(rank))).collect();
    closed(number, days_ago, &teams)
}

/// Results without leave.
pub(crate) fn results(competitions: Vec<ClosedCompetition>) -> Results {
    Results { competitions, leave: Vec::new() }
}

/// The Levels of version 1.
pub(crate) fn levels(results: &Results) -> HouseLevels {
    HouseLevels::compute(results, &Constants::default(), now()).unwrap()
}
