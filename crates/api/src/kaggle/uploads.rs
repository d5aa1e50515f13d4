//! The address to which a client sends its file.
//!
//! Invariant: no credentials are needed: the address is the credential. An interrupted upload keeps what has arrived.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_RANGE, HeaderMap, RANGE};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use joute_services::transfers::{PutOutcome, PutRange};

use crate::app::App;
use crate::problem::Problem;

/// Takes a file whole, or goes on with it.
pub(crate) async fn put(
    app: Data<App>,
    path: Path<String>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let range = range_of(request.headers())
        .ok_or_else(|| Problem::bad_request("bad_range", "the header Content-Range is not understood"))?;
    let body = Box::pin(body.map(|chunk| chunk.map_err(std::io::Error::other)));
    Ok(match app.house.put_upload(&path, range, body).await? {
        PutOutcome::Complete => HttpResponse::Ok().finish(),
        PutOutcome::Partial(received) => {
            let mut answer = HttpResponse::build(StatusCode::PERMANENT_REDIRECT);
            if let Some(last) = received.checked_sub(1) {
                answer.insert_header((RANGE, format!("bytes=0-{last}")));
            }
            answer.finish()
        }
    })
}

/// Which bytes the request sends: `bytes */SIZE` asks, `bytes START-END/SIZE` goes on, nothing means all.
fn range_of(headers: &HeaderMap) -> Option<PutRange> {
    let Some(text) = headers.get(CONTENT_RANGE) else { return Some(PutRange::Whole) };
    let (range, _) = text.to_str().ok()?.trim().strip_prefix("bytes")?.trim().split_once('/')?;
    if range == "*" {
        return Some(PutRange::Status);
    }
    let (start, _) = range.split_once('-')?;
    start.trim().parse().ok().map(PutRange::From)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn read(text: &'static str) -> Option<PutRange> {
        range_of(&HeaderMap::from_iter([(CONTENT_RANGE, HeaderValue::from_static(text))]))
    }

    #[test]
    fn a_request_says_which_bytes_it_sends() {
        assert_eq!(range_of(&HeaderMap::new()), Some(PutRange::Whole));
        assert_eq!(read("bytes */13"), Some(PutRange::Status));
        assert_eq!(read("bytes 5-12/13"), Some(PutRange::From(5)));
        for wrong in ["lines 1-2/3", "bytes -5/13", "bytes x-1/2", "bytes"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
