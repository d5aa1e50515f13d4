//! Files on their way in, and out of existence.
//!
//! Invariant: a file of the same name is replaced only when the new one is whole and was accepted.

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path};
use joute_domain::FileKind;
use joute_services::access::Seat;
use joute_services::competitions::{CompetitionError, NewFile};
use utoipa::ToSchema;

use super::super::BASE;
use super::super::vocabulary::FileKindName;
use super::outgoing::percent_encoded;
use super::view::FileView;
use crate::app::App;
use crate::problem::Problem;
use crate::web::{IncomingFile, Seated};

/// A form with a file; `file` is its last part.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "only described here: the parts are read one by one as they arrive")]
pub(crate) struct FileForm {
    /// For data files: what it is for.
    #[schema(value_type = Option<FileKindName>)]
    kind: Option<String>,
    /// For data files: another name than the part's own.
    name: Option<String>,
    /// For submissions: what was tried.
    description: Option<String>,
    /// The bytes, last.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Upload a file under its name
///
/// The body is the file itself. A file of the same name is replaced.
#[utoipa::path(put, operation_id = "put_file", path = "/competitions/{slug}/files/{name}", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("name" = String, Path, description = "Name under which it is downloaded."),
        ("kind" = FileKindName, Query, description = "What it is for.")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "Taken, a new file.", body = FileView),
        (status = 200, description = "Taken, an earlier file was replaced.", body = FileView)))]
pub(crate) async fn put(
    app: Data<App>,
    seat: Seated,
    path: Path<(String, String)>,
    file: IncomingFile,
) -> Result<HttpResponse, Problem> {
    let name = path.into_inner().1;
    take(&app, &seat, name, file).await
}

/// Upload a file with a form
#[utoipa::path(post, operation_id = "upload_file", path = "/competitions/{slug}/files", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "Taken, a new file.", body = FileView),
        (status = 200, description = "Taken, an earlier file was replaced.", body = FileView)))]
pub(crate) async fn post(app: Data<App>, seat: Seated, file: IncomingFile) -> Result<HttpResponse, Problem> {
    let name = match file.field("name") {
        "" => file.file_name.clone(),
        name => name.to_owned(),
    };
    take(&app, &seat, name, file).await
}

async fn take(app: &App, seat: &Seat, name: String, file: IncomingFile) -> Result<HttpResponse, Problem> {
    let kind = file.field("kind").parse::<FileKind>().map_err(|reason| Problem::field("kind", reason))?;
    let is_new = match app.house.find_file(seat, name.trim()).await {
        Ok(_) => false,
        Err(CompetitionError::FileNotFound) => true,
        Err(error) => return Err(error.into()),
    };
    let taken = app.house.put_file(seat, NewFile { kind, name }, file.body).await?;
    let location = format!("{BASE}/competitions/{}/files/{}", seat.competition.slug, percent_encoded(&taken.name));
    let mut response = if is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.insert_header((LOCATION, location)).json(FileView::from(taken)))
}

/// Remove a file
#[utoipa::path(delete, operation_id = "remove_file", path = "/competitions/{slug}/files/{name}", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("name" = String, Path, description = "Name of the file.")),
    responses((status = 204, description = "Removed.")))]
pub(crate) async fn remove(
    app: Data<App>,
    seat: Seated,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    app.house.remove_file(&seat, &path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}
