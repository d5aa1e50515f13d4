//! `GET /c/{slug}/data`: the files with their sizes, checksums, columns and first rows.
//!
//! Invariant: before the start, others than hosts see names and sizes only.

use joute_domain::PageName;
use joute_services::CompetitionFile;
use joute_services::access::{Right, Seat};
use serde::Serialize;

use super::addresses;
use super::columns::ColumnView;
use super::evaluation::sees_data;
use super::head::CompetitionHead;
use super::texts::html_of;
use crate::pages::PageResult;
use crate::pages::format::Format;
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::render::Page;
use crate::web::Seated;

/// Rows shown of each table.
const FIRST_ROWS: usize = 8;

#[derive(Debug, Serialize)]
pub(super) struct DataPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    html: String,
    #[serde(flatten)]
    body: DataBody,
}

#[derive(Debug, Serialize)]
struct DataBody {
    may_download: bool,
    total_size: String,
    archive_url: String,
    files: Vec<FileView>,
}

#[derive(Debug, Serialize)]
struct FileView {
    id: String,
    name: String,
    kind: &'static str,
    size: String,
    sha256: String,
    url: String,
    rows: String,
    columns: Vec<ColumnView>,
    header: Vec<String>,
    first_rows: Vec<Vec<String>>,
}

impl Page for DataPage {
    const TEMPLATE: &'static str = "competition/data.html.tera";
}

pub(crate) async fn show(visit: Visit, seat: Seated) -> PageResult {
    let house = &visit.app.house;
    let competition = CompetitionHead::load(&visit, &seat).await?;
    let html = html_of(&house.list_pages(&seat).await?, PageName::Data);
    let body = DataBody::of(&visit.format(), &seat, &house.list_files(&seat).await?);
    visit.page(&DataPage { page: visit.shell("competitions"), tab: "data", competition, html, body })
}

impl DataBody {
    fn of(format: &Format<'_>, seat: &Seat, files: &[CompetitionFile]) -> Self {
        Self {
            may_download: seat.may(Right::DownloadData).is_ok(),
            total_size: format.size(files.iter().map(|file| file.size_bytes).sum()),
            archive_url: addresses::archive(&seat.competition.slug),
            files: files.iter().map(|file| FileView::of(format, seat, file)).collect(),
        }
    }
}

impl FileView {
    fn of(format: &Format<'_>, seat: &Seat, file: &CompetitionFile) -> Self {
        let profile = file.profile.clone().filter(|profile| sees_data(seat) && !profile.columns.is_empty());
        let mut view = Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            kind: file.kind.as_str(),
            size: format.size(file.size_bytes),
            sha256: file.sha256.clone(),
            url: addresses::file(&seat.competition.slug, &file.name),
            rows: String::new(),
            columns: Vec::new(),
            header: Vec::new(),
            first_rows: Vec::new(),
        };
        if let Some(profile) = profile {
            view.rows = format.number(profile.rows);
            view.columns = profile.columns.iter().map(|column| ColumnView::of(format, column, profile.rows)).collect();
            view.header = profile.columns.into_iter().map(|column| column.name).collect();
            view.first_rows = profile.first_rows.into_iter().take(FIRST_ROWS).collect();
        }
        view
    }
}

#[cfg(test)]
pub(super) mod samples {
    use joute_domain::{ColumnSummary, FileId, FileKind, HistogramBin, TableProfile, UserId};

    use super::*;
    use crate::pages::samples::now;

    fn column(name: &str, kind: &str) -> ColumnSummary {
        ColumnSummary {
            name: name.to_owned(),
            kind: kind.to_owned(),
            missing: 0,
            distinct: 4,
            distinct_is_exact: true,
            minimum: Some(1.0),
            maximum: Some(977.0),
            mean: Some(191.6),
            histogram: vec![HistogramBin { label: "1 – 98".to_owned(), count: 4214 }],
        }
    }

    /// A sample submission and a file that is no table.
    pub(in super::super) fn files(seat: &Seat) -> Vec<CompetitionFile> {
        let profile = TableProfile {
            rows: 6493,
            columns: vec![column("datetime", "text"), column("count", "integer")],
            first_rows: vec![vec!["2026-03-01 05:00".to_owned(), "31.5".to_owned()]],
        };
        let file = |kind, name: &str, profile| CompetitionFile {
            id: FileId::new(),
            competition_id: seat.competition.id.clone(),
            kind,
            name: name.to_owned(),
            media_type: "text/csv".to_owned(),
            size_bytes: 324_000,
            sha256: "9f86d081".repeat(8),
            profile,
            uploaded_by: UserId::new(),
            created_at: now(),
            crc32: None,
        };
        vec![
            file(FileKind::SampleSubmission, "sample submission.csv", Some(profile)),
            file(FileKind::Other, "readme.pdf", None),
        ]
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::Phase;
    use joute_services::access::Viewer;

    use super::*;
    use crate::pages::samples::{render_all, seat};

    fn page(shell: Shell, format: &Format<'_>, viewer: Option<&Viewer>, phase: Phase) -> DataPage {
        let mut seat = seat(viewer.cloned());
        seat.phase = phase;
        let body = DataBody::of(format, &seat, &samples::files(&seat));
        let competition = CompetitionHead::sample(format, &seat);
        DataPage { page: shell, tab: "data", competition, html: "<p>Two years.</p>".to_owned(), body }
    }

    #[test]
    fn files_have_sizes_checksums_rows_and_histograms() {
        for html in render_all(|shell, format, viewer| page(shell, format, viewer, Phase::Running)) {
            for part in ["9f86d081", "324\u{a0}k", "2026-03-01 05:00", "class=\"histogram\"", "Two years."] {
                assert!(html.contains(part), "{part} is missing");
            }
        }
    }

    #[test]
    fn a_download_is_offered_to_those_who_may() {
        let offers = |html: &String| html.contains("/files/sample%20submission.csv\"");
        let running = render_all(|shell, format, viewer| page(shell, format, viewer, Phase::Running));
        assert_eq!(running.iter().map(offers).collect::<Vec<_>>(), [false, true, true, false, true, true]);
        let upcoming = render_all(|shell, format, viewer| page(shell, format, viewer, Phase::Upcoming));
        assert_eq!(upcoming.iter().map(offers).collect::<Vec<_>>(), [false, false, true, false, false, true]);
        let rows = |html: &String| html.contains("2026-03-01 05:00");
        assert_eq!(upcoming.iter().map(rows).collect::<Vec<_>>(), [false, false, true, false, false, true]);
    }

    #[test]
    fn a_competition_without_files_says_so() {
        let pages = render_all(|shell, format, viewer| {
            let seat = seat(viewer.cloned());
            let competition = CompetitionHead::sample(format, &seat);
            let body = DataBody::of(format, &seat, &[]);
            DataPage { page: shell, tab: "data", competition, html: String::new(), body }
        });
        assert!(pages.iter().all(|html| html.contains("empty-title") && !html.contains("files.zip")));
    }
}
