//! Hints at what a host may want to look at.
//!
//! Invariant: each hint carries the numbers it rests on; whether there is a story behind it only people can tell.

use std::time::Duration;

use joute_domain::{Direction, Score, Sketch, SubmissionId, Timestamp};
use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::{compensated, real};
use crate::uncertainty::{Finish, paired_standard_error};

/// Standard errors above the event's median gap from which on a gap is flagged.
const FLAGGED_ERRORS: f64 = 3.0;

/// The correlation of predictions above which they are flagged.
const FLAGGED_CORRELATION: f64 = 0.999;

/// A team's counting submission on both parts of the rows.
#[derive(Debug, Clone, Copy)]
pub struct TeamSketches<'a> {
    /// The public sketch.
    pub public: &'a Sketch,
    /// The private one.
    pub private: &'a Sketch,
}

/// A team whose public score is better than its private one by more than the others'.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LuckyGap {
    /// The place of the team in the list given.
    pub team: usize,
    /// By how much its public score is better than its private one.
    pub gap: f64,
    /// The same of the team in the middle.
    pub median_gap: f64,
    /// The standard error of the difference of the two gaps.
    pub standard_error: f64,
    /// How many standard errors the difference is.
    pub errors: f64,
}

/// Flags teams whose public score is better than their private one by more than three standard errors above the gap of
/// the team in the middle (of an even number the one with the smaller gap).
pub fn lucky_gaps(teams: &[TeamSketches<'_>], direction: Direction, finish: Finish<'_>) -> Vec<LuckyGap> {
    let gap = |team: &TeamSketches<'_>| {
        let rise = team.public.score().value() - team.private.score().value();
        if direction == Direction::HigherIsBetter { rise } else { -rise }
    };
    let mut order: Vec<usize> = (0..teams.len()).collect();
    order.sort_by(|&left, &right| gap(&teams[left]).total_cmp(&gap(&teams[right])).then(left.cmp(&right)));
    let Some(&middle) = order.get(order.len().saturating_sub(1) / 2) else { return Vec::new() };
    let middle = teams[middle];
    let flag = |(place, team): (usize, &TeamSketches<'_>)| {
        let public = paired_standard_error(team.public, middle.public, finish)?;
        let private = paired_standard_error(team.private, middle.private, finish)?;
        let (gap, median_gap, standard_error) = (gap(team), gap(&middle), public.hypot(private));
        let errors = (gap - median_gap) / standard_error;
        (errors > FLAGGED_ERRORS).then_some(LuckyGap { team: place, gap, median_gap, standard_error, errors })
    };
    teams.iter().enumerate().filter_map(flag).collect()
}

/// Two teams whose predictions are nearly the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SharedPredictions {
    /// The places of the teams in the list given, the smaller first.
    pub teams: (usize, usize),
    /// The correlation of their predictions.
    pub correlation: f64,
}

/// Flags pairs of teams whose predictions of the same rows correlate by more than 0.999; predictions that never vary
/// are left out, labels go in as numbers.
pub fn shared_predictions(teams: &[&[f64]]) -> Vec<SharedPredictions> {
    let standardised: Vec<Option<Vec<f64>>> = teams.par_iter().map(|values| standardise(values)).collect();
    let pairs = (0..teams.len()).flat_map(|one| (one + 1..teams.len()).map(move |other| (one, other)));
    let correlate = |(one, other): (usize, usize)| {
        let (left, right) = (standardised[one].as_ref()?, standardised[other].as_ref()?);
        let correlation = crate::numeric::dot(left, right);
        let flagged = left.len() == right.len() && correlation > FLAGGED_CORRELATION;
        flagged.then_some(SharedPredictions { teams: (one, other), correlation })
    };
    pairs.collect::<Vec<_>>().into_par_iter().filter_map(correlate).collect()
}

/// The values less their mean over the root of the sum of squares; `None` if they do not vary or are not finite.
fn standardise(values: &[f64]) -> Option<Vec<f64>> {
    let mean = compensated(values.iter().copied()) / real(values.len()).max(1.0);
    let length = compensated(values.iter().map(|value| (value - mean) * (value - mean))).sqrt();
    (length.is_finite() && length > 1e-12 * mean.abs())
        .then(|| values.iter().map(|value| (value - mean) / length).collect())
}

/// A submission as the search for bursts sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Which.
    pub submission: SubmissionId,
    /// When it was handed in.
    pub at: Timestamp,
    /// Its public score.
    pub score: Score,
    /// The standard error of that score.
    pub standard_error: f64,
}

/// What makes a burst of random-looking submissions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BurstRule {
    /// Within such a time
    pub within: Duration,
    /// at least so many submissions,
    pub least: usize,
    /// of which at least this share is no better than chance by two standard errors.
    pub share: f64,
}

impl Default for BurstRule {
    /// Ten within a week, four fifths of them random-looking.
    fn default() -> Self {
        Self { within: Duration::from_hours(7 * 24), least: 10, share: 0.8 }
    }
}

/// A burst of random-looking submissions of one team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Burst {
    /// The first of them.
    pub from: Timestamp,
    /// The last.
    pub until: Timestamp,
    /// Submissions in that time.
    pub submissions: usize,
    /// Of them, those no better than chance.
    pub random_looking: Vec<SubmissionId>,
}

/// Finds bursts among one team's submissions; `chance` is the score of a prediction that knows nothing. Bursts do not
/// overlap.
pub fn bursts(attempts: &[Attempt], chance: Score, direction: Direction, rule: &BurstRule) -> Vec<Burst> {
    let mut attempts: Vec<&Attempt> = attempts.iter().collect();
    attempts.sort_by(|left, right| (left.at, &left.submission).cmp(&(right.at, &right.submission)));
    let looks_random = |attempt: &Attempt| {
        let ahead = match direction {
            Direction::HigherIsBetter => attempt.score.value() - chance.value(),
            Direction::LowerIsBetter => chance.value() - attempt.score.value(),
        };
        ahead <= 2.0 * attempt.standard_error
    };
    let mut found = Vec::new();
    let mut rest = &attempts[..];
    while let Some(first) = rest.first() {
        let end = rest.partition_point(|attempt| attempt.at.since(first.at) <= rule.within);
        let (window, later) = rest.split_at(end);
        let random: Vec<&&Attempt> = window.iter().filter(|attempt| looks_random(attempt)).collect();
        let is_burst = window.len() >= rule.least && real(random.len()) >= rule.share * real(window.len());
        if let (true, Some(last)) = (is_burst, window.last()) {
            found.push(Burst {
                from: first.at,
                until: last.at,
                submissions: window.len(),
                random_looking: random.iter().map(|attempt| attempt.submission.clone()).collect(),
            });
            rest = later;
        } else {
            rest = &rest[1..];
        }
    }
    found
}
