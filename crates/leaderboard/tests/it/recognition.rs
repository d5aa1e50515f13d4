//! Badges by criterion, Contribution and Impact as counts.

use joute_domain::{CompetitionId, Direction, SubmissionId, Timestamp, UserId};
use joute_leaderboard::recognition::ContributionKind::{CardReused, DataSource, Difficulty, Review, WriteUp};
use joute_leaderboard::recognition::ImpactVerdict::{InUse, Informed, NotUsed, OnTrial};
use joute_leaderboard::recognition::{Badge, BadgeKind, Contribution, Evidence, Impact, badges};
use joute_leaderboard::uncertainty::{Contender, paired_difference};

use crate::house::hour;
use crate::uncertainty::{mean, resampling, sketch};

fn earned(evidence: &Evidence) -> Option<BadgeKind> {
    evidence.earns()
}

#[test]
fn a_difference_counts_from_one_sided_95_percent() {
    let baseline = |ahead: f64| Evidence::AgainstBaseline { ahead, standard_error: 1.0 };
    let production = |ahead: f64| Evidence::AgainstProduction { ahead, standard_error: 1.0 };
    assert_eq!([1.64, 1.65, -3.0].map(|ahead| earned(&baseline(ahead))), [None, Some(BadgeKind::BeatBaseline), None]);
    assert_eq!(earned(&production(1.65)), Some(BadgeKind::BeatProduction));
    let same = Evidence::AgainstBaseline { ahead: 0.0, standard_error: 0.0 };
    assert_eq!(earned(&same), None, "a copy of the baseline beats nothing");
}

#[test]
fn the_board_s_own_comparison_is_the_evidence() {
    let losses =
        |shift: f64| -> Vec<f64> { (0..200_u32).map(|row| f64::from(row % 7) + shift * f64::from(row % 3)).collect() };
    let (good, base) = (sketch(&losses(0.0)), sketch(&losses(0.5)));
    let of = |sketch| Contender { score: joute_domain::Sketch::score(sketch), sketch: Some(sketch) };
    let difference = paired_difference(of(&good), of(&base), Direction::LowerIsBetter, &mean, &resampling());
    let evidence = Evidence::against_baseline(&difference, Direction::LowerIsBetter).unwrap();
    assert_eq!(earned(&evidence), Some(BadgeKind::BeatBaseline));
    let reverse = Evidence::against_production(&difference, Direction::HigherIsBetter).unwrap();
    assert_eq!(earned(&reverse), None);
}

#[test]
fn decisions_of_people_count_as_they_were_made() {
    let (someone, submission) = (UserId::new(), SubmissionId::new());
    let all = |yes: bool| {
        [
            Evidence::FinalBoard { tied_with_first: yes, tied_teams: 3, teams: 20 },
            Evidence::Reproduction { submission: submission.clone(), by: someone.clone(), agrees: yes },
            Evidence::WriteUp { reviewer: someone.clone(), accepted: yes },
            Evidence::DataSource { name: "weather".to_owned(), adopted: yes },
            Evidence::Mentoring { mentee: someone.clone(), first_time: yes },
        ]
    };
    assert_eq!(all(false).map(|evidence| evidence.earns()), [None; 5]);
    let kinds = [
        BadgeKind::TiedWithFirst,
        BadgeKind::Reproduced,
        BadgeKind::WriteUpAccepted,
        BadgeKind::DataSourceAdopted,
        BadgeKind::Mentor,
    ];
    assert_eq!(all(true).map(|evidence| evidence.earns()), kinds.map(Some));
}

#[test]
fn a_badge_is_given_once_a_competition_and_names_its_evidence() {
    let (first, second) = (CompetitionId::new(), CompetitionId::new());
    let write_up = |accepted| Evidence::WriteUp { reviewer: UserId::new(), accepted };
    let given: Vec<(CompetitionId, Timestamp, Evidence)> = vec![
        (second.clone(), hour(9), write_up(true)),
        (first.clone(), hour(5), write_up(true)),
        (first.clone(), hour(2), write_up(false)),
        (first.clone(), hour(3), write_up(true)),
    ];
    let expected = (given[3].2.clone(), given[0].2.clone());
    let found = badges(given);
    let seen: Vec<_> = found.iter().map(|badge: &Badge| (badge.competition.clone(), badge.at)).collect();
    assert_eq!(seen, [(first, hour(3)), (second, hour(9))]);
    assert_eq!((found[0].evidence.clone(), found[1].evidence.clone()), expected);
    let json = serde_json::to_value(&found[0]).unwrap();
    assert_eq!((&json["badge"], &json["evidence"]["kind"]), (&"write_up_accepted".into(), &"write_up".into()));
}

#[test]
fn contribution_and_impact_are_counts_beside_each_other() {
    let found = Contribution::of([CardReused, Review, CardReused, DataSource, Difficulty, WriteUp, Review]);
    let expected = Contribution { cards_reused: 2, reviews: 2, write_ups: 1, data_sources: 1, difficulties: 1 };
    assert_eq!(found, expected);
    let found = Impact::of([InUse, NotUsed, OnTrial, InUse, Informed]);
    assert_eq!(found, Impact { in_use: 2, on_trial: 1, informed: 1, not_used: 1 });
}
