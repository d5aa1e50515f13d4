//! The dry run: what would become of a file, without submitting it.
//!
//! Invariant: a file with errors is an answer here, not a problem.

use actix_web::web::{Data, Json};
use joute_services::submissions::SubmitError;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::files::FileForm;
use super::super::report::ErrorView;
use crate::app::App;
use crate::problem::Problem;
use crate::web::{IncomingFile, Seated};

/// What the check found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckResult {
    /// True if it would be scored.
    ok: bool,
    /// Rows that were predicted, if it would be scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    /// Every kind of error with its places.
    errors: Vec<ErrorView>,
}

/// Check predictions
///
/// The whole check of a submission; it counts for nothing and nothing is kept.
#[utoipa::path(post, operation_id = "check_predictions", path = "/competitions/{slug}/check", tag = "submissions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    request_body(content((FileForm = "multipart/form-data"), (Vec<u8> = "text/csv"))),
    responses((status = 200, description = "What was found; 200 for a file with errors as well.",
        body = CheckResult)))]
pub(crate) async fn check(app: Data<App>, seat: Seated, file: IncomingFile) -> Result<Json<CheckResult>, Problem> {
    match app.house.check_submission(&seat, file.body).await {
        Ok(rows) => Ok(Json(CheckResult { ok: true, rows: Some(rows), errors: Vec::new() })),
        Err(SubmitError::Rejected(report)) => {
            let errors = report.errors.into_iter().map(ErrorView::from).collect();
            Ok(Json(CheckResult { ok: false, rows: None, errors }))
        }
        Err(error) => Err(error.into()),
    }
}
