//! `GET /c/{slug}/leaderboard`: the standings, the reader's own, the charts.
//!
//! Invariant: ranking and ties come from the leaderboard crate; this file only puts them into words.

use actix_web::web::Query;
use joute_domain::{Phase, Score, TeamId};
use joute_leaderboard::{Board, BoardKind, Movement, Standing};
use joute_services::House;
use joute_services::access::Seat;
use joute_services::boards::BoardView;
use serde::{Deserialize, Serialize};

use super::addresses;
use super::charts::Charts;
use super::evaluation::public_share;
use super::head::CompetitionHead;
use crate::pages::PageResult;
use crate::pages::blazon::Blazon;
use crate::pages::format::{Format, Time};
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::render::Page;
use crate::web::Seated;

#[derive(Debug, Serialize)]
pub(super) struct LeaderboardPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    #[serde(flatten)]
    body: LeaderboardBody,
}

#[derive(Debug, Serialize)]
struct LeaderboardBody {
    board: &'static str,
    boards: Vec<BoardLink>,
    public_share: String,
    updated: Option<Time>,
    ties: bool,
    unranked: usize,
    own: Option<OwnRow>,
    rows: Vec<Row>,
    progress: String,
    distribution: String,
    csv_url: String,
    json_url: String,
}

#[derive(Debug, Serialize)]
struct BoardLink {
    name: &'static str,
    url: String,
    current: bool,
    open: bool,
}

#[derive(Debug, Serialize)]
struct OwnRow {
    rank: String,
    score: String,
    gap: String,
}

#[derive(Debug, Serialize)]
struct Row {
    rank: String,
    medal: u32,
    tied: bool,
    mine: bool,
    movement: &'static str,
    moved: String,
    team: String,
    members: Vec<String>,
    blazon: Blazon,
    score: String,
    entries: String,
    last: Time,
}

/// Which board is wanted; without one, the one that counts now.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct BoardChoice {
    board: Option<BoardKind>,
}

impl Page for LeaderboardPage {
    const TEMPLATE: &'static str = "competition/leaderboard.html.tera";
}

pub(crate) async fn show(visit: Visit, seat: Seated, choice: Query<BoardChoice>) -> PageResult {
    let house = &visit.app.house;
    let competition = CompetitionHead::load(&visit, &seat).await?;
    let view = house.board(&seat, choice.board.unwrap_or_else(|| House::default_board(&seat))).await?;
    let own = match &seat.viewer {
        Some(viewer) => house.find_team(&seat, viewer).await?.map(|team| team.id),
        None => None,
    };
    let format = visit.format();
    let charts = Charts::of(&format, visit.language, &seat, &view, own.as_ref());
    let body = LeaderboardBody::of(&format, &seat, &view, own.as_ref(), charts);
    visit.page(&LeaderboardPage { page: visit.shell("competitions"), tab: "leaderboard", competition, body })
}

impl LeaderboardBody {
    fn of(format: &Format<'_>, seat: &Seat, view: &BoardView, own: Option<&TeamId>, charts: Charts) -> Self {
        let (board, slug) = (&view.board, &seat.competition.slug);
        let name = name(board.kind);
        let zone = seat.competition.zone;
        Self {
            board: name,
            boards: [BoardKind::Public, BoardKind::Private].map(|kind| BoardLink::of(seat, kind, board.kind)).into(),
            public_share: public_share(format, seat),
            updated: board.standings.iter().map(|row| row.last_at).max().map(|at| format.time(at, zone)),
            ties: board.standings.iter().any(|row| row.tied),
            unranked: view.teams.len().saturating_sub(board.standings.len()),
            own: own.and_then(|own| OwnRow::of(format, board, own)),
            rows: board.standings.iter().map(|row| Row::of(format, seat, row, own)).collect(),
            progress: charts.progress,
            distribution: charts.distribution,
            csv_url: addresses::board(slug, name, ".csv"),
            json_url: addresses::board(slug, name, ""),
        }
    }
}

impl BoardLink {
    fn of(seat: &Seat, kind: BoardKind, shown: BoardKind) -> Self {
        Self {
            name: name(kind),
            url: format!("/c/{}/leaderboard?board={}", seat.competition.slug, name(kind)),
            current: kind == shown,
            open: kind == BoardKind::Public || seat.phase == Phase::Finished,
        }
    }
}

impl OwnRow {
    fn of(format: &Format<'_>, board: &Board, own: &TeamId) -> Option<Self> {
        let place = board.standings.iter().position(|row| row.team.id == *own)?;
        let row = board.standings.get(place)?;
        // Teams that share the rank are not above.
        let above = board.standings.iter().take(place).rev().find(|other| other.rank < row.rank);
        Some(Self {
            rank: format.number(row.rank.into()),
            score: row.score.shown(),
            gap: above.map(|above| gap(row.score, above.score)).unwrap_or_default(),
        })
    }
}

/// The distance of two scores; one that rounds to nothing is still told as something.
fn gap(one: Score, other: Score) -> String {
    let distance = (one.value() - other.value()).abs();
    if distance < 0.000_005 { "<\u{a0}0.00001".to_owned() } else { format!("{distance:.5}") }
}

impl Row {
    fn of(format: &Format<'_>, seat: &Seat, row: &Standing, own: Option<&TeamId>) -> Self {
        let (movement, moved) = match row.movement {
            None => ("", None),
            Some(Movement::New) => ("new", None),
            Some(Movement::Same) => ("same", None),
            Some(Movement::Up(places)) => ("up", Some(places)),
            Some(Movement::Down(places)) => ("down", Some(places)),
        };
        let says_it = matches!(row.team.members.as_slice(), [only] if *only == row.team.name);
        Self {
            rank: format.number(row.rank.into()),
            medal: if row.rank <= 3 { row.rank } else { 0 },
            tied: row.tied,
            mine: own == Some(&row.team.id),
            movement,
            moved: moved.map(|places| format.number(places.into())).unwrap_or_default(),
            team: row.team.name.clone(),
            members: if says_it { Vec::new() } else { row.team.members.clone() },
            blazon: Blazon::of(&row.team.name),
            score: row.score.shown(),
            entries: format.number(row.entries.into()),
            last: format.ago(row.last_at, seat.competition.zone),
        }
    }
}

fn name(kind: BoardKind) -> &'static str {
    match kind {
        BoardKind::Public => "public",
        BoardKind::Private => "private",
    }
}

#[cfg(test)]
pub(super) mod samples {
    use std::time::Duration;

    use joute_domain::{Direction, SubmissionId};
    use joute_leaderboard::{ScoredSubmission, Team, board};

    use super::*;
    use crate::pages::samples::now;

    /// Four teams, the second and third tied on the public board, turned over on the private one; one without a score.
    pub(in super::super) fn view(kind: BoardKind) -> BoardView {
        let names = ["Les Pédaleurs", "Gradient <Ascent>", "Amélie", "Dernier", "Sans score"];
        let team =
            |name: &&str| Team { id: TeamId::new(), name: (*name).to_owned(), members: vec!["Amélie".to_owned()] };
        let teams: Vec<_> = names.iter().map(team).collect();
        let scores = [(0.4, 0.9), (0.5, 0.45), (0.5, 0.5), (0.6, 0.4)];
        let submissions =
            teams.iter().zip(scores).zip(1_u64..).map(|((team, (public, private)), days)| ScoredSubmission {
                id: SubmissionId::new(),
                team: team.id.clone(),
                public: Score::new(public).unwrap(),
                private: Score::new(private).unwrap(),
                created_at: now().minus(Duration::from_hours((10 - days) * 24)),
            });
        let submissions: Vec<_> = submissions.collect();
        let since = now().minus(Duration::from_hours(24));
        let board = board(kind, Direction::LowerIsBetter, &teams, &submissions, now(), since);
        BoardView { board, teams, submissions }
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::Language;
    use joute_services::access::Viewer;

    use super::*;
    use crate::pages::samples::{render_all, seat};

    fn page(
        kind: BoardKind,
        phase: Phase,
        own: Option<usize>,
    ) -> impl Fn(Shell, &Format<'_>, Option<&Viewer>) -> LeaderboardPage {
        move |shell, format, viewer| {
            let mut seat = seat(viewer.cloned());
            seat.phase = phase;
            let view = samples::view(kind);
            let own = own.map(|place| &view.teams[place].id);
            let charts = Charts::of(format, Language::En, &seat, &view, own);
            let body = LeaderboardBody::of(format, &seat, &view, own, charts);
            LeaderboardPage {
                page: shell,
                tab: "leaderboard",
                competition: CompetitionHead::sample(format, &seat),
                body,
            }
        }
    }

    #[test]
    fn ties_teams_without_a_score_and_the_own_row_are_told() {
        for html in render_all(page(BoardKind::Public, Phase::Running, Some(2))) {
            assert_eq!(html.matches("class=\"tied\"").count(), 2);
            assert_eq!(html.matches("<tr class=\"mine\"").count(), 1);
            assert!(html.contains("0.10000"), "the gap to the first is missing");
            assert!(html.contains("chart-wide") && html.contains("chart-narrow"));
            assert!(html.contains("Gradient &lt;Ascent&gt;") && !html.contains("<Ascent>"));
            assert!(!html.contains("board=private"), "the private board is not linked before the end");
        }
    }

    #[test]
    fn after_the_end_the_private_board_tells_who_moved() {
        for html in render_all(page(BoardKind::Private, Phase::Finished, None)) {
            assert!(html.contains("moved-up") && html.contains("moved-down"));
            assert!(html.contains("board=public") && html.contains("board=private"));
            assert!(!html.contains("<tr class=\"mine\""));
        }
    }

    #[test]
    fn a_board_without_scores_invites_to_enter() {
        let pages = render_all(|shell, format, viewer| {
            let seat = seat(viewer.cloned());
            let mut view = samples::view(BoardKind::Public);
            view.board.standings.clear();
            let charts = Charts::of(format, Language::Fr, &seat, &view, None);
            let body = LeaderboardBody::of(format, &seat, &view, None, charts);
            LeaderboardPage {
                page: shell,
                tab: "leaderboard",
                competition: CompetitionHead::sample(format, &seat),
                body,
            }
        });
        assert!(pages.iter().all(|html| html.contains("empty-title") && !html.contains("<figure")));
    }

    #[test]
    fn a_gap_that_rounds_to_nothing_is_told() {
        let score = |value| Score::new(value).unwrap();
        assert_eq!(gap(score(0.5), score(0.500_000_1)), "<\u{a0}0.00001");
        assert_eq!(gap(score(0.5), score(0.75)), "0.25000");
    }
}
