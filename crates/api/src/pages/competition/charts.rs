//! The charts of a leaderboard, drawn by its crate, in the reader's language.
//!
//! Invariant: each chart comes in both sizes, one after the other; the style sheet shows the one that fits.

use joute_domain::{Language, TeamId};
use joute_leaderboard::{
    ChartLabels, ChartSize, ChartStyle, DateStyle, TimeAxis, distribution_svg, score_over_time_svg,
};
use joute_services::access::Seat;
use joute_services::boards::BoardView;

use crate::pages::format::Format;

const SIZES: [(ChartSize, &str); 2] = [(ChartSize::Wide, "wide"), (ChartSize::Narrow, "narrow")];

/// Safe SVG of one kind of chart in both sizes.
#[derive(Debug)]
pub(super) struct Charts {
    pub(super) progress: String,
    pub(super) distribution: String,
}

impl Charts {
    pub(super) fn of(
        format: &Format<'_>,
        language: Language,
        seat: &Seat,
        view: &BoardView,
        own: Option<&TeamId>,
    ) -> Self {
        if view.board.standings.is_empty() {
            return Self { progress: String::new(), distribution: String::new() };
        }
        let until = seat.competition.ends_at.map_or(format.now(), |end| end.min(format.now()));
        let time = TimeAxis { zone: seat.competition.zone, dates: DateStyle::of(language), until };
        let (over_time, spread) = (labels(format, "chart-progress"), labels(format, "chart-distribution"));
        let progress =
            |style: &ChartStyle| score_over_time_svg(&view.board, &view.submissions, &time, style, &over_time);
        let distribution = |style: &ChartStyle| distribution_svg(&view.board, style, &spread);
        Self { progress: both("progress", own, progress), distribution: both("distribution", own, distribution) }
    }
}

fn both(name: &str, own: Option<&TeamId>, draw: impl Fn(&ChartStyle) -> String) -> String {
    let style = |(size, suffix)| ChartStyle { id: format!("{name}-{suffix}"), size, own: own.cloned() };
    SIZES.map(|entry| draw(&style(entry))).concat()
}

fn labels(format: &Format<'_>, key: &str) -> ChartLabels {
    let word = |key: &str| format.words(key, &[]);
    ChartLabels {
        title: word(key),
        description: word(&format!("{key}-text")),
        lower_is_better: word("direction-min"),
        higher_is_better: word("direction-max"),
        own: word("chart-own"),
        others: word("chart-others"),
        teams: word("chart-teams"),
        clipped: word("chart-clipped"),
        empty: word("chart-empty"),
    }
}
