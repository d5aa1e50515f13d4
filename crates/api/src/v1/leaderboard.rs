//! Leaderboards as JSON and CSV.
//!
//! Invariant: the tag depends on the standings alone, so an unchanged board is not sent again.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETag, EntityTag};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use joute_domain::{Direction, TeamId, Timestamp};
use joute_leaderboard::{Board, BoardKind, BoardView, MovementKind, StandingView};
use joute_services::House;
use joute_services::access::Seat;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::files::outgoing::{is_known, saved_as};
use super::vocabulary::{BoardName, DirectionName, MovementName};
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// Which board.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BoardQuery {
    /// The public one until the competition has ended, then the private one, if left out.
    #[param(value_type = Option<BoardName>)]
    board: Option<BoardKind>,
}

/// A leaderboard.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Leaderboard {
    #[schema(value_type = BoardName)]
    board: BoardKind,
    #[schema(value_type = DirectionName)]
    direction: Direction,
    /// Best first; teams without a score are not in it.
    standings: Vec<StandingRow>,
}

/// A team's standing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StandingRow {
    /// Shared by teams with the same score.
    rank: u32,
    /// True if another team has the same rank.
    tied: bool,
    team: RankedTeam,
    score: f64,
    /// Rounded, as the pages show it.
    score_shown: String,
    /// Scored submissions.
    entries: u32,
    /// When the submission that counts was made.
    #[schema(value_type = String, format = DateTime)]
    best_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    last_at: Timestamp,
    /// Absent on the first day.
    movement: Option<MovementRow>,
}

/// A team and its people.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RankedTeam {
    #[schema(value_type = String, format = "uuid")]
    id: TeamId,
    name: String,
    /// Shown names.
    members: Vec<String>,
}

/// How a rank moved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MovementRow {
    #[schema(value_type = MovementName)]
    kind: MovementKind,
    places: u32,
}

impl From<&Board> for Leaderboard {
    fn from(board: &Board) -> Self {
        let view = BoardView::from(board);
        let standings = view.standings.into_iter().map(StandingRow::from).collect();
        Self { board: view.kind, direction: view.direction, standings }
    }
}

impl From<StandingView> for StandingRow {
    fn from(standing: StandingView) -> Self {
        let StandingView { rank, tied, team, score, score_shown, entries, best_at, last_at, movement } = standing;
        Self {
            rank,
            tied,
            team: RankedTeam { id: team.id, name: team.name, members: team.members },
            score,
            score_shown,
            entries,
            best_at,
            last_at,
            movement: movement.map(|movement| MovementRow { kind: movement.kind, places: movement.places }),
        }
    }
}

/// Read a leaderboard
#[utoipa::path(get, operation_id = "read_leaderboard", path = "/competitions/{slug}/leaderboard", tag = "leaderboards",
    params(("slug" = String, Path, description = "Short name of the competition."), BoardQuery),
    security((), ("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The standings.", body = Leaderboard),
        (status = 304, description = "Nothing new.")))]
pub(crate) async fn json(
    app: Data<App>,
    seat: Seated,
    query: Query<BoardQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let board = board(&app, &seat, &query).await?;
    let view = Leaderboard::from(&board);
    let text = serde_json::to_string(&view).map_err(|error| Problem::internal(&error))?;
    Ok(answer(&request, text, "application/json", |_| {}))
}

/// Download a leaderboard
#[utoipa::path(get, operation_id = "download_leaderboard", path = "/competitions/{slug}/leaderboard.csv",
    tag = "leaderboards",
    params(("slug" = String, Path, description = "Short name of the competition."), BoardQuery),
    security((), ("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The standings as RFC 4180 says.", body = String, content_type = "text/csv"),
        (status = 304, description = "Nothing new.")))]
pub(crate) async fn csv(
    app: Data<App>,
    seat: Seated,
    query: Query<BoardQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let board = board(&app, &seat, &query).await?;
    let kind = if board.kind == BoardKind::Public { "public" } else { "private" };
    let name = format!("{}-{kind}.csv", seat.competition.slug);
    let text = joute_leaderboard::csv(&board);
    Ok(answer(&request, text, "text/csv; charset=utf-8; header=present", |response| {
        response.insert_header(saved_as(&name));
    }))
}

async fn board(app: &App, seat: &Seat, query: &BoardQuery) -> Result<Board, Problem> {
    let kind = query.board.unwrap_or_else(|| House::default_board(seat));
    Ok(app.house.board(seat, kind).await?.board)
}

/// The text with a tag of its content, or 304.
fn answer(
    request: &HttpRequest,
    text: String,
    content_type: &'static str,
    more: impl Fn(&mut HttpResponseBuilder),
) -> HttpResponse {
    let mut hash = DefaultHasher::new();
    text.hash(&mut hash);
    // Weak: the body may be compressed on its way.
    let tag = EntityTag::new_weak(format!("{:016x}", hash.finish()));
    let is_known = is_known(request, &tag);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    if is_known {
        return response.finish();
    }
    more(&mut response);
    response.insert_header((CONTENT_TYPE, content_type)).body(text)
}
