//! From ranks to weighted observations: which results count, what they say and how much.
//!
//! Invariant: rows, people and competitions have one order, whatever the order of the input; a result that does not
//! count is named with its reason.

use std::collections::BTreeSet;

use joute_domain::{CompetitionId, TeamId, Timestamp, UserId};
use serde::Serialize;

use super::constants::Constants;
use super::results::{ClosedCompetition, Leave, RankedTeam, Results, days_between};
use crate::numeric::{quantile, real};

/// Why a competition does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotCounted {
    /// It was announced as not rated.
    NotRated,
    /// It had not closed by the instant of computation.
    NotClosed,
    /// It is older than the window.
    TooOld,
    /// It has too few ranked teams.
    TooFewTeams,
    /// All its results were withdrawn.
    Withdrawn,
}

/// A rank outside the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rank of team {team} in competition {competition} does not lie between 1 and the number of teams")]
pub struct RankError {
    /// The competition.
    pub competition: CompetitionId,
    /// The team.
    pub team: TeamId,
}

/// A team's result as the model sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) competition: usize,
    pub(super) team: TeamId,
    pub(super) members: Vec<usize>,
    pub(super) rank: f64,
    pub(super) z: f64,
    /// The normal score less the bonus for the size.
    pub(super) y: f64,
    pub(super) age_days: f64,
    pub(super) weight: f64,
}

impl Row {
    /// One over the size.
    pub(super) fn share(&self) -> f64 {
        1.0 / real(self.members.len()).max(1.0)
    }
}

/// A competition that counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) id: CompetitionId,
    pub(super) closed_at: Timestamp,
    pub(super) domain: Option<String>,
    pub(super) teams: usize,
}

/// Everything that counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    pub(super) people: Vec<UserId>,
    pub(super) fields: Vec<Field>,
    pub(super) rows: Vec<Row>,
    pub(super) not_counted: Vec<(CompetitionId, NotCounted)>,
}

/// The expected normal score of rank `rank` among `teams` (Blom's approximation).
pub fn normal_score(rank: f64, teams: usize) -> f64 {
    quantile((real(teams) - rank + 0.625) / (real(teams) + 0.25))
}

impl Evidence {
    pub(super) fn of(results: &Results, constants: &Constants, as_of: Timestamp) -> Result<Self, RankError> {
        let mut competitions: Vec<&ClosedCompetition> = results.competitions.iter().collect();
        competitions.sort_by_key(|competition| (competition.closed_at, &competition.id));
        let (mut counted, mut not_counted) = (Vec::new(), Vec::new());
        for competition in competitions {
            check(competition)?;
            match why_not(competition, constants, as_of) {
                None => counted.push(competition),
                Some(reason) => not_counted.push((competition.id.clone(), reason)),
            }
        }
        let members = counted.iter().flat_map(|competition| valid(competition)).flat_map(|team| &team.members);
        let people: Vec<UserId> = members.cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let rows = counted.iter().enumerate().flat_map(|(place, competition)| {
            let row = |team| row(place, competition, team, &people, results, constants, as_of);
            valid(competition).into_iter().map(row).collect::<Vec<_>>()
        });
        let rows = rows.collect();
        let field = |competition: &ClosedCompetition| Field {
            id: competition.id.clone(),
            closed_at: competition.closed_at,
            domain: competition.domain.clone(),
            teams: competition.teams.len(),
        };
        Ok(Self { fields: counted.into_iter().map(field).collect(), people, rows, not_counted })
    }
}

/// The teams whose results stand, in their fixed order.
fn valid(competition: &ClosedCompetition) -> Vec<&RankedTeam> {
    let standing = competition.teams.iter().filter(|team| !team.withdrawn && !team.members.is_empty());
    let mut teams: Vec<&RankedTeam> = standing.collect();
    teams.sort_by(|left, right| left.rank.total_cmp(&right.rank).then_with(|| left.team.cmp(&right.team)));
    teams
}

fn check(competition: &ClosedCompetition) -> Result<(), RankError> {
    let most = real(competition.teams.len());
    match competition.teams.iter().find(|team| !(1.0..=most).contains(&team.rank)) {
        Some(team) => Err(RankError { competition: competition.id.clone(), team: team.team.clone() }),
        None => Ok(()),
    }
}

fn why_not(competition: &ClosedCompetition, constants: &Constants, as_of: Timestamp) -> Option<NotCounted> {
    if !competition.rated {
        Some(NotCounted::NotRated)
    } else if competition.closed_at > as_of {
        Some(NotCounted::NotClosed)
    } else if days_between(competition.closed_at, as_of) > constants.window_days {
        Some(NotCounted::TooOld)
    } else if competition.teams.len() < constants.least_teams {
        Some(NotCounted::TooFewTeams)
    } else if valid(competition).is_empty() {
        Some(NotCounted::Withdrawn)
    } else {
        None
    }
}

/// The observation of one team. It ages by the mean of its members' clocks, which stand still during leave.
fn row(
    place: usize,
    competition: &ClosedCompetition,
    team: &RankedTeam,
    people: &[UserId],
    results: &Results,
    constants: &Constants,
    as_of: Timestamp,
) -> Row {
    let members: BTreeSet<&UserId> = team.members.iter().collect();
    let size = real(members.len());
    let closed = competition.closed_at;
    let leave: f64 = members.iter().map(|person| Leave::days(&results.leave, person, closed, as_of)).sum();
    let age_days = (days_between(closed, as_of) - leave / size).max(0.0);
    let z = normal_score(team.rank, competition.teams.len());
    Row {
        competition: place,
        team: team.team.clone(),
        members: members.into_iter().filter_map(|person| people.binary_search(person).ok()).collect(),
        rank: team.rank,
        z,
        y: z - constants.size_bonus * libm::log(size),
        age_days,
        weight: libm::exp2(-age_days / constants.half_life_days),
    }
}
