//! Which columns or groups have no score, for the host at set-up.
//!
//! Invariant: what is told here depends on the truth, so only the host may read it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::label::Label;
use crate::metric::Metric;
use crate::modifiers::Arrangement;
use crate::ranking::Rankings;
use crate::refusal::Refusal;
use crate::rows::Rows;
use crate::table::{RowSet, Table};

/// A part of a table that has no score of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Undefined {
    /// The pair of columns at this position.
    Column(usize),
    /// A group.
    Group {
        /// Its value in the group column.
        name: String,
        /// Its rows that are scored.
        rows: usize,
    },
}

/// The groups of some rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupSizes {
    /// How many there are.
    pub groups: usize,
    /// Values of the first groups of a single row.
    pub single: Vec<String>,
    /// How many groups have a single row.
    pub singles: usize,
}

/// Most parts that are named.
const MOST_NAMED: usize = 5;

impl Metric {
    /// The first columns or groups that have no score though the predictions are usable.
    pub fn undefined_parts(&self, table: &Table<'_>, rows: &RowSet<'_>) -> Result<Vec<Undefined>, Refusal> {
        let rows = self.checked_rows(table, rows)?;
        let rankings = Rankings::new(table.prediction.len());
        if self.groups().is_some() {
            let groups: Vec<_> = members(table, &rows)?.into_iter().collect();
            let refused = groups.par_iter().filter(|(_, rows)| {
                self.score_rows(table, &rankings, &Rows::Listed(rows)).is_err_and(|refusal| refusal.is_undefined())
            });
            let told =
                |(label, rows): &(Label<'_>, Vec<u32>)| Undefined::Group { name: name(*label), rows: rows.len() };
            return Ok(refused.collect::<Vec<_>>().into_iter().take(MOST_NAMED).map(told).collect());
        }
        let Arrangement::Each(weights) = self.arrangement() else { return Ok(Vec::new()) };
        let view = self.view(table, &rankings, &rows);
        let refused = |column: &usize| {
            let score = view.pair(*column).and_then(|pair| self.kernel().score(&pair));
            score.is_err_and(|refusal| refusal.is_undefined())
        };
        Ok((0..weights.len()).filter(refused).take(MOST_NAMED).map(Undefined::Column).collect())
    }

    /// The sizes of the groups; `None` for a metric without groups.
    pub fn group_sizes(&self, table: &Table<'_>, rows: &RowSet<'_>) -> Result<Option<GroupSizes>, Refusal> {
        if self.groups().is_none() {
            return Ok(None);
        }
        let groups = members(table, &self.checked_rows(table, rows)?)?;
        let single: Vec<String> =
            groups.iter().filter(|(_, rows)| rows.len() == 1).map(|(label, _)| name(*label)).collect();
        let singles = single.len();
        Ok(Some(GroupSizes { groups: groups.len(), single: single.into_iter().take(MOST_NAMED).collect(), singles }))
    }
}

fn members<'a>(table: &Table<'a>, rows: &Rows<'_>) -> Result<BTreeMap<Label<'a>, Vec<u32>>, Refusal> {
    let column = table.group.ok_or(Refusal::Columns("the group column is missing"))?;
    let mut groups: BTreeMap<Label<'_>, Vec<u32>> = BTreeMap::new();
    for (label, row) in rows.gather(|row| Some((Label::of(&column, row), u32::try_from(row).ok()?))) {
        groups.entry(label).or_default().push(row);
    }
    Ok(groups)
}

fn name(label: Label<'_>) -> String {
    match (label.number(), label) {
        (Some(number), _) => number.to_string(),
        (None, Label::Text(text)) => String::from_utf8_lossy(text).into_owned(),
        (None, Label::Number(_)) => String::new(),
    }
}
