//! Download of all files as one zip.
//!
//! Invariant: the zip is made while it is sent, and an interrupted download goes on where it stopped.

use actix_web::http::header::EntityTag;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use joute_services::competitions::DataArchive;

use super::transfer::{Parcel, send};
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// Download all files
///
/// One zip. `Range`, `If-Range` and `If-None-Match` are understood; the `ETag` changes when a file does.
#[utoipa::path(get, operation_id = "download_all_files", path = "/competitions/{slug}/files.zip", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("Range" = Option<String>, Header, description = "One range of bytes."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what one has.")),
    responses((status = 200, description = "The zip.", body = Vec<u8>, content_type = "application/zip"),
        (status = 206, description = "The range.", body = Vec<u8>, content_type = "application/zip"),
        (status = 304, description = "Nothing new.")))]
pub(crate) async fn download(app: Data<App>, seat: Seated, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let archive = app.house.data_archive(&seat).await?;
    let name = format!("{}.zip", seat.competition.slug);
    send(&request, &parcel(&archive, &name), async |range| {
        Ok(app.house.download_archive(&seat, &archive, range).await?)
    })
    .await
}

/// The zip as something to send under `name`.
pub(crate) fn parcel<'a>(archive: &DataArchive, name: &'a str) -> Parcel<'a> {
    Parcel {
        name,
        media_type: "application/zip",
        size_bytes: archive.size_bytes(),
        tag: EntityTag::new_strong(archive.tag.clone()),
        changed_at: archive.changed_at,
    }
}
