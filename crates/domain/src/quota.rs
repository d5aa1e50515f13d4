//! How many submissions a team may make, and when it may again.
//!
//! Invariant: a day is a calendar day in the competition's zone; a submission that failed costs nothing.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, Zone};

/// The allowance of a competition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Submissions per team and calendar day, at least one.
    pub per_day: u32,
    /// The zone in which days begin.
    pub zone: Zone,
}

/// What is left of the allowance at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Submissions per day.
    pub per_day: u32,
    /// Left today.
    pub left: u32,
    /// When the next day begins.
    pub next_at: Timestamp,
}

impl Quota {
    /// The first instant from which submissions count today.
    pub fn counts_since(&self, now: Timestamp) -> Timestamp {
        self.zone.start_of_day(now)
    }

    /// What is left after `used` submissions today.
    pub fn allowance(&self, used: u64, now: Timestamp) -> Allowance {
        let used = u32::try_from(used).unwrap_or(u32::MAX);
        Allowance {
            per_day: self.per_day,
            left: self.per_day.saturating_sub(used),
            next_at: self.zone.start_of_next_day(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allowance_says_what_is_left_and_when_it_comes_back() {
        let quota = Quota { per_day: 5, zone: "Europe/Paris".parse().unwrap() };
        let now = "2026-07-01T10:00:00Z".parse().unwrap();
        let left = quota.allowance(2, now);
        assert_eq!((left.left, left.next_at.to_string().as_str()), (3, "2026-07-01T22:00:00Z"));
        assert_eq!(quota.allowance(9, now).left, 0);
    }
}
