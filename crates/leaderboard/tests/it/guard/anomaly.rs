//! Hints, each with the numbers it rests on.

use joute_domain::{Direction, Score, SubmissionId};
use joute_leaderboard::guard::{Attempt, BurstRule, TeamSketches, bursts, lucky_gaps, shared_predictions};

use crate::house::hour;
use crate::uncertainty::{mean, sketch};

/// Losses that are alike for all teams, with some of the team's own, moved by `shift`.
fn losses(team: u32, rows: u32, shift: f64) -> Vec<f64> {
    let row = |row: u32| f64::from(row * 37 % 23) / 10.0 + f64::from((row * 7 + team * 11) % 5) / 10.0 + shift;
    (0..rows).map(row).collect()
}

#[test]
fn a_team_that_does_much_better_in_public_than_the_others_is_flagged() {
    let public: Vec<_> = (0..7).map(|team| sketch(&losses(team, 300, if team == 4 { -0.3 } else { 0.0 }))).collect();
    let private: Vec<_> = (0..7).map(|team| sketch(&losses(team, 700, 0.01))).collect();
    let teams: Vec<TeamSketches<'_>> =
        public.iter().zip(&private).map(|(public, private)| TeamSketches { public, private }).collect();
    let flags = lucky_gaps(&teams, Direction::LowerIsBetter, &mean);
    assert_eq!(flags.iter().map(|flag| flag.team).collect::<Vec<_>>(), [4]);
    assert!(flags[0].errors > 3.0 && flags[0].gap > flags[0].median_gap + 0.2);
    assert!(lucky_gaps(&teams, Direction::HigherIsBetter, &mean).is_empty(), "doing worse in public is nobody's trick");
    assert!(lucky_gaps(&[], Direction::LowerIsBetter, &mean).is_empty());
    assert!(lucky_gaps(&teams[4..5], Direction::LowerIsBetter, &mean).is_empty());
}

#[test]
fn predictions_that_nearly_agree_are_flagged_and_constant_ones_are_not() {
    let base: Vec<f64> = (0..500_u32).map(|row| f64::from(row * 7919 % 1009)).collect();
    let rescaled: Vec<f64> = base.iter().map(|value| 3.0 * value + 2.0).collect();
    let own: Vec<f64> =
        base.iter().enumerate().map(|(row, value)| value + if row % 3 == 0 { 300.0 } else { 0.0 }).collect();
    let constant = vec![4.2; 500];
    let flags = shared_predictions(&[&base, &own, &rescaled, &constant, &constant, &base[..400]]);
    assert_eq!(flags.iter().map(|flag| flag.teams).collect::<Vec<_>>(), [(0, 2)]);
    assert!((flags[0].correlation - 1.0).abs() < 1e-12);
    assert!(shared_predictions(&[]).is_empty());
}

#[test]
fn a_burst_of_random_looking_submissions_is_flagged() {
    let attempt = |number: u32, hours: u32, score: f64| Attempt {
        submission: format!("00000000-0000-7000-9000-{number:012}").parse::<SubmissionId>().unwrap(),
        at: hour(hours),
        score: Score::new(score).unwrap(),
        standard_error: 0.01,
    };
    let chance = Score::new(0.5).unwrap();
    let honest: Vec<Attempt> =
        (0..30).map(|number| attempt(number, number * 5, 0.55 + f64::from(number) / 1000.0)).collect();
    assert!(bursts(&honest, chance, Direction::HigherIsBetter, &BurstRule::default()).is_empty());
    let mut mixed = honest;
    let noise = |number: u32| attempt(100 + number, 1000 + number * 4, 0.5 + f64::from(number % 3) / 200.0 - 0.005);
    mixed.extend((0..20).map(noise));
    let found = bursts(&mixed, chance, Direction::HigherIsBetter, &BurstRule::default());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].from, found[0].until, found[0].submissions), (hour(1000), hour(1076), 20));
    assert_eq!(found[0].random_looking.len(), 20);
    let slow: Vec<Attempt> = (0..20).map(|number| attempt(number, number * 48, 0.5)).collect();
    assert!(bursts(&slow, chance, Direction::HigherIsBetter, &BurstRule::default()).is_empty());
    let loss: Vec<Attempt> = (0..12).map(|number| attempt(number, number, 0.7)).collect();
    assert_eq!(bursts(&loss, chance, Direction::LowerIsBetter, &BurstRule::default()).len(), 1);
}
