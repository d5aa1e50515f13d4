//! The parameter-free Ladder (Blum and Hardt 2015): a new value is shown only for a significant improvement.
//!
//! Invariant: the shown value only improves, by more than the standard error of the paired difference, and is the only
//! number of a guarded board that a participant sees.

use joute_domain::{Direction, Score, Sketch};
use serde::Serialize;

use crate::numeric::real;
use crate::uncertainty::{Finish, paired_standard_error};

/// How a shown value is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rounding {
    /// To multiples of one over the number of public rows: for scores between 0 and 1.
    Rows {
        /// The public rows.
        rows: usize,
    },
    /// To so many significant digits: for scores on another scale.
    Digits {
        /// How many.
        digits: i32,
    },
}

/// Why a value was shown, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// The team's first submission.
    First,
    /// Better by more than the standard error.
    Improved,
    /// No significant improvement; the old value stands.
    NotSignificant,
    /// The metric gave no sketch to judge by; the old value stands.
    CannotTell,
}

/// The answer to one submission.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LadderAnswer {
    /// What the board shows from now on.
    pub shown: f64,
    /// Why.
    pub release: Release,
    /// What the score had to beat; `None` for the first and where nothing can be told.
    pub needed: Option<f64>,
    /// The standard error of the difference to the submission shown before.
    pub standard_error: Option<f64>,
}

/// The state of one team.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ladder {
    direction: Direction,
    rounding: Rounding,
    shown: Option<f64>,
}

impl Ladder {
    /// A team that has handed in nothing.
    pub fn new(direction: Direction, rounding: Rounding) -> Self {
        Self { direction, rounding, shown: None }
    }

    /// A team whose shown value was stored.
    pub fn resumed(direction: Direction, rounding: Rounding, shown: Score) -> Self {
        Self { direction, rounding, shown: Some(shown.value()) }
    }

    /// What the board shows; `None` before the first submission.
    pub fn shown(&self) -> Option<f64> {
        self.shown
    }

    /// Judges a score. `standard_error` is that of the difference to the submission whose value is shown.
    pub fn offer(&mut self, score: Score, standard_error: Option<f64>) -> LadderAnswer {
        let score = score.value();
        let Some(shown) = self.shown else {
            let shown = self.rounding.round(score);
            self.shown = Some(shown);
            return LadderAnswer { shown, release: Release::First, needed: None, standard_error: None };
        };
        let Some(error) = standard_error else {
            return LadderAnswer { shown, release: Release::CannotTell, needed: None, standard_error };
        };
        let (needed, better) = match self.direction {
            Direction::LowerIsBetter => (shown - error, score < shown - error),
            Direction::HigherIsBetter => (shown + error, score > shown + error),
        };
        let release = if better { Release::Improved } else { Release::NotSignificant };
        let shown = if better { self.rounding.round(score) } else { shown };
        self.shown = Some(shown);
        LadderAnswer { shown, release, needed: Some(needed), standard_error }
    }

    /// Judges a team's submissions, the earliest first, from the sketches of the public rows.
    pub fn replay(
        direction: Direction,
        rounding: Rounding,
        submissions: &[(Score, Option<&Sketch>)],
        finish: Finish<'_>,
    ) -> Vec<LadderAnswer> {
        let mut ladder = Self::new(direction, rounding);
        let mut best: Option<&Sketch> = None;
        let mut answers = Vec::with_capacity(submissions.len());
        for &(score, sketch) in submissions {
            let error = match (best, sketch) {
                (Some(best), Some(sketch)) => paired_standard_error(best, sketch, finish),
                _ => None,
            };
            let answer = ladder.offer(score, error);
            if matches!(answer.release, Release::First | Release::Improved) {
                best = sketch;
            }
            answers.push(answer);
        }
        answers
    }
}

impl Rounding {
    /// The rounded value.
    pub fn round(self, value: f64) -> f64 {
        match self {
            Self::Rows { rows } if rows > 0 => (value * real(rows)).round() / real(rows),
            Self::Digits { digits } if value != 0.0 => {
                let step = libm::exp10(libm::log10(value.abs()).floor() - f64::from(digits - 1));
                let rounded = (value / step).round() * step;
                if rounded.is_finite() { rounded } else { value }
            }
            _ => value,
        }
    }
}
