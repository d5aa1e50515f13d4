//! The scores of all contenders in every draw.
//!
//! Invariant: draws are kept or left out for all contenders at once, so that they stay paired; every kept number is
//! finite.

use joute_domain::{Direction, Sketch, SketchForm};
use rayon::prelude::*;

use super::contender::{Contender, Finish, Resampling, common_blocks};
use crate::numeric::real;

/// Draws that are computed side by side: each block's sums are then read once for all of them.
const TOGETHER: usize = 4;

/// Partial sums of one draw.
const LANES: usize = 4;

/// The share of draws that may be undefined before a contender counts as one without a sketch.
const MOST_UNDEFINED: f64 = 0.1;

/// Losses (scores turned so that less is better) by draw, and what is known of the contenders.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draws {
    /// The loss of each contender itself.
    pub(super) losses: Vec<f64>,
    /// True for contenders whose draws tell something.
    pub(super) known: Vec<bool>,
    /// Losses, draw after draw.
    values: Vec<f64>,
    /// How many blocks were weighted.
    pub(super) blocks: usize,
}

impl Draws {
    /// Draws the scores of all contenders.
    pub(super) fn of(
        contenders: &[Contender<'_>],
        direction: Direction,
        finish: Finish<'_>,
        resampling: &Resampling,
    ) -> Self {
        let sign = match direction {
            Direction::LowerIsBetter => 1.0,
            Direction::HigherIsBetter => -1.0,
        };
        let losses: Vec<f64> = contenders.iter().map(|contender| sign * contender.score.value()).collect();
        let blocks = common_blocks(contenders);
        let columns: Vec<Option<Columns>> = contenders
            .iter()
            .map(|contender| contender.sketch.filter(|sketch| sketch.block_count() == blocks).map(Columns::of))
            .collect();
        let width = contenders.len();
        let mut values = vec![0.0; width * resampling.draws];
        values.par_chunks_mut((width * TOGETHER).max(1)).enumerate().for_each(|(part, rows)| {
            let weights = part_weights(part, blocks, resampling);
            for (place, columns) in columns.iter().enumerate() {
                let drawn = match columns {
                    Some(columns) => columns.scores(&weights, finish).map(|score| sign * score),
                    None => [losses[place]; TOGETHER],
                };
                rows.chunks_exact_mut(width).zip(drawn).for_each(|(row, loss)| row[place] = loss);
            }
        });
        let known = columns.iter().map(Option::is_some).collect();
        Self { losses, known, values, blocks }.defined()
    }

    /// Each draw's losses.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.losses.len().max(1))
    }

    /// The number of draws.
    pub(super) fn count(&self) -> usize {
        self.rows().len()
    }

    /// The losses of each draw, less their means over the draws, in the order given.
    pub(super) fn centred(&self, order: &[usize]) -> Vec<f64> {
        let mut means = vec![0.0; self.losses.len()];
        for row in self.rows() {
            means.iter_mut().zip(row).for_each(|(mean, loss)| *mean += loss);
        }
        let count = real(self.count()).max(1.0);
        for mean in &mut means {
            *mean /= count;
        }
        self.rows().flat_map(|row| order.iter().map(|&place| row[place] - means[place])).collect()
    }

    /// Leaves out draws in which a score is undefined; a contender that would cost too many becomes one without a
    /// sketch.
    fn defined(mut self) -> Self {
        let width = self.losses.len();
        loop {
            let undefined = self.rows().filter(|row| row.iter().any(|loss| !loss.is_finite())).count();
            if real(undefined) <= MOST_UNDEFINED * real(self.count()) {
                break;
            }
            let holes: Vec<usize> =
                (0..width).map(|place| self.rows().filter(|row| !row[place].is_finite()).count()).collect();
            let most = holes.iter().copied().max().unwrap_or(0);
            for place in (0..width).filter(|&place| holes[place] == most) {
                self.known[place] = false;
                let loss = self.losses[place];
                self.values.chunks_exact_mut(width).for_each(|row| row[place] = loss);
            }
        }
        let kept = self.rows().filter(|row| row.iter().all(|loss| loss.is_finite()));
        self.values = kept.flatten().copied().collect();
        if self.count() < 2 {
            self.known.fill(false);
        }
        self
    }
}

/// The weights of a few neighbouring draws.
fn part_weights(part: usize, blocks: usize, resampling: &Resampling) -> [Vec<f64>; TOGETHER] {
    std::array::from_fn(|offset| {
        let mut weights = vec![0.0; blocks];
        let draw = u64::try_from(part * TOGETHER + offset).unwrap_or(u64::MAX);
        resampling.seed.weights(draw, &mut weights);
        weights
    })
}

/// A sketch with its numbers laid out component by component.
struct Columns {
    form: SketchForm,
    /// The score less all influences: what a draw without any block would have.
    base: f64,
    components: Vec<Vec<f64>>,
}

impl Columns {
    fn of(sketch: &Sketch) -> Self {
        let column = |at: usize| sketch.blocks().map(|block| block[at]).collect::<Vec<f64>>();
        let columns: Vec<Vec<f64>> = (0..sketch.components()).map(column).collect();
        let influence: f64 = columns.iter().flatten().sum();
        Self { form: sketch.form(), base: sketch.score().value() - influence, components: columns }
    }

    /// The scores of a few draws, NaN where undefined.
    fn scores(&self, weights: &[Vec<f64>; TOGETHER], finish: Finish<'_>) -> [f64; TOGETHER] {
        let mut totals = [[0.0; Sketch::MOST_COMPONENTS]; TOGETHER];
        for (component, column) in self.components.iter().enumerate() {
            for (total, sum) in totals.iter_mut().zip(weighted(column, weights)) {
                total[component] = sum;
            }
        }
        totals.map(|total| match self.form {
            SketchForm::Influences => self.base + total[0],
            SketchForm::Sums => finish(&total[..self.components.len()]).unwrap_or(f64::NAN),
        })
    }
}

/// The sums of a column under a few sets of weights.
fn weighted(column: &[f64], weights: &[Vec<f64>; TOGETHER]) -> [f64; TOGETHER] {
    let mut lanes = [[0.0; LANES]; TOGETHER];
    let (fours, rest) = column.as_chunks::<LANES>();
    let [first, second, third, fourth] = weights.each_ref().map(|weights| weights.as_chunks::<LANES>().0);
    for ((((values, a), b), c), d) in fours.iter().zip(first).zip(second).zip(third).zip(fourth) {
        for lane in 0..LANES {
            lanes[0][lane] += values[lane] * a[lane];
            lanes[1][lane] += values[lane] * b[lane];
            lanes[2][lane] += values[lane] * c[lane];
            lanes[3][lane] += values[lane] * d[lane];
        }
    }
    let start = column.len() - rest.len();
    std::array::from_fn(|draw| {
        let tail: f64 = rest.iter().zip(&weights[draw][start..]).map(|(value, weight)| value * weight).sum();
        lanes[draw].iter().sum::<f64>() + tail
    })
}

#[cfg(test)]
mod tests {
    use joute_domain::Score;

    use super::*;
    use crate::uncertainty::Seed;

    fn mean(sums: &[f64]) -> Option<f64> {
        (sums[1] > 0.0).then(|| sums[0] / sums[1])
    }

    fn sketch(numbers: &[f64]) -> Sketch {
        let score = Score::new(numbers.iter().sum::<f64>() / real(numbers.len())).unwrap();
        Sketch::sums(score, 2, numbers.iter().flat_map(|number| [*number, 1.0]).collect()).unwrap()
    }

    #[test]
    fn a_draw_is_what_the_sketch_says() {
        let numbers: Vec<f64> = (0..23).map(|number| f64::from(number * number % 11)).collect();
        let sketch = sketch(&numbers);
        let resampling = Resampling { draws: 10, ..Resampling::with_seed(Seed::of(&["test"])) };
        let contender = Contender { score: sketch.score(), sketch: Some(&sketch) };
        let draws = Draws::of(&[contender], Direction::LowerIsBetter, &mean, &resampling);
        let influences = Sketch::influences(sketch.score(), numbers.clone()).unwrap();
        let shifted = Contender { sketch: Some(&influences), ..contender };
        let shifted = Draws::of(&[shifted], Direction::HigherIsBetter, &|_| None, &resampling);
        for (draw, (row, shifted)) in (0..10).zip(draws.rows().zip(shifted.rows())) {
            let mut weights = [0.0; 23];
            resampling.seed.weights(draw, &mut weights);
            assert!((row[0] - sketch.drawn(&weights, mean).unwrap()).abs() < 1e-12);
            assert!((shifted[0] + influences.drawn(&weights, mean).unwrap()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_contender_that_is_often_undefined_is_not_known_and_costs_the_others_nothing() {
        let (sound, broken) = (sketch(&[1.0; 12]), sketch(&[1.0]));
        let never = |sums: &[f64]| (sums[1] > 3.0).then_some(1.0);
        let contenders = [&sound, &broken].map(|sketch| Contender { score: sketch.score(), sketch: Some(sketch) });
        let twelve = Sketch::sums(sound.score(), 2, [[0.1, 0.1]; 12].concat()).unwrap();
        let rare = Contender { score: sound.score(), sketch: Some(&twelve) };
        let all = [contenders[0], contenders[1], rare, contenders[0]];
        let resampling = Resampling::with_seed(Seed::of(&["test"]));
        let draws = Draws::of(&all, Direction::LowerIsBetter, &never, &resampling);
        assert_eq!(draws.known, [true, false, false, true]);
        assert!(draws.count() >= 900 && draws.rows().flatten().all(|loss| loss.is_finite()));
    }
}
