//! `GET /competitions`: everything the reader may see, by phase, with a filter.
//!
//! Invariant: a filter that names nothing known is no filter, never an error.

use actix_web::web::Query;
use joute_domain::{Phase, Role};
use joute_services::access::Seat;
use serde::{Deserialize, Serialize};

use super::PageResult;
use super::competition::{Card, CardFacts};
use super::format::Format;
use super::home::load;
use super::shell::Shell;
use super::visit::Visit;
use crate::render::Page;

const SECTIONS: [Phase; 5] = [Phase::Draft, Phase::Running, Phase::Upcoming, Phase::Training, Phase::Finished];

#[derive(Debug, Serialize)]
pub(super) struct CompetitionsPage {
    page: Shell,
    filter: FilterView,
    sections: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct FilterView {
    query: String,
    phase: &'static str,
    mine: bool,
    active: bool,
}

#[derive(Debug, Serialize)]
struct Section {
    phase: &'static str,
    cards: Vec<Card>,
}

/// The filter as the address carries it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    q: String,
    phase: String,
    mine: String,
}

impl Page for CompetitionsPage {
    const TEMPLATE: &'static str = "competitions.html.tera";
}

pub(crate) async fn show(visit: Visit, filter: Query<Filter>) -> PageResult {
    let (seats, facts) = load(&visit).await?;
    visit.page(&CompetitionsPage::of(visit.shell("competitions"), &visit.format(), &filter, &seats, &facts))
}

impl CompetitionsPage {
    fn of(page: Shell, format: &Format<'_>, filter: &Filter, seats: &[Seat], facts: &CardFacts) -> Self {
        let found: Vec<_> = seats.iter().filter(|seat| filter.matches(seat, facts)).collect();
        let section = |phase: Phase| {
            let of_phase = found.iter().filter(|seat| seat.phase == phase);
            Section { phase: phase.as_str(), cards: of_phase.map(|seat| Card::of(format, seat, facts)).collect() }
        };
        let sections = SECTIONS.map(section).into_iter().filter(|section| !section.cards.is_empty());
        Self { page, filter: filter.view(), sections: sections.collect() }
    }
}

impl Filter {
    fn phase(&self) -> Option<Phase> {
        self.phase.parse().ok()
    }

    fn view(&self) -> FilterView {
        let (query, phase, mine) = (self.q.trim().to_owned(), self.phase(), self.mine == "true");
        let active = !query.is_empty() || phase.is_some() || mine;
        FilterView { query, phase: phase.map_or("", Phase::as_str), mine, active }
    }

    fn matches(&self, seat: &Seat, facts: &CardFacts) -> bool {
        let competition = &seat.competition;
        let text = format!("{} {} {}", competition.title, competition.summary, competition.slug).to_lowercase();
        let words = self.q.to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
            && self.phase().is_none_or(|phase| phase == seat.phase)
            && (self.mine != "true" || is_mine(seat, facts))
    }
}

/// Entered, or hosted; administrators host everything, which says nothing about them.
fn is_mine(seat: &Seat, facts: &CardFacts) -> bool {
    let has_entered = facts.own.iter().any(|own| own.seat.competition.id == seat.competition.id);
    has_entered || (seat.is_host && seat.viewer.as_ref().is_some_and(|viewer| viewer.role != Role::Admin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::{render_all, seat, viewer};

    fn filter(q: &str, phase: &str, mine: &str) -> Filter {
        Filter { q: q.to_owned(), phase: phase.to_owned(), mine: mine.to_owned() }
    }

    fn pages(filter: &Filter) -> Vec<String> {
        render_all(|shell, format, viewer| {
            let seats = [seat(viewer.cloned()), Seat { phase: Phase::Training, ..seat(viewer.cloned()) }];
            CompetitionsPage::of(shell, format, filter, &seats, &CardFacts::default())
        })
    }

    #[test]
    fn competitions_are_listed_by_phase() {
        for html in pages(&Filter::default()) {
            assert!(html.contains("id=\"section-running\"") && html.contains("id=\"section-training\""));
            assert!(html.contains("Bike &lt;sharing&gt; demand"));
        }
    }

    #[test]
    fn a_filter_without_a_match_offers_to_clear_it() {
        for html in pages(&filter("zebra \"<", "running", "")) {
            assert!(html.contains("empty-title") && !html.contains("id=\"section-"));
            assert!(html.contains("zebra &quot;&lt;"));
        }
    }

    #[test]
    fn every_word_must_match_and_an_unknown_phase_is_no_filter() {
        let (seat, facts) = (seat(Some(viewer(Role::Member))), CardFacts::default());
        assert!(filter("DEMAND bike", "", "").matches(&seat, &facts));
        assert!(!filter("demand zebra", "", "").matches(&seat, &facts));
        assert!(filter("", "sideways", "").matches(&seat, &facts));
        assert!(!filter("", "finished", "").matches(&seat, &facts));
        assert!(!filter("", "", "true").matches(&seat, &facts));
    }
}
