//! Each use case's errors as problems.
//!
//! Invariant: every variant is named, so a new one cannot slip through as somebody else's.

use actix_web::http::StatusCode;
use joute_domain::UploadReport;
use joute_services::UploadError;
use joute_services::access::AccessError;
use joute_services::accounts::AccountError;
use joute_services::boards::BoardError;
use joute_services::competitions::CompetitionError;
use joute_services::submissions::SubmitError;
use joute_services::transfers::TransferError;

use super::{FieldProblem, Problem};

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        match &error {
            AccessError::NotFound("submission") => Self::not_found("submission_not_found", &error),
            AccessError::NotFound("group") => Self::not_found("group_not_found", &error),
            AccessError::NotFound(_) => Self::not_found("competition_not_found", &error),
            AccessError::SignInRequired => Self::new(StatusCode::UNAUTHORIZED, "sign_in_required", &error),
            AccessError::ScopeMissing(_) | AccessError::WholeTokenNeeded => {
                Self::new(StatusCode::FORBIDDEN, "scope_missing", &error)
            }
            AccessError::Forbidden(_) => Self::new(StatusCode::FORBIDDEN, "forbidden", &error),
            AccessError::Database(_) => Self::internal(&error),
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match &error {
            AccountError::WrongCredentials => Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials", &error),
            AccountError::Taken(field) => {
                let mut problem = Self::conflict("taken", &error);
                problem.fields.push(FieldProblem { field: (*field).to_owned(), message: problem.detail.clone() });
                problem
            }
            AccountError::Invalid { field, message } => Self::field(field, message),
            AccountError::LinkUsed => Self::new(StatusCode::GONE, "link_used", &error),
            AccountError::NotFound(_) => Self::not_found("not_found", &error),
            AccountError::Hashing | AccountError::Database(_) => Self::internal(&error),
        }
    }
}

impl From<BoardError> for Problem {
    fn from(error: BoardError) -> Self {
        match &error {
            BoardError::NotYet => Self::new(StatusCode::FORBIDDEN, "board_not_open", &error),
            BoardError::Database(_) => Self::internal(&error),
        }
    }
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        match &error {
            UploadError::TooLarge { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &error),
            UploadError::Interrupted(_) => Self::bad_request("upload_interrupted", &error),
            UploadError::StorageFull => Self::new(StatusCode::INSUFFICIENT_STORAGE, "storage_full", &error),
            UploadError::Storage(_) | UploadError::Staging(_) => Self::internal(&error),
        }
    }
}

impl From<TransferError> for Problem {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::Access(error) => error.into(),
            TransferError::Upload(error) => error.into(),
            TransferError::NotFound => Self::not_found("link_not_found", &error),
            TransferError::TooLarge { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &error),
            TransferError::OutOfPlace { .. } | TransferError::Overtaken => {
                Self::conflict("upload_out_of_place", &error)
            }
            TransferError::WrongLength { .. } => Self::bad_request("upload_interrupted", &error),
            TransferError::Incomplete { .. } => Self::conflict("upload_incomplete", &error),
            TransferError::Storage(_) | TransferError::Database(_) => Self::internal(&error),
        }
    }
}

impl From<CompetitionError> for Problem {
    fn from(error: CompetitionError) -> Self {
        match error {
            CompetitionError::Access(error) => error.into(),
            CompetitionError::Upload(error) => error.into(),
            CompetitionError::Rejected(report) => rejected("file_rejected", report),
            CompetitionError::Invalid { field, message } => Self::field(field, message),
            CompetitionError::SlugTaken => {
                let mut problem = Self::conflict("slug_taken", &error);
                problem.fields.push(FieldProblem { field: "slug".to_owned(), message: problem.detail.clone() });
                problem
            }
            CompetitionError::Stale => Self::conflict("stale", &error),
            CompetitionError::Locked(_) => Self::conflict("locked", &error),
            CompetitionError::NotReady(ref checklist) => {
                let mut problem = Self::conflict("not_ready", &error);
                let open = checklist.iter().filter(|item| !item.is_done);
                let field = |point: &str| FieldProblem {
                    field: point.to_owned(),
                    message: "This is still missing.".to_owned(),
                };
                problem.fields = open.clone().map(|item| field(item.point.as_str())).collect();
                problem.report = open.filter_map(|item| item.report.clone()).flat_map(|report| report.errors).collect();
                problem
            }
            CompetitionError::ScoringMissing => Self::conflict("scoring_missing", &error),
            CompetitionError::FileNotFound => Self::not_found("file_not_found", &error),
            CompetitionError::Evaluation(ref fault) => stopped_or_internal(fault, &error),
            CompetitionError::Storage(_) | CompetitionError::Database(_) | CompetitionError::Task(_) => {
                Self::internal(&error)
            }
        }
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Access(error) => error.into(),
            SubmitError::Transfer(error) => error.into(),
            SubmitError::Upload(error) => error.into(),
            SubmitError::Rejected(report) => rejected("file_rejected", report),
            SubmitError::Invalid { field, message } => Self::field(field, message),
            SubmitError::Closed(_) => Self::conflict("competition_closed", &error),
            SubmitError::QuotaReached(allowance) => {
                let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "quota_reached", &error);
                problem.retry_at = Some(allowance.next_at);
                problem
            }
            SubmitError::NotReady => Self::conflict("not_ready", &error),
            SubmitError::Evaluation(ref fault) => stopped_or_internal(fault, &error),
            SubmitError::Storage(_) | SubmitError::Database(_) | SubmitError::Task(_) => Self::internal(&error),
        }
    }
}

/// A file that the check refuses, with everything that is wrong with it.
pub(crate) fn rejected(code: &'static str, report: UploadReport) -> Problem {
    let mut problem = Problem::unprocessable(code, "the file was not accepted; every kind of error is listed");
    problem.report = report.errors;
    problem
}

/// A file that made the jail stop is told so; a jail that cannot start is our fault.
fn stopped_or_internal(fault: &joute_services::EvaluationError, error: &dyn std::error::Error) -> Problem {
    match fault {
        joute_services::EvaluationError::Stopped { .. } => Problem::unprocessable("stage_stopped", fault),
        _ => Problem::internal(error),
    }
}
