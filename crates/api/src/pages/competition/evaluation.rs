//! `GET /c/{slug}/evaluation`: the metric, the format of a submission, the two boards.
//!
//! Invariant: the sample's rows are shown only where the data may be seen.

use joute_domain::{FileKind, PageName, Phase};
use joute_services::access::{Right, Seat};
use joute_services::{CompetitionFile, Page as Text};
use serde::Serialize;

use super::addresses;
use super::head::CompetitionHead;
use super::texts::html_of;
use crate::pages::PageResult;
use crate::pages::format::Format;
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::render::Page;
use crate::web::Seated;

/// Rows of the sample that are shown.
const SAMPLE_ROWS: usize = 5;

#[derive(Debug, Serialize)]
pub(super) struct EvaluationPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    #[serde(flatten)]
    body: EvaluationBody,
}

#[derive(Debug, Serialize)]
struct EvaluationBody {
    html: String,
    columns: SubmissionColumns,
    public_share: String,
    sample: Option<SampleView>,
}

/// The columns of a submission; empty while the host has not chosen them.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct SubmissionColumns {
    id: String,
    prediction: Vec<String>,
}

/// The sample submission; its address is empty for those who may not download it, its rows for those who may not see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SampleView {
    name: String,
    url: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Page for EvaluationPage {
    const TEMPLATE: &'static str = "competition/evaluation.html.tera";
}

pub(crate) async fn show(visit: Visit, seat: Seated) -> PageResult {
    let house = &visit.app.house;
    let competition = CompetitionHead::load(&visit, &seat).await?;
    let (texts, files) = (house.list_pages(&seat).await?, house.list_files(&seat).await?);
    let body = EvaluationBody::of(&visit.format(), &seat, &texts, &files);
    visit.page(&EvaluationPage { page: visit.shell("competitions"), tab: "evaluation", competition, body })
}

impl EvaluationBody {
    fn of(format: &Format<'_>, seat: &Seat, texts: &[Text], files: &[CompetitionFile]) -> Self {
        Self {
            html: html_of(texts, PageName::Evaluation),
            columns: SubmissionColumns::of(seat),
            public_share: public_share(format, seat),
            sample: SampleView::of(seat, files),
        }
    }
}

impl SubmissionColumns {
    pub(super) fn of(seat: &Seat) -> Self {
        let Some(scoring) = &seat.competition.scoring else { return Self::default() };
        let columns = &scoring.columns;
        Self { id: columns.id.clone(), prediction: columns.prediction.iter().chain(&columns.extra).cloned().collect() }
    }
}

impl SampleView {
    /// True if its address works for the reader.
    pub(super) fn is_open(&self) -> bool {
        !self.url.is_empty()
    }

    pub(super) fn of(seat: &Seat, files: &[CompetitionFile]) -> Option<Self> {
        let file = files.iter().find(|file| file.kind == FileKind::SampleSubmission)?;
        let profile = file.profile.as_ref().filter(|_| sees_data(seat));
        let may_download = seat.may(Right::DownloadData).is_ok();
        Some(Self {
            name: file.name.clone(),
            url: if may_download { addresses::file(&seat.competition.slug, &file.name) } else { String::new() },
            header: profile
                .map(|profile| profile.columns.iter().map(|column| column.name.clone()).collect())
                .unwrap_or_default(),
            rows: profile
                .map(|profile| profile.first_rows.iter().take(SAMPLE_ROWS).cloned().collect())
                .unwrap_or_default(),
        })
    }
}

/// Rows and summaries of the data are open to whoever reads the page, once the competition has begun.
pub(super) fn sees_data(seat: &Seat) -> bool {
    seat.phase != Phase::Upcoming || seat.is_host
}

/// The share of rows on the public board; empty if the host's own column decides.
pub(super) fn public_share(format: &Format<'_>, seat: &Seat) -> String {
    let split = seat.competition.scoring.as_ref().and_then(|scoring| scoring.split);
    split.map(|split| format.ratio(split.public_ratio)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use joute_services::access::Viewer;

    use super::super::data::samples::files;
    use super::*;
    use crate::pages::samples::{render_all, seat};

    fn page(shell: Shell, format: &Format<'_>, viewer: Option<&Viewer>, phase: Phase) -> EvaluationPage {
        let mut seat = seat(viewer.cloned());
        seat.phase = phase;
        let body = EvaluationBody::of(format, &seat, &[], &files(&seat));
        EvaluationPage { page: shell, tab: "evaluation", competition: CompetitionHead::sample(format, &seat), body }
    }

    #[test]
    fn the_format_names_the_columns_and_shows_the_sample() {
        for html in render_all(|shell, format, viewer| page(shell, format, viewer, Phase::Running)) {
            for part in ["datetime", "rmsle", "30", "2026-03-01 05:00"] {
                assert!(html.contains(part), "{part} is missing");
            }
        }
    }

    #[test]
    fn before_the_start_only_hosts_see_rows() {
        let shows = |html: &String| html.contains("2026-03-01 05:00");
        let pages = render_all(|shell, format, viewer| page(shell, format, viewer, Phase::Upcoming));
        assert_eq!(pages.iter().map(shows).collect::<Vec<_>>(), [false, false, true, false, false, true]);
    }
}
