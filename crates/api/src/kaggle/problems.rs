//! Problems in the clients' language: `{"code": 404, "message": "…"}`.
//!
//! Invariant: what the platform says in words reaches the terminal: the reason, the first places in a bad file, the time
//! at which to try again, the page to open.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};
use joute_domain::{Place, ReportedError};
use serde_json::json;

use crate::problem::Problem;

/// Most kinds of errors in a file that are told in one message.
const KINDS: usize = 3;

/// Middleware: puts every error into the clients' form.
pub(crate) async fn speak_plainly<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let response = next.call(request).await?;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return Ok(response.map_into_left_body());
    }
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>());
    let message = problem.map_or_else(|| plain(status), message);
    let mut answer = HttpResponse::build(status).json(json!({ "code": status.as_u16(), "message": message }));
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    Ok(response.into_response(answer).map_into_right_body())
}

fn plain(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("the request failed").to_owned()
}

/// Everything a person needs, in one line.
fn message(problem: &Problem) -> String {
    let mut parts = vec![problem.detail.clone()];
    let fields = problem.fields.iter().filter(|field| field.message != problem.detail);
    parts.extend(fields.map(|field| format!("{}: {}", field.field, field.message)));
    parts.extend(problem.report.iter().take(KINDS).map(told));
    let more = problem.report.len().saturating_sub(KINDS);
    if more > 0 {
        parts.push(format!("And {more} more kinds of errors."));
    }
    parts.join(" ")
}

/// A kind of error with its first place, where the message does not name it already.
pub(super) fn told(error: &ReportedError) -> String {
    let is_new = |place: &&Place| place.line.is_none_or(|line| !error.message.contains(&format!("line {line}")));
    let place = error.places.first().filter(is_new).map(where_in).filter(|place| !place.is_empty());
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    let hint = error.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
    format!("{}{place}{hint}", error.message)
}

fn where_in(place: &Place) -> String {
    let line = place.line.map(|line| format!("line {line}"));
    let column = place.column.as_ref().map(|column| format!("column {column}"));
    let id = place.id.as_ref().map(|id| format!("id {id}"));
    [line, column, id].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use joute_domain::ErrorCode;

    use super::*;

    #[test]
    fn a_bad_file_is_told_with_line_and_column() {
        let mut problem = Problem::unprocessable("file_rejected", "the file was not accepted");
        problem.report.push(ReportedError {
            code: ErrorCode::NotANumber,
            message: "`x` is not a number.".to_owned(),
            count: 2,
            places: vec![Place { line: Some(3), column: Some("y".to_owned()), id: Some("b".to_owned()) }],
            hint: None,
        });
        assert_eq!(message(&problem), "The file was not accepted. `x` is not a number. (line 3, column y, id b)");
    }
}
