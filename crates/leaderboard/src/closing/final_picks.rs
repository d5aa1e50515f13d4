//! Which submissions of a team are final: its choice, or the best on the public board and the last.
//!
//! Invariant: at least one if the team has any, never more than allowed, none twice.

use joute_domain::{Direction, SubmissionId, TeamId};
use serde::Serialize;

use crate::board::ScoredSubmission;

/// Why a submission is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PickReason {
    /// The team chose it.
    Chosen,
    /// The best public score, the earliest of equal ones.
    BestPublic,
    /// The last that was handed in.
    Last,
    /// The next best public score, where best and last are the same or more may be picked.
    NextBestPublic,
}

/// A final submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinalPick {
    /// Whose.
    pub team: TeamId,
    /// Which.
    pub submission: SubmissionId,
    /// Why.
    pub reason: PickReason,
}

/// The final submissions of one team among its scored ones, at most `most`.
///
/// What it chose counts as long as it was scored, the first chosen first; without any such choice the defaults do.
pub fn final_picks(
    direction: Direction,
    team: &TeamId,
    submissions: &[ScoredSubmission],
    chosen: &[SubmissionId],
    most: usize,
) -> Vec<FinalPick> {
    let own: Vec<&ScoredSubmission> = submissions.iter().filter(|submission| &submission.team == team).collect();
    let scored = chosen.iter().filter(|id| own.iter().any(|submission| submission.id == **id));
    let choice: Vec<(&SubmissionId, PickReason)> = scored.map(|id| (id, PickReason::Chosen)).collect();
    let candidates = if choice.is_empty() { defaults(direction, own) } else { choice };
    let mut picks: Vec<FinalPick> = Vec::new();
    for (submission, reason) in candidates {
        if picks.len() < most && picks.iter().all(|pick| pick.submission != *submission) {
            picks.push(FinalPick { team: team.clone(), submission: submission.clone(), reason });
        }
    }
    picks
}

/// Best, last, next best, and so on; a submission may come twice.
fn defaults(direction: Direction, mut own: Vec<&ScoredSubmission>) -> Vec<(&SubmissionId, PickReason)> {
    let last = own.iter().copied().max_by_key(|submission| (submission.created_at, &submission.id));
    own.sort_by(|left, right| {
        let order = direction.better_first(left.public, right.public);
        order.then_with(|| (left.created_at, &left.id).cmp(&(right.created_at, &right.id)))
    });
    let mut ordered = own.into_iter();
    let best = ordered.next().map(|submission| (&submission.id, PickReason::BestPublic));
    let last = last.map(|submission| (&submission.id, PickReason::Last));
    let rest = ordered.map(|submission| (&submission.id, PickReason::NextBestPublic));
    best.into_iter().chain(last).chain(rest).collect()
}
