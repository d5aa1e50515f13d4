//! Boards at the edges: nobody, one team, copies, teams without a sketch.

use joute_domain::{Direction, Score, Sketch, SketchPart};
use joute_leaderboard::uncertainty::{
    Contender, RankInterval, Seed, TeamUncertainty, Verdict, analyse, expected_ranks, jackknife, paired_difference,
    shared_ranks,
};

use super::{contenders, mean, resampling, sketch};

const LOSS: Direction = Direction::LowerIsBetter;

/// Losses of a row that are hard or easy for all, moved by `shift` and a little of the team's own.
fn losses(team: u32, shift: f64) -> Vec<f64> {
    let row = |row: u32| f64::from(row * 7919 % 101) / 50.0 + f64::from((row + 31 * team) * (team + 3) % 13) / 40.0;
    (0..400).map(|number| row(number) + shift).collect()
}

fn ranks(teams: &[TeamUncertainty]) -> Vec<(u32, u32)> {
    teams.iter().map(|team| (team.ranks.best, team.ranks.worst)).collect()
}

#[test]
fn nobody_is_ranked_when_nobody_is_there() {
    let board = analyse(&[], LOSS, &mean, &resampling());
    assert!(board.teams.is_empty());
    assert!(expected_ranks(&[], LOSS, &mean, &resampling()).is_empty());
}

#[test]
fn a_single_team_is_first_without_doubt() {
    let board = analyse(&contenders(&[sketch(&losses(0, 0.0))]), LOSS, &mean, &resampling());
    let [team] = &board.teams[..] else { panic!("one team") };
    assert_eq!(team.ranks, RankInterval { best: 1, worst: 1 });
    assert!(team.tied_with_first && team.band == 1 && team.expected_rank == 1.0);
    assert!(team.score.unwrap().standard_error > 0.0);
}

#[test]
fn copies_of_one_submission_share_everything() {
    let copies = vec![sketch(&losses(0, 0.0)); 5];
    let board = analyse(&contenders(&copies), LOSS, &mean, &resampling());
    assert_eq!(ranks(&board.teams), [(1, 5); 5]);
    assert!(board.teams.iter().all(|team| team.tied_with_first && team.band == 1 && team.expected_rank == 3.0));
    let [first, second, ..] = &contenders(&copies)[..] else { panic!("five") };
    let found = paired_difference(*first, *second, LOSS, &mean, &resampling());
    assert_eq!((found.verdict, found.difference, found.standard_error), (Verdict::Identical, 0.0, Some(0.0)));
}

#[test]
fn a_difference_that_is_the_same_in_every_row_is_certain_however_small() {
    let sketches = [sketch(&losses(0, 0.0)), sketch(&losses(0, 0.001))];
    let board = analyse(&contenders(&sketches), LOSS, &mean, &resampling());
    assert_eq!(ranks(&board.teams), [(1, 1), (2, 2)]);
    let teams = contenders(&sketches);
    assert_eq!(paired_difference(teams[1], teams[0], LOSS, &mean, &resampling()).verdict, Verdict::SecondIsBetter);
}

#[test]
fn rounding_dust_does_not_separate_two_copies() {
    let exact = losses(0, 0.0);
    let mut shuffled = exact.clone();
    shuffled[17] += 1e-14;
    let board = analyse(&contenders(&[sketch(&exact), sketch(&shuffled)]), LOSS, &mean, &resampling());
    assert_eq!(ranks(&board.teams), [(1, 2), (1, 2)]);
}

#[test]
fn a_clear_gap_separates_and_a_small_one_does_not() {
    let sketches = [sketch(&losses(0, 0.0)), sketch(&losses(1, 0.005)), sketch(&losses(2, 0.5))];
    let board = analyse(&contenders(&sketches), LOSS, &mean, &resampling());
    assert_eq!(ranks(&board.teams), [(1, 2), (1, 2), (3, 3)]);
    assert_eq!(
        board.teams.iter().map(|team| (team.tied_with_first, team.band)).collect::<Vec<_>>(),
        [(true, 1), (true, 1), (false, 2)]
    );
    let expected: f64 = board.teams.iter().map(|team| team.expected_rank).sum();
    assert!((expected - 6.0).abs() < 1e-12);
}

#[test]
fn higher_is_better_turns_the_board_around() {
    let sketches: Vec<Sketch> =
        [0.0, 0.005, 0.5].into_iter().zip(0..).map(|(shift, team)| sketch(&losses(team, shift))).collect();
    let low = analyse(&contenders(&sketches), LOSS, &mean, &resampling());
    let flipped: Vec<Sketch> = (0..3)
        .map(|team| {
            let values: Vec<f64> =
                losses(team, [0.0, 0.005, 0.5][usize::try_from(team).unwrap()]).iter().map(|loss| -loss).collect();
            sketch(&values)
        })
        .collect();
    let high = analyse(&contenders(&flipped), Direction::HigherIsBetter, &mean, &resampling());
    assert_eq!(ranks(&low.teams), ranks(&high.teams));
    let (low, high) = (low.teams[1].score.unwrap(), high.teams[1].score.unwrap());
    assert!((low.low + high.high).abs() < 1e-12 && (low.standard_error - high.standard_error).abs() < 1e-12);
}

#[test]
fn a_team_without_a_sketch_keeps_its_place_and_is_separated_from_nobody() {
    let sketches = [sketch(&losses(0, 0.0)), sketch(&losses(2, 0.5))];
    let [first, last] =
        [&sketches[0], &sketches[1]].map(|sketch| Contender { score: sketch.score(), sketch: Some(sketch) });
    let teams = [first, last, Contender { score: Score::new(1.2).unwrap(), sketch: None }];
    let board = analyse(&teams, LOSS, &mean, &resampling());
    assert_eq!(ranks(&board.teams), [(1, 2), (2, 3), (1, 3)]);
    assert!(board.teams[2].score.is_none() && board.teams[2].tied_with_first);
    assert_eq!(paired_difference(teams[0], teams[2], LOSS, &mean, &resampling()).verdict, Verdict::Unknown);
    let nobody = teams.map(|team| Contender { sketch: None, ..team });
    let board = analyse(&nobody, LOSS, &mean, &resampling());
    assert_eq!(ranks(&board.teams), [(1, 3); 3]);
    let expected: Vec<f64> = board.teams.iter().map(|team| team.expected_rank).collect();
    assert_eq!(expected, shared_ranks(&teams.map(|team| team.score), LOSS));
}

#[test]
fn a_sketch_with_other_blocks_counts_as_none() {
    let odd = sketch(&losses(3, 0.1)[..100]);
    let sketches = [sketch(&losses(0, 0.0)), sketch(&losses(1, 0.0)), odd];
    let board = analyse(&contenders(&sketches), LOSS, &mean, &resampling());
    assert!(board.blocks == 400 && board.teams[2].score.is_none() && board.teams[0].score.is_some());
}

#[test]
fn a_metric_without_sums_gets_its_intervals_from_the_jackknife() {
    let trimmed_mean = |rows: &[f64]| {
        let mut sorted = rows.to_vec();
        sorted.sort_by(f64::total_cmp);
        let kept = &sorted[sorted.len() / 10..sorted.len() - sorted.len() / 10];
        kept.iter().sum::<f64>() / f64::from(u32::try_from(kept.len()).unwrap())
    };
    let trimmed = |rows: Vec<f64>| {
        let without = |block: usize| {
            let rest = rows.iter().enumerate().filter(|(row, _)| row % 200 != block);
            trimmed_mean(&rest.map(|(_, loss)| *loss).collect::<Vec<_>>())
        };
        let left_out: Vec<f64> = (0..200).map(without).collect();
        jackknife(Score::new(trimmed_mean(&rows)).unwrap(), &left_out).unwrap()
    };
    let sketches = [trimmed(losses(0, 0.0)), trimmed(losses(1, 0.01)), trimmed(losses(2, 0.4))];
    let undefined = |_: &[f64]| None;
    let board = analyse(&contenders(&sketches), LOSS, &undefined, &resampling());
    assert_eq!(ranks(&board.teams)[2], (3, 3));
    assert!(board.teams.iter().all(|team| team.score.is_some_and(|score| score.standard_error > 0.0)));
}

#[test]
fn no_draws_tell_nothing() {
    let sketches = [sketch(&losses(0, 0.0)), sketch(&losses(2, 0.5))];
    let none = joute_leaderboard::uncertainty::Resampling { draws: 0, ..resampling() };
    let board = analyse(&contenders(&sketches), LOSS, &mean, &none);
    assert_eq!(ranks(&board.teams), [(1, 2), (1, 2)]);
    let undefined = analyse(&contenders(&sketches), LOSS, &|_| None, &resampling());
    assert_eq!(ranks(&undefined.teams), [(1, 2), (1, 2)]);
}

#[test]
fn without_sketches_equal_scores_share_the_mean_of_their_places() {
    let scores = [0.2, 0.1, 0.2, 0.4].map(|score| Score::new(score).unwrap());
    assert_eq!(shared_ranks(&scores, LOSS), [2.5, 1.0, 2.5, 4.0]);
    assert_eq!(shared_ranks(&scores, Direction::HigherIsBetter), [2.5, 4.0, 2.5, 1.0]);
}

#[test]
fn public_and_private_rows_are_drawn_apart() {
    let competition = joute_domain::CompetitionId::new();
    let seed = |part| Seed::of_board(&competition, part);
    assert_ne!(seed(SketchPart::Public), seed(SketchPart::Private));
    assert_eq!(seed(SketchPart::Public), seed(SketchPart::Public));
}
