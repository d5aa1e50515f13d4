//! What holds for every board.

use joute_domain::Direction;
use joute_leaderboard::{Board, BoardKind, ScoredSubmission, Team, board};
use proptest::prelude::*;
use proptest::sample::select;

use crate::house::{hour, submission, team};

/// A team, a coarse public score (so that ties abound), a private score and an hour.
type Draw = (usize, u8, u8, u32);

const TEAMS: usize = 7;

fn teams() -> Vec<Team> {
    (0..TEAMS).map(|number| team(number, &format!("team {number}"))).collect()
}

fn submissions(draws: &[Draw]) -> Vec<ScoredSubmission> {
    let teams = teams();
    let numbered = draws.iter().enumerate();
    numbered
        .map(|(number, (team, public, private, hours))| {
            submission(number, &teams[*team], f64::from(*public) / 4.0, f64::from(*private) / 4.0, *hours)
        })
        .collect()
}

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    prop::collection::vec((0..TEAMS, 0_u8..6, 0_u8..6, 0_u32..60), 0..40)
}

fn kind() -> impl Strategy<Value = BoardKind> {
    select(vec![BoardKind::Public, BoardKind::Private])
}

fn direction() -> impl Strategy<Value = Direction> {
    select(vec![Direction::LowerIsBetter, Direction::HigherIsBetter])
}

fn ranked(kind: BoardKind, direction: Direction, submissions: &[ScoredSubmission]) -> Board {
    board(kind, direction, &teams(), submissions, hour(60), hour(36))
}

proptest! {
    #[test]
    fn the_order_of_the_input_does_not_matter(
        kind in kind(),
        direction in direction(),
        (drawn, shuffled) in draws().prop_flat_map(|drawn| {
            let submissions = submissions(&drawn);
            (Just(submissions.clone()), Just(submissions).prop_shuffle())
        }),
        order in Just(teams()).prop_shuffle(),
    ) {
        let other = board(kind, direction, &order, &shuffled, hour(60), hour(36));
        prop_assert_eq!(ranked(kind, direction, &drawn), other);
    }

    #[test]
    fn ranks_are_competition_ranks(kind in kind(), direction in direction(), drawn in draws()) {
        let board = ranked(kind, direction, &submissions(&drawn));
        for standing in &board.standings {
            let better = board.standings.iter().filter(|other| direction.is_better(other.score, standing.score));
            prop_assert_eq!(standing.rank, 1 + u32::try_from(better.count()).unwrap());
            let equal = board.standings.iter().filter(|other| other.score == standing.score).count();
            prop_assert_eq!(standing.tied, equal > 1);
        }
        for pair in board.standings.windows(2) {
            prop_assert!(pair[0].rank <= pair[1].rank);
            prop_assert!(pair[0].rank < pair[1].rank || pair[0].best_at <= pair[1].best_at);
        }
    }

    #[test]
    fn every_team_with_a_score_is_ranked_once(kind in kind(), direction in direction(), drawn in draws()) {
        let submissions = submissions(&drawn);
        let board = ranked(kind, direction, &submissions);
        let mut ranked: Vec<_> = board.standings.iter().map(|standing| standing.team.id.clone()).collect();
        let mut scored: Vec<_> = submissions.iter().map(|submission| submission.team.clone()).collect();
        ranked.sort();
        scored.sort();
        scored.dedup();
        prop_assert_eq!(ranked, scored);
        let entries: u32 = board.standings.iter().map(|standing| standing.entries).sum();
        prop_assert_eq!(entries, u32::try_from(submissions.len()).unwrap());
    }

    #[test]
    fn the_public_board_shows_each_teams_best(direction in direction(), drawn in draws()) {
        let submissions = submissions(&drawn);
        for standing in ranked(BoardKind::Public, direction, &submissions).standings {
            let own = submissions.iter().filter(|submission| submission.team == standing.team.id);
            prop_assert!(own.clone().all(|own| !direction.is_better(own.public, standing.score)));
            let earliest = own.filter(|own| own.public == standing.score).map(|own| own.created_at).min();
            prop_assert_eq!(earliest, Some(standing.best_at));
        }
    }

    #[test]
    fn a_worse_submission_changes_nothing_but_the_entries(
        kind in kind(), direction in direction(), drawn in draws(), who in 0..TEAMS,
    ) {
        let mut submissions = submissions(&drawn);
        let before = ranked(kind, direction, &submissions);
        let hopeless = if direction == Direction::LowerIsBetter { 99.0 } else { -99.0 };
        let teams = teams();
        prop_assume!(before.standings.iter().any(|standing| standing.team.id == teams[who].id));
        submissions.push(submission(1000, &teams[who], hopeless, 0.0, 50));
        let mut after = ranked(kind, direction, &submissions);
        let (old, new) = before.standings.iter().zip(&mut after.standings)
            .find(|(old, _)| old.team.id == teams[who].id).unwrap();
        prop_assert_eq!(new.entries, old.entries + 1);
        (new.entries, new.last_at) = (old.entries, old.last_at);
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_better_score_never_ranks_below(direction in direction(), drawn in draws(), who in 0..TEAMS, score in 0_u8..6) {
        let mut submissions = submissions(&drawn);
        let teams = teams();
        let rank = |board: Board| board.standings.iter().find(|s| s.team.id == teams[who].id).map(|s| s.rank);
        let before = rank(ranked(BoardKind::Public, direction, &submissions));
        submissions.push(submission(1000, &teams[who], f64::from(score) / 4.0, 0.0, 59));
        let after = rank(ranked(BoardKind::Public, direction, &submissions)).unwrap();
        prop_assert!(before.is_none_or(|before| after <= before));
    }
}
