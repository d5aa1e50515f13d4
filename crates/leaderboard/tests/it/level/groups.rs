//! What managers may know of groups.

use std::collections::BTreeSet;

use joute_domain::UserId;
use joute_leaderboard::level::{ClosedCompetition, Count, Figures, Group, GroupFigures, HouseLevels, Results, trend};

use super::{closed, levels, now, person, results, solo};
use crate::house::assert_close;

/// A house of 30 who all met alone in eight events.
fn house() -> HouseLevels {
    let order: Vec<usize> = (0..30).collect();
    levels(&results((0..8).zip(1_u32..).map(|(event, month)| solo(event, 30.0 * f64::from(month), &order)).collect()))
}

fn people(range: impl IntoIterator<Item = usize>) -> BTreeSet<UserId> {
    range.into_iter().map(person).collect()
}

fn group(name: &str, range: impl IntoIterator<Item = usize>) -> Group {
    Group { name: name.to_owned(), members: people(range) }
}

fn shown(figures: &GroupFigures) -> &Figures {
    match figures {
        GroupFigures::Shown(figures) => figures,
        other => panic!("{other:?}"),
    }
}

#[test]
fn five_people_have_figures_and_four_have_none() {
    let reports = house().groups(&[group("five", 0..5), group("four", 10..14), group("nobody", 90..99)], 1, &[]);
    assert_eq!(shown(&reports[0].figures).people, 5);
    assert_eq!(reports[1].figures, GroupFigures::TooFewPeople { least: 5 });
    assert_eq!(reports[2].figures, GroupFigures::TooFewPeople { least: 5 });
    let stricter = house().groups(&[group("five", 0..5)], 10, &[]);
    assert_eq!(stricter[0].figures, GroupFigures::TooFewPeople { least: 10 });
}

#[test]
fn the_mean_of_a_group_is_surer_than_each_of_its_members() {
    let levels = house();
    let reports = levels.groups(&[group("all", 0..30), group("top", 0..10)], 5, &[]);
    let (all, top) = (shown(&reports[0].figures), shown(&reports[1].figures));
    assert_close(&[all.level], &[50.0], 1e-9);
    assert!(top.level > 70.0 && top.low < top.level && top.level < top.high);
    let middling = levels.person(&person(15)).unwrap();
    assert!(all.high - all.low < 0.6 * (middling.high - middling.low));
    let expected: f64 = top.classes.iter().map(|class| class.people).sum();
    assert_close(&[expected], &[10.0], 1e-9);
    assert_eq!(
        top.classes.iter().map(|class| (class.low, class.high)).collect::<Vec<_>>(),
        [(0.0, 20.0), (20.0, 40.0), (40.0, 60.0), (60.0, 80.0), (80.0, 100.0)]
    );
    assert_eq!(top.above_gate, Count::Exactly(10));
}

#[test]
fn figures_that_would_tell_of_one_person_by_subtraction_are_held_back() {
    let levels = house();
    let verdicts = |groups: &[Group]| -> Vec<bool> {
        let reports = levels.groups(groups, 5, &[]);
        reports.iter().map(|report| matches!(report.figures, GroupFigures::Shown(_))).collect()
    };
    assert_eq!(verdicts(&[group("all", 0..12), group("all but one", 1..12)]), [true, false]);
    assert_eq!(verdicts(&[group("all", 0..12), group("half", 0..6)]), [true, true]);
    // Two of three teams of a department give the third away, which is too small.
    let teams = [group("one", 0..6), group("two", 6..12), group("three", 12..15), group("department", 0..15)];
    assert_eq!(verdicts(&teams), [true, false, false, true]);
    assert_eq!(
        verdicts(&[group("a", 0..6), group("b", 6..12), group("c", 12..18), group("department", 0..18)]),
        [true; 4]
    );
    // The same group twice tells nothing new.
    assert_eq!(verdicts(&[group("a", 0..6), group("again", 0..6)]), [true, true]);
}

#[test]
fn what_readers_already_have_counts_too() {
    let levels = house();
    let earlier = [people(0..12)];
    let reports = levels.groups(&[group("after one left", 1..12), group("others", 12..20)], 5, &earlier);
    assert_eq!(reports[0].figures, GroupFigures::WouldReveal { least: 5 });
    assert!(matches!(reports[1].figures, GroupFigures::Shown(_)));
}

#[test]
fn only_people_currently_rated_are_in_the_figures() {
    let mut all: Vec<ClosedCompetition> =
        (0..3).map(|event| solo(event, 800.0, &(0..10).collect::<Vec<_>>())).collect();
    all.extend((3..6).map(|event| solo(event, 20.0, &(0..4).collect::<Vec<_>>())));
    let levels = levels(&results(all));
    assert_eq!(levels.rated(&people(0..10)), people(0..4));
    assert_eq!(levels.groups(&[group("ten", 0..10)], 5, &[])[0].figures, GroupFigures::TooFewPeople { least: 5 });
}

#[test]
fn bands_hold_those_who_cannot_be_told_apart_and_nobody_below_the_gate() {
    let levels = house();
    let bands = levels.bands((0..30).chain([99]).map(person));
    assert!(bands.len() > 1 && bands.len() < 15, "{}", bands.len());
    let all: BTreeSet<UserId> = bands.iter().flat_map(|band| band.people.clone()).collect();
    assert_eq!(all, people(0..30));
    for band in &bands {
        assert!(band.people.is_sorted(), "by identifier, not by Level");
        let strongest = band
            .people
            .iter()
            .max_by(|a, b| levels.person(a).unwrap().theta.total_cmp(&levels.person(b).unwrap().theta));
        for member in &band.people {
            assert!(levels.compare(strongest.unwrap(), member).unwrap().probability <= 0.9);
        }
    }
    assert!(levels.bands([person(99)]).is_empty());
    let young = super::levels(&results(vec![solo(1, 1.0, &[0, 1, 2, 3])]));
    assert!(young.bands((0..4).map(person)).is_empty());
}

#[test]
fn coverage_counts_people_by_subject_and_hides_small_numbers() {
    let on = |domain: &str, competition: ClosedCompetition| ClosedCompetition {
        domain: Some(domain.to_owned()),
        ..competition
    };
    let mut all: Vec<ClosedCompetition> =
        (0..7).map(|event| on("text", solo(event, 10.0, &(0..12).collect::<Vec<_>>()))).collect();
    all.push(on("images", solo(8, 10.0, &[0, 1, 2, 3])));
    let results = results(all);
    let levels = levels(&results);
    let coverage = levels.coverage(&results, &people(0..10), 5).unwrap();
    let found: Vec<_> = coverage
        .iter()
        .map(|one| (one.domain.clone().unwrap(), one.competitions, one.participants, one.above_gate))
        .collect();
    assert_eq!(
        found,
        [
            ("images".to_owned(), 1, Count::FewerThan(5), Count::Exactly(0)),
            ("text".to_owned(), 7, Count::Exactly(10), Count::Exactly(10)),
        ]
    );
    assert!(levels.coverage(&results, &people(0..4), 5).unwrap().is_empty());
}

#[test]
fn participation_says_what_would_help() {
    let teams: [(&[usize], f64); 4] = [(&[0, 1], 1.0), (&[2, 3], 2.0), (&[4], 3.0), (&[5], 4.0)];
    let levels = levels(&results(vec![closed(1, 5.0, &teams)]));
    let found = levels.participation(&people(0..8), 5).unwrap();
    assert_eq!(
        (found.people, found.participants, found.rated, found.above_gate),
        (8, Count::Exactly(6), Count::Exactly(0), Count::Exactly(0))
    );
    assert_eq!((found.results, found.solo_results), (4, 2));
    assert_eq!(levels.participation(&people(0..4), 5), None);
}

#[test]
fn the_trend_is_what_each_day_would_have_said() {
    let order: Vec<usize> = (0..8).collect();
    let reversed: Vec<usize> = (0..8).rev().collect();
    let history = results(vec![solo(1, 200.0, &order), solo(2, 100.0, &order), solo(3, 10.0, &reversed)]);
    let instants = [-300.0, -150.0, -50.0, 0.0].map(|days| now().plus_days(days));
    let points = trend(&history, &joute_leaderboard::level::Constants::default(), &person(0), &instants).unwrap();
    assert!(points[0].level.is_none());
    let counts: Vec<u32> = points[1..].iter().map(|point| point.level.as_ref().unwrap().results).collect();
    assert_eq!(counts, [1, 2, 3]);
    assert_eq!(points[3].level.as_ref(), levels(&history).person(&person(0)));
    assert!(points[3].level.as_ref().unwrap().level < points[2].level.as_ref().unwrap().level);
}

#[test]
fn a_correction_shows_whom_it_changed() {
    let order: Vec<usize> = (0..6).collect();
    let before = levels(&results(vec![solo(1, 10.0, &order)]));
    assert!(before.changes(&before).is_empty());
    let mut corrected = solo(1, 10.0, &order);
    corrected.teams[0].members = vec![person(50)];
    let after = levels(&results(vec![corrected]));
    let changes = before.changes(&after);
    let of = |who| changes.iter().find(|change| change.person == person(who)).unwrap();
    assert!(of(0).after.is_none() && of(50).before.is_none());
    let everyone = levels(&Results::default()).changes(&before);
    assert_eq!(everyone.len(), 6);
}
