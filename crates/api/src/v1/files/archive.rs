//! Download of all files as one zip.
//!
//! Invariant: the zip is made while it is sent; a failure breaks the body instead of ending it.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::Data;

use super::outgoing::saved_as;
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// Download all files
///
/// One zip, made while it is sent.
#[utoipa::path(get, operation_id = "download_all_files", path = "/competitions/{slug}/files.zip", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "The zip.", body = Vec<u8>, content_type = "application/zip")))]
pub(crate) async fn download(app: Data<App>, seat: Seated) -> Result<HttpResponse, Problem> {
    let mut chunks = app.house.data_archive(&seat).await?;
    let body = async_stream::stream! {
        while let Some(chunk) = chunks.recv().await {
            yield chunk;
        }
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/zip"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header(saved_as(&format!("{}.zip", seat.competition.slug)))
        .streaming(body))
}
