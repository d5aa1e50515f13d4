//! The way out for a metric that is no function of sums: scores with one block of rows left out at a time.
//!
//! Invariant: draws from the resulting sketch have the jackknife's variance.

use joute_domain::{Score, Sketch, SketchError};

use crate::numeric::{compensated, real};

/// Scores that make no sketch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JackknifeError {
    /// Fewer than two blocks.
    #[error("a jackknife needs the score without each of at least two blocks")]
    TooFewBlocks,
    /// Too many blocks, or a score that is not finite.
    #[error(transparent)]
    Sketch(#[from] SketchError),
}

/// The sketch of a score from the scores that are left when each block in turn is left out (200 blocks are a good
/// number: more cost more scorings, fewer make the intervals themselves uncertain).
pub fn jackknife(score: Score, left_out: &[f64]) -> Result<Sketch, JackknifeError> {
    if left_out.len() < 2 {
        return Err(JackknifeError::TooFewBlocks);
    }
    Ok(Sketch::influences(score, from_left_out(left_out))?)
}

/// The influence of each block from the score without it.
pub(super) fn from_left_out(scores: &[f64]) -> Vec<f64> {
    let count = real(scores.len());
    let mean = compensated(scores.iter().copied()) / count;
    let factor = ((count - 1.0) / count).sqrt();
    scores.iter().map(|score| factor * (mean - score)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_has_the_variance_of_the_mean() {
        let rows: [f64; 6] = [0.0, 1.0, 1.0, 3.0, 5.0, 8.0];
        let total: f64 = rows.iter().sum();
        let left_out: Vec<f64> = rows.iter().map(|row| (total - row) / 5.0).collect();
        let sketch = jackknife(Score::new(total / 6.0).unwrap(), &left_out).unwrap();
        let variance: f64 = sketch.blocks().map(|block| block[0] * block[0]).sum();
        let squares: f64 = rows.iter().map(|row| (row - 3.0) * (row - 3.0)).sum();
        assert!((variance - squares / 5.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn too_little_is_refused() {
        let score = Score::new(0.5).unwrap();
        assert_eq!(jackknife(score, &[0.5]), Err(JackknifeError::TooFewBlocks));
        assert_eq!(jackknife(score, &[0.5, f64::NAN]), Err(JackknifeError::Sketch(SketchError::NotFinite)));
    }
}
