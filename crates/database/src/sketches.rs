//! Sketches: a submission's score as sums by block of rows, for intervals.
//!
//! Invariant: written in the transaction that writes the scores, so that both are of one engine.

use diesel::prelude::*;
use joute_domain::{Sketch, SketchPart, SubmissionId};

use crate::Result;
use crate::connection::{Conn, each};
use crate::record::record;
use crate::schema::sketches;

record! { sketches =>
    /// The sketch of a submission on one part of the rows.
    pub struct StoredSketch {
        /// The submission.
        pub submission_id: SubmissionId,
        /// Which rows.
        pub part: SketchPart,
        /// What computed it: the program's version and the metric's revision.
        pub engine: String,
        /// The sums.
        pub sketch: Sketch,
    }
}

/// Keeps a sketch, in place of an earlier one.
pub fn put(conn: &mut Conn, stored: &StoredSketch) -> Result<()> {
    delete(conn, &stored.submission_id, stored.part)?;
    let values = stored.values()?;
    each!(conn, c => diesel::insert_into(sketches::table).values(values).execute(c))?;
    Ok(())
}

/// Forgets a sketch, if there is one.
pub fn delete(conn: &mut Conn, submission: &SubmissionId, part: SketchPart) -> Result<()> {
    let change = diesel::delete(sketches::table.find((submission.as_str(), part.as_str())));
    each!(conn, c => change.execute(c))?;
    Ok(())
}

/// The sketches of some submissions on one part of the rows, in no particular order; submissions without one are left
/// out.
pub fn list(conn: &mut Conn, submissions: &[SubmissionId], part: SketchPart) -> Result<Vec<StoredSketch>> {
    let mut found = Vec::with_capacity(submissions.len());
    for some in submissions.chunks(1_000) {
        let query = sketches::table
            .select(StoredSketch::columns())
            .filter(sketches::submission_id.eq_any(some.iter().map(SubmissionId::as_str)))
            .filter(sketches::part.eq(part.as_str()));
        let rows: Vec<StoredSketch> = each!(conn, c => query.load(c))?;
        found.extend(rows);
    }
    Ok(found)
}
