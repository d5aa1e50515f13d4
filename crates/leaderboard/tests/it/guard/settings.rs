//! Recommended settings, the leak meter, the size of a test set.

use joute_leaderboard::guard::{
    BoardMode, GuardReason, LeakMeter, Recommended, Sizing, SizingWarning, decimals_shown, detectable_gap,
    recommended_mode, rows_needed,
};

use crate::house::assert_close;

#[test]
fn a_board_is_guarded_for_any_reason_and_says_which() {
    assert_eq!(recommended_mode(2000, false, false), (BoardMode::Standard, vec![]));
    let (mode, reasons) = recommended_mode(1999, true, true);
    let few = GuardReason::FewPublicRows { rows: 1999, least: 2000 };
    assert_eq!((mode, reasons), (BoardMode::Guarded, vec![few, GuardReason::ExternalParticipants, GuardReason::Prize]));
    assert_eq!(recommended_mode(100_000, false, true).0, BoardMode::Guarded);
    let defaults = Recommended::default();
    assert_eq!((defaults.daily_submissions, defaults.all_submissions, defaults.final_picks), (5, 100, 2));
}

#[test]
fn the_meter_turns_amber_when_the_worst_case_exceeds_the_error_of_the_gap() {
    let calm = LeakMeter::read(10, 100_000, Some(0.01));
    assert!(!calm.amber);
    let busy = LeakMeter::read(400, 1000, Some(0.01));
    assert!(busy.amber && busy.worst_case > 0.2);
    assert_close(&[busy.mixture.unwrap()], &[0.01 * 20.0 / std::f64::consts::PI], 1e-12);
    assert!(!LeakMeter::read(400, 1000, None).amber);
    assert!(LeakMeter::read(1, 0, None).worst_case.is_finite());
}

#[test]
fn a_small_test_set_is_warned_about() {
    let deviation = 0.05_f64.sqrt();
    let good = Sizing::advise(10_000, Some(500), deviation, Some(0.006));
    assert!(good.warnings.is_empty());
    let poor = Sizing::advise(800, Some(50), deviation, Some(0.006));
    let [
        SizingWarning::FewPrivateRows { rows: 800, least: 2000 },
        SizingWarning::FewPositives { positives: 50, least: 200 },
        SizingWarning::GapTooSmall { detectable, expected, rows_needed: Some(needed) },
    ] = poor.warnings[..]
    else {
        panic!("{:?}", poor.warnings)
    };
    assert!(detectable > expected && detectable_gap(deviation, usize::try_from(needed).unwrap()) <= expected);
    assert_eq!(rows_needed(1.0, 0.0), None);
    assert_eq!(rows_needed(0.0, 0.1), Some(0));
}

#[test]
fn decimals_go_down_to_a_tenth_of_the_standard_error() {
    assert_eq!([20.0, 10.0, 1.0, 0.1, 0.05, 0.001, 0.0].map(decimals_shown), [0, 0, 1, 2, 3, 4, 10]);
}
