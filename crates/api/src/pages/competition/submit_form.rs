//! `POST /c/{slug}/submit` and `POST /c/{slug}/check`: the form without a script.
//!
//! Invariant: a refusal comes back on the page of the form with its status, the note kept and nothing counted.

use actix_web::http::StatusCode;
use joute_domain::UploadReport;
use joute_services::access::Seat;
use joute_services::submissions::{NewSubmission, SubmitError};

use super::report::{ErrorView, of_stopped};
use super::submit::{CheckView, NoteForm, answer};
use crate::pages::PageResult;
use crate::pages::field_errors::{FieldError, FieldErrors};
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::web::{IncomingFile, Seated};

pub(crate) async fn send(visit: Visit, seat: Seated, file: Result<IncomingFile, Problem>) -> PageResult {
    let (file, description) = match chosen(&visit, file)? {
        Chosen::File(file, description) => (file, description),
        Chosen::Nothing(form) => return answer(&visit, &seat, StatusCode::UNPROCESSABLE_ENTITY, form, None).await,
    };
    let new = NewSubmission { id: None, file_name: file.file_name, description: description.clone() };
    match visit.app.house.submit(&seat, new, file.body).await {
        Ok(row) => {
            Ok(visit.go(&format!("/c/{}/submissions/{}", seat.competition.slug, row.id), Some("notice-submitted")))
        }
        Err(error) => refuse(&visit, &seat, error.into(), description).await,
    }
}

pub(crate) async fn check(visit: Visit, seat: Seated, file: Result<IncomingFile, Problem>) -> PageResult {
    let (file, description) = match chosen(&visit, file)? {
        Chosen::File(file, description) => (file, description),
        Chosen::Nothing(form) => return answer(&visit, &seat, StatusCode::UNPROCESSABLE_ENTITY, form, None).await,
    };
    let checked = visit.app.house.check_submission(&seat, file.body).await;
    let format = visit.format();
    let (status, rows, errors) = match checked {
        Ok(rows) => (StatusCode::OK, format.number(rows), Vec::new()),
        Err(error) => match report_of(error) {
            Ok(report) => (StatusCode::UNPROCESSABLE_ENTITY, String::new(), ErrorView::list(&format, &report)),
            Err(error) => return refuse(&visit, &seat, error.into(), description).await,
        },
    };
    let found = CheckView { ok: errors.is_empty(), file_name: file.file_name, rows, errors };
    answer(&visit, &seat, status, NoteForm { description, errors: Vec::new() }, Some(found)).await
}

fn report_of(error: SubmitError) -> Result<UploadReport, SubmitError> {
    match error {
        SubmitError::Rejected(report) => Ok(report),
        SubmitError::Evaluation(ref fault) => of_stopped(fault).ok_or(error),
        other => Err(other),
    }
}

/// What came with the form.
enum Chosen {
    File(IncomingFile, String),
    Nothing(NoteForm),
}

/// The file and its note; a browser sends a part without a name if no file was chosen.
fn chosen(visit: &Visit, file: Result<IncomingFile, Problem>) -> Result<Chosen, Problem> {
    let description = match file {
        Ok(file) if !file.file_name.is_empty() => {
            let description = file.field("description").to_owned();
            return Ok(Chosen::File(file, description));
        }
        Ok(file) => file.field("description").to_owned(),
        Err(problem) if problem.fields.iter().any(|one| one.field == "file") => String::new(),
        Err(problem) => return Err(problem),
    };
    let error = FieldError { field: "file".to_owned(), message: visit.word("upload-no-file") };
    Ok(Chosen::Nothing(NoteForm { description, errors: vec![error] }))
}

async fn refuse(visit: &Visit, seat: &Seat, problem: Problem, description: String) -> PageResult {
    let status = problem.status;
    let mut errors = FieldErrors::new(visit);
    // A page that is blocked says so itself.
    if !matches!(problem.code, "quota_reached" | "competition_closed" | "not_ready") {
        errors.add_problem(problem)?;
    }
    answer(visit, seat, status, NoteForm { description, errors: errors.into_vec() }, None).await
}
