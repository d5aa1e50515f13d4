//! The Ladder, and the attack it is there for.

use joute_domain::{Direction, Score};
use joute_leaderboard::guard::{BoostingAttack, Ladder, PublicBoard, Release, Rounding, worst_case_inflation};
use joute_leaderboard::uncertainty::Seed;
use proptest::prelude::*;

use crate::house::assert_close;

fn score(value: f64) -> Score {
    Score::new(value).unwrap()
}

#[test]
fn a_loss_goes_down_the_ladder() {
    let mut ladder = Ladder::new(Direction::LowerIsBetter, Rounding::Digits { digits: 4 });
    assert_eq!(ladder.shown(), None);
    let answers = [(0.123_456, None), (0.12, Some(0.01)), (0.11, Some(0.01)), (0.05, None)]
        .map(|(value, error)| ladder.offer(score(value), error).release);
    assert_eq!(answers, [Release::First, Release::NotSignificant, Release::Improved, Release::CannotTell]);
    assert_close(&[ladder.shown().unwrap()], &[0.11], 1e-12);
    let mut resumed = Ladder::resumed(Direction::LowerIsBetter, Rounding::Digits { digits: 4 }, score(0.11));
    assert_eq!(resumed.offer(score(0.05), Some(0.01)).release, Release::Improved);
}

#[test]
fn rounding_keeps_small_scores_and_zero() {
    let digits = Rounding::Digits { digits: 3 };
    let found = [1.234_56e-7, -98_765.0, 0.0, 5e-324, f64::MAX].map(|value| digits.round(value));
    assert_close(&found[..3], &[1.23e-7, -98_800.0, 0.0], 1e-10);
    assert!(found.iter().all(|value| value.is_finite()));
    assert_close(&[Rounding::Rows { rows: 4 }.round(0.6), Rounding::Rows { rows: 0 }.round(0.6)], &[0.5, 0.6], 1e-15);
}

#[test]
fn a_metric_without_sketch_shows_the_first_value_only() {
    let answers = Ladder::replay(
        Direction::LowerIsBetter,
        Rounding::Digits { digits: 6 },
        &[(score(0.5), None), (score(0.1), None)],
        &|_| None,
    );
    assert_eq!(answers.iter().map(|answer| answer.release).collect::<Vec<_>>(), [Release::First, Release::CannotTell]);
    assert_eq!(answers[1].shown, 0.5);
}

#[test]
fn the_boosting_attack_gains_much_on_a_plain_board_and_little_on_a_guarded_one() {
    let mean = |board| {
        let gain = |repetition: usize| {
            let seed = Seed::of(&["attack", &repetition.to_string()]);
            BoostingAttack { seed, public_rows: 1000, private_rows: 2000, submissions: 300 }.inflation(board)
        };
        (0..4).map(gain).sum::<f64>() / 4.0
    };
    let (plain, rounded, ladder) =
        (mean(PublicBoard::Plain), mean(PublicBoard::Rounded(0.01)), mean(PublicBoard::Ladder));
    assert!((plain / worst_case_inflation(300, 1000) - 1.0).abs() < 0.2, "{plain}");
    assert!(rounded > 0.9 * plain && ladder < 0.4 * plain, "{plain}, {rounded}, {ladder}");
    assert!(mean(PublicBoard::Step(0.01)) < 0.5 * plain);
}

proptest! {
    #[test]
    fn the_shown_value_only_improves(offers in prop::collection::vec((0.0_f64..1.0, prop::option::of(0.0_f64..0.2)), 1..30), lower: bool) {
        let direction = if lower { Direction::LowerIsBetter } else { Direction::HigherIsBetter };
        let mut ladder = Ladder::new(direction, Rounding::Digits { digits: 12 });
        let mut shown: Option<f64> = None;
        for (value, error) in offers {
            let answer = ladder.offer(score(value), error);
            if let Some(before) = shown {
                let gain = if lower { before - answer.shown } else { answer.shown - before };
                prop_assert!(gain >= -1e-9);
                prop_assert_eq!(answer.release == Release::Improved, answer.shown != before);
            }
            shown = Some(answer.shown);
            prop_assert_eq!(ladder.shown(), shown);
        }
    }
}
