//! Sending something of known size: whole, or the part that is asked for.
//!
//! Invariant: length, tag and date describe the bytes exactly; nothing compresses them on their way.

use std::fmt::Display;
use std::ops::Range;

use actix_web::body::SizedStream;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETag, EntityTag, LAST_MODIFIED,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use joute_domain::Timestamp;

use super::outgoing::{Wanted, saved_as, wanted};
use crate::problem::Problem;

/// Something to send.
#[derive(Debug)]
pub(crate) struct Parcel<'a> {
    /// Under which name it is saved.
    pub(crate) name: &'a str,
    pub(crate) media_type: &'a str,
    pub(crate) size_bytes: u64,
    pub(crate) tag: EntityTag,
    pub(crate) changed_at: Timestamp,
}

/// Answers with what the request's conditions leave to send; `read` opens a range, or everything.
pub(crate) async fn send<B, E>(
    request: &HttpRequest,
    parcel: &Parcel<'_>,
    read: impl AsyncFnOnce(Option<Range<u64>>) -> Result<B, Problem>,
) -> Result<HttpResponse, Problem>
where
    B: Stream<Item = Result<Bytes, E>> + Unpin + 'static,
    E: Display + 'static,
{
    let (mut response, range) = match wanted(request, &parcel.tag, parcel.size_bytes, parcel.changed_at) {
        Wanted::Unchanged => return Ok(head(HttpResponse::NotModified(), parcel).finish()),
        Wanted::Outside => return Ok(outside(parcel.size_bytes)),
        Wanted::Whole => (head(HttpResponse::Ok(), parcel), None),
        Wanted::Part(range) => {
            let mut response = head(HttpResponse::PartialContent(), parcel);
            let last = range.end.saturating_sub(1);
            response.insert_header((CONTENT_RANGE, format!("bytes {}-{last}/{}", range.start, parcel.size_bytes)));
            (response, Some(range))
        }
    };
    let length = range.as_ref().map_or(parcel.size_bytes, |range| range.end.saturating_sub(range.start));
    if request.method() == Method::HEAD {
        return Ok(response.body(SizedStream::new(length, stream::empty::<Result<_, std::io::Error>>())));
    }
    let body = read(range).await?.map(|chunk| chunk.map_err(|error| std::io::Error::other(error.to_string())));
    Ok(response.body(SizedStream::new(length, body)))
}

fn head(mut response: HttpResponseBuilder, parcel: &Parcel<'_>) -> HttpResponseBuilder {
    response
        .insert_header(ETag(parcel.tag.clone()))
        .insert_header((LAST_MODIFIED, http_date(parcel.changed_at)))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        // Keeps the middleware from compressing, which would change length and tag.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CONTENT_TYPE, parcel.media_type))
        .insert_header(saved_as(parcel.name));
    response
}

/// The date as RFC 9110 writes it, in whole seconds.
pub(crate) fn http_date(at: Timestamp) -> String {
    at.utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
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
