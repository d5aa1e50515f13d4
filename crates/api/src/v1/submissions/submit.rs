//! Making a submission.
//!
//! Invariant: 202 is said when file and job are stored; scoring follows, whatever becomes of this process.

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Json};
use joute_services::submissions::NewSubmission;

use super::super::BASE;
use super::super::files::FileForm;
use super::view::{AllowanceView, SubmissionView};
use crate::app::App;
use crate::problem::Problem;
use crate::web::{IncomingFile, Seated};

/// Submit predictions
///
/// A CSV file, plain, gzip or zip: the part `file` of a form, or the body itself.
#[utoipa::path(post, operation_id = "submit", path = "/competitions/{slug}/submissions", tag = "submissions",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("file_name" = Option<String>, Query, description = "The file's name, for a body that is the file itself."),
        ("description" = Option<String>, Query, description = "What was tried, for a body that is the file itself.")),
    request_body(content((FileForm = "multipart/form-data"), (Vec<u8> = "text/csv"))),
    responses((status = 202, description = "Stored and queued.", body = SubmissionView,
        headers(("Location" = String, description = "Where to ask for its score.")))))]
pub(crate) async fn submit(app: Data<App>, seat: Seated, file: IncomingFile) -> Result<HttpResponse, Problem> {
    let description = file.field("description").to_owned();
    let new = NewSubmission { id: None, description, file_name: file.file_name };
    let queued = app.house.submit(&seat, new, file.body).await?;
    let location = format!("{BASE}/competitions/{}/submissions/{}", seat.competition.slug, queued.id);
    Ok(HttpResponse::Accepted().insert_header((LOCATION, location)).json(SubmissionView::from(queued)))
}

/// Read the allowance
///
/// What is left of the team's submissions today.
#[utoipa::path(get, operation_id = "read_allowance", path = "/competitions/{slug}/allowance", tag = "submissions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "The allowance.", body = AllowanceView)))]
pub(crate) async fn allowance(app: Data<App>, seat: Seated) -> Result<Json<AllowanceView>, Problem> {
    Ok(Json(app.house.allowance(&seat).await?.into()))
}
