//! The editor of one competition.
//!
//! Invariant: what a form left behind is shown over what is stored.

use actix_web::http::StatusCode;
use joute_domain::{FileKind, PublicationState, ReportedError};
use joute_services::access::Seat;
use joute_services::competitions::ChecklistItem;
use joute_services::{CompetitionFile, Solution};
use serde::Serialize;

use super::checklist::{PointView, is_ready, points};
use super::choices::{MetricChoice, metrics, zones};
use super::form::SettingsForm;
use crate::pages::PageResult;
use crate::pages::competition::{CompetitionHead, ErrorView};
use crate::pages::field_errors::FieldError;
use crate::pages::format::{Format, Time};
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::render::Page;
use crate::web::Seated;

#[derive(Debug, Serialize)]
pub(super) struct EditPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    form: SettingsForm,
    metrics: Vec<MetricChoice>,
    zones: &'static [&'static str],
    checklist: Vec<PointView>,
    ready: bool,
    published: bool,
    archived: bool,
    files: Vec<FileView>,
    solution: Option<SolutionView>,
    report: Option<ReportView>,
    max_size: String,
    max_bytes: u64,
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "editor/edit.html.tera";
}

#[derive(Debug, Serialize)]
struct FileView {
    id: String,
    name: String,
    kind: &'static str,
    size: String,
    sha256: String,
    rows: String,
}

#[derive(Debug, Serialize)]
struct SolutionView {
    name: String,
    size: String,
    rows: String,
    public_rows: String,
    private_rows: String,
    ignored_rows: String,
    uploaded: Time,
}

/// What was wrong with a file.
#[derive(Debug, Serialize)]
pub(super) struct ReportView {
    about: String,
    kept: bool,
    errors: Vec<ErrorView>,
}

impl ReportView {
    /// A file that was refused.
    pub(super) fn of(format: &Format<'_>, about: &str, errors: &[ReportedError]) -> Self {
        Self {
            about: about.to_owned(),
            kept: false,
            errors: errors.iter().map(|error| ErrorView::of(format, error)).collect(),
        }
    }
}

/// What a form of the page left behind.
#[derive(Debug, Default)]
pub(super) struct EditState {
    pub(super) form: Option<SettingsForm>,
    pub(super) errors: Vec<FieldError>,
    pub(super) report: Option<ReportView>,
}

/// `GET /c/{slug}/edit`
pub(crate) async fn show(visit: Visit, seat: Seated) -> PageResult {
    render(visit, &seat, StatusCode::OK, EditState::default()).await
}

/// The page with what a form left behind.
pub(super) async fn render(mut visit: Visit, seat: &Seat, status: StatusCode, state: EditState) -> PageResult {
    visit.path = super::address(&seat.competition.slug);
    let page = load(&visit, seat, state).await?;
    visit.page_with_status(status, &page)
}

async fn load(visit: &Visit, seat: &Seat, state: EditState) -> Result<EditPage, Problem> {
    let (house, format) = (&visit.app.house, visit.format());
    let files = house.list_files(seat).await?;
    let items = house.checklist(seat).await?;
    let checklist = points(&items, &files);
    let sample = sample_report(&format, &items, &files);
    let mut form = match state.form {
        Some(form) => form,
        None => SettingsForm::stored(&seat.competition, &house.list_pages(seat).await?, visit.language),
    };
    form.errors.extend(state.errors);
    let max_bytes = house.config().file_max_bytes;
    Ok(EditPage {
        page: visit.shell("competitions"),
        tab: "edit",
        competition: CompetitionHead::load(visit, seat).await?,
        form,
        metrics: metrics(visit.app.renderer.words(visit.language)),
        zones: zones(),
        ready: is_ready(&checklist),
        checklist,
        published: seat.competition.state == PublicationState::Published,
        archived: seat.competition.state == PublicationState::Archived,
        files: files.iter().map(|file| file_view(&format, file)).collect(),
        solution: house.find_solution(seat).await?.map(|solution| solution_view(&format, seat, solution)),
        report: state.report.or(sample),
        max_size: format.size(max_bytes),
        max_bytes,
    })
}

/// What is wrong with the sample submission that is kept, seen from the solution.
fn sample_report(format: &Format<'_>, items: &[ChecklistItem], files: &[CompetitionFile]) -> Option<ReportView> {
    let report = items.iter().find_map(|item| item.report.as_ref())?;
    let name = files.iter().find(|file| file.kind == FileKind::SampleSubmission).map_or("", |file| &file.name);
    Some(ReportView { kept: true, ..ReportView::of(format, name, &report.errors) })
}

fn file_view(format: &Format<'_>, file: &CompetitionFile) -> FileView {
    FileView {
        id: file.id.to_string(),
        name: file.name.clone(),
        kind: file.kind.as_str(),
        size: format.size(file.size_bytes),
        sha256: file.sha256.clone(),
        rows: file.profile.as_ref().map(|profile| format.number(profile.rows)).unwrap_or_default(),
    }
}

fn solution_view(format: &Format<'_>, seat: &Seat, solution: Solution) -> SolutionView {
    let rows = solution.public_rows + solution.private_rows + solution.ignored_rows;
    SolutionView {
        name: solution.file_name,
        size: format.size(solution.size_bytes),
        rows: format.number(rows),
        public_rows: format.number(solution.public_rows),
        private_rows: format.number(solution.private_rows),
        ignored_rows: format.number(solution.ignored_rows),
        uploaded: format.time(solution.created_at, seat.competition.zone),
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::{ErrorCode, Role, UploadReport};
    use joute_services::competitions::ChecklistPoint;

    use super::*;
    use crate::pages::samples;

    fn sample(page: Shell, format: &Format<'_>, state: &str) -> EditPage {
        let seat = samples::seat(Some(samples::viewer(Role::Host)));
        let is_filled = state != "draft";
        let point = |point, is_done| ChecklistItem { point, is_done, report: None };
        let items = [point(ChecklistPoint::Summary, true), point(ChecklistPoint::Solution, is_filled)];
        let text = str::to_owned;
        let file = FileView {
            id: text("f1"),
            name: text("train <1>.csv"),
            kind: FileKind::Train.as_str(),
            size: format.size(12_345),
            sha256: "0".repeat(64),
            rows: format.number(10_886),
        };
        let solution = SolutionView {
            name: text("solution.csv"),
            size: format.size(999),
            rows: text("3"),
            public_rows: text("1"),
            private_rows: text("1"),
            ignored_rows: text("1"),
            uploaded: format.time(samples::now(), seat.competition.zone),
        };
        let report = UploadReport::of(ErrorCode::MissingColumn, "the column <species> is missing");
        let checklist = points(&items, &[]);
        EditPage {
            page,
            tab: "edit",
            competition: CompetitionHead::sample(format, &seat),
            form: SettingsForm::stored(&seat.competition, &[], format.language),
            metrics: metrics(format.words),
            zones: zones(),
            ready: is_ready(&checklist),
            checklist,
            published: state == "published",
            archived: state == "archived",
            files: if is_filled { vec![file] } else { Vec::new() },
            solution: is_filled.then_some(solution),
            report: (!is_filled).then(|| ReportView::of(format, "solution.csv", &report.errors)),
            max_size: format.size(4 << 30),
            max_bytes: 4 << 30,
        }
    }

    #[test]
    fn a_draft_shows_what_is_missing_and_what_was_wrong_with_the_file() {
        for page in samples::render_all(|page, format, _| sample(page, format, "draft")) {
            assert!(page.contains("/c/bike-demand/edit/publish") && page.contains("id=\"not-ready\""));
            assert!(page.contains("the column &lt;species&gt; is missing"), "{page}");
            assert!(page.contains("name=\"revision\" value=\"1\""));
        }
    }

    #[test]
    fn a_published_competition_can_be_taken_back_and_an_archived_one_not() {
        for page in samples::render_all(|page, format, _| sample(page, format, "published")) {
            assert!(page.contains("/edit/unpublish") && page.contains("/edit/files/f1/remove"));
        }
        for page in samples::render_all(|page, format, _| sample(page, format, "archived")) {
            assert!(!page.contains("/edit/unpublish") && !page.contains("/edit/publish"));
        }
    }
}
