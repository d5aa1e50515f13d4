//! `GET /`: what runs, what is new, where the reader stands.
//!
//! Invariant: numbers and news come from competitions that the reader may see.

use joute_domain::{Phase, Zone};
use joute_services::access::Seat;
use joute_services::overview::{LatestScore, OwnStanding};
use serde::Serialize;

use super::PageResult;
use super::blazon::Blazon;
use super::competition::{Card, CardFacts};
use super::format::{Count, Format, Time};
use super::shell::Shell;
use super::visit::Visit;
use crate::problem::Problem;
use crate::render::Page;

/// Cards of each phase.
const CARDS: usize = 4;
/// News.
const LATEST: u32 = 5;

#[derive(Debug, Serialize)]
pub(super) struct HomePage {
    page: Shell,
    #[serde(flatten)]
    body: HomeBody,
}

#[derive(Debug, Serialize)]
struct HomeBody {
    totals: Totals,
    running: Vec<Card>,
    training: Vec<Card>,
    upcoming: Vec<Card>,
    finished: Vec<Card>,
    mine: Vec<Entered>,
    latest: Vec<News>,
}

#[derive(Debug, Serialize)]
struct Totals {
    competitions: Count,
    people: Count,
    submissions: Count,
}

#[derive(Debug, Serialize)]
struct Entered {
    slug: String,
    title: String,
    blazon: Blazon,
    rank: String,
    teams: Count,
    score: String,
    clock: String,
}

#[derive(Debug, Serialize)]
struct News {
    team: String,
    blazon: Blazon,
    competition: String,
    slug: String,
    score: String,
    at: Time,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "home.html.tera";
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    let house = &visit.app.house;
    let (seats, facts) = load(&visit).await?;
    let people = house.count_people().await.map_err(|error| Problem::internal(&error))?;
    let latest = house.latest_scores(&seats, LATEST).await.map_err(|error| Problem::internal(&error))?;
    let body = HomeBody::of(&visit.format(), &seats, &facts, people, &latest);
    visit.page(&HomePage { page: visit.shell("home"), body })
}

/// The competitions that the reader sees, and what their cards tell.
pub(super) async fn load(visit: &Visit) -> Result<(Vec<Seat>, CardFacts), Problem> {
    let (house, viewer) = (&visit.app.house, &visit.caller.viewer);
    let seats = house.list_seats(viewer.clone()).await?;
    let counts = house.counts().await.map_err(|error| Problem::internal(&error))?;
    let own = match viewer {
        Some(viewer) => house.own_standings(viewer, &seats).await?,
        None => Vec::new(),
    };
    Ok((seats, CardFacts { counts, own }))
}

impl HomeBody {
    fn of(format: &Format<'_>, seats: &[Seat], facts: &CardFacts, people: u64, latest: &[LatestScore]) -> Self {
        let cards = |phase| {
            let of_phase = seats.iter().filter(|seat| seat.phase == phase);
            of_phase.take(CARDS).map(|seat| Card::of(format, seat, facts)).collect()
        };
        let open: Vec<_> = seats.iter().filter(|seat| seat.phase != Phase::Draft).collect();
        let submissions = open.iter().filter_map(|seat| facts.counts.get(&seat.competition.id));
        Self {
            totals: Totals {
                competitions: format.count_of(open.len()),
                people: format.count(people),
                submissions: format.count(submissions.map(|counts| counts.submissions).sum()),
            },
            running: cards(Phase::Running),
            training: cards(Phase::Training),
            upcoming: cards(Phase::Upcoming),
            finished: cards(Phase::Finished),
            mine: facts.own.iter().map(|own| Entered::of(format, own)).collect(),
            latest: latest.iter().filter_map(|news| News::of(format, seats, news)).collect(),
        }
    }
}

impl Entered {
    fn of(format: &Format<'_>, own: &OwnStanding) -> Self {
        let competition = &own.seat.competition;
        let standing = own.standing.as_ref();
        Self {
            slug: competition.slug.to_string(),
            title: competition.title.clone(),
            blazon: Blazon::of(competition.slug.as_str()),
            rank: standing.map(|standing| format.number(standing.rank.into())).unwrap_or_default(),
            teams: format.count_of(own.teams),
            score: standing.map(|standing| standing.score.shown()).unwrap_or_default(),
            clock: format.clock(competition, own.seat.phase),
        }
    }
}

impl News {
    fn of(format: &Format<'_>, seats: &[Seat], news: &LatestScore) -> Option<Self> {
        let competition = &seats.iter().find(|seat| seat.competition.id == news.competition)?.competition;
        Some(Self {
            team: news.team.clone(),
            blazon: Blazon::of(&news.team),
            competition: competition.title.clone(),
            slug: competition.slug.to_string(),
            score: news.score.shown(),
            at: format.ago(news.at, Zone::UTC),
        })
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::Score;
    use joute_services::overview::Counts;

    use super::*;
    use crate::pages::samples::{now, render_all, seat};

    #[test]
    fn the_front_page_shows_what_runs_what_is_new_and_the_own_standing() {
        let pages = render_all(|shell, format, viewer| {
            let seats = [seat(viewer.cloned()), Seat { phase: Phase::Finished, ..seat(viewer.cloned()) }];
            let id = seats[0].competition.id.clone();
            let own = OwnStanding { seat: seats[0].clone(), standing: None, teams: 11 };
            let own = if viewer.is_some() { vec![own] } else { Vec::new() };
            let counts = [(id.clone(), Counts { teams: 11, submissions: 1482 })].into();
            let score = Score::new(0.4127).unwrap();
            let latest = [LatestScore { competition: id, team: "Les <Pédaleurs>".to_owned(), score, at: now() }];
            let body = HomeBody::of(format, &seats, &CardFacts { counts, own }, 42, &latest);
            HomePage { page: shell, body }
        });
        for html in &pages {
            assert!(html.contains("id=\"running\"") && html.contains("id=\"finished\"") && html.contains("0.41270"));
            assert!(html.contains("Les &lt;Pédaleurs&gt;"));
        }
        assert!(!pages[0].contains("id=\"mine\"") && pages[1].contains("id=\"mine\""));
        assert!(pages[0].contains("1,482") && pages[3].contains("1\u{202f}482"));
    }

    #[test]
    fn an_empty_house_has_a_front_page() {
        let pages = render_all(|shell, format, _| HomePage {
            page: shell,
            body: HomeBody::of(format, &[], &CardFacts::default(), 1, &[]),
        });
        assert!(pages.iter().all(|html| html.contains("empty-title")));
    }
}
