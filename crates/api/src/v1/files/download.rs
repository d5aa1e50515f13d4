//! Download of one file.
//!
//! Invariant: an interrupted download goes on where it stopped, and never with bytes of another version.

use actix_web::http::header::EntityTag;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use joute_services::CompetitionFile;

use super::transfer::{Parcel, send};
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// Download a file
///
/// `Range`, `If-Range` and `If-None-Match` are understood; the `ETag` is the file's SHA-256.
#[utoipa::path(get, operation_id = "download_file", path = "/competitions/{slug}/files/{name}", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("name" = String, Path, description = "Name of the file."),
        ("Range" = Option<String>, Header, description = "One range of bytes."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what one has.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, description = "The range.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "Nothing new.")))]
pub(crate) async fn download(
    app: Data<App>,
    seat: Seated,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let file = app.house.find_file(&seat, &path.1).await?;
    send(&request, &parcel(&file), async |range| Ok(app.house.download_file(&seat, &file, range).await?)).await
}

/// The file as something to send.
pub(crate) fn parcel(file: &CompetitionFile) -> Parcel<'_> {
    Parcel {
        name: &file.name,
        media_type: &file.media_type,
        size_bytes: file.size_bytes,
        tag: EntityTag::new_strong(file.sha256.clone()),
        changed_at: file.created_at,
    }
}
