//! People in bands whose members cannot be told apart, for those who may see individual Levels.
//!
//! Invariant: nobody below the manager's gate is in a band, and inside a band people stand by identifier, not by Level.

use joute_domain::UserId;
use serde::Serialize;

use super::comparison::{Side, Word};
use super::levels::HouseLevels;

/// People who cannot be told apart from the strongest of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelBand {
    /// Who, by identifier.
    pub people: Vec<UserId>,
}

impl HouseLevels {
    /// The bands among some people, the stronger first: each ends before the first of whom its strongest is "ahead".
    pub fn bands(&self, people: impl IntoIterator<Item = UserId>) -> Vec<LevelBand> {
        let open = |person: &UserId| self.person(person).is_some_and(|level| level.manager_gate.open);
        let mut places: Vec<usize> = people.into_iter().filter(open).filter_map(|person| self.place(&person)).collect();
        places.sort_by(|&left, &right| self.fit.theta[right].total_cmp(&self.fit.theta[left]).then(left.cmp(&right)));
        places.dedup();
        let mut bands = Vec::new();
        let mut rest = &places[..];
        while let Some(&head) = rest.first() {
            let column = self.fit.column(head);
            let ahead = |other: usize| Word::of(self.probability(head, &column, other)) == (Word::Ahead, Side::First);
            let end = rest.iter().position(|&other| ahead(other)).unwrap_or(rest.len());
            let (band, others) = rest.split_at(end.max(1));
            let mut people: Vec<UserId> = band.iter().map(|&place| self.evidence.people[place].clone()).collect();
            people.sort();
            bands.push(LevelBand { people });
            rest = others;
        }
        bands
    }
}
