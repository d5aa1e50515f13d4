//! The head and tabs that every page of one competition shares.
//!
//! Invariant: the fields are those that `web/templates/layout/competition.html.tera` documents.

use joute_services::access::{Right, Seat};
use joute_services::overview::Counts;
use serde::Serialize;

use super::metric::MetricView;
use crate::pages::blazon::Blazon;
use crate::pages::format::{Count, Format, Time};
use crate::pages::visit::Visit;
use crate::problem::Problem;

/// The competition as the head of its pages shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CompetitionHead {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) phase: &'static str,
    pub(crate) visibility: &'static str,
    pub(crate) blazon: Blazon,
    pub(crate) host: String,
    pub(crate) metric: MetricView,
    pub(crate) starts: Option<Time>,
    pub(crate) ends: Option<Time>,
    pub(crate) clock: String,
    pub(crate) teams: Count,
    pub(crate) submissions: Count,
    pub(crate) may_edit: bool,
}

impl CompetitionHead {
    /// Asks for what the seat does not hold: hosts and counts.
    pub(crate) async fn load(visit: &Visit, seat: &Seat) -> Result<Self, Problem> {
        let house = &visit.app.house;
        let id = &seat.competition.id;
        let hosts = house.host_names(id.clone()).await.map_err(|error| Problem::internal(&error))?;
        let counts = house.counts().await.map_err(|error| Problem::internal(&error))?;
        Ok(Self::of(&visit.format(), seat, &hosts, counts.get(id).copied().unwrap_or_default()))
    }

    fn of(format: &Format<'_>, seat: &Seat, hosts: &[String], counts: Counts) -> Self {
        let competition = &seat.competition;
        let time = |at| format.time(at, competition.zone);
        Self {
            slug: competition.slug.to_string(),
            title: competition.title.clone(),
            summary: competition.summary.clone(),
            phase: seat.phase.as_str(),
            visibility: competition.visibility.as_str(),
            blazon: Blazon::of(competition.slug.as_str()),
            host: hosts.join(", "),
            metric: MetricView::of(competition.scoring.as_ref(), competition.direction, format.words),
            starts: competition.starts_at.map(time),
            ends: competition.ends_at.map(time),
            clock: format.clock(competition, seat.phase),
            teams: format.count(counts.teams),
            submissions: format.count(counts.submissions),
            may_edit: seat.may(Right::EditCompetition).is_ok(),
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(format: &Format<'_>, seat: &Seat) -> Self {
        Self::of(format, seat, &["Amélie Fontaine".to_owned()], Counts { teams: 11, submissions: 1482 })
    }
}
