//! A competition in a list.
//!
//! Invariant: the fields are those that `web/templates/components/competition.html.tera` documents.

use std::collections::HashMap;

use joute_domain::CompetitionId;
use joute_services::access::Seat;
use joute_services::overview::{Counts, OwnStanding};
use serde::Serialize;

use crate::pages::blazon::Blazon;
use crate::pages::format::{Count, Format};

/// Where the viewer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CardStanding {
    rank: String,
    score: String,
}

/// A card.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Card {
    slug: String,
    title: String,
    summary: String,
    phase: &'static str,
    visibility: &'static str,
    blazon: Blazon,
    metric: String,
    clock: String,
    teams: Count,
    submissions: Count,
    standing: Option<CardStanding>,
}

/// What cards show beside the competitions themselves.
#[derive(Debug, Default)]
pub(crate) struct CardFacts {
    pub(crate) counts: HashMap<CompetitionId, Counts>,
    pub(crate) own: Vec<OwnStanding>,
}

impl Card {
    pub(crate) fn of(format: &Format<'_>, seat: &Seat, facts: &CardFacts) -> Self {
        let competition = &seat.competition;
        let counts = facts.counts.get(&competition.id).copied().unwrap_or_default();
        let own = facts.own.iter().find(|own| own.seat.competition.id == competition.id);
        let standing = own.and_then(|own| own.standing.as_ref());
        Self {
            slug: competition.slug.to_string(),
            title: competition.title.clone(),
            summary: competition.summary.clone(),
            phase: seat.phase.as_str(),
            visibility: competition.visibility.as_str(),
            blazon: Blazon::of(competition.slug.as_str()),
            metric: competition.scoring.as_ref().map(|scoring| scoring.metric.name.clone()).unwrap_or_default(),
            clock: format.clock(competition, seat.phase),
            teams: format.count(counts.teams),
            submissions: format.count(counts.submissions),
            standing: standing.map(|standing| CardStanding {
                rank: format.number(standing.rank.into()),
                score: standing.score.shown(),
            }),
        }
    }
}
