//! The boosting attack on a public board (Blum and Hardt 2015): random submissions, then a vote in which each counts for
//! or against its labels as the board called it better or worse than chance. What it gains is the reason for guarded
//! boards; hosts and tests replay it.
//!
//! Invariant: labels are random, so that every honest score is one half and any excess is what the board gave away.

use joute_domain::{Direction, Score};

use super::ladder::{Ladder, Release, Rounding};
use crate::numeric::real;
use crate::uncertainty::{Seed, rows_standard_error};

/// How the attacked board answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PublicBoard {
    /// Every score in full.
    Plain,
    /// Every score, rounded to multiples of a step.
    Rounded(f64),
    /// The best score, if it beats the shown one by a step.
    Step(f64),
    /// The parameter-free Ladder.
    Ladder,
}

/// What the attacker learns of one submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// It is better than chance.
    Better,
    /// It is worse.
    Worse,
    /// Nothing.
    Nothing,
}

/// An attack with so many submissions on random labels.
#[derive(Debug, Clone, Copy)]
pub struct BoostingAttack {
    /// Where labels and submissions come from.
    pub seed: Seed,
    /// Public rows.
    pub public_rows: usize,
    /// Private rows.
    pub private_rows: usize,
    /// Submissions before the last.
    pub submissions: usize,
}

/// Labels of true and false with equal probability: the truth (number 0) or the submission of that number.
pub fn random_labels(seed: &Seed, number: u64, rows: usize) -> Vec<bool> {
    let mut stream = seed.stream(number);
    let mut labels = Vec::with_capacity(rows);
    while labels.len() < rows {
        let bits = stream.next();
        labels.extend((0..64.min(rows - labels.len())).map(|bit| (bits >> bit) & 1 == 1));
    }
    labels
}

/// Adds a submission's votes, for its labels or against them.
pub fn vote(tally: &mut [i64], submission: &[bool], called: Called) {
    let weight = match called {
        Called::Better => 1,
        Called::Worse => -1,
        Called::Nothing => 0,
    };
    tally.iter_mut().zip(submission).for_each(|(sum, label)| *sum += if *label { weight } else { -weight });
}

/// Which rows a submission gets right, as 1 and 0.
fn right(labels: &[bool], truth: &[bool]) -> Vec<f64> {
    labels.iter().zip(truth).map(|(label, truth)| if label == truth { 1.0 } else { 0.0 }).collect()
}

fn share(right: &[f64]) -> f64 {
    right.iter().sum::<f64>() / real(right.len()).max(1.0)
}

impl BoostingAttack {
    /// By how much the shown public accuracy of the final vote exceeds its private accuracy.
    pub fn inflation(&self, board: PublicBoard) -> f64 {
        let rows = self.public_rows + self.private_rows;
        let truth = random_labels(&self.seed, 0, rows);
        let (public, private) = truth.split_at(self.public_rows);
        let mut answers = Answers::new(board, self.public_rows);
        let mut tally = vec![0; rows];
        for number in (1_u64..).take(self.submissions) {
            let labels = random_labels(&self.seed, number, rows);
            let called = answers.call(&right(&labels[..self.public_rows], public));
            vote(&mut tally, &labels, called);
        }
        let last: Vec<bool> = tally.iter().map(|sum| *sum > 0).collect();
        answers.call(&right(&last[..self.public_rows], public));
        answers.shown - share(&right(&last[self.public_rows..], private))
    }
}

/// What the attacker sees.
struct Answers {
    board: PublicBoard,
    ladder: Ladder,
    /// The rows that the submission shown by the Ladder got right.
    best: Vec<f64>,
    shown: f64,
}

impl Answers {
    fn new(board: PublicBoard, rows: usize) -> Self {
        let ladder = Ladder::new(Direction::HigherIsBetter, Rounding::Rows { rows });
        Self { board, ladder, best: Vec::new(), shown: 0.5 }
    }

    /// What the attacker learns of a submission.
    fn call(&mut self, right: &[f64]) -> Called {
        let score = share(right);
        let released = match self.board {
            PublicBoard::Plain => return self.show(score),
            PublicBoard::Rounded(step) => return self.show((score / step).round() * step),
            PublicBoard::Step(step) => {
                let released = score >= self.shown + step;
                self.shown = if released { score } else { self.shown };
                released
            }
            PublicBoard::Ladder => self.climb(score, right),
        };
        if released && self.shown > 0.5 { Called::Better } else { Called::Nothing }
    }

    fn climb(&mut self, score: f64, right: &[f64]) -> bool {
        let error = rows_standard_error(right, &self.best);
        let Ok(score) = Score::new(score) else { return false };
        let answer = self.ladder.offer(score, error);
        let released = matches!(answer.release, Release::First | Release::Improved);
        if released {
            self.best = right.to_vec();
        }
        self.shown = answer.shown;
        released
    }

    fn show(&mut self, score: f64) -> Called {
        self.shown = score;
        match score {
            score if score > 0.5 => Called::Better,
            score if score < 0.5 => Called::Worse,
            _ => Called::Nothing,
        }
    }
}
