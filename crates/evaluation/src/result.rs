//! What an evaluation yields.
//!
//! Invariant: a file handed out here is sealed or freshly copied; no child can still write to it.

use std::fs::File;

use joute_domain::{Score, Sketch};
use serde::{Deserialize, Serialize};

use crate::Schema;

/// How many rows count where. Without a split every row counts as public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows of the public board.
    pub public: u64,
    /// Rows of the private board.
    pub private: u64,
    /// Rows that must be predicted and are never scored.
    pub ignored: u64,
}

impl RowCounts {
    /// Rows that are scored.
    pub fn scored(&self) -> u64 {
        self.public.saturating_add(self.private)
    }

    /// Rows a submission must have.
    pub fn total(&self) -> u64 {
        self.scored().saturating_add(self.ignored)
    }
}

/// A solution, checked and brought into the form that scoring reads.
#[derive(Debug)]
pub struct Prepared {
    /// The public ids, in their order (whole numbers by value, others by bytes); position 0, exactly as long as it must be.
    pub ids: File,
    /// The truth in the order of the ids; position 0. Secret.
    pub truth: File,
    /// What may be known of it.
    pub schema: Schema,
    /// Its split.
    pub rows: RowCounts,
    /// What the host should know, in words: groups of one row, labels of one part only. Secret, like the truth.
    pub notes: Vec<String>,
}

/// A submission, checked and aligned to the public ids; nobody can write to it any more.
#[derive(Debug)]
pub struct Canonical {
    pub(crate) file: File,
    pub(crate) rows: u64,
}

impl Canonical {
    /// Number of rows, ignored ones included.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The aligned columns in the form of [`crate::layout`].
    pub fn file(&self) -> &File {
        &self.file
    }
}

/// The scores of one submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Over public and private rows together.
    pub all: Score,
    /// Over the public rows; `None` without a split.
    pub public: Option<Score>,
    /// Over the private rows; `None` without a split.
    pub private: Option<Score>,
    /// How many rows each is about.
    pub rows: RowCounts,
    /// Sums by block of the public rows, of all without a split, for intervals; `None` if the metric gives none.
    pub public_sketch: Option<Sketch>,
    /// The same of the private rows.
    pub private_sketch: Option<Sketch>,
    /// What computed them: the metric's name and the revision of its definition.
    pub engine: String,
}
