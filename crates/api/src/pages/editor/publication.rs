//! Publishing, taking back, archiving.
//!
//! Invariant: a refusal shows the editor again, with what is missing.

use joute_services::access::Seat;
use joute_services::competitions::CompetitionError;

use super::edit::{EditState, render};
use crate::pages::PageResult;
use crate::pages::field_errors::FieldErrors;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::web::Seated;

/// `POST /c/{slug}/edit/publish`
pub(crate) async fn publish(visit: Visit, seat: Seated) -> PageResult {
    let done = visit.app.house.publish(&seat).await.map(|_| ());
    answer(visit, &seat, done, "notice-published").await
}

/// `POST /c/{slug}/edit/unpublish`
pub(crate) async fn unpublish(visit: Visit, seat: Seated) -> PageResult {
    let done = visit.app.house.unpublish(&seat).await;
    answer(visit, &seat, done, "notice-unpublished").await
}

/// `POST /c/{slug}/edit/archive`
pub(crate) async fn archive(visit: Visit, seat: Seated) -> PageResult {
    let done = visit.app.house.archive(&seat).await;
    answer(visit, &seat, done, "notice-archived").await
}

async fn answer(visit: Visit, seat: &Seat, done: Result<(), CompetitionError>, notice: &'static str) -> PageResult {
    let problem = match done {
        Ok(()) => return Ok(visit.go(&super::address(&seat.competition.slug), Some(notice))),
        Err(error) => Problem::from(error),
    };
    let status = problem.status;
    let mut errors = FieldErrors::new(&visit);
    errors.add_problem(problem)?;
    let errors = errors.into_vec();
    render(visit.clone(), seat, status, EditState { errors, ..EditState::default() }).await
}
