//! Errors as problem details (RFC 9457): the one place where errors meet HTTP.
//!
//! Invariant: every problem has a stable code; the detail of our own faults is logged and never shown.

pub(crate) mod codes;
mod from;

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use joute_domain::{ReportedError, Timestamp};
use serde::Serialize;
use tracing::error;

use crate::web::request_log;

/// One field that was not acceptable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct FieldProblem {
    /// Its name in the form or JSON.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) message: String,
}

/// A problem on its way to the caller.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) detail: String,
    pub(crate) fields: Vec<FieldProblem>,
    pub(crate) report: Vec<ReportedError>,
    pub(crate) retry_at: Option<Timestamp>,
}

/// The JSON body of a problem.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProblemBody {
    /// Always `about:blank`: the code says it.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The reason phrase of the status.
    title: String,
    /// The HTTP status.
    status: u16,
    /// Stable name of the problem.
    #[schema(value_type = crate::v1::ProblemCode)]
    code: &'static str,
    /// What happened and what to do.
    detail: String,
    /// Name this when you ask for help.
    request_id: String,
    /// Fields that were not acceptable.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldProblem>,
    /// What was wrong with an uploaded file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<crate::v1::ErrorView>)]
    errors: Vec<ReportedError>,
    /// When it may work.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    retry_at: Option<Timestamp>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl fmt::Display) -> Self {
        let detail = sentence(&detail.to_string());
        Self { status, code, detail, fields: Vec::new(), report: Vec::new(), retry_at: None }
    }

    pub(crate) fn bad_request(code: &'static str, detail: impl fmt::Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    pub(crate) fn not_found(code: &'static str, detail: impl fmt::Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    pub(crate) fn conflict(code: &'static str, detail: impl fmt::Display) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    pub(crate) fn unprocessable(code: &'static str, detail: impl fmt::Display) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
    }

    /// One field that is not acceptable.
    pub(crate) fn field(field: &str, message: impl fmt::Display) -> Self {
        let message = sentence(&message.to_string());
        let mut problem = Self::unprocessable("invalid_field", &message);
        problem.fields.push(FieldProblem { field: field.to_owned(), message });
        problem
    }

    /// Our own fault: logged with its causes, shown without.
    pub(crate) fn internal(fault: &dyn std::error::Error) -> Self {
        let mut causes = Vec::new();
        let mut cause = fault.source();
        while let Some(next) = cause {
            causes.push(next.to_string());
            cause = next.source();
        }
        error!(error = %fault, causes = ?causes, "a request failed by our fault");
        let detail = "something failed on our side; the log of the server says more under this request's id";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    pub(crate) fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail.clone(),
            request_id: request_log::current_id(),
            fields: self.fields.clone(),
            errors: self.report.clone(),
            retry_at: self.retry_at,
        }
    }
}

/// Makes a sentence of a message that was written to follow "failed to".
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status);
        if let Some(at) = self.retry_at {
            response.insert_header((RETRY_AFTER, at.since(Timestamp::now()).as_secs().max(1).to_string()));
        }
        response.insert_header((CONTENT_TYPE, "application/problem+json")).json(self.body())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_sentences() {
        assert_eq!(sentence("sign in first"), "Sign in first.");
        assert_eq!(sentence("Again?"), "Again?");
    }

    #[test]
    fn our_own_faults_are_not_shown() {
        let problem = Problem::internal(&std::io::Error::other("/secret/place"));
        assert!(!serde_json::to_string(&problem.body()).unwrap().contains("secret"));
    }
}
