//! Origin check and security headers.
//!
//! Invariant: a request that changes something and carries a cookie comes from our own pages.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, ORIGIN};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, ResponseError};

use super::authenticate::SESSION_COOKIE;
use crate::app::App;
use crate::problem::Problem;

const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// Middleware: refuses foreign origins, adds the headers.
pub(crate) async fn protect<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if !request.method().is_safe() && request.cookie(SESSION_COOKIE).is_some() && is_foreign(&request) {
        let problem =
            Problem::new(StatusCode::FORBIDDEN, "foreign_origin", "this request did not come from our own pages");
        let mut response = request.into_response(problem.error_response()).map_into_right_body();
        add_headers(response.headers_mut());
        return Ok(response);
    }
    let mut response = next.call(request).await?.map_into_left_body();
    add_headers(response.headers_mut());
    Ok(response)
}

fn add_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// Browsers send `Sec-Fetch-Site` or `Origin` with every such request; tools send neither.
fn is_foreign(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = header(ORIGIN.as_str()) else { return false };
    let own = request.app_data::<Data<App>>().is_some_and(|app| origin == app.public_url.as_ref());
    let host = request.connection_info().host().to_owned();
    let same_host = origin.split_once("://").is_some_and(|(_, rest)| rest == host);
    !(own || same_host)
}
