//! What people meet: gates, cliques, withdrawn results, leave, erased people, comparisons, what would change a Level.

use std::time::Duration;

use joute_leaderboard::level::{
    ClosedCompetition, ComparisonError, Constants, GateReason, HouseLevels, Leave, LevelError, NotCounted, Results,
    Side, Variances, VariancesError, Word,
};

use super::{closed, competition, levels, now, person, results, solo};
use crate::house::assert_close;

const DAY: Duration = Duration::from_hours(24);

/// So many solo events among ten people who always finish in the same order, a month apart.
fn season(events: usize) -> Vec<ClosedCompetition> {
    let order: Vec<usize> = (0..10).collect();
    (0..events).zip(1_u32..).map(|(event, month)| solo(event, 30.0 * f64::from(month), &order)).collect()
}

#[test]
fn no_result_gives_no_level() {
    let levels = levels(&Results::default());
    assert_eq!(levels.people().len(), 0);
    assert!(levels.person(&person(1)).is_none() && levels.explain(&person(1)).is_none());
    assert!(levels.outlook(&person(1), 20).is_none() && levels.fields().is_empty());
}

#[test]
fn everyone_tied_is_at_the_house_mean() {
    let ties: Vec<(&[usize], f64)> = [&[0], &[1], &[2], &[3], &[4]].map(|who: &[usize; 1]| (&who[..], 3.0)).into();
    let levels = levels(&results((0..6).map(|event| closed(event, 10.0, &ties)).collect()));
    for level in levels.people() {
        assert_close(&[level.level, level.theta], &[50.0, 0.0], 1e-9);
        assert!(level.low < 50.0 && level.high > 50.0);
    }
}

#[test]
fn a_competition_that_does_not_count_says_why() {
    let training = ClosedCompetition { rated: false, ..solo(1, 10.0, &[0, 1, 2, 3]) };
    let mut taken_back = solo(5, 10.0, &[0, 1, 2, 3]);
    taken_back.teams.iter_mut().for_each(|team| team.withdrawn = true);
    let all = vec![
        training,
        solo(2, -1.0, &[0, 1, 2, 3]),
        solo(3, 1096.0, &[0, 1, 2, 3]),
        solo(4, 10.0, &[0, 1, 2]),
        taken_back,
        solo(6, 1094.0, &[0, 1, 2, 3]),
    ];
    let levels = levels(&results(all));
    let reasons: Vec<_> = levels.not_counted().iter().map(|(id, reason)| (id.clone(), *reason)).collect();
    let expected = [
        (3, NotCounted::TooOld),
        (1, NotCounted::NotRated),
        (4, NotCounted::TooFewTeams),
        (5, NotCounted::Withdrawn),
        (2, NotCounted::NotClosed),
    ];
    assert_eq!(reasons, expected.map(|(number, reason)| (competition(number), reason)));
    assert_eq!(levels.fields().len(), 1);
}

#[test]
fn a_rank_outside_the_field_is_an_error_with_its_place() {
    let mut broken = solo(1, 10.0, &[0, 1, 2, 3]);
    for rank in [0.5, 4.5, f64::NAN] {
        broken.teams[2].rank = rank;
        let error = HouseLevels::compute(&results(vec![broken.clone()]), &Constants::default(), now()).unwrap_err();
        assert!(matches!(&error, LevelError::Rank(place) if place.competition == competition(1)), "{error}");
    }
}

#[test]
fn constants_without_meaning_are_an_error() {
    let default = Constants::default;
    let broken = [
        Constants { lambda: 0.0, ..default() },
        Constants { half_life_days: f64::NAN, ..default() },
        Constants { error_variance: -0.5, ..default() },
        Constants { fitted_lambda: Some(f64::INFINITY), ..default() },
    ];
    for constants in broken {
        let error = HouseLevels::compute(&results(season(1)), &constants, now()).unwrap_err();
        assert_eq!(error, LevelError::Constants);
    }
}

#[test]
fn gates_open_with_results_and_reliability_and_say_what_is_missing() {
    let answers = |events| {
        let levels = levels(&results(season(events)));
        let level = levels.person(&person(0)).unwrap().clone();
        (level.own_gate.open, level.manager_gate.open, level)
    };
    let (own, manager, level) = answers(1);
    assert!(!own && !manager);
    let need = |need: u32| GateReason::TooFewResults { have: 1, need };
    assert_eq!(level.own_gate.reasons[..2], [GateReason::NotCurrentlyRated { have: 1, need: 2 }, need(3)]);
    assert_eq!(level.own_gate.reasons[2], GateReason::ReliabilityTooLow { have: level.reliability, need: 0.5 });
    let (own, manager, _) = answers(3);
    assert!(own && !manager);
    let (own, manager, level) = answers(7);
    assert!(own && manager && level.manager_gate.reasons.is_empty());
    assert!(!level.suffices_for_decision, "{}", level.reliability);
}

#[test]
fn five_results_of_a_closed_clique_stay_under_the_gate() {
    // Four colleagues who only ever meet each other, alone or in two fixed pairs.
    let alone = levels(&results((0..5).map(|event| solo(event, 5.0, &[0, 1, 2, 3])).collect()));
    assert!(alone.people().all(|level| level.results == 5 && !level.manager_gate.open && level.reliability < 0.7));
    // A pair that never parts, however wide the field and however long.
    let event = |number| {
        let others: Vec<[usize; 1]> = (2..40).map(|person| [person]).collect();
        let members = std::iter::once(&[0, 1][..]).chain(others.iter().map(|person| &person[..]));
        closed(number, 5.0, &members.zip(1_u32..).map(|(members, rank)| (members, f64::from(rank))).collect::<Vec<_>>())
    };
    let levels = levels(&results((0..60).map(event).collect()));
    let rider = levels.person(&person(1)).unwrap();
    assert!(rider.reliability < 0.5 && !rider.own_gate.open && rider.results == 60);
    assert!(rider.own_gate.reasons.contains(&GateReason::AlwaysTogether { with: vec![person(0)] }));
    assert!(levels.person(&person(5)).unwrap().manager_gate.open);
}

#[test]
fn who_has_not_taken_part_of_late_is_not_currently_rated_but_not_lower() {
    let old: Vec<_> = (0..6)
        .zip(0_u32..)
        .map(|(event, week)| solo(event, 740.0 + 7.0 * f64::from(week), &(0..10).collect::<Vec<_>>()))
        .collect();
    let levels = levels(&results(old.clone()));
    let level = levels.person(&person(0)).unwrap();
    assert_eq!(level.own_gate.reasons.first(), Some(&GateReason::NotCurrentlyRated { have: 0, need: 2 }));
    assert!(level.level > 50.0);
    // A year of leave stops the clock: the same results count as active and have aged less.
    let year = Leave { person: person(0), from: now().plus_days(-400.0), until: Some(now().plus_days(-35.0)) };
    let month = Leave { person: person(0), from: now().plus_days(-60.0), until: Some(now().plus_days(-30.0)) };
    let rested = super::levels(&Results { competitions: old, leave: vec![month, year] });
    let after = rested.person(&person(0)).unwrap();
    assert_eq!(after.recent_results, 6);
    let ages = |levels: &HouseLevels| levels.explain(&person(0)).unwrap().results.last().unwrap().age_days;
    assert_close(&[ages(&levels), ages(&rested)], &[740.0, 740.0 - 370.0], 1e-6);
    assert!(after.reliability > level.reliability);
}

#[test]
fn an_open_leave_stops_the_clock_until_now_and_a_team_ages_by_the_mean_of_its_clocks() {
    let teams: [(&[usize], f64); 4] = [(&[0, 1], 1.0), (&[2], 2.0), (&[3], 3.0), (&[4], 4.0)];
    let leave = Leave { person: person(1), from: now().plus_days(-100.0), until: None };
    let levels = levels(&Results { competitions: vec![closed(1, 300.0, &teams)], leave: vec![leave] });
    let age = |who| levels.explain(&person(who)).unwrap().results[0].age_days;
    assert_close(&[age(0), age(1), age(2)], &[250.0, 250.0, 300.0], 1e-6);
}

#[test]
fn a_withdrawn_result_counts_for_nobody_and_leaves_the_others_their_scores() {
    let mut all = season(4);
    let before = levels(&results(all.clone()));
    all[1].teams[3].withdrawn = true;
    let after = levels(&results(all.clone()));
    let scores = |levels: &HouseLevels, who: usize| -> Vec<f64> {
        levels.explain(&person(who)).unwrap().results.iter().map(|part| part.normal_score).collect()
    };
    for who in (0..10).filter(|who| *who != 3) {
        assert_eq!(scores(&before, who), scores(&after, who));
    }
    assert_eq!((before.person(&person(3)).unwrap().results, after.person(&person(3)).unwrap().results), (4, 3));
    assert_ne!(before.inputs_digest(), after.inputs_digest());
    // The outlook had told exactly this.
    let told = &before.outlook(&person(3), 10).unwrap().without;
    let told = told.iter().find(|without| without.competition == competition(1)).unwrap();
    let found = after.person(&person(3)).unwrap();
    assert_close(
        &[told.level, told.low, told.high, told.reliability],
        &[found.level, found.low, found.high, found.reliability],
        1e-9,
    );
}

#[test]
fn an_erased_person_keeps_everybody_elses_numbers() {
    let mut all = season(4);
    all.push(closed(9, 3.0, &[(&[0, 1], 1.0), (&[2, 3], 2.0), (&[4, 5], 3.0), (&[6, 7], 4.0)]));
    let before = levels(&results(all.clone()));
    let members = all.iter_mut().flat_map(|competition| &mut competition.teams).flat_map(|team| &mut team.members);
    members.filter(|member| **member == person(2)).for_each(|member| *member = person(777));
    let after = levels(&results(all));
    assert!(after.person(&person(2)).is_none());
    for (who, same) in [(0, 0), (1, 1), (2, 777), (3, 3), (9, 9)] {
        let (before, after) = (before.person(&person(who)).unwrap(), after.person(&person(same)).unwrap());
        assert_close(
            &[after.level, after.low, after.high, after.reliability],
            &[before.level, before.low, before.high, before.reliability],
            1e-10,
        );
        assert_eq!(before.results, after.results);
    }
}

#[test]
fn a_person_in_two_teams_by_correction_has_both_results_and_one_competition() {
    let teams: [(&[usize], f64); 5] = [(&[0, 1], 1.0), (&[0, 2], 4.0), (&[3], 2.0), (&[4], 3.0), (&[5, 5], 5.0)];
    let levels = levels(&results(vec![closed(1, 5.0, &teams)]));
    let explanation = levels.explain(&person(0)).unwrap();
    assert_eq!((explanation.results.len(), levels.person(&person(0)).unwrap().results), (2, 1));
    let sum: f64 = explanation.results.iter().map(|part| part.contribution).sum();
    assert_close(&[sum], &[explanation.theta], 1e-12);
    assert_eq!(levels.explain(&person(5)).unwrap().results[0].size, 1, "named twice, still one person");
}

#[test]
fn a_comparison_needs_both_gates_and_has_three_words() {
    let levels = levels(&results(season(12)));
    let found = levels.compare(&person(0), &person(9)).unwrap();
    assert!(found.word == Word::Ahead && found.of == Side::First && found.probability > 0.9);
    let back = levels.compare(&person(9), &person(0)).unwrap();
    assert!(back.of == Side::Second);
    assert_close(&[found.probability + back.probability], &[1.0], 1e-12);
    let close = levels.compare(&person(4), &person(5)).unwrap();
    assert_eq!((close.word, close.of), (Word::CannotBeSeparated, Side::Neither));
    assert_close(&[levels.compare(&person(4), &person(4)).unwrap().probability], &[0.5], 1e-12);
    assert_eq!(levels.compare(&person(0), &person(99)), Err(ComparisonError::NotRated(person(99))));
    let young = super::levels(&results(season(4)));
    assert_eq!(young.compare(&person(0), &person(1)), Err(ComparisonError::BelowGate(person(0))));
}

#[test]
fn the_words_change_at_three_quarters_and_at_nine_tenths() {
    let words = [0.5, 0.749, 0.75, 0.9, 0.901, 0.251, 0.25, 0.1, 0.099].map(Word::of);
    let expected = [
        (Word::CannotBeSeparated, Side::Neither),
        (Word::CannotBeSeparated, Side::Neither),
        (Word::Leaning, Side::First),
        (Word::Leaning, Side::First),
        (Word::Ahead, Side::First),
        (Word::CannotBeSeparated, Side::Neither),
        (Word::Leaning, Side::Second),
        (Word::Leaning, Side::Second),
        (Word::Ahead, Side::Second),
    ];
    assert_eq!(words, expected);
}

#[test]
fn the_next_result_does_what_the_outlook_says() {
    let mut all = season(3);
    let before = levels(&results(all.clone()));
    let outlook = before.outlook(&person(4), 12).unwrap();
    for supposed in &outlook.next {
        // The person alone among eleven strangers.
        let mut order: Vec<usize> = (100..111).collect();
        order.insert(supposed.rank - 1, 4);
        all.push(solo(50, 0.0, &order));
        let after = levels(&results(all.clone()));
        let found = after.person(&person(4)).unwrap();
        assert_close(
            &[supposed.level, supposed.low, supposed.high, supposed.reliability],
            &[found.level, found.low, found.high, found.reliability],
            1e-9,
        );
        all.pop();
    }
    assert_eq!(outlook.next.iter().map(|next| next.rank).collect::<Vec<_>>(), [1, 3, 6, 12]);
    assert!(outlook.next.is_sorted_by(|better, worse| better.level > worse.level));
    assert_eq!(outlook.solo_results_to_own_gate, Some(0));
    assert!(outlook.solo_results_to_manager_gate.is_some_and(|more| more >= 2));
}

#[test]
fn one_place_higher_is_what_the_explanation_says() {
    let base = season(3);
    let before = levels(&results(base.clone()));
    let told = before.explain(&person(4)).unwrap();
    for (place, part) in told.results.iter().enumerate() {
        let mut all = base.clone();
        let changed = all.iter_mut().find(|competition| competition.id == part.competition).unwrap();
        changed.teams[4].rank = 4.0;
        let after = levels(&results(all));
        assert_close(&[part.level_one_place_higher.unwrap()], &[after.person(&person(4)).unwrap().level], 1e-9);
        assert!(place < 3 && part.level_one_place_higher.unwrap() > told.level);
    }
    assert!(before.explain(&person(0)).unwrap().results.iter().all(|part| part.level_one_place_higher.is_none()));
}

#[test]
fn reliability_with_the_fitted_ratio_is_shown_beside_the_published_one() {
    let constants = Constants { fitted_lambda: Some(1.45), ..Constants::default() };
    let levels = HouseLevels::compute(&results(season(6)), &constants, now()).unwrap();
    let level = levels.person(&person(0)).unwrap();
    assert!(level.fitted_reliability.unwrap() < level.reliability);
    // The gate goes by the published one.
    assert!(level.manager_gate.open);
}

#[test]
fn variances_are_estimated_from_the_results() {
    let found = Variances::fit(&results(season(8)), &Constants::default(), now()).unwrap();
    assert!(found.settled && found.error < 0.1 && found.skill > 0.3, "always the same order: little error, {found:?}");
    let one = Variances::fit(&Results::default(), &Constants::default(), now());
    assert_eq!(one, Err(VariancesError::TooFewResults));
}

#[test]
fn days_before_a_close_do_not_count_as_leave_after_it() {
    let early = Leave { person: person(0), from: now().minus(DAY * 500), until: Some(now().minus(DAY * 400)) };
    let levels = levels(&Results { competitions: vec![solo(1, 300.0, &[0, 1, 2, 3])], leave: vec![early] });
    assert_close(&[levels.explain(&person(0)).unwrap().results[0].age_days], &[300.0], 1e-9);
}
