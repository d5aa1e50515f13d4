//! Files and solution of a competition.
//!
//! Invariant: a file is kept whole and checked, or not at all with the full report of what is wrong.

use actix_web::web::Path;
use joute_services::access::Seat;
use joute_services::competitions::NewFile;

use super::edit::{EditState, ReportView, render};
use crate::pages::PageResult;
use crate::pages::field_errors::FieldErrors;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::web::{IncomingFile, Seated};

/// `POST /c/{slug}/edit/files`
pub(crate) async fn add(visit: Visit, seat: Seated, incoming: Result<IncomingFile, Problem>) -> PageResult {
    let name = name_of(&incoming);
    match take(&visit, &seat, incoming).await {
        Ok(()) => Ok(visit.go(&files_address(&seat), Some("notice-file-added"))),
        Err(problem) => refuse(visit, &seat, "file", &name, problem).await,
    }
}

/// `POST /c/{slug}/edit/solution`
pub(crate) async fn put_solution(visit: Visit, seat: Seated, incoming: Result<IncomingFile, Problem>) -> PageResult {
    let name = name_of(&incoming);
    match take_solution(&visit, &seat, incoming).await {
        Ok(()) => Ok(visit.go(&files_address(&seat), Some("notice-solution-added"))),
        Err(problem) => refuse(visit, &seat, "solution", &name, problem).await,
    }
}

/// `POST /c/{slug}/edit/files/{id}/remove`
pub(crate) async fn remove(visit: Visit, seat: Seated, path: Path<(String, String)>) -> PageResult {
    let (_, id) = path.into_inner();
    let files = visit.app.house.list_files(&seat).await?;
    let file = files.into_iter().find(|file| file.id.as_str() == id);
    let file = file.ok_or_else(|| Problem::not_found("file_not_found", "there is no such file"))?;
    visit.app.house.remove_file(&seat, &file.name).await?;
    Ok(visit.go(&files_address(&seat), Some("notice-file-removed")))
}

async fn take(visit: &Visit, seat: &Seat, incoming: Result<IncomingFile, Problem>) -> Result<(), Problem> {
    let incoming = chosen(incoming?, "file")?;
    let kind = incoming.field("kind").parse().map_err(|error| Problem::field("kind", error))?;
    let new = NewFile { kind, name: incoming.file_name.clone() };
    visit.app.house.put_file(seat, new, incoming.body).await?;
    Ok(())
}

async fn take_solution(visit: &Visit, seat: &Seat, incoming: Result<IncomingFile, Problem>) -> Result<(), Problem> {
    let incoming = chosen(incoming?, "file")?;
    visit.app.house.put_solution(seat, &incoming.file_name, incoming.body).await?;
    Ok(())
}

/// A browser without a chosen file sends a part without a name.
fn chosen(incoming: IncomingFile, field: &str) -> Result<IncomingFile, Problem> {
    if incoming.file_name.is_empty() { Err(Problem::field(field, "choose a file first")) } else { Ok(incoming) }
}

fn name_of(incoming: &Result<IncomingFile, Problem>) -> String {
    incoming.as_ref().map(|incoming| incoming.file_name.clone()).unwrap_or_default()
}

/// The page again with the full report, or with a remark at the drop zone `place`.
async fn refuse(visit: Visit, seat: &Seat, place: &str, name: &str, mut problem: Problem) -> PageResult {
    let status = problem.status;
    if !problem.report.is_empty() {
        let report = Some(ReportView::of(&visit.format(), name, &problem.report));
        return render(visit.clone(), seat, status, EditState { report, ..EditState::default() }).await;
    }
    for entry in problem.fields.iter_mut().filter(|entry| entry.field == "name") {
        "file".clone_into(&mut entry.field);
    }
    let mut errors = FieldErrors::new(&visit);
    errors.add_problem(problem)?;
    let mut errors = errors.into_vec();
    for error in errors.iter_mut().filter(|error| error.field != "kind") {
        place.clone_into(&mut error.field);
    }
    render(visit.clone(), seat, status, EditState { errors, ..EditState::default() }).await
}

fn files_address(seat: &Seat) -> String {
    format!("{}#files", super::address(&seat.competition.slug))
}
