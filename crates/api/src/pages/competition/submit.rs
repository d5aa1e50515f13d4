//! `GET /c/{slug}/submit`: what is left today, the form, one's submissions.
//!
//! Invariant: a page on which nothing can be sent says why.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use joute_domain::{Allowance, Phase};
use joute_leaderboard::BoardKind;
use joute_services::access::Seat;
use joute_services::{CompetitionFile, Submission};
use serde::Serialize;

use super::evaluation::{SampleView, SubmissionColumns};
use super::head::CompetitionHead;
use super::report::ErrorView;
use super::submission_view::{SubmissionFacts, SubmissionView};
use crate::pages::PageResult;
use crate::pages::field_errors::FieldError;
use crate::pages::format::Format;
use crate::pages::moments::QuotaView;
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::render::Page;
use crate::web::Seated;

/// Submissions listed on the page.
const LISTED: u32 = 100;

#[derive(Debug, Serialize)]
pub(super) struct SubmitPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    #[serde(flatten)]
    body: SubmitBody,
}

#[derive(Debug, Serialize)]
struct SubmitBody {
    blocked: &'static str,
    quota: Option<QuotaView>,
    max_size: String,
    max_bytes: u64,
    sample: Option<SampleView>,
    columns: SubmissionColumns,
    form: NoteForm,
    check: Option<CheckView>,
    show_private: bool,
    submissions: Vec<SubmissionView>,
}

/// The form as it was sent, with what was wrong.
#[derive(Debug, Default, Serialize)]
pub(super) struct NoteForm {
    pub(super) description: String,
    pub(super) errors: Vec<FieldError>,
}

/// What a check found.
#[derive(Debug, Serialize)]
pub(super) struct CheckView {
    pub(super) ok: bool,
    pub(super) file_name: String,
    pub(super) rows: String,
    pub(super) errors: Vec<ErrorView>,
}

/// What the page is made of.
struct SubmitFacts {
    allowance: Option<Allowance>,
    files: Vec<CompetitionFile>,
    submissions: Vec<Submission>,
    authors: HashMap<joute_domain::UserId, String>,
    best: Option<joute_domain::SubmissionId>,
    max_bytes: u64,
}

impl Page for SubmitPage {
    const TEMPLATE: &'static str = "competition/submit.html.tera";
}

pub(crate) async fn show(visit: Visit, seat: Seated) -> PageResult {
    answer(&visit, &seat, StatusCode::OK, NoteForm::default(), None).await
}

/// The page with a form as it was sent and what a check found.
pub(super) async fn answer(
    visit: &Visit,
    seat: &Seat,
    status: StatusCode,
    form: NoteForm,
    check: Option<CheckView>,
) -> PageResult {
    let competition = CompetitionHead::load(visit, seat).await?;
    let facts = SubmitFacts::load(visit, seat).await?;
    let body = SubmitBody::of(&visit.format(), seat, &facts, form, check);
    visit.page_with_status(status, &SubmitPage { page: visit.shell("competitions"), tab: "submit", competition, body })
}

impl SubmitFacts {
    async fn load(visit: &Visit, seat: &Seat) -> Result<Self, Problem> {
        let house = &visit.app.house;
        let (files, max_bytes) = (house.list_files(seat).await?, house.config().submission_max_bytes);
        let none = HashMap::new();
        let Some(viewer) = &seat.viewer else {
            return Ok(Self { allowance: None, files, submissions: Vec::new(), authors: none, best: None, max_bytes });
        };
        let submissions = house.list_submissions(seat, None, LISTED).await?;
        let authors = house.display_names(submissions.iter().map(|row| row.user_id.clone()).collect()).await;
        let best = match house.find_team(seat, viewer).await? {
            Some(team) => {
                let board = house.board(seat, BoardKind::Public).await?.board;
                board.standings.into_iter().find(|row| row.team.id == team.id).map(|row| row.submission)
            }
            None => None,
        };
        Ok(Self {
            allowance: Some(house.allowance(seat).await?),
            files,
            submissions,
            authors: authors.map_err(|error| Problem::internal(&error))?,
            best,
            max_bytes,
        })
    }
}

impl SubmitBody {
    fn of(format: &Format<'_>, seat: &Seat, facts: &SubmitFacts, form: NoteForm, check: Option<CheckView>) -> Self {
        let zone = seat.competition.zone;
        let known = SubmissionFacts { zone, authors: &facts.authors, best: facts.best.as_ref() };
        Self {
            blocked: blocked(seat, facts.allowance),
            quota: facts.allowance.filter(|_| seat.phase.accepts_submissions()).map(|left| format.quota(left, zone)),
            max_size: format.size(facts.max_bytes),
            max_bytes: facts.max_bytes,
            sample: SampleView::of(seat, &facts.files).filter(SampleView::is_open),
            columns: SubmissionColumns::of(seat),
            form,
            check,
            show_private: seat.phase == Phase::Finished,
            submissions: facts.submissions.iter().map(|row| SubmissionView::of(format, row, &known)).collect(),
        }
    }
}

/// Why nothing can be sent now; empty if something can.
fn blocked(seat: &Seat, allowance: Option<Allowance>) -> &'static str {
    match seat.phase {
        Phase::Draft => "draft",
        Phase::Upcoming => "upcoming",
        Phase::Finished => "finished",
        Phase::Running | Phase::Training if seat.viewer.is_none() => "signed_out",
        Phase::Running | Phase::Training if seat.competition.solution_id.is_none() => "no_solution",
        Phase::Running | Phase::Training if allowance.is_some_and(|left| left.left == 0) => "quota",
        Phase::Running | Phase::Training => "",
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::{SolutionId, SubmissionState};
    use joute_services::access::Viewer;

    use super::super::data::samples::files;
    use super::super::report::samples::report;
    use super::super::submission_view::samples::submission;
    use super::*;
    use crate::pages::samples::{now, render_all, seat};

    fn facts(seat: &Seat, left: u32) -> SubmitFacts {
        let next_at = now().plus(std::time::Duration::from_mins(4 * 60 + 12));
        let all = SubmissionState::ALL.iter().map(|state| submission(seat, *state));
        let submissions: Vec<_> = if seat.viewer.is_some() { all.collect() } else { Vec::new() };
        SubmitFacts {
            allowance: seat.viewer.as_ref().map(|_| Allowance { per_day: 5, left, next_at }),
            files: files(seat),
            best: submissions.get(2).map(|row| row.id.clone()),
            authors: submissions.iter().map(|row| (row.user_id.clone(), "Amélie".to_owned())).collect(),
            submissions,
            max_bytes: 100_000_000,
        }
    }

    fn page(left: u32, check: Option<&str>) -> impl Fn(Shell, &Format<'_>, Option<&Viewer>) -> SubmitPage {
        let check = check.map(str::to_owned);
        move |shell, format, viewer| {
            let mut seat = seat(viewer.cloned());
            seat.competition.solution_id = Some(SolutionId::new());
            let found = check.as_ref().map(|kind| {
                let errors = if kind == "errors" { ErrorView::list(format, &report()) } else { Vec::new() };
                CheckView { ok: errors.is_empty(), file_name: "gbm.csv".to_owned(), rows: "6,493".to_owned(), errors }
            });
            let error = FieldError { field: "file".to_owned(), message: "Choose a file first.".to_owned() };
            let form = NoteForm { description: "second try".to_owned(), errors: vec![error] };
            let body = SubmitBody::of(format, &seat, &facts(&seat, left), form, found);
            SubmitPage { page: shell, tab: "submit", competition: CompetitionHead::sample(format, &seat), body }
        }
    }

    #[test]
    fn a_member_sees_the_form_what_is_left_and_every_state() {
        for html in
            render_all(page(3, None)).into_iter().enumerate().filter(|(index, _)| index % 3 > 0).map(|(_, html)| html)
        {
            for part in
                ["class=\"upload\"", "Europe/Paris", "4\u{a0}h 12\u{a0}min", "0.41270", "(214)", "Choose a file first."]
            {
                assert!(html.contains(part), "{part} is missing");
            }
            for state in SubmissionState::ALL {
                assert!(html.contains(&format!("data-state=\"{}\"", state.as_str())));
            }
        }
    }

    #[test]
    fn a_check_lists_every_error_with_its_place() {
        let html = &render_all(page(3, Some("errors")))[1];
        for part in ["Expected ids are missing", "1,802", "&lt;a&amp;b&gt;", "trimming blanks", "`n/a` is not a number"]
        {
            assert!(html.contains(part), "{part} is missing");
        }
        assert!(render_all(page(3, Some("clean")))[1].contains("6,493 rows"));
    }

    #[test]
    fn whoever_cannot_submit_is_told_why() {
        let html = &render_all(page(0, None))[1];
        assert!(
            html.contains("0 of 5 left today, next at 00:00") || html.contains("0 of 5 left today, next at"),
            "{html}"
        );
        assert!(html.contains("Nothing left for today") && html.contains(" disabled"));
        let signed_out = &render_all(page(3, None))[0];
        assert!(signed_out.contains("/sign-in?return_to=") && !signed_out.contains("class=\"upload\""));
    }

    #[test]
    fn every_block_has_its_reason() {
        let mut seat = seat(Some(crate::pages::samples::viewer(joute_domain::Role::Member)));
        assert_eq!(blocked(&seat, None), "no_solution");
        seat.competition.solution_id = Some(SolutionId::new());
        assert_eq!(blocked(&seat, None), "");
        assert_eq!(blocked(&seat, Some(Allowance { per_day: 5, left: 0, next_at: now() })), "quota");
        for (phase, reason) in [(Phase::Draft, "draft"), (Phase::Upcoming, "upcoming"), (Phase::Finished, "finished")] {
            seat.phase = phase;
            assert_eq!(blocked(&seat, None), reason);
        }
        (seat.phase, seat.viewer) = (Phase::Training, None);
        assert_eq!(blocked(&seat, None), "signed_out");
    }
}
