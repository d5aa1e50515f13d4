//! The paper's vectors of sections 2.2 to 2.4.

use joute_domain::{Direction, Score, Sketch};
use joute_leaderboard::guard::{
    Ladder, Rounding, detectable_gap, mixture_inflation, rows_needed, worst_case_inflation,
};
use joute_leaderboard::uncertainty::rows_standard_error;

use crate::house::assert_close;

const SUBMISSIONS: [&str; 5] = ["1111100000", "0111111000", "1111111000", "0001111111", "1111111110"];

fn right(text: &str) -> Vec<f64> {
    text.chars().map(|row| if row == '1' { 1.0 } else { 0.0 }).collect()
}

fn score(right: &[f64]) -> Score {
    Score::new(right.iter().sum::<f64>() / 10.0).unwrap()
}

#[test]
fn section_2_3_the_ladder_from_rows() {
    let mut ladder = Ladder::new(Direction::HigherIsBetter, Rounding::Rows { rows: 10 });
    let mut best = right(SUBMISSIONS[0]);
    let mut found = Vec::new();
    for submission in SUBMISSIONS.map(right) {
        let before = ladder.shown();
        let error = rows_standard_error(&submission, &best);
        let answer = ladder.offer(score(&submission), error);
        if before != Some(answer.shown) {
            best = submission;
        }
        found.push((answer.shown, answer.needed, answer.standard_error.map(|error| error * 10_f64.sqrt())));
    }
    let shown: Vec<f64> = found.iter().map(|(shown, ..)| *shown).collect();
    assert_close(&shown, &[0.5, 0.5, 0.7, 0.7, 0.9], 1e-12);
    let needed: Vec<f64> = found.iter().filter_map(|(_, needed, _)| *needed).collect();
    assert_close(&needed, &[0.679_505, 0.633_333, 0.958_199, 0.833_333], 5e-7);
    let deviations: Vec<f64> = found.iter().filter_map(|(.., deviation)| *deviation).collect();
    assert_close(&deviations[..3], &[0.567_646, 0.421_637, 0.816_497], 5e-7);
}

#[test]
fn section_2_3_the_ladder_from_sketches() {
    let sketch = |text| {
        let rows = right(text);
        Sketch::sums(score(&rows), 2, rows.iter().flat_map(|right| [*right, 1.0]).collect()).unwrap()
    };
    let sketches = SUBMISSIONS.map(sketch);
    let submissions: Vec<(Score, Option<&Sketch>)> =
        sketches.iter().map(|sketch| (sketch.score(), Some(sketch))).collect();
    let mean = |sums: &[f64]| Some(sums[0] / sums[1]);
    let answers = Ladder::replay(Direction::HigherIsBetter, Rounding::Rows { rows: 10 }, &submissions, &mean);
    let shown: Vec<f64> = answers.iter().map(|answer| answer.shown).collect();
    assert_close(&shown, &[0.5, 0.5, 0.7, 0.7, 0.9], 1e-12);
    let needed: Vec<f64> = answers.iter().filter_map(|answer| answer.needed).collect();
    assert_close(&needed, &[0.679_505, 0.633_333, 0.958_199, 0.833_333], 5e-7);
}

#[test]
fn section_2_2_worst_case_inflation() {
    let found = [1_000, 4_000, 10_000, 50_000].map(|rows| 100.0 * worst_case_inflation(150, rows));
    assert_close(&found, &[12.3, 6.2, 3.9, 1.7], 0.05);
    // Two models that differ on a tenth of the rows.
    let found = [4_000, 20_000].map(|rows| 100.0 * mixture_inflation(150, rows, 0.1));
    assert_close(&found, &[1.949, 0.872], 5e-4);
}

#[test]
fn section_2_4_the_smallest_detectable_gap() {
    let deviation = 0.05_f64.sqrt();
    assert_close(&[100.0 * detectable_gap(deviation, 10_000)], &[0.56], 5e-3);
    assert_close(&[detectable_gap(1.0, 1)], &[2.49], 5e-3);
    let rows = rows_needed(deviation, detectable_gap(deviation, 10_000)).unwrap();
    assert!((10_000..=10_001).contains(&rows), "{rows}");
}
