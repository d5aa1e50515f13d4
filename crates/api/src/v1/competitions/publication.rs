//! From draft to published and archived.
//!
//! Invariant: publishing runs the checklist that the host can read.

use actix_web::web::{Data, Json};
use joute_domain::ReportedError;
use joute_services::access::{Right, Seat};
use joute_services::competitions::ChecklistItem;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::report::ErrorView;
use super::CompetitionView;
use super::settings::detail;
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// What a draft still lacks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checklist {
    /// True if nothing is missing.
    is_ready: bool,
    points: Vec<ChecklistPointView>,
}

/// One line of the checklist.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChecklistPointView {
    /// `summary`, `overview`, `dates`, `scoring`, `solution`, `test_file` or `sample_submission`.
    point: &'static str,
    is_done: bool,
    /// What the check says about the sample submission.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorView>,
}

impl From<Vec<ChecklistItem>> for Checklist {
    fn from(items: Vec<ChecklistItem>) -> Self {
        let is_ready = items.iter().all(|item| item.is_done);
        let errors = |item: &ChecklistItem| -> Vec<ReportedError> {
            item.report.as_ref().map(|report| report.errors.clone()).unwrap_or_default()
        };
        let points = items.iter().map(|item| ChecklistPointView {
            point: item.point.as_str(),
            is_done: item.is_done,
            errors: errors(item).into_iter().map(ErrorView::from).collect(),
        });
        Self { is_ready, points: points.collect() }
    }
}

/// Read the checklist
///
/// What must be done before the competition can be published; the sample submission is checked for this.
#[utoipa::path(get, operation_id = "read_checklist", path = "/competitions/{slug}/checklist", tag = "competitions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "The checklist.", body = Checklist)))]
pub(crate) async fn checklist(app: Data<App>, seat: Seated) -> Result<Json<Checklist>, Problem> {
    Ok(Json(app.house.checklist(&seat).await?.into()))
}

/// Publish
///
/// Runs the checklist; 409 `not_ready` names what is missing.
#[utoipa::path(post, operation_id = "publish_competition", path = "/competitions/{slug}/publish", tag = "competitions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "Published.", body = CompetitionView)))]
pub(crate) async fn publish(app: Data<App>, seat: Seated) -> Result<Json<CompetitionView>, Problem> {
    app.house.publish(&seat).await?;
    again(&app, &seat).await
}

/// Take back to a draft
///
/// As long as nobody has submitted.
#[utoipa::path(post, operation_id = "unpublish_competition", path = "/competitions/{slug}/unpublish",
    tag = "competitions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "A draft again.", body = CompetitionView)))]
pub(crate) async fn unpublish(app: Data<App>, seat: Seated) -> Result<Json<CompetitionView>, Problem> {
    app.house.unpublish(&seat).await?;
    again(&app, &seat).await
}

/// Archive
///
/// Closes it for good; it stays readable.
#[utoipa::path(post, operation_id = "archive_competition", path = "/competitions/{slug}/archive", tag = "competitions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "Archived.", body = CompetitionView)))]
pub(crate) async fn archive(app: Data<App>, seat: Seated) -> Result<Json<CompetitionView>, Problem> {
    app.house.archive(&seat).await?;
    again(&app, &seat).await
}

/// The competition as it is after a step.
async fn again(app: &App, seat: &Seat) -> Result<Json<CompetitionView>, Problem> {
    let seat = app.house.seat(seat.viewer.clone(), seat.competition.slug.clone(), Right::EditCompetition).await?;
    Ok(Json(detail(app, &seat).await?))
}
