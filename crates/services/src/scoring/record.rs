//! Writes scores and their sketches.
//!
//! Invariant: called within the transaction that ends the attempt, so that a sketch is never of another score.

use joute_database::sketches::{self, StoredSketch};
use joute_database::submissions::{self, ScoredWith};
use joute_database::{Conn, Result};
use joute_domain::{SketchPart, SolutionId, SubmissionId, Timestamp};
use joute_evaluation::Scores;

/// Ends an attempt with scores; false if it has lost its submission, and then nothing is written.
pub(super) fn record_scores(
    conn: &mut Conn,
    id: &SubmissionId,
    attempt: u64,
    solution: &SolutionId,
    scores: &Scores,
    now: Timestamp,
) -> Result<bool> {
    let engine = &scores.engine;
    let (public, private) = (scores.public.unwrap_or(scores.all), scores.private.unwrap_or(scores.all));
    let verdict = ScoredWith { solution, engine, public, private };
    if !submissions::record_scores(conn, id, attempt, verdict, now)? {
        return Ok(false);
    }
    let parts = [(SketchPart::Public, &scores.public_sketch), (SketchPart::Private, &scores.private_sketch)];
    for (part, sketch) in parts {
        match sketch.clone() {
            None => sketches::delete(conn, id, part)?,
            Some(sketch) => {
                let stored = StoredSketch { submission_id: id.clone(), part, engine: engine.clone(), sketch };
                sketches::put(conn, &stored)?;
            }
        }
    }
    Ok(true)
}
