//! Reading submissions and changing their notes.
//!
//! Invariant: an id that is no id, another team's or another competition's all answer the same 404.

use actix_web::body::SizedStream;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETag, EntityTag};
use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use joute_domain::SubmissionId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::super::files::outgoing::{is_known, saved_as};
use super::super::inputs::{JsonBody, id_in_path};
use super::view::{SubmissionList, SubmissionView};
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// Submissions on a page if nothing else is said.
const PAGE: u32 = 50;
/// Most submissions on a page.
const PAGE_MAX: u32 = 200;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// Only those made before this one: `next_before` of the page before.
    #[param(value_type = Option<String>, format = "uuid")]
    before: Option<SubmissionId>,
    /// 1 to 200; 50 if left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A new note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedSubmission {
    /// At most 2,000 characters.
    description: String,
}

/// List submissions
///
/// The caller's team's, newest first.
#[utoipa::path(get, operation_id = "list_submissions", path = "/competitions/{slug}/submissions", tag = "submissions",
    params(("slug" = String, Path, description = "Short name of the competition."), PageQuery),
    responses((status = 200, description = "A page of submissions.", body = SubmissionList)))]
pub(crate) async fn list(
    app: Data<App>,
    seat: Seated,
    page: Query<PageQuery>,
) -> Result<Json<SubmissionList>, Problem> {
    let limit = page.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(Problem::bad_request("bad_query", format!("`limit` lies between 1 and {PAGE_MAX}")));
    }
    let rows = app.house.list_submissions(&seat, page.into_inner().before, limit).await?;
    let is_full = u32::try_from(rows.len()).is_ok_and(|found| found == limit);
    let next_before = rows.last().filter(|_| is_full).map(|row| row.id.clone());
    Ok(Json(SubmissionList { submissions: rows.into_iter().map(SubmissionView::from).collect(), next_before }))
}

/// Read a submission
#[utoipa::path(get, operation_id = "read_submission", path = "/competitions/{slug}/submissions/{id}",
    tag = "submissions",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("id" = String, Path, description = "The submission's id.")),
    responses((status = 200, description = "The submission.", body = SubmissionView)))]
pub(crate) async fn read(
    app: Data<App>,
    seat: Seated,
    path: Path<(String, String)>,
) -> Result<Json<SubmissionView>, Problem> {
    let found = app.house.find_submission(&seat, id_in_path(&path.1, "submission")?).await?;
    Ok(Json(found.into()))
}

/// Change a submission's note
#[utoipa::path(patch, operation_id = "change_submission", path = "/competitions/{slug}/submissions/{id}",
    tag = "submissions",
    request_body = ChangedSubmission,
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("id" = String, Path, description = "The submission's id.")),
    responses((status = 200, description = "Changed.", body = SubmissionView)))]
pub(crate) async fn change(
    app: Data<App>,
    seat: Seated,
    path: Path<(String, String)>,
    body: JsonBody<ChangedSubmission>,
) -> Result<Json<SubmissionView>, Problem> {
    let id: SubmissionId = id_in_path(&path.1, "submission")?;
    app.house.change_note(&seat, id.clone(), body.read().await?.description).await?;
    Ok(Json(app.house.find_submission(&seat, id).await?.into()))
}

/// Download a submission's file
///
/// The bytes as they were uploaded.
#[utoipa::path(get, operation_id = "download_submission", path = "/competitions/{slug}/submissions/{id}/file",
    tag = "submissions",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("id" = String, Path, description = "The submission's id.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "Nothing new.")))]
pub(crate) async fn download(
    app: Data<App>,
    seat: Seated,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let found = app.house.find_submission(&seat, id_in_path(&path.1, "submission")?).await?.submission;
    let tag = EntityTag::new_strong(found.sha256.clone());
    let is_known = is_known(&request, &tag);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    if is_known {
        return Ok(response.finish());
    }
    let body = app.house.download_submission(&seat, &found, None).await?;
    Ok(response
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(saved_as(&found.file_name))
        .body(SizedStream::new(found.size_bytes, body)))
}
