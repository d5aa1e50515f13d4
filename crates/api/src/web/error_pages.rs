//! Problems as pages, for people who came with a browser.
//!
//! Invariant: the API answers problems as JSON, everything else as a page of the same status; nothing else differs.

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, LOCATION};
use actix_web::middleware::Next;

use crate::pages;
use crate::problem::Problem;

/// Middleware: turns a problem into a page, outside the API.
pub(crate) async fn render<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let is_api = ["/api/", "/upload/", "/dl/"].iter().any(|base| request.path().starts_with(base));
    let response = next.call(request).await?;
    let status = response.status();
    if is_api || !(status.is_client_error() || status.is_server_error()) {
        return Ok(response.map_into_left_body());
    }
    // A page that was rendered with an error status, such as a form with its mistakes, carries no error.
    let Some(error) = response.response().error() else { return Ok(response.map_into_left_body()) };
    let problem = error.as_error::<Problem>().cloned().unwrap_or_else(|| plain(status));
    let mut page = page(response.request(), &problem);
    if let Some(allowed) = response.headers().get(ALLOW) {
        page.headers_mut().insert(ALLOW, allowed.clone());
    }
    Ok(response.into_response(page).map_into_right_body())
}

fn page(request: &actix_web::HttpRequest, problem: &Problem) -> HttpResponse {
    if problem.code == "sign_in_required" && request.method().is_safe() {
        let back = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let encoded: String = url_encode(back);
        return HttpResponse::SeeOther().insert_header((LOCATION, format!("/sign-in?return_to={encoded}"))).finish();
    }
    pages::error_page(request, problem)
}

fn plain(status: StatusCode) -> Problem {
    let code = match status.as_u16() {
        404 => "page_not_found",
        405 => "method_not_allowed",
        _ => "bad_request",
    };
    Problem::new(status, code, "")
}

/// Percent-encodes everything but the plainest characters.
pub(crate) fn url_encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
