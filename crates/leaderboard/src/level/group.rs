//! What a manager may know of a group: figures from five rated people up, and none that a difference would give away.
//!
//! Invariant: no figure is about fewer than the least number of people, neither alone nor together with other figures
//! that are given out.

use std::collections::BTreeSet;

use joute_domain::UserId;
use serde::Serialize;

use super::disclosure::Disclosures;
use super::levels::HouseLevels;
use super::person::PersonLevel;
use crate::numeric::{cdf, real};

/// The least number of people that the law's practice asks for; a house may only ask for more.
pub const LEAST_PEOPLE: usize = 5;

/// The edges of the classes of Levels. They are fixed numbers, no shares of the people.
const EDGES: [f64; 6] = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0];

/// A group that somebody asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What the caller knows it by.
    pub name: String,
    /// Who is in it, rated or not.
    pub members: BTreeSet<UserId>,
}

/// Figures of a group, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupReport {
    /// The group.
    pub name: String,
    /// The answer.
    pub figures: GroupFigures,
}

/// Figures of a group, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GroupFigures {
    /// Enough people.
    Shown(Figures),
    /// Fewer rated people than the least number.
    TooFewPeople {
        /// The least number.
        least: usize,
    },
    /// The difference to other figures would tell of too few.
    WouldReveal {
        /// The least number.
        least: usize,
    },
}

/// Where a group stands and how sure that is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Rated people.
    pub people: usize,
    /// The Level of their mean skill.
    pub level: f64,
    /// The lower end of its 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The mean reliability.
    pub reliability: f64,
    /// How many people are expected in each class of Levels, given what is known of each; adds up to `people`.
    pub classes: Vec<LevelClass>,
    /// How many pass the manager's gate.
    pub above_gate: Count,
}

/// A class of Levels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LevelClass {
    /// From.
    pub low: f64,
    /// To.
    pub high: f64,
    /// The expected number of people, a fraction because nobody's Level is certain.
    pub people: f64,
}

/// A number of people that may be too small to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "people", rename_all = "snake_case")]
pub enum Count {
    /// So many.
    Exactly(usize),
    /// Between 1 and less than that.
    FewerThan(usize),
}

impl Count {
    /// The number, or that it is too small.
    pub fn of(people: usize, least: usize) -> Self {
        if people == 0 || people >= least { Self::Exactly(people) } else { Self::FewerThan(least) }
    }
}

impl HouseLevels {
    /// Figures for groups, the largest first in line where two would give somebody away together.
    ///
    /// `least` below [`LEAST_PEOPLE`] counts as that. `earlier` are the rated people of groups whose figures the same
    /// readers already have.
    pub fn groups(&self, groups: &[Group], least: usize, earlier: &[BTreeSet<UserId>]) -> Vec<GroupReport> {
        let least = least.max(LEAST_PEOPLE);
        let mut given = Disclosures::new(least);
        for rated in earlier {
            given.record(rated);
        }
        let rated: Vec<BTreeSet<UserId>> = groups.iter().map(|group| self.rated(&group.members)).collect();
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by(|&left, &right| {
            rated[right].len().cmp(&rated[left].len()).then(groups[left].name.cmp(&groups[right].name))
        });
        let mut reports: Vec<Option<GroupReport>> = vec![None; groups.len()];
        for place in order {
            let figures = match &rated[place] {
                people if people.len() < least => GroupFigures::TooFewPeople { least },
                people if !given.admit(people) => GroupFigures::WouldReveal { least },
                people => GroupFigures::Shown(self.figures(people, least)),
            };
            reports[place] = Some(GroupReport { name: groups[place].name.clone(), figures });
        }
        reports.into_iter().flatten().collect()
    }

    /// Those of some people who are currently rated.
    pub fn rated(&self, people: &BTreeSet<UserId>) -> BTreeSet<UserId> {
        let active = |level: &PersonLevel| level.recent_results >= self.constants.active_results;
        people.iter().filter(|person| self.person(person).is_some_and(active)).cloned().collect()
    }

    fn figures(&self, people: &BTreeSet<UserId>, least: usize) -> Figures {
        let places: Vec<usize> = people.iter().filter_map(|person| self.place(person)).collect();
        let levels: Vec<&PersonLevel> = people.iter().filter_map(|person| self.person(person)).collect();
        let count = real(places.len());
        let theta = places.iter().map(|&place| self.fit.theta[place]).sum::<f64>() / count;
        let deviation = self.constants.deviation(self.fit.block_sum(&places) / (count * count));
        let (low, high) = self.constants.interval_of(theta, deviation);
        Figures {
            people: places.len(),
            level: self.constants.level(theta),
            low,
            high,
            reliability: levels.iter().map(|level| level.reliability).sum::<f64>() / count,
            classes: self.classes(&levels),
            above_gate: Count::of(levels.iter().filter(|level| level.manager_gate.open).count(), least),
        }
    }

    /// Each person is spread over the classes by what is known of them.
    fn classes(&self, levels: &[&PersonLevel]) -> Vec<LevelClass> {
        let scale = self.constants.error_variance.sqrt();
        let edge = |level: f64| scale * crate::numeric::quantile(level / 100.0);
        let below = |theta: f64, person: &PersonLevel| cdf((theta - person.theta) / person.deviation);
        let class = |edges: &[f64]| {
            let (low, high) = (edges[0], edges[1]);
            let people = levels.iter().map(|person| below(edge(high), person) - below(edge(low), person)).sum();
            LevelClass { low, high, people }
        };
        EDGES.windows(2).map(class).collect()
    }
}
