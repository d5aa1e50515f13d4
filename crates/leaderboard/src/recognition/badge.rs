//! Badges: a criterion met, with the evidence that shows it.
//!
//! Invariant: whoever meets the criterion gets the badge, however many do.

use joute_domain::{CompetitionId, Direction, SubmissionId, Timestamp, UserId};
use serde::Serialize;

use crate::uncertainty::PairedDifference;

/// Standard errors that a difference must span: one-sided 95 %.
const SIGNIFICANT: f64 = 1.644_853_626_951_472_2;

/// What a badge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadgeKind {
    /// Significantly better than the baseline.
    BeatBaseline,
    /// Significantly better than the model in production.
    BeatProduction,
    /// Statistically tied with the first.
    TiedWithFirst,
    /// Another person got the same result from the write-up.
    Reproduced,
    /// A write-up was accepted.
    WriteUpAccepted,
    /// A recommended source of data was adopted.
    DataSourceAdopted,
    /// Mentor of somebody who took part for the first time.
    Mentor,
}

/// What was observed, of one person in one competition.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// The final submission against a reference on the private rows; `ahead` is positive if the submission is better.
    AgainstBaseline {
        /// How much better, in units of the score.
        ahead: f64,
        /// Its standard error.
        standard_error: f64,
    },
    /// The same against the model in production.
    AgainstProduction {
        /// How much better, in units of the score.
        ahead: f64,
        /// Its standard error.
        standard_error: f64,
    },
    /// Whether the team is statistically tied with the first on the final board, and among how many.
    FinalBoard {
        /// True if it is.
        tied_with_first: bool,
        /// How many teams are.
        tied_teams: usize,
        /// Ranked teams.
        teams: usize,
    },
    /// Somebody else reproduced a submission.
    Reproduction {
        /// Which.
        submission: SubmissionId,
        /// Who.
        by: UserId,
        /// True if the scores agree within the agreed tolerance.
        agrees: bool,
    },
    /// A reviewer's decision on the write-up.
    WriteUp {
        /// Who decided.
        reviewer: UserId,
        /// The decision.
        accepted: bool,
    },
    /// The decision on a recommended source of data.
    DataSource {
        /// What it is called.
        name: String,
        /// The decision.
        adopted: bool,
    },
    /// Somebody was mentored.
    Mentoring {
        /// Who.
        mentee: UserId,
        /// True if it was their first competition and they handed something in.
        first_time: bool,
    },
}

/// A badge of one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Badge {
    /// What for.
    pub badge: BadgeKind,
    /// Where.
    pub competition: CompetitionId,
    /// When the evidence was complete.
    pub at: Timestamp,
    /// The evidence.
    pub evidence: Evidence,
}

impl Evidence {
    /// The evidence of the difference submission less baseline; `None` without a standard error.
    pub fn against_baseline(difference: &PairedDifference, direction: Direction) -> Option<Self> {
        let ahead = ahead(difference, direction);
        difference.standard_error.map(|standard_error| Self::AgainstBaseline { ahead, standard_error })
    }

    /// The same against the model in production.
    pub fn against_production(difference: &PairedDifference, direction: Direction) -> Option<Self> {
        let ahead = ahead(difference, direction);
        difference.standard_error.map(|standard_error| Self::AgainstProduction { ahead, standard_error })
    }

    /// The badge that this earns; `None` if the criterion is not met.
    pub fn earns(&self) -> Option<BadgeKind> {
        let significant = |ahead: f64, error: f64| ahead > 0.0 && ahead > SIGNIFICANT * error;
        let (kind, met) = match self {
            Self::AgainstBaseline { ahead, standard_error } => {
                (BadgeKind::BeatBaseline, significant(*ahead, *standard_error))
            }
            Self::AgainstProduction { ahead, standard_error } => {
                (BadgeKind::BeatProduction, significant(*ahead, *standard_error))
            }
            Self::FinalBoard { tied_with_first, .. } => (BadgeKind::TiedWithFirst, *tied_with_first),
            Self::Reproduction { agrees, .. } => (BadgeKind::Reproduced, *agrees),
            Self::WriteUp { accepted, .. } => (BadgeKind::WriteUpAccepted, *accepted),
            Self::DataSource { adopted, .. } => (BadgeKind::DataSourceAdopted, *adopted),
            Self::Mentoring { first_time, .. } => (BadgeKind::Mentor, *first_time),
        };
        met.then_some(kind)
    }
}

/// A difference as progress: positive if the first is better.
fn ahead(difference: &PairedDifference, direction: Direction) -> f64 {
    match direction {
        Direction::LowerIsBetter => -difference.difference,
        Direction::HigherIsBetter => difference.difference,
    }
}

/// The badges that a person's evidence earns, in the order of the instants; one a kind and competition, the earliest.
pub fn badges(evidence: impl IntoIterator<Item = (CompetitionId, Timestamp, Evidence)>) -> Vec<Badge> {
    let earned = evidence.into_iter().filter_map(|(competition, at, evidence)| {
        evidence.earns().map(|badge| Badge { badge, competition, at, evidence })
    });
    let mut badges: Vec<Badge> = earned.collect();
    badges.sort_by(|left, right| {
        (left.at, left.badge, &left.competition).cmp(&(right.at, right.badge, &right.competition))
    });
    let mut seen = std::collections::BTreeSet::new();
    badges.retain(|badge| seen.insert((badge.badge, badge.competition.clone())));
    badges
}
