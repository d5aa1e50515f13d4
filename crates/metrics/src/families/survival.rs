//! Harrell's concordance index: of the pairs whose order in time is known, the share where the higher risk ends first.
//!
//! A pair counts if the earlier time was observed; equal times count if exactly one of them was. Equal risks count one
//! half. Checked against all pairs by plain loops; lifelines agrees.
//!
//! Invariant: pairs are counted exactly, so the order of the rows cannot change a bit.

use joute_domain::Direction;

use super::precision_recall::AVERAGE_PRECISION;
use super::{Kernel, Plan};
use crate::catalogue::{MetricInfo, TruthReading};
use crate::column::ColumnKind;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::{at, order_key, real_wide};
use crate::refusal::Refusal;
use crate::rule::NumberRange;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::view::{View, numbers};

/// `concordance_index`.
pub(crate) const CONCORDANCE_INDEX: MetricInfo = MetricInfo {
    name: "concordance_index",
    direction: Direction::HigherIsBetter,
    description_key: "metric-concordance-index",
    summary: "share of comparable pairs in which the higher risk has the earlier event",
    reference: "Harrell et al. 1982; lifelines.utils.concordance_index",
    roles: &[Role::Event, Role::Group, Role::Mask],
    parameters: &[GROUP_REDUCE, MASK_KEEP],
    truth: TruthReading::Numbers,
    build,
    ..AVERAGE_PRECISION
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let event = shape.roles.get(&Role::Event);
    let names: Vec<&str> = shape.truth.iter().map(|column| column.name.as_str()).collect();
    let (time, event) = match (names.as_slice(), event) {
        ([_], Some(_)) => (0, Event::Role),
        ([first, second], Some(event)) if *second == event.name && first != second => (0, Event::Role),
        ([first, _], Some(event)) if *first == event.name => (1, Event::Role),
        ([_, _], None) => (0, Event::Truth(1)),
        _ => {
            return Err(settings.columns_error(
                "it needs a truth column of times and a column with the role `event` (1 observed, 0 cut off)",
            ));
        }
    };
    if shape.prediction.len() != 1 || !shape.truth_is(ColumnKind::Number) {
        return Err(settings.columns_error("it compares times with one prediction column of risks"));
    }
    Ok(Plan::of_numbers(Box::new(Concordance { time, event }), shape, NumberRange::FINITE))
}

/// Where it says whether a time was observed.
#[derive(Debug, Clone, Copy)]
enum Event {
    Role,
    Truth(usize),
}

#[derive(Debug)]
struct Concordance {
    time: usize,
    event: Event,
}

/// Bits of the time, whether it was observed, bits of the risk.
type Life = (u64, bool, u64);

impl Concordance {
    fn lives(&self, view: &View<'_>) -> Result<Vec<Life>, Refusal> {
        let missing = || Refusal::Columns("times, events or risks are missing");
        let event = match self.event {
            Event::Role => view.event.as_ref(),
            Event::Truth(place) => view.truth.get(place),
        };
        let time = numbers(view.truth.get(self.time).ok_or_else(missing)?)?;
        let event = numbers(event.ok_or_else(missing)?)?;
        let risk = numbers(view.prediction.first().ok_or_else(missing)?)?;
        let (lives, unfit): (Vec<Life>, bool) = view.rows.fold(|(lives, unfit): &mut (Vec<Life>, bool), row| {
            let observed = at(event, row);
            *unfit |= observed.abs() > 0.0 && (observed - 1.0).abs() > 0.0;
            lives.push((order_key(at(time, row)), observed > 0.5, order_key(at(risk, row))));
        });
        if unfit { Err(Refusal::Solution("an event is neither 0 nor 1")) } else { Ok(lives) }
    }
}

/// Counts by rank with sums of ranges (Fenwick 1994).
struct Tree(Vec<u64>);

impl Tree {
    fn add(&mut self, rank: usize) {
        let mut at = rank + 1;
        while let Some(count) = self.0.get_mut(at) {
            *count += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// How many ranks below `rank` were added.
    fn below(&self, rank: usize) -> u64 {
        let (mut at, mut sum) = (rank, 0);
        while at > 0 {
            sum += self.0.get(at).copied().unwrap_or(0);
            at &= at - 1;
        }
        sum
    }
}

impl Kernel for Concordance {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let mut lives = self.lives(view)?;
        // Latest first; of one time those that were cut off first, since they outlive the others.
        lives.sort_unstable_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        let mut ranks: Vec<u64> = lives.iter().map(|life| life.2).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let rank = |risk: u64| ranks.partition_point(|other| *other < risk);
        let mut tree = Tree(vec![0; ranks.len() + 1]);
        let (mut twice, mut pairs) = (0_u128, 0_u128);
        let mut later = 0_u64;
        for same in lives.chunk_by(|left, right| left.0 == right.0 && left.1 == right.1) {
            if same.first().is_some_and(|life| life.1) {
                for life in same {
                    let rank = rank(life.2);
                    let (below, up_to) = (tree.below(rank), tree.below(rank + 1));
                    twice += u128::from(below + up_to);
                    pairs += u128::from(later);
                }
            }
            for life in same {
                tree.add(rank(life.2));
            }
            later = later.saturating_add(u64::try_from(same.len()).unwrap_or(u64::MAX));
        }
        if pairs == 0 { Err(Refusal::Undefined) } else { Ok(real_wide(twice) / (2.0 * real_wide(pairs))) }
    }
}
