//! `GET /c/{slug}`: the question, its facts, its leaders.
//!
//! Invariant: leaders come from the board that is shown by default, so private scores stay closed until the end.

use joute_domain::PageName;
use joute_leaderboard::Board;
use joute_services::access::Seat;
use joute_services::{CompetitionFile, House, Page as Text};
use serde::Serialize;

use super::head::CompetitionHead;
use super::texts::html_of;
use crate::pages::PageResult;
use crate::pages::blazon::Blazon;
use crate::pages::format::{Format, Time};
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::render::Page;
use crate::web::Seated;

/// Teams named as leaders.
const LEADERS: usize = 3;

#[derive(Debug, Serialize)]
pub(super) struct OverviewPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    #[serde(flatten)]
    body: OverviewBody,
}

#[derive(Debug, Serialize)]
struct OverviewBody {
    html: String,
    prizes: String,
    timeline: Vec<TimelineEntry>,
    timeline_html: String,
    quota: PerDay,
    team_size: u32,
    max_size: String,
    files: FilesInShort,
    leaders: Vec<Leader>,
}

#[derive(Debug, Serialize)]
struct TimelineEntry {
    event: &'static str,
    at: Time,
    passed: bool,
}

#[derive(Debug, Serialize)]
struct PerDay {
    per_day: u32,
}

#[derive(Debug, Serialize)]
struct FilesInShort {
    count: usize,
    size: String,
}

#[derive(Debug, Serialize)]
struct Leader {
    rank: String,
    team: String,
    blazon: Blazon,
    score: String,
}

impl Page for OverviewPage {
    const TEMPLATE: &'static str = "competition/overview.html.tera";
}

pub(crate) async fn show(visit: Visit, seat: Seated) -> PageResult {
    let house = &visit.app.house;
    let competition = CompetitionHead::load(&visit, &seat).await?;
    let texts = house.list_pages(&seat).await?;
    let files = house.list_files(&seat).await?;
    let board = house.board(&seat, House::default_board(&seat)).await?.board;
    let max_bytes = house.config().submission_max_bytes;
    let body = OverviewBody::of(&visit.format(), &seat, &texts, &files, &board, max_bytes);
    visit.page(&OverviewPage { page: visit.shell("competitions"), tab: "overview", competition, body })
}

impl OverviewBody {
    fn of(
        format: &Format<'_>,
        seat: &Seat,
        texts: &[Text],
        files: &[CompetitionFile],
        board: &Board,
        max_bytes: u64,
    ) -> Self {
        let competition = &seat.competition;
        let dates = [("starts", competition.starts_at), ("ends", competition.ends_at)];
        let entry = |(event, at): (&'static str, Option<_>)| {
            at.map(|at| TimelineEntry { event, at: format.time(at, competition.zone), passed: at <= format.now() })
        };
        let leaders = board.standings.iter().take(LEADERS).map(|standing| Leader {
            rank: format.number(standing.rank.into()),
            blazon: Blazon::of(&standing.team.name),
            team: standing.team.name.clone(),
            score: standing.score.shown(),
        });
        Self {
            html: html_of(texts, PageName::Overview),
            prizes: html_of(texts, PageName::Prizes),
            timeline: dates.into_iter().filter_map(entry).collect(),
            timeline_html: html_of(texts, PageName::Timeline),
            quota: PerDay { per_day: competition.submissions_per_day },
            team_size: competition.team_size,
            max_size: format.size(max_bytes),
            files: FilesInShort {
                count: files.len(),
                size: format.size(files.iter().map(|file| file.size_bytes).sum()),
            },
            leaders: leaders.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::{PageId, PublicationState};
    use joute_services::access::Viewer;

    use super::super::leaderboard::samples::view;
    use super::*;
    use crate::pages::samples::{now, render_all, seat};

    fn page(shell: Shell, format: &Format<'_>, viewer: Option<&Viewer>) -> OverviewPage {
        let seat = seat(viewer.cloned());
        let text = |name, markdown: &str| Text {
            id: PageId::new(),
            competition_id: seat.competition.id.clone(),
            name,
            markdown: markdown.to_owned(),
            updated_at: now(),
        };
        let texts = [text(PageName::Overview, "Where do **vans** go?"), text(PageName::Prizes, "Lunch.")];
        let body = OverviewBody::of(
            format,
            &seat,
            &texts,
            &[],
            &view(joute_leaderboard::BoardKind::Public).board,
            100_000_000,
        );
        OverviewPage { page: shell, tab: "overview", competition: CompetitionHead::sample(format, &seat), body }
    }

    #[test]
    fn everybody_reads_the_question_its_facts_and_its_leaders() {
        for html in render_all(page) {
            for part in ["<strong>vans</strong>", "Lunch.", "Les Pédaleurs", "100\u{a0}M", "Europe/Paris"] {
                assert!(html.contains(part), "{part} is missing");
            }
        }
    }

    #[test]
    fn a_bare_draft_has_a_page_too() {
        let pages = render_all(|shell, format, viewer| {
            let mut seat = seat(viewer.cloned());
            seat.phase = joute_domain::Phase::Draft;
            seat.competition.state = PublicationState::Draft;
            seat.competition.scoring = None;
            (seat.competition.starts_at, seat.competition.ends_at) = (None, None);
            let mut board = view(joute_leaderboard::BoardKind::Public).board;
            board.standings.clear();
            let body = OverviewBody::of(format, &seat, &[], &[], &board, 1);
            OverviewPage { page: shell, tab: "overview", competition: CompetitionHead::sample(format, &seat), body }
        });
        assert!(pages.iter().all(|html| !html.contains("metric-") && !html.contains("button-primary\" href=\"/c/")));
    }
}
