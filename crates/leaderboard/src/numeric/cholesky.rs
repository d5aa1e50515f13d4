//! The Cholesky factor of a symmetric positive definite matrix: solutions and the inverse.
//!
//! Invariant: rows are worked on in parallel, each in its own fixed order, so that threads do not show in the bits.

use rayon::prelude::*;

use super::sum::dot;

/// Rows that are finished before the rows below them are.
const PANEL: usize = 48;

/// A matrix that is not positive definite, or not finite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the matrix is not positive definite")]
pub(crate) struct NotPositive;

/// The lower factor L with `L L' = A`, row after row; row i has i + 1 numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

impl Cholesky {
    /// Factors a matrix given by the lower part of its rows.
    pub(crate) fn of(mut rows: Vec<Vec<f64>>) -> Result<Self, NotPositive> {
        let size = rows.len();
        for start in (0..size).step_by(PANEL) {
            let end = (start + PANEL).min(size);
            let (above, below) = rows.split_at_mut(end);
            for column in start..end {
                let (finished, rest) = above.split_at_mut(column);
                let Some(row) = rest.first_mut() else { continue };
                reduce(row, finished, start..column);
                let pivot = row[column] - dot(&row[..column], &row[..column]);
                if !(pivot > 0.0 && pivot.is_finite()) {
                    return Err(NotPositive);
                }
                row[column] = pivot.sqrt();
            }
            below.par_iter_mut().for_each(|row| reduce(row, above, start..end));
        }
        Ok(Self { rows })
    }

    /// The number of rows.
    pub(crate) fn size(&self) -> usize {
        self.rows.len()
    }

    /// The `x` with `A x = b`.
    pub(crate) fn solve(&self, mut b: Vec<f64>) -> Vec<f64> {
        for (place, row) in self.rows.iter().enumerate() {
            b[place] = (b[place] - dot(&row[..place], &b[..place])) / row[place];
        }
        for (place, row) in self.rows.iter().enumerate().rev() {
            let value = b[place] / row[place];
            b[place] = value;
            b[..place].iter_mut().zip(row).for_each(|(above, factor)| *above -= factor * value);
        }
        b
    }

    /// One column of the inverse.
    pub(crate) fn inverse_column(&self, column: usize) -> Vec<f64> {
        let mut unit = vec![0.0; self.size()];
        unit[column] = 1.0;
        self.solve(unit)
    }

    /// The diagonal of the inverse.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        (0..self.size()).into_par_iter().map(|column| self.inverse_pivot(column)).collect()
    }

    /// One number of that diagonal: the squared length of a column of the inverse of L.
    fn inverse_pivot(&self, column: usize) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(self.size() - column);
        for (place, row) in self.rows.iter().enumerate().skip(column) {
            let known = if place == column { 1.0 } else { 0.0 };
            solved.push((known - dot(&row[column..place], &solved)) / row[place]);
        }
        dot(&solved, &solved)
    }
}

/// Turns the columns of a row from numbers of the matrix into numbers of the factor, by the finished rows above.
fn reduce(row: &mut [f64], finished: &[Vec<f64>], columns: std::ops::Range<usize>) {
    for column in columns {
        let above = &finished[column];
        row[column] = (row[column] - dot(&row[..column], &above[..column])) / above[column];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix of any size with known structure: strong on the diagonal.
    fn matrix(size: usize) -> Vec<Vec<f64>> {
        let value = |row: usize, column: usize| {
            let mixed = f64::from(u32::try_from((row * 31 + column * 17) % 13).unwrap()) / 13.0 - 0.4;
            if row == column { f64::from(u32::try_from(size).unwrap()) + 1.0 } else { mixed }
        };
        (0..size).map(|row| (0..=row).map(|column| value(row, column)).collect()).collect()
    }

    fn times(matrix: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
        let at = |row: usize, column: usize| if column <= row { matrix[row][column] } else { matrix[column][row] };
        (0..x.len()).map(|row| (0..x.len()).map(|column| at(row, column) * x[column]).sum()).collect()
    }

    #[test]
    fn the_solution_solves_and_the_inverse_inverts() {
        for size in [1, 2, 7, 47, 48, 49, 130] {
            let matrix = matrix(size);
            let factor = Cholesky::of(matrix.clone()).unwrap();
            let diagonal = factor.inverse_diagonal();
            for (column, pivot) in diagonal.iter().enumerate() {
                let inverse = factor.inverse_column(column);
                assert!((inverse[column] - pivot).abs() < 1e-14, "{size}");
                for (row, value) in times(&matrix, &inverse).into_iter().enumerate() {
                    let expected = if row == column { 1.0 } else { 0.0 };
                    assert!((value - expected).abs() < 1e-12, "{size}: {row}, {column}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        assert_eq!(Cholesky::of(vec![vec![1.0], vec![2.0, 1.0]]), Err(NotPositive));
        assert_eq!(Cholesky::of(vec![vec![f64::NAN]]), Err(NotPositive));
        assert_eq!(Cholesky::of(Vec::new()).unwrap().size(), 0);
    }
}
