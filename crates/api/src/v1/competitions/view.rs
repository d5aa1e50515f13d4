//! A competition as JSON.
//!
//! Invariant: participants see the metric and their own columns; the rest of the scoring is the hosts'.

use joute_domain::{Direction, Phase, PublicationState, Slug, Timestamp, Visibility, Zone};
use joute_services::access::Seat;
use joute_services::overview::Counts;
use joute_services::{Competition, Solution};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::solution::SolutionView;
use super::super::vocabulary::{DirectionName, PhaseName, PublicationName, VisibilityName};
use super::ScoringBody;
use super::scoring::MetricBody;

/// Competitions, latest start first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompetitionList {
    pub(crate) competitions: Vec<CompetitionView>,
}

/// A competition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompetitionView {
    #[schema(value_type = String)]
    slug: Slug,
    title: String,
    summary: String,
    #[schema(value_type = PhaseName)]
    phase: Phase,
    #[schema(value_type = PublicationName)]
    state: PublicationState,
    #[schema(value_type = VisibilityName)]
    visibility: Visibility,
    /// Zone of its days, from the tz database.
    #[schema(value_type = String)]
    zone: Zone,
    #[schema(value_type = Option<String>, format = DateTime)]
    starts_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Timestamp>,
    submissions_per_day: u32,
    team_size: u32,
    /// How submissions are scored, once it is decided.
    metric: Option<MetricBody>,
    #[schema(value_type = Option<DirectionName>)]
    direction: Option<Direction>,
    /// Column that names the row.
    id_column: Option<String>,
    /// Columns that a submission predicts.
    prediction_columns: Vec<String>,
    /// Teams that have submitted.
    teams: u64,
    /// Submissions, whatever became of them.
    submissions: u64,
    /// Grows with every change.
    revision: u64,
    /// True if the caller may change it.
    is_host: bool,
    /// Names of the hosts; not in lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hosts: Vec<String>,
    /// Metric, columns and split in full; for hosts.
    #[serde(skip_serializing_if = "Option::is_none")]
    scoring: Option<ScoringBody>,
    /// What is known of the truth; for hosts, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    solution: Option<SolutionView>,
}

impl CompetitionView {
    /// The competition as `seat` may see it.
    pub(crate) fn new(seat: &Seat, counts: Counts) -> Self {
        let Competition { slug, title, summary, state, visibility, zone, .. } = seat.competition.clone();
        let competition = &seat.competition;
        let scoring = competition.scoring.clone();
        let columns = scoring.as_ref().map(|scoring| scoring.columns.clone());
        let (id_column, prediction_columns) = columns.map(|columns| (columns.id, columns.prediction)).unzip();
        let scoring = scoring.map(ScoringBody::from);
        Self {
            slug,
            title,
            summary,
            phase: seat.phase,
            state,
            visibility,
            zone,
            starts_at: competition.starts_at,
            ends_at: competition.ends_at,
            published_at: competition.published_at,
            submissions_per_day: competition.submissions_per_day,
            team_size: competition.team_size,
            metric: scoring.as_ref().map(|scoring| scoring.metric.clone()),
            direction: competition.direction,
            id_column,
            prediction_columns: prediction_columns.unwrap_or_default(),
            teams: counts.teams,
            submissions: counts.submissions,
            revision: competition.revision,
            is_host: seat.is_host,
            hosts: Vec::new(),
            scoring: scoring.filter(|_| seat.is_host),
            solution: None,
        }
    }

    /// The same with what only the competition's own address tells.
    pub(crate) fn with_details(mut self, hosts: Vec<String>, solution: Option<Solution>) -> Self {
        self.hosts = hosts;
        self.solution = solution.filter(|_| self.is_host).map(SolutionView::from);
        self
    }
}
