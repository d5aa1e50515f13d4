//! The close: final submissions, the final board, the shake-up, a rescoring.

use std::collections::BTreeMap;

use joute_domain::{Direction, SubmissionId};
use joute_leaderboard::closing::{
    FinalPick, PickReason, PlaceAndScore, board_changes, final_board, final_picks, kendall_tau, shake_up, spearman,
};
use joute_leaderboard::uncertainty::RankInterval;
use joute_leaderboard::{Board, BoardKind, ScoredSubmission, Team, board};
use proptest::prelude::*;

use crate::house::{assert_close, hour, lines, private, public, submission, team};

const LOSS: Direction = Direction::LowerIsBetter;

fn picked(picks: &[FinalPick]) -> Vec<(&SubmissionId, PickReason)> {
    picks.iter().map(|pick| (&pick.submission, pick.reason)).collect()
}

/// Four submissions of one team: the best public one comes second, the last is poor.
fn four(ada: &Team) -> [ScoredSubmission; 4] {
    [
        submission(1, ada, 0.5, 0.45, 1),
        submission(2, ada, 0.2, 0.60, 2),
        submission(3, ada, 0.3, 0.30, 3),
        submission(4, ada, 0.9, 0.20, 4),
    ]
}

#[test]
fn who_does_not_choose_has_the_best_and_the_last() {
    let ada = team(1, "ada");
    let all = four(&ada);
    let picks = final_picks(LOSS, &ada.id, &all, &[], 2);
    assert_eq!(picked(&picks), [(&all[1].id, PickReason::BestPublic), (&all[3].id, PickReason::Last)]);
    let three = final_picks(LOSS, &ada.id, &all, &[], 3);
    assert_eq!(picked(&three)[2], (&all[2].id, PickReason::NextBestPublic));
    let best_is_last = final_picks(Direction::HigherIsBetter, &ada.id, &all, &[], 2);
    assert_eq!(picked(&best_is_last), [(&all[3].id, PickReason::BestPublic), (&all[0].id, PickReason::NextBestPublic)]);
    assert_eq!(final_picks(LOSS, &ada.id, &all[..1], &[], 2).len(), 1);
    assert!(final_picks(LOSS, &ada.id, &[], &[], 2).is_empty());
    assert!(final_picks(LOSS, &ada.id, &all, &[], 0).is_empty());
}

#[test]
fn a_choice_counts_as_far_as_it_was_scored() {
    let (ada, bo) = (team(1, "ada"), team(2, "bo"));
    let mut all = four(&ada).to_vec();
    all.push(submission(9, &bo, 0.1, 0.1, 5));
    let chosen = [all[2].id.clone(), all[2].id.clone(), SubmissionId::new(), all[4].id.clone()];
    let picks = final_picks(LOSS, &ada.id, &all, &chosen, 2);
    assert_eq!(picked(&picks), [(&all[2].id, PickReason::Chosen)], "one choice, no defaults beside it");
    let nothing_scored = final_picks(LOSS, &ada.id, &all, &chosen[3..], 2);
    assert_eq!(nothing_scored[0].reason, PickReason::BestPublic);
    let many = [all[0].id.clone(), all[1].id.clone(), all[2].id.clone()];
    assert_eq!(final_picks(LOSS, &ada.id, &all, &many, 2).len(), 2);
}

#[test]
fn the_better_of_the_final_submissions_is_the_result() {
    let (ada, bo) = (team(1, "ada"), team(2, "bo"));
    let mut all = four(&ada).to_vec();
    all.push(submission(9, &bo, 0.1, 0.25, 5));
    let teams = [ada.clone(), bo.clone(), team(3, "idle")];
    let picks: Vec<FinalPick> = teams.iter().flat_map(|team| final_picks(LOSS, &team.id, &all, &[], 2)).collect();
    let result = final_board(LOSS, &teams, &all, &picks, hour(240));
    assert_eq!(lines(&result), [(1, "ada"), (2, "bo")]);
    let first = &result.standings[0];
    assert_eq!((first.score.value(), &first.submission, first.entries), (0.2, &all[3].id, 4));
    assert_eq!(first.movement, Some(joute_leaderboard::Movement::Up(1)));
    let only_first = [FinalPick { team: ada.id.clone(), submission: all[0].id.clone(), reason: PickReason::Chosen }];
    assert_eq!(lines(&final_board(LOSS, &teams, &all, &only_first, hour(240))), [(1, "ada")]);
    assert!(final_board(LOSS, &[], &[], &[], hour(240)).standings.is_empty());
}

#[test]
fn the_shake_up_names_who_moved_and_what_chance_explains() {
    let teams: Vec<Team> = (0..5).map(|number| team(number, &format!("team {number}"))).collect();
    let privates = [0.5, 0.1, 0.2, 0.3, 0.4];
    let all: Vec<ScoredSubmission> = (0..5_u32)
        .zip(&teams)
        .zip(privates)
        .map(|((number, team), private)| {
            submission(usize::try_from(number).unwrap(), team, f64::from(number) / 10.0, private, number)
        })
        .collect();
    let (before, after) = (public(&teams, &all), private(&teams, &all));
    let intervals: BTreeMap<_, _> = teams
        .iter()
        .enumerate()
        .map(|(number, team)| {
            (
                team.id.clone(),
                if number == 0 { RankInterval { best: 4, worst: 5 } } else { RankInterval { best: 1, worst: 5 } },
            )
        })
        .collect();
    let report = shake_up(&before, &after, &intervals);
    let moved: Vec<_> = report
        .moves
        .iter()
        .map(|team| (team.name.as_str(), team.public_rank, team.private_rank, team.gained))
        .collect();
    let expected =
        [("team 1", 2, 1, 1), ("team 2", 3, 2, 1), ("team 3", 4, 3, 1), ("team 4", 5, 4, 1), ("team 0", 1, 5, -4)];
    assert_eq!(moved, expected);
    assert_eq!(report.biggest_losses.iter().map(|team| team.name.as_str()).collect::<Vec<_>>(), ["team 0"]);
    assert_eq!(report.biggest_gains.len(), 4);
    assert_eq!(report.beyond_chance, Some(1));
    assert_close(&[report.spearman.unwrap(), report.kendall.unwrap(), report.mean_move], &[0.0, 0.2, 1.6], 1e-12);
    let nobody = shake_up(&public(&[], &[]), &private(&[], &[]), &BTreeMap::new());
    assert!(nobody.moves.is_empty() && nobody.spearman.is_none() && nobody.beyond_chance.is_none());
    let alone = shake_up(&public(&teams, &all[..1]), &private(&teams, &all[..1]), &BTreeMap::new());
    assert_eq!((alone.moves.len(), alone.spearman, alone.kendall), (1, None, None));
}

#[test]
fn correlations_agree_with_scipy() {
    // scipy 1.x: spearmanr and kendalltau of the same lists.
    let left = [1.0, 2.0, 2.0, 4.0, 5.0, 6.0, 7.0, 7.0, 9.0, 10.0];
    let right = [2.0, 1.0, 4.0, 3.0, 3.0, 8.0, 6.0, 9.0, 7.0, 10.0];
    assert_close(&[spearman(&left, &right).unwrap()], &[0.850_156_880_541_612_9], 1e-12);
    assert_close(&[kendall_tau(&left, &right).unwrap()], &[0.689_700_734_807_554_3], 1e-12);
    assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), None);
    assert_eq!(kendall_tau(&[1.0, 1.0], &[1.0, 2.0]), None);
    assert_eq!((spearman(&[1.0], &[1.0]), kendall_tau(&[1.0], &[1.0, 2.0])), (None, None));
}

#[test]
fn a_rescoring_lists_every_difference_and_nothing_else() {
    let (ada, bo, cy, di) = (team(1, "ada"), team(2, "bo"), team(3, "cy"), team(4, "di"));
    let teams = [ada.clone(), bo.clone(), cy.clone(), di.clone()];
    let old = [submission(1, &ada, 0.1, 0.1, 1), submission(2, &bo, 0.2, 0.2, 2), submission(3, &cy, 0.3, 0.3, 3)];
    let new = [submission(1, &ada, 0.1, 0.1, 1), submission(2, &bo, 0.25, 0.2, 2), submission(4, &di, 0.2, 0.3, 3)];
    let changes = board_changes(&public(&teams, &old), &public(&teams, &new));
    let at = |rank, score| Some(PlaceAndScore { rank, score });
    let found: Vec<_> = changes.iter().map(|change| (change.name.as_str(), change.before, change.after)).collect();
    assert_eq!(found, [("di", None, at(2, 0.2)), ("bo", at(2, 0.2), at(3, 0.25)), ("cy", at(3, 0.3), None)]);
    assert!(board_changes(&public(&teams, &old), &public(&teams, &old)).is_empty());
}

proptest! {
    #[test]
    fn the_final_board_of_all_submissions_has_each_teams_best_private_score(draws in prop::collection::vec((0_usize..6, 0_u8..6, 0_u8..6), 0..30)) {
        let teams: Vec<Team> = (0..6).map(|number| team(number, "team")).collect();
        let all: Vec<ScoredSubmission> = draws.iter().enumerate()
            .map(|(number, (who, public, private))| submission(number, &teams[*who], f64::from(*public), f64::from(*private), u32::try_from(number).unwrap()))
            .collect();
        let picks: Vec<FinalPick> = teams.iter().flat_map(|team| final_picks(LOSS, &team.id, &all, &[], 99)).collect();
        let result: Board = final_board(LOSS, &teams, &all, &picks, hour(1));
        for standing in &result.standings {
            let own = all.iter().filter(|submission| submission.team == standing.team.id);
            prop_assert_eq!(own.map(|submission| submission.private).min(), Some(standing.score));
        }
        let ranked = board(BoardKind::Public, LOSS, &teams, &all, hour(1), hour(1));
        prop_assert_eq!(ranked.standings.len(), result.standings.len());
        let report = shake_up(&ranked, &result, &BTreeMap::new());
        prop_assert_eq!(report.moves.len(), result.standings.len());
        prop_assert!(report.spearman.is_none_or(|rho| (-1.0 - 1e-12..=1.0 + 1e-12).contains(&rho)));
    }
}
