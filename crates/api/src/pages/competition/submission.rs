//! `/c/{slug}/submissions/{id}`: what became of a submission, and its note.
//!
//! Invariant: seen by its team and by hosts; only the team writes the note.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Path};
use joute_domain::{ErrorCode, Phase, SubmissionId, SubmissionState};
use joute_leaderboard::Standing;
use joute_services::House;
use joute_services::access::Seat;
use joute_services::submissions::SubmissionDetail;
use serde::{Deserialize, Serialize};

use super::addresses;
use super::head::CompetitionHead;
use super::report::ErrorView;
use super::submission_view::{SubmissionFacts, SubmissionView};
use super::submit::NoteForm;
use crate::pages::PageResult;
use crate::pages::field_errors::FieldErrors;
use crate::pages::format::{Format, Time};
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::render::Page;
use crate::web::Seated;

#[derive(Debug, Serialize)]
pub(super) struct SubmissionPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    #[serde(flatten)]
    body: SubmissionBody,
}

#[derive(Debug, Serialize)]
struct SubmissionBody {
    submission: SubmissionView,
    sha256: String,
    rows: String,
    scored_at: Option<Time>,
    duration: String,
    attempts: u64,
    engine: String,
    show_private: bool,
    file_url: String,
    rank: String,
    fault: &'static str,
    errors: Vec<ErrorView>,
    may_edit_note: bool,
    form: NoteForm,
}

/// What the page is made of, beside the form.
struct SubmissionParts {
    detail: SubmissionDetail,
    author: String,
    best: Option<Standing>,
    rows: Option<u64>,
    is_own: bool,
}

/// The identifier in the path.
#[derive(Debug, Deserialize)]
pub(crate) struct SubmissionPath {
    id: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NoteChange {
    #[serde(default)]
    description: String,
}

impl Page for SubmissionPage {
    const TEMPLATE: &'static str = "competition/submission.html.tera";
}

pub(crate) async fn show(visit: Visit, seat: Seated, path: Path<SubmissionPath>) -> PageResult {
    let parts = SubmissionParts::load(&visit, &seat, path.id()?).await?;
    let form = NoteForm { description: parts.detail.submission.description.clone(), errors: Vec::new() };
    answer(&visit, &seat, StatusCode::OK, &parts, form).await
}

pub(crate) async fn change_note(
    visit: Visit,
    seat: Seated,
    path: Path<SubmissionPath>,
    form: Form<NoteChange>,
) -> PageResult {
    let (id, description) = (path.id()?, form.into_inner().description);
    let Err(error) = visit.app.house.change_note(&seat, id.clone(), description.clone()).await else {
        return Ok(visit.go(&format!("/c/{}/submissions/{id}", seat.competition.slug), Some("notice-saved")));
    };
    let mut errors = FieldErrors::new(&visit);
    errors.add_problem(error.into())?;
    let parts = SubmissionParts::load(&visit, &seat, id).await?;
    let form = NoteForm { description, errors: errors.into_vec() };
    answer(&visit, &seat, StatusCode::UNPROCESSABLE_ENTITY, &parts, form).await
}

impl SubmissionPath {
    /// A text that cannot be an identifier names no submission.
    fn id(&self) -> Result<SubmissionId, Problem> {
        self.id.parse().map_err(|_| Problem::not_found("submission_not_found", "there is no such submission"))
    }
}

async fn answer(visit: &Visit, seat: &Seat, status: StatusCode, parts: &SubmissionParts, form: NoteForm) -> PageResult {
    let competition = CompetitionHead::load(visit, seat).await?;
    let body = SubmissionBody::of(&visit.format(), seat, parts, form);
    visit.page_with_status(
        status,
        &SubmissionPage { page: visit.shell("competitions"), tab: "submit", competition, body },
    )
}

impl SubmissionParts {
    async fn load(visit: &Visit, seat: &Seat, id: SubmissionId) -> Result<Self, Problem> {
        let house = &visit.app.house;
        let detail = house.find_submission(seat, id).await?;
        let author = detail.submission.user_id.clone();
        let mut names = house.display_names(vec![author.clone()]).await.map_err(|error| Problem::internal(&error))?;
        let own = house.find_team(seat, seat.signed_in()?).await?;
        let board = house.board(seat, House::default_board(seat)).await?.board;
        let solution = house.find_solution(seat).await?;
        Ok(Self {
            author: names.remove(&author).unwrap_or_default(),
            best: board.standings.into_iter().find(|row| row.submission == detail.submission.id),
            rows: solution.map(|solution| solution.public_rows + solution.private_rows + solution.ignored_rows),
            is_own: own.is_some_and(|team| team.id == detail.team.id),
            detail,
        })
    }
}

impl SubmissionBody {
    fn of(format: &Format<'_>, seat: &Seat, parts: &SubmissionParts, form: NoteForm) -> Self {
        let (row, zone) = (&parts.detail.submission, seat.competition.zone);
        let authors = [(row.user_id.clone(), parts.author.clone())].into();
        let facts = SubmissionFacts { zone, authors: &authors, best: parts.best.as_ref().map(|best| &best.submission) };
        let mut submission = SubmissionView::of(format, row, &facts);
        submission.queue = parts.detail.queue.map(|queue| format.number(queue.ahead + 1)).unwrap_or_default();
        let is_scored = row.state == SubmissionState::Scored;
        Self {
            submission,
            sha256: row.sha256.clone(),
            rows: parts.rows.filter(|_| is_scored).map(|rows| format.number(rows)).unwrap_or_default(),
            scored_at: row.finished_at.map(|at| format.time(at, zone)),
            duration: row.finished_at.map(|at| format.seconds(at.since(row.created_at))).unwrap_or_default(),
            attempts: row.attempt,
            engine: String::new(),
            show_private: seat.phase == Phase::Finished,
            file_url: addresses::submission_file(&seat.competition.slug, &row.id),
            rank: parts.best.as_ref().map(|best| format.number(best.rank.into())).unwrap_or_default(),
            fault: fault(parts),
            errors: row.report.as_ref().map(|found| ErrorView::list(format, found)).unwrap_or_default(),
            may_edit_note: parts.is_own,
            form,
        }
    }
}

/// Whose fault a failure is: a stage that was stopped may be either's, so only a stop at the last attempt is ours.
fn fault(parts: &SubmissionParts) -> &'static str {
    let row = &parts.detail.submission;
    match &row.report {
        _ if row.state != SubmissionState::Failed => "",
        Some(report) if report.errors.iter().all(|error| error.code == ErrorCode::StageStopped) && row.attempt > 1 => {
            "platform"
        }
        Some(_) => "file",
        None => "platform",
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::TeamId;
    use joute_services::Team;
    use joute_services::submissions::QueuePlace;

    use super::super::leaderboard::samples::view;
    use super::super::submission_view::samples::submission;
    use super::*;
    use crate::pages::samples::{now, render_all, seat};

    fn parts(seat: &Seat, state: SubmissionState) -> SubmissionParts {
        let team = Team {
            id: TeamId::new(),
            competition_id: seat.competition.id.clone(),
            name: "Les Pédaleurs".to_owned(),
            revision: 1,
            created_at: now(),
        };
        let row = submission(seat, state);
        let mut best = view(joute_leaderboard::BoardKind::Public).board.standings.remove(2);
        best.submission = row.id.clone();
        let queue = (state == SubmissionState::Queued).then_some(QueuePlace { ahead: 1 });
        let detail = SubmissionDetail { submission: row, team, queue };
        let best = (state == SubmissionState::Scored).then_some(best);
        SubmissionParts { detail, author: "Amélie".to_owned(), best, rows: Some(6493), is_own: seat.is_host }
    }

    fn pages(state: SubmissionState) -> Vec<String> {
        render_all(|shell, format, viewer| {
            let seat = seat(viewer.cloned());
            let body = SubmissionBody::of(format, &seat, &parts(&seat, state), NoteForm::default());
            SubmissionPage { page: shell, tab: "submit", competition: CompetitionHead::sample(format, &seat), body }
        })
    }

    #[test]
    fn a_scored_submission_tells_score_rank_rows_and_time() {
        for html in pages(SubmissionState::Scored) {
            for part in ["0.41270", "<dd>2</dd>", "493", "/file\" download", "data-state=\"scored\""] {
                assert!(html.contains(part), "{part} is missing");
            }
        }
    }

    #[test]
    fn a_failed_one_tells_its_errors_and_a_waiting_one_its_place() {
        for html in pages(SubmissionState::Failed) {
            assert!(html.contains("214 expected ids are missing") && html.contains("id=\"errors\""));
        }
        for html in pages(SubmissionState::Queued) {
            assert!(html.contains(" 2.") && !html.contains("id=\"errors\""));
        }
    }

    #[test]
    fn only_the_team_edits_the_note() {
        let forms = pages(SubmissionState::Running).iter().map(|html| html.contains("note-form")).collect::<Vec<_>>();
        assert_eq!(forms, [false, false, true, false, false, true]);
    }

    #[test]
    fn a_failure_after_several_attempts_is_the_platforms() {
        let seat = seat(None);
        let mut parts = parts(&seat, SubmissionState::Failed);
        assert_eq!(fault(&parts), "file");
        parts.detail.submission.attempt = 3;
        assert_eq!(fault(&parts), "file", "errors of the file stay the file's");
        parts.detail.submission.report = Some(joute_domain::UploadReport::of(ErrorCode::StageStopped, "stopped"));
        assert_eq!(fault(&parts), "platform");
    }
}
