//! Stories of a board.

use joute_leaderboard::Movement;

use crate::house::{hour, lines, private, public, submission, team};

#[test]
fn ties_share_a_rank_and_the_earlier_one_stands_first() {
    let (ada, bo, cy) = (team(1, "ada"), team(2, "bo"), team(3, "cy"));
    let submissions =
        [submission(1, &cy, 0.7, 0.7, 1), submission(2, &bo, 0.5, 0.5, 2), submission(3, &ada, 0.5, 0.5, 3)];
    let board = public(&[ada, bo, cy], &submissions);
    assert_eq!(lines(&board), [(1, "bo"), (1, "ada"), (3, "cy")]);
    let tied: Vec<_> = board.standings.iter().map(|standing| standing.tied).collect();
    assert_eq!(tied, [true, true, false]);
}

#[test]
fn submissions_of_the_same_instant_are_ordered_by_their_identifier() {
    let (ada, bo) = (team(1, "ada"), team(2, "bo"));
    let board =
        public(&[ada.clone(), bo.clone()], &[submission(2, &ada, 0.5, 0.5, 1), submission(1, &bo, 0.5, 0.5, 1)]);
    assert_eq!(lines(&board), [(1, "bo"), (1, "ada")]);
}

#[test]
fn a_team_without_a_score_and_a_submission_without_a_team_are_not_ranked() {
    let (ada, idle, gone) = (team(1, "ada"), team(2, "idle"), team(3, "gone"));
    let board = public(&[ada.clone(), idle], &[submission(1, &ada, 0.5, 0.5, 1), submission(2, &gone, 0.1, 0.1, 1)]);
    assert_eq!(lines(&board), [(1, "ada")]);
}

#[test]
fn no_team_gives_an_empty_board() {
    assert!(public(&[], &[]).standings.is_empty());
    assert!(private(&[team(1, "idle")], &[]).standings.is_empty());
}

#[test]
fn the_earliest_of_equal_public_scores_counts_even_if_a_later_one_is_better_in_private() {
    let ada = team(1, "ada");
    let submissions =
        [submission(3, &ada, 0.5, 0.1, 9), submission(2, &ada, 0.5, 0.6, 4), submission(1, &ada, 0.9, 0.2, 1)];
    let board = private(std::slice::from_ref(&ada), &submissions);
    let standing = &board.standings[0];
    assert_eq!((standing.score.value(), standing.best_at, standing.last_at), (0.6, hour(4), hour(9)));
    assert_eq!((&standing.submission, standing.entries), (&submissions[1].id, 3));
}

#[test]
fn the_public_board_moves_since_yesterday() {
    let (ada, bo, cy, di) = (team(1, "ada"), team(2, "bo"), team(3, "cy"), team(4, "di"));
    let submissions = [
        submission(1, &ada, 0.5, 0.5, 1),
        submission(2, &bo, 0.6, 0.6, 2),
        submission(3, &cy, 0.9, 0.9, 3),
        submission(4, &bo, 0.4, 0.4, 220),
        submission(5, &di, 0.7, 0.7, 221),
    ];
    let board = public(&[ada, bo, cy, di], &submissions);
    let moved: Vec<_> = board.standings.iter().map(|s| (s.team.name.as_str(), s.movement.unwrap())).collect();
    let expected =
        [("bo", Movement::Up(1)), ("ada", Movement::Down(1)), ("di", Movement::New), ("cy", Movement::Down(1))];
    assert_eq!(moved, expected);
}

#[test]
fn a_submission_at_the_very_instant_of_comparison_is_not_yet_in_the_old_board() {
    let (ada, bo) = (team(1, "ada"), team(2, "bo"));
    let submissions = [submission(1, &ada, 0.5, 0.5, 1), submission(2, &bo, 0.4, 0.4, 216)];
    let board = public(&[ada, bo], &submissions);
    assert_eq!(board.standings[0].movement, Some(Movement::New));
}

#[test]
fn on_the_first_day_nobody_moves() {
    let ada = team(1, "ada");
    let board = public(std::slice::from_ref(&ada), &[submission(1, &ada, 0.5, 0.5, 230)]);
    assert_eq!(board.standings[0].movement, None);
}

#[test]
fn the_private_board_moves_against_the_public_one() {
    let (ada, bo, cy) = (team(1, "ada"), team(2, "bo"), team(3, "cy"));
    let submissions =
        [submission(1, &ada, 0.1, 0.9, 1), submission(2, &bo, 0.2, 0.2, 2), submission(3, &cy, 0.3, 0.3, 230)];
    let board = private(&[ada, bo, cy], &submissions);
    let moved: Vec<_> = board.standings.iter().map(|s| (s.team.name.as_str(), s.movement.unwrap())).collect();
    assert_eq!(moved, [("bo", Movement::Up(1)), ("cy", Movement::Up(1)), ("ada", Movement::Down(2))]);
}
