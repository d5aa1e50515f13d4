//! Numbers computed elsewhere: the paper's vectors, and a whole board by an independent numpy program that repeats
//! generator, weights, draws, intervals, ties, bands and expected ranks.

use joute_domain::{Direction, Score, Sketch};
use joute_leaderboard::uncertainty::{RankInterval, Verdict, analyse, paired_difference, rank_intervals};

use super::{contenders, mean, resampling};
use crate::house::assert_close;

#[test]
fn section_3_3_rank_intervals() {
    let losses = [0.200, 0.203, 0.210, 0.230];
    // Variance 4e-6, correlation 0.5: every difference has the standard error sqrt(2 * 4e-6 * 0.5).
    let intervals = rank_intervals(&losses, &[0.002; 16], 2.5);
    let expected = [(1, 2), (1, 2), (3, 3), (4, 4)].map(|(best, worst)| RankInterval { best, worst });
    assert_eq!(intervals, expected);
    let (t21, t31, t32) = (0.003 / 0.002, 0.010 / 0.002, 0.007 / 0.002);
    assert_close(&[t21, t31, t32], &[1.5, 5.0, 3.5], 1e-12);
}

#[test]
fn rank_intervals_come_in_the_order_of_the_losses_given() {
    let intervals = rank_intervals(&[0.230, 0.200, 0.210, 0.203], &[0.002; 16], 2.5);
    assert_eq!(
        intervals.iter().map(|ranks| (ranks.best, ranks.worst)).collect::<Vec<_>>(),
        [(4, 4), (1, 2), (3, 3), (1, 2)]
    );
}

/// Eight teams on 64 blocks of one to three rows; teams 4 and 5 are identical.
fn eight_teams() -> Vec<Sketch> {
    let team = |team: u32| {
        let block = |block: u32| {
            let loss = f64::from((team * team * 7 + block * 13 + team * block * 5) % 29) / 29.0
                + 0.06 * f64::from(team)
                + if (block * 11) % 17 == 3 { 0.9 } else { 0.0 };
            let rows = f64::from(1 + block % 3);
            [loss * rows, rows]
        };
        let values: Vec<f64> = (0..64).flat_map(block).collect();
        let (sum, rows) = values.chunks(2).fold((0.0, 0.0), |(sum, rows), block| (sum + block[0], rows + block[1]));
        Sketch::sums(Score::new(sum / rows).unwrap(), 2, values).unwrap()
    };
    [0, 1, 2, 3, 4, 4, 6, 7].map(team).into()
}

#[test]
fn a_whole_board_agrees_with_numpy() {
    let sketches = eight_teams();
    let board = analyse(&contenders(&sketches), Direction::LowerIsBetter, &mean, &resampling());
    let ranks: Vec<_> = board.teams.iter().map(|team| (team.ranks.best, team.ranks.worst)).collect();
    assert_eq!(ranks, [(1, 3), (1, 4), (1, 6), (2, 6), (3, 6), (3, 6), (7, 8), (7, 8)]);
    let tied: Vec<_> = board.teams.iter().map(|team| team.tied_with_first).collect();
    assert_eq!(tied, [true, true, false, false, false, false, false, false]);
    assert_eq!(board.teams.iter().map(|team| team.band).collect::<Vec<_>>(), [1, 1, 2, 2, 3, 3, 4, 5]);
    let expected: Vec<f64> = board.teams.iter().map(|team| team.expected_rank).collect();
    assert_close(&expected, &[1.166, 1.994, 3.36, 3.618, 5.437, 5.437, 7.041, 7.947], 1e-12);
    let critical: Vec<f64> = board.teams.iter().map(|team| team.critical).collect();
    let numpy = [
        2.302_334_589_5,
        2.324_063_740_3,
        2.317_640_663_3,
        2.289_116_237_1,
        2.313_320_671_8,
        2.313_320_671_8,
        2.316_291_449_8,
        2.241_918_759_7,
    ];
    assert_close(&critical, &numpy, 1e-9);
    let errors: Vec<f64> = board.teams.iter().map(|team| team.score.unwrap().standard_error).collect();
    let numpy = [
        0.051_198_045_2,
        0.051_097_832_8,
        0.053_019_522_7,
        0.053_525_109_6,
        0.052_550_485_5,
        0.052_550_485_5,
        0.051_582_905_4,
        0.045_861_806_6,
    ];
    assert_close(&errors, &numpy, 1e-9);
    assert_eq!((board.draws, board.undefined_draws, board.blocks), (1000, 0, 64));
}

#[test]
fn a_paired_difference_agrees_with_numpy() {
    let sketches = eight_teams();
    let teams = contenders(&sketches);
    let found = paired_difference(teams[1], teams[3], Direction::LowerIsBetter, &mean, &resampling());
    let (low, high) = found.interval.unwrap();
    let error = 0.051_077_893_0;
    assert_close(
        &[found.difference, found.standard_error.unwrap(), found.first_better.unwrap(), low, high],
        &[
            -0.083_345_099_103_991_35,
            error,
            0.96,
            -0.083_345_099_103_991_35 - 1.644_853_627 * error,
            -0.083_345_099_103_991_35 + 1.644_853_627 * error,
        ],
        1e-9,
    );
    assert_eq!(found.verdict, Verdict::NotSeparated);
}
