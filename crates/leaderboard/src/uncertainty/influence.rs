//! What each block does to a score, and the standard error of a difference without any draw.
//!
//! Invariant: a mean over one row a block has exactly its textbook standard error.

use joute_domain::{Sketch, SketchForm};

use super::contender::Finish;
use super::jackknife::from_left_out;
use crate::numeric::{compensated, real};

/// By how much each block moves the score; `None` if the score without a block is undefined.
fn influences(sketch: &Sketch, finish: Finish<'_>) -> Option<Vec<f64>> {
    match sketch.form() {
        SketchForm::Influences => Some(sketch.blocks().map(|block| block[0]).collect()),
        SketchForm::Sums => {
            let total: Vec<f64> = (0..sketch.components())
                .map(|component| compensated(sketch.blocks().map(|block| block[component])))
                .collect();
            let left_out = |block: &[f64]| {
                let rest: Vec<f64> = total.iter().zip(block).map(|(total, own)| total - own).collect();
                finish(&rest)
            };
            sketch.blocks().map(left_out).collect::<Option<Vec<f64>>>().map(|scores| from_left_out(&scores))
        }
    }
}

/// The standard error of the difference of two scores on the same rows, from the blocks that move them (jackknife);
/// `None` if their blocks differ or a score without a block is undefined.
pub fn paired_standard_error(first: &Sketch, second: &Sketch, finish: Finish<'_>) -> Option<f64> {
    if first.block_count() != second.block_count() {
        return None;
    }
    let (first, second) = (influences(first, finish)?, influences(second, finish)?);
    let squares = first.iter().zip(&second).map(|(first, second)| (first - second) * (first - second));
    Some(compensated(squares).sqrt())
}

/// The same from the losses of the rows themselves: the sample deviation of the differences over the square root of
/// their number; `None` below two rows or where the numbers of rows differ.
pub fn rows_standard_error(first: &[f64], second: &[f64]) -> Option<f64> {
    if first.len() != second.len() || first.len() < 2 {
        return None;
    }
    let count = real(first.len());
    let differences = || first.iter().zip(second).map(|(first, second)| first - second);
    let mean = compensated(differences()) / count;
    let squares = compensated(differences().map(|difference| (difference - mean) * (difference - mean)));
    Some((squares / (count - 1.0) / count).sqrt())
}

#[cfg(test)]
mod tests {
    use joute_domain::Score;

    use super::*;

    #[test]
    fn one_row_a_block_is_the_textbook_case() {
        let first = [1.0, 0.0, 0.5, 0.25, 0.0, 1.0, 1.0];
        let second = [0.0, 0.0, 1.0, 0.5, 0.0, 0.0, 1.0];
        let sketch = |losses: [f64; 7]| {
            let score = Score::new(losses.iter().sum::<f64>() / 7.0).unwrap();
            Sketch::sums(score, 2, losses.iter().flat_map(|loss| [*loss, 1.0]).collect()).unwrap()
        };
        let mean = |sums: &[f64]| Some(sums[0] / sums[1]);
        let blocks = paired_standard_error(&sketch(first), &sketch(second), &mean).unwrap();
        let rows = rows_standard_error(&first, &second).unwrap();
        assert!((blocks - rows).abs() < 1e-15, "{blocks} and {rows}");
        assert_eq!(paired_standard_error(&sketch(first), &sketch(first), &mean), Some(0.0));
        assert_eq!(rows_standard_error(&[1.0], &[1.0]), None);
    }
}
