//! The boosting attack against each kind of public board: what it gains, in points of accuracy.
//!
//! `cargo run --release -p joute-leaderboard --example boosting_attack`

#![allow(clippy::print_stdout, reason = "the table is the result")]

use joute_leaderboard::guard::{BoostingAttack, PublicBoard, worst_case_inflation};
use joute_leaderboard::uncertainty::Seed;
use rayon::prelude::*;

const SUBMISSIONS: [usize; 5] = [30, 150, 300, 700, 1500];
const REPETITIONS: u32 = 10;
const BOARDS: [(&str, PublicBoard); 5] = [
    ("plain, full precision", PublicBoard::Plain),
    ("rounded to 1e-3", PublicBoard::Rounded(1e-3)),
    ("rounded to 1e-2", PublicBoard::Rounded(1e-2)),
    ("Ladder, step 0.01", PublicBoard::Step(0.01)),
    ("Ladder, parameter-free", PublicBoard::Ladder),
];

fn inflation(board: PublicBoard, submissions: usize) -> f64 {
    let gain = |repetition: u32| {
        let seed = Seed::of(&["boosting attack", &repetition.to_string()]);
        BoostingAttack { seed, public_rows: 4000, private_rows: 8000, submissions }.inflation(board)
    };
    let gains: Vec<f64> = (0..REPETITIONS).into_par_iter().map(gain).collect();
    100.0 * gains.iter().sum::<f64>() / f64::from(REPETITIONS)
}

fn main() {
    println!(
        "Shown public less private accuracy, in points; 4000 public and 8000 private rows, mean of {REPETITIONS}\n"
    );
    println!("| board | {} |", SUBMISSIONS.map(|submissions| format!("k={submissions}")).join(" | "));
    println!("|---|{}", "---|".repeat(SUBMISSIONS.len()));
    for (name, board) in BOARDS {
        println!("| {name} | {} |", SUBMISSIONS.map(|k| format!("{:.1}", inflation(board, k))).join(" | "));
    }
    let closed = SUBMISSIONS.map(|k| format!("{:.1}", 100.0 * worst_case_inflation(k, 4000)));
    println!("| closed form of the leak meter | {} |", closed.join(" | "));
}
