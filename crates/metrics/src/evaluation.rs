//! All scores of one submission, with their sketches.
//!
//! Invariant: the parts share what is sorted, and each score is the one that [`Metric::score`] gives for its rows.

use joute_domain::{Score, Sketch};

use crate::metric::Metric;
use crate::ranking::Rankings;
use crate::refusal::Refusal;
use crate::table::{Part, RowSet, Table};

/// The score of some rows, and its sketch if the metric gives one.
#[derive(Debug, Clone, PartialEq)]
pub struct PartScore {
    /// The score.
    pub score: Score,
    /// Its sums by block.
    pub sketch: Option<Sketch>,
}

/// The scores of a submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Over public and private rows together.
    pub all: Score,
    /// Over the public rows; without a split, over all.
    pub public: PartScore,
    /// Over the private rows; `None` without a split.
    pub private: Option<PartScore>,
}

impl Metric {
    /// Scores a submission on all rows, and on both parts if there is a usage column.
    pub fn evaluate(&self, table: &Table<'_>, usage: Option<&[u8]>) -> Result<Evaluation, Refusal> {
        let rankings = Rankings::new(table.prediction.len());
        let score =
            |rows: &RowSet<'_>| Score::new(self.score_with(table, &rankings, rows)?).map_err(|_| Refusal::NotFinite);
        let sketched =
            |rows: &RowSet<'_>, score| PartScore { score, sketch: self.sketch(table, &rankings, rows, score) };
        let Some(usage) = usage else {
            let all = score(&RowSet::every())?;
            return Ok(Evaluation { all, public: sketched(&RowSet::every(), all), private: None });
        };
        let [all, public, private] = [Part::All, Part::Public, Part::Private].map(|part| RowSet::part(usage, part));
        let (all, on_public, on_private) = (score(&all)?, score(&public)?, score(&private)?);
        Ok(Evaluation { all, public: sketched(&public, on_public), private: Some(sketched(&private, on_private)) })
    }
}
