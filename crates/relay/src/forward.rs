//! One request, there and back.
//!
//! Invariant: bodies stream in both directions; only the short answers that name an upload address are held in memory.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue,
};
use hyper::{Request, Response, StatusCode};
use reqwest::Body;

use crate::rewrite;
use crate::server::Server;
use crate::target::Target;

/// Largest answer that is read to find an upload address in it, in bytes.
const ANSWER_MAX_BYTES: usize = 64 * 1024;

/// Headers that concern one connection only (RFC 9110, section 7.6.1), and those of the proxy dialect.
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Answers one request by asking the server.
pub(crate) async fn answer(request: Request<Incoming>, server: &Server, own: SocketAddr) -> Response<Body> {
    let target = match Target::of(&request, own) {
        Ok(target) => target,
        Err(refusal) => return problem(StatusCode::MISDIRECTED_REQUEST, &refusal.to_string()),
    };
    match forward(request, server, &target).await {
        Ok(response) => response,
        Err(error) => {
            tracing::debug!(error = %chain(&error), "the server does not answer");
            let message = format!("the Joute server at {} does not answer: {}", server.origin(), chain(&error));
            problem(StatusCode::BAD_GATEWAY, &message)
        }
    }
}

async fn forward(
    request: Request<Incoming>,
    server: &Server,
    target: &Target,
) -> Result<Response<Body>, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let mut headers = parts.headers;
    end_to_end(&mut headers);
    headers.remove(HOST);
    if rewrite::tells_where_to_upload(&target.path) {
        // The address in the answer is rewritten, so it must come uncompressed.
        headers.remove(ACCEPT_ENCODING);
    }
    let address = format!("{}{}", server.origin(), target.path);
    let request = server.client().request(parts.method, address).headers(headers).body(Body::wrap(body));
    let mut response = Response::<Body>::from(request.send().await?);
    end_to_end(response.headers_mut());
    rewrite::location(response.headers_mut(), server.origin(), &target.origin);
    if rewrite::tells_where_to_upload(&target.path) && is_short(response.headers()) {
        return with_own_address(response, server, target).await;
    }
    Ok(response)
}

/// Reads a short answer and rewrites the upload address in it.
async fn with_own_address(
    response: Response<Body>,
    server: &Server,
    target: &Target,
) -> Result<Response<Body>, reqwest::Error> {
    let (mut parts, body) = response.into_parts();
    let body = match Limited::new(body, ANSWER_MAX_BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => return Ok(problem(StatusCode::BAD_GATEWAY, &format!("the server's answer broke off: {error}"))),
    };
    let body = rewrite::create_url(&body, server.origin(), &target.origin).map_or(body, Bytes::from);
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    Ok(Response::from_parts(parts, Body::wrap(Full::new(body))))
}

fn is_short(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    length.is_none_or(|length| length <= ANSWER_MAX_BYTES)
}

/// Leaves only the headers meant for the other end.
fn end_to_end(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}

/// An error as the clients expect it: `code` a number, `message` what the person reads.
fn problem(status: StatusCode, message: &str) -> Response<Body> {
    let body = serde_json::json!({"code": status.as_u16(), "message": message}).to_string();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// An error and its causes in one line; TLS tells its reason only at the end of the chain.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
