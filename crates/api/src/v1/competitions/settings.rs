//! Competitions: list, draft, read, change.
//!
//! Invariant: a change names the revision it was made from, in its body or in `If-Match`.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderMap, IF_MATCH, LOCATION};
use actix_web::web::{Data, Json, Query};
use actix_web::{HttpRequest, HttpResponse};
use joute_domain::Phase;
use joute_services::access::{Right, Seat};
use joute_services::competitions::CompetitionError;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::BASE;
use super::super::inputs::JsonBody;
use super::super::vocabulary::PhaseName;
use super::{ChangedCompetition, CompetitionList, CompetitionView, DraftedCompetition};
use crate::app::App;
use crate::problem::Problem;
use crate::web::{Caller, Seated, SignedIn};

/// Which competitions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PhaseFilter {
    /// Only those in this phase.
    #[param(value_type = Option<PhaseName>)]
    phase: Option<Phase>,
}

/// List competitions
///
/// Those that the caller may see, latest start first.
#[utoipa::path(get, operation_id = "list_competitions", path = "/competitions", tag = "competitions",
    params(PhaseFilter),
    security((), ("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The competitions.", body = CompetitionList)))]
pub(crate) async fn list(
    app: Data<App>,
    caller: Caller,
    filter: Query<PhaseFilter>,
) -> Result<Json<CompetitionList>, Problem> {
    let mut seats = app.house.list_seats(caller.viewer).await?;
    seats.retain(|seat| filter.phase.is_none_or(|phase| phase == seat.phase));
    let counts = app.house.counts().await.map_err(|error| Problem::internal(&error))?;
    let view = |seat: &Seat| CompetitionView::new(seat, counts.get(&seat.competition.id).copied().unwrap_or_default());
    Ok(Json(CompetitionList { competitions: seats.iter().map(view).collect() }))
}

/// Draft a competition
///
/// For hosts and administrators; who drafts it becomes its first host.
#[utoipa::path(post, operation_id = "draft_competition", path = "/competitions", tag = "competitions",
    request_body = DraftedCompetition,
    responses((status = 201, description = "Drafted.", body = CompetitionView,
        headers(("Location" = String, description = "Its address.")))))]
pub(crate) async fn create(
    app: Data<App>,
    who: SignedIn,
    body: JsonBody<DraftedCompetition>,
) -> Result<HttpResponse, Problem> {
    let drafted = app.house.create_competition(&who, body.read().await?.into()).await?;
    let seat = app.house.seat(Some(who.0), drafted.slug.clone(), Right::EditCompetition).await?;
    let location = format!("{BASE}/competitions/{}", drafted.slug);
    let mut response = HttpResponse::Created();
    Ok(response.insert_header((LOCATION, location)).insert_header(tag(&seat)).json(detail(&app, &seat).await?))
}

/// Read a competition
#[utoipa::path(get, operation_id = "read_competition", path = "/competitions/{slug}", tag = "competitions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    security((), ("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The competition; `ETag` is its revision.", body = CompetitionView)))]
pub(crate) async fn read(app: Data<App>, seat: Seated) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().insert_header(tag(&seat)).json(detail(&app, &seat).await?))
}

/// Change a competition
///
/// Fields that are left out stay. Metric and columns are locked once submissions have been made.
#[utoipa::path(patch, operation_id = "change_competition", path = "/competitions/{slug}", tag = "competitions",
    request_body = ChangedCompetition,
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` that was read; may replace `revision`.")),
    responses((status = 200, description = "Changed.", body = CompetitionView)))]
pub(crate) async fn change(
    app: Data<App>,
    seat: Seated,
    request: HttpRequest,
    body: JsonBody<ChangedCompetition>,
) -> Result<HttpResponse, Problem> {
    let change = body.read().await?;
    let matched = revision_in(request.headers())?;
    let revision = matched.or(change.revision).ok_or_else(|| {
        let detail = "say which revision you change, in `revision` or `If-Match`";
        Problem::new(StatusCode::PRECONDITION_REQUIRED, "revision_required", detail)
    })?;
    let changed = app.house.change_competition(&seat, change.of(&seat.competition, revision)).await;
    let changed = changed.map_err(|error| match error {
        CompetitionError::Stale if matched.is_some() => {
            Problem { status: StatusCode::PRECONDITION_FAILED, ..CompetitionError::Stale.into() }
        }
        other => other.into(),
    })?;
    let seat = app.house.seat(seat.viewer.clone(), changed.slug, Right::EditCompetition).await?;
    Ok(HttpResponse::Ok().insert_header(tag(&seat)).json(detail(&app, &seat).await?))
}

/// A competition with everything its own address tells.
pub(crate) async fn detail(app: &App, seat: &Seat) -> Result<CompetitionView, Problem> {
    let id = seat.competition.id.clone();
    let counts = app.house.counts().await.map_err(|error| Problem::internal(&error))?;
    let hosts = app.house.host_names(id.clone()).await.map_err(|error| Problem::internal(&error))?;
    let solution = app.house.find_solution(seat).await?;
    let counts = counts.get(&id).copied().unwrap_or_default();
    Ok(CompetitionView::new(seat, counts).with_details(hosts, solution))
}

fn tag(seat: &Seat) -> (actix_web::http::header::HeaderName, String) {
    (ETAG, format!("\"{}\"", seat.competition.revision))
}

/// The revision that `If-Match` names; a tag that none of ours looks like matches nothing.
fn revision_in(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(header) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = header.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    // A compressing proxy may have made the tag weak.
    let number = text.strip_prefix("W/").unwrap_or(text).trim_matches('"').parse();
    number.map(Some).map_err(|_| Problem { status: StatusCode::PRECONDITION_FAILED, ..CompetitionError::Stale.into() })
}
