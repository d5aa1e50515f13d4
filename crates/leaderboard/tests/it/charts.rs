//! Charts: golden files, well-formed XML, nothing that a strict content policy refuses.
//!
//! `JOUTE_UPDATE_GOLDEN=1` writes the golden files anew; look at them in a browser before committing.

use std::path::Path;

use joute_domain::{Direction, Language};
use joute_leaderboard::{
    Board, BoardKind, ChartLabels, ChartSize, ChartStyle, DateStyle, ScoredSubmission, Team, TimeAxis, board,
    distribution_svg, score_over_time_svg,
};
use proptest::prelude::*;

use crate::house::{hour, public, submission, team};

const NAMES: [&str; 14] = [
    "Les Moissonneurs",
    "Gradient Ascent",
    "nuit blanche",
    "Overfitters Anonymous",
    "日本語のとても長いチーム名です",
    "A name that is far too long for any legend",
    "Ours & Theirs <b>",
    "baseline",
    "Dauphins",
    "Équipe 10",
    "k-means business",
    "Random Foresters",
    "Solo",
    "Latecomers",
];

fn labels() -> ChartLabels {
    let text = str::to_owned;
    ChartLabels {
        title: text("Best public score over time"),
        description: text("The best public score of each team since the first submission."),
        lower_is_better: text("lower is better"),
        higher_is_better: text("higher is better"),
        own: text("Your team"),
        others: text("Other teams"),
        teams: text("Teams"),
        clipped: text("Worse scores are off the chart"),
        empty: text("No team has a score yet"),
    }
}

fn style(size: ChartSize, own: Option<&Team>) -> ChartStyle {
    ChartStyle { id: "chart".to_owned(), size, own: own.map(|team| team.id.clone()) }
}

fn axis(language: Language) -> TimeAxis {
    TimeAxis { zone: "Europe/Paris".parse().unwrap(), dates: DateStyle::of(language), until: hour(240) }
}

/// Fourteen teams that improve by fits and starts, the first attempt of one of them hopeless.
fn season(direction: Direction) -> (Board, Vec<Team>, Vec<ScoredSubmission>) {
    let teams: Vec<Team> = NAMES.iter().enumerate().map(|(number, name)| team(number, name)).collect();
    let mut submissions = Vec::new();
    for (place, team) in (0_u32..).zip(&teams) {
        for attempt in 0..8_u32 {
            let noise = f64::from((place * 37 + attempt * 61) % 17) / 17.0;
            let loss = 0.30 + 0.012 * f64::from(place) + 0.25 / f64::from(attempt + 1) * (0.4 + 0.6 * noise);
            let loss = if place == 3 && attempt == 0 { 40.0 } else { loss };
            let score = if direction == Direction::LowerIsBetter { loss } else { 1.0 - loss };
            let hours = 3 + place * 4 + attempt * (17 + place % 5);
            submissions.push(submission(submissions.len(), team, score, score, hours));
        }
    }
    let board = board(BoardKind::Public, direction, &teams, &submissions, hour(240), hour(216));
    (board, teams, submissions)
}

/// Fails if the chart is not well-formed or holds what the pages' content policy refuses.
fn assert_clean(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    assert!(document.root_element().has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(!["script", "style", "foreignObject", "image", "use", "a"].contains(&node.tag_name().name()));
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(name != "style" && name != "href" && !name.starts_with("on"), "{name}={value}");
            assert!(!value.contains("NaN") && !value.contains("inf"), "{name}={value}");
        }
    }
}

fn assert_golden(name: &str, svg: &str) {
    assert_clean(svg);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("JOUTE_UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, svg).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    assert!(golden == svg, "{name} changed; see the head of this file");
}

fn texts(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let found = document.descendants().filter(|node| node.has_tag_name("text") || node.has_tag_name("title"));
    found.filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[test]
fn score_over_time_looks_as_it_did() {
    let (board, teams, submissions) = season(Direction::LowerIsBetter);
    let wide = style(ChartSize::Wide, Some(&teams[11]));
    let svg = score_over_time_svg(&board, &submissions, &axis(Language::En), &wide, &labels());
    assert_golden("score_over_time_wide.svg", &svg);
    let (board, teams, submissions) = season(Direction::HigherIsBetter);
    let narrow = style(ChartSize::Narrow, Some(&teams[2]));
    let svg = score_over_time_svg(&board, &submissions, &axis(Language::Fr), &narrow, &labels());
    assert_golden("score_over_time_narrow.svg", &svg);
}

#[test]
fn the_distribution_looks_as_it_did() {
    let (board, teams, _) = season(Direction::LowerIsBetter);
    let svg = distribution_svg(&board, &style(ChartSize::Wide, Some(&teams[4])), &labels());
    assert_golden("distribution_wide.svg", &svg);
    let (board, _, _) = season(Direction::HigherIsBetter);
    let svg = distribution_svg(&board, &style(ChartSize::Narrow, None), &labels());
    assert_golden("distribution_narrow.svg", &svg);
}

#[test]
fn a_board_without_scores_says_so() {
    let board = public(&[], &[]);
    let wide = style(ChartSize::Wide, None);
    let svg = score_over_time_svg(&board, &[], &axis(Language::En), &wide, &labels());
    assert_golden("empty.svg", &svg);
    assert!(texts(&svg).contains(&"No team has a score yet".to_owned()));
    assert_clean(&distribution_svg(&board, &wide, &labels()));
}

#[test]
fn markup_in_a_name_stays_text() {
    let evil = team(1, "</title><script>alert(1)</script>\u{0}\u{202e}");
    let submissions = [submission(1, &evil, 0.5, 0.5, 1)];
    let board = public(std::slice::from_ref(&evil), &submissions);
    let own = ChartStyle { id: "\"><script>".to_owned(), ..style(ChartSize::Wide, Some(&evil)) };
    let svg = score_over_time_svg(&board, &submissions, &axis(Language::En), &own, &labels());
    assert_clean(&svg);
    assert!(texts(&svg).contains(&"</title><script>alert(1)</script>".to_owned()));
}

#[test]
fn the_private_board_draws_public_scores_only() {
    let (ada, bo) = (team(1, "ada"), team(2, "bo"));
    let submissions = [submission(1, &ada, 0.5, 0.123_45, 1), submission(2, &bo, 0.6, 0.111_11, 2)];
    let board = crate::house::private(&[ada, bo], &submissions);
    let svg = score_over_time_svg(&board, &submissions, &axis(Language::En), &style(ChartSize::Wide, None), &labels());
    assert!(svg.contains("0.50000") && !svg.contains("0.12345") && !svg.contains("0.11111"));
}

#[test]
fn submissions_after_the_end_of_the_axis_are_left_out() {
    let ada = team(1, "ada");
    let submissions = [submission(1, &ada, 0.5, 0.5, 1), submission(2, &ada, 0.3, 0.3, 300)];
    let board = public(std::slice::from_ref(&ada), &submissions);
    let svg = score_over_time_svg(&board, &submissions, &axis(Language::En), &style(ChartSize::Wide, None), &labels());
    assert!(svg.contains("0.50000") && !svg.contains("0.30000"));
}

proptest! {
    #[test]
    fn any_finite_scores_give_clean_charts(
        scores in prop::collection::vec((0_usize..12, prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::SUBNORMAL, 0_u32..5000), 1..40),
        wide: bool,
        lower: bool,
    ) {
        let teams: Vec<Team> = (0..12).map(|number| team(number, "team")).collect();
        let submissions: Vec<ScoredSubmission> = scores.iter().enumerate()
            .map(|(number, (who, score, hours))| submission(number, &teams[*who], *score, *score, *hours)).collect();
        let direction = if lower { Direction::LowerIsBetter } else { Direction::HigherIsBetter };
        let board = board(BoardKind::Public, direction, &teams, &submissions, hour(6000), hour(5000));
        let style = style(if wide { ChartSize::Wide } else { ChartSize::Narrow }, Some(&teams[0]));
        let axis = TimeAxis { until: hour(6000), ..axis(Language::Fr) };
        assert_clean(&score_over_time_svg(&board, &submissions, &axis, &style, &labels()));
        assert_clean(&distribution_svg(&board, &style, &labels()));
    }
}
