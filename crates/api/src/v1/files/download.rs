//! Download of one file, whole or in part.
//!
//! Invariant: the type is the one noted at upload, and a browser saves the file instead of opening it.

use std::ops::Range;

use actix_web::body::SizedStream;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETag, EntityTag,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError};
use futures_util::stream;
use joute_services::CompetitionFile;
use joute_services::access::Seat;

use super::outgoing::{Wanted, saved_as, wanted};
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
    let tag = EntityTag::new_strong(file.sha256.clone());
    match wanted(&request, &tag, file.size_bytes) {
        Wanted::Unchanged => Ok(head(HttpResponse::NotModified(), &file, tag).finish()),
        Wanted::Outside => Ok(outside(file.size_bytes)),
        Wanted::Whole => send(&app, &seat, &request, &file, head(HttpResponse::Ok(), &file, tag), None).await,
        Wanted::Part(range) => {
            let mut response = head(HttpResponse::PartialContent(), &file, tag);
            let last = range.end.saturating_sub(1);
            response.insert_header((CONTENT_RANGE, format!("bytes {}-{last}/{}", range.start, file.size_bytes)));
            send(&app, &seat, &request, &file, response, Some(range)).await
        }
    }
}

fn head(mut response: HttpResponseBuilder, file: &CompetitionFile, tag: EntityTag) -> HttpResponseBuilder {
    response
        .insert_header(ETag(tag))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        // Keeps the middleware from compressing, which would change length and tag.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CONTENT_TYPE, file.media_type.clone()))
        .insert_header(saved_as(&file.name));
    response
}

async fn send(
    app: &App,
    seat: &Seat,
    request: &HttpRequest,
    file: &CompetitionFile,
    mut response: HttpResponseBuilder,
    range: Option<Range<u64>>,
) -> Result<HttpResponse, Problem> {
    let length = range.as_ref().map_or(file.size_bytes, |range| range.end.saturating_sub(range.start));
    if request.method() == Method::HEAD {
        return Ok(response.body(SizedStream::new(length, stream::empty::<Result<_, std::io::Error>>())));
    }
    let body = app.house.download_file(seat, file, range).await?;
    Ok(response.body(SizedStream::new(length, body)))
}

fn outside(size_bytes: u64) -> HttpResponse {
    let detail = format!("the file has {size_bytes} bytes");
    let mut response =
        Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "range_not_satisfiable", detail).error_response();
    if let Ok(value) = format!("bytes */{size_bytes}").parse() {
        response.headers_mut().insert(CONTENT_RANGE, value);
    }
    response
}
