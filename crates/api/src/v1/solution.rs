//! The hidden truth: taken, counted, never given back.
//!
//! Invariant: this file has no handler that answers GET.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use joute_domain::Timestamp;
use joute_services::Solution;
use joute_services::access::Seat;
use serde::Serialize;
use utoipa::ToSchema;

use super::files::FileForm;
use crate::app::App;
use crate::problem::Problem;
use crate::web::{IncomingFile, Seated};

/// What a host may know of the truth.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SolutionView {
    /// Name of the uploaded file.
    file_name: String,
    /// Size of the uploaded file.
    size_bytes: u64,
    /// SHA-256 of the uploaded file, which itself is not kept.
    sha256: String,
    /// Rows of the public board.
    public_rows: u64,
    /// Rows of the private board.
    private_rows: u64,
    /// Rows that are asked for and not scored.
    ignored_rows: u64,
    #[schema(value_type = String, format = DateTime)]
    uploaded_at: Timestamp,
}

impl From<Solution> for SolutionView {
    fn from(solution: Solution) -> Self {
        Self {
            file_name: solution.file_name,
            size_bytes: solution.size_bytes,
            sha256: solution.source_sha256,
            public_rows: solution.public_rows,
            private_rows: solution.private_rows,
            ignored_rows: solution.ignored_rows,
            uploaded_at: solution.created_at,
        }
    }
}

/// Upload the solution
///
/// Checked at once against metric, columns and sample submission. It can never be downloaded again.
/// The body is the file itself.
#[utoipa::path(put, operation_id = "put_solution", path = "/competitions/{slug}/solution", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("file_name" = Option<String>, Query, description = "The file's name, for a body that is the file itself.")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "Taken; what is known of it.", body = SolutionView)))]
pub(crate) async fn put(app: Data<App>, seat: Seated, file: IncomingFile) -> Result<HttpResponse, Problem> {
    take(&app, &seat, file).await
}

/// Upload the solution with a form
///
/// Checked at once against metric, columns and sample submission. It can never be downloaded again.
#[utoipa::path(post, operation_id = "upload_solution", path = "/competitions/{slug}/solution", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "Taken; what is known of it.", body = SolutionView)))]
pub(crate) async fn post(app: Data<App>, seat: Seated, file: IncomingFile) -> Result<HttpResponse, Problem> {
    take(&app, &seat, file).await
}

async fn take(app: &App, seat: &Seat, file: IncomingFile) -> Result<HttpResponse, Problem> {
    let name = if file.file_name.trim().is_empty() { "solution.csv" } else { &file.file_name };
    let taken = app.house.put_solution(seat, name, file.body).await?;
    let view = SolutionView::from(taken.solution);
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(view))
}
