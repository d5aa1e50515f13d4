//! A problem as a page.
//!
//! Invariant: the page shows the code and the request's id, and never more than the problem itself says.

use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;

use super::shell::Shell;
use super::visit::Visit;
use crate::problem::Problem;
use crate::render::Page;
use crate::web::request_log;

const KNOWN: [u16; 10] = [400, 401, 403, 404, 405, 413, 422, 429, 500, 503];

#[derive(Debug, Serialize)]
struct ErrorPage {
    page: Shell,
    error: ShownError,
}

#[derive(Debug, Serialize)]
struct ShownError {
    status: u16,
    known: bool,
    code: &'static str,
    detail: String,
    request_id: String,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html.tera";
}

/// Renders a problem; as JSON if even that fails.
pub(crate) fn error_page(request: &HttpRequest, problem: &Problem) -> HttpResponse {
    let Some(visit) = Visit::of(request) else { return problem.error_response() };
    let status = problem.status.as_u16();
    let error = ShownError {
        status,
        known: KNOWN.contains(&status),
        code: problem.code,
        detail: problem.detail.clone(),
        request_id: request_log::current_id(),
    };
    let page = ErrorPage { page: visit.shell(""), error };
    visit.page_with_status(problem.status, &page).unwrap_or_else(|_| problem.error_response())
}
