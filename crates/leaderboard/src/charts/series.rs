//! How a team's best public score went down in time.
//!
//! Invariant: a series only improves, and its last step is the score the public board ranks.

use std::collections::HashMap;

use joute_domain::{Direction, Score, TeamId, Timestamp};

use crate::board::{Board, ScoredSubmission, Team};

/// A submission that was better than all before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Improvement {
    pub(crate) at: Timestamp,
    pub(crate) score: Score,
}

/// The improvements of one team, in order of time; never empty.
#[derive(Debug)]
pub(crate) struct Series<'a> {
    pub(crate) team: &'a Team,
    pub(crate) steps: Vec<Improvement>,
}

impl Series<'_> {
    /// The improvement that counts now.
    fn last(&self) -> Option<&Improvement> {
        self.steps.last()
    }

    /// The best score.
    pub(crate) fn best(&self) -> Option<Score> {
        self.last().map(|step| step.score)
    }
}

/// The series of all teams on the board up to an instant, best first.
pub(crate) fn all<'a>(board: &'a Board, submissions: &[ScoredSubmission], until: Timestamp) -> Vec<Series<'a>> {
    let mut by_team: HashMap<&TeamId, Vec<&ScoredSubmission>> = HashMap::new();
    for submission in submissions.iter().filter(|submission| submission.created_at <= until) {
        by_team.entry(&submission.team).or_default().push(submission);
    }
    let teams = board.standings.iter().map(|standing| &standing.team);
    let mut series: Vec<_> = teams
        .filter_map(|team| by_team.remove(&team.id).map(|own| Series { team, steps: steps(board.direction, own) }))
        .collect();
    series.sort_by(|left, right| match (left.last(), right.last()) {
        (Some(a), Some(b)) => {
            let order = board.direction.better_first(a.score, b.score);
            order.then_with(|| (a.at, &left.team.id).cmp(&(b.at, &right.team.id)))
        }
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    series
}

fn steps(direction: Direction, mut submissions: Vec<&ScoredSubmission>) -> Vec<Improvement> {
    submissions.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
    let mut steps: Vec<Improvement> = Vec::new();
    for submission in submissions {
        if steps.last().is_none_or(|best| direction.is_better(submission.public, best.score)) {
            steps.push(Improvement { at: submission.created_at, score: submission.public });
        }
    }
    steps
}
