//! Which sets of people may be told about without telling about fewer by subtraction.
//!
//! From the figures of a department and of all its teams but one follow those of the last. Every new set is therefore
//! compared with all that can be put together from those already given out: what lies inside another leaves a rest,
//! what lies beside another makes a union.
//!
//! Invariant: no set that follows from the admitted ones has fewer people than the least number, other than none.

use std::collections::BTreeSet;

use joute_domain::UserId;

/// Sets that follow from others; beyond this number nothing more is admitted.
const MOST_SETS: usize = 4096;

/// What has been given out, and what follows from it.
#[derive(Debug, Clone)]
pub(super) struct Disclosures {
    least: usize,
    known: BTreeSet<BTreeSet<UserId>>,
}

impl Disclosures {
    pub(super) fn new(least: usize) -> Self {
        Self { least, known: BTreeSet::new() }
    }

    /// Adds a set that was given out earlier, whatever follows from it.
    pub(super) fn record(&mut self, people: &BTreeSet<UserId>) {
        if !self.admit(people) {
            self.known.insert(people.clone());
        }
    }

    /// Adds a set if nothing too small follows; otherwise nothing changes and the answer is no.
    pub(super) fn admit(&mut self, people: &BTreeSet<UserId>) -> bool {
        let mut known = self.known.clone();
        let mut waiting = vec![people.clone()];
        while let Some(next) = waiting.pop() {
            if next.is_empty() || known.contains(&next) {
                continue;
            }
            if next.len() < self.least || known.len() >= MOST_SETS {
                return false;
            }
            waiting.extend(known.iter().filter_map(|other| follows(&next, other)));
            known.insert(next);
        }
        self.known = known;
        true
    }
}

/// What the figures of two sets give away together.
fn follows(one: &BTreeSet<UserId>, other: &BTreeSet<UserId>) -> Option<BTreeSet<UserId>> {
    if one.is_subset(other) {
        Some(other.difference(one).cloned().collect())
    } else if other.is_subset(one) {
        Some(one.difference(other).cloned().collect())
    } else if one.is_disjoint(other) {
        Some(one.union(other).cloned().collect())
    } else {
        None
    }
}
