//! The largest distance from a voxel of one mask to the nearest voxel of the other (Hausdorff 1914), over a grid.
//!
//! Squared distances of all voxels at once, axis by axis, as lower envelopes of parabolas (Felzenszwalb and Huttenlocher
//! 2012): time and memory grow with the box around both masks, whatever they look like.
//!
//! Invariant: both masks have a voxel; distances are exact up to rounding.

/// A box of voxels: depth, height, width.
pub(crate) type Extent = [usize; 3];

/// The distance of two masks over the same box; `spacing` is the distance of neighbours along each axis.
pub(crate) fn distance(left: &[bool], right: &[bool], extent: Extent, spacing: [f64; 3]) -> f64 {
    farthest(left, &squares(right, extent, spacing)).max(farthest(right, &squares(left, extent, spacing))).sqrt()
}

/// The largest squared distance of the voxels of a mask.
fn farthest(mask: &[bool], squares: &[f64]) -> f64 {
    mask.iter().zip(squares).filter(|(set, _)| **set).map(|(_, square)| *square).fold(0.0, f64::max)
}

/// The squared distance of every voxel from the nearest one of a mask.
fn squares(mask: &[bool], extent: Extent, spacing: [f64; 3]) -> Vec<f64> {
    let mut field: Vec<f64> = mask.iter().map(|set| if *set { 0.0 } else { f64::INFINITY }).collect();
    let [depth, height, width] = extent;
    let strides = [height * width, width, 1];
    let mut line = Line::default();
    for axis in (0..3).rev() {
        let (Some(length), Some(stride), Some(step)) = (extent.get(axis), strides.get(axis), spacing.get(axis)) else {
            continue;
        };
        let starts = (0..depth * height * width).filter(|at| (at / stride).is_multiple_of(*length));
        for start in starts {
            line.replace(&mut field, start, *stride, *length, step * step);
        }
    }
    field
}

/// One line through the field and the parabolas that are lowest somewhere on it.
#[derive(Default)]
struct Line {
    values: Vec<f64>,
    /// Places of the lowest parabolas, and from where on each is.
    lowest: Vec<(usize, f64)>,
}

impl Line {
    /// Replaces each value of a line by the least of (distance along the line)^2 + value.
    fn replace(&mut self, field: &mut [f64], start: usize, stride: usize, length: usize, square: f64) {
        self.values.clear();
        self.values.extend(field.iter().skip(start).step_by(stride).take(length));
        self.envelope(square);
        let mut current = 0;
        for (place, cell) in field.iter_mut().skip(start).step_by(stride).take(length).enumerate() {
            while self.lowest.get(current + 1).is_some_and(|(_, from)| *from <= real(place)) {
                current += 1;
            }
            if let Some((origin, _)) = self.lowest.get(current) {
                let steps = real(place.abs_diff(*origin));
                *cell = steps * steps * square + self.values.get(*origin).copied().unwrap_or(f64::INFINITY);
            }
        }
    }

    fn envelope(&mut self, square: f64) {
        self.lowest.clear();
        for (place, value) in self.values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
            let mut from = f64::NEG_INFINITY;
            while let Some((other, start)) = self.lowest.last().copied() {
                let height = |place: usize, value: f64| value + square * real(place) * real(place);
                let below = self.values.get(other).copied().unwrap_or(f64::INFINITY);
                from = (height(place, *value) - height(other, below)) / (2.0 * square * real(place - other));
                if from > start {
                    break;
                }
                self.lowest.pop();
                from = f64::NEG_INFINITY;
            }
            self.lowest.push((place, from));
        }
    }
}

fn real(place: usize) -> f64 {
    crate::numeric::real(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By all pairs.
    fn plain(left: &[bool], right: &[bool], extent: Extent, spacing: [f64; 3]) -> f64 {
        let voxels = |mask: &[bool]| -> Vec<[f64; 3]> {
            let place = |at: usize| [at / (extent[1] * extent[2]), at / extent[2] % extent[1], at % extent[2]];
            let set = (0..mask.len()).filter(|at| mask[*at]).map(place);
            set.map(|place| std::array::from_fn(|axis| real(place[axis]) * spacing[axis])).collect()
        };
        let directed = |from: &[[f64; 3]], to: &[[f64; 3]]| {
            let nearest = |one: &[f64; 3]| {
                let square = |other: &[f64; 3]| (0..3).map(|axis| (one[axis] - other[axis]).powi(2)).sum::<f64>();
                to.iter().map(square).fold(f64::INFINITY, f64::min)
            };
            from.iter().map(nearest).fold(0.0, f64::max)
        };
        let (left, right) = (voxels(left), voxels(right));
        directed(&left, &right).max(directed(&right, &left)).sqrt()
    }

    #[test]
    fn the_distance_is_that_of_all_pairs() {
        let mut state = 1_u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..200 {
            let extent: Extent = std::array::from_fn(|_| usize::try_from(draw(7)).unwrap() + 1);
            let spacing = [0.2, 1.0 / 24.0, 0.05];
            let mut mask = || {
                let mut mask: Vec<bool> = (0..extent.iter().product()).map(|_| draw(6) == 0).collect();
                mask[0] = true;
                mask
            };
            let (left, right) = (mask(), mask());
            let (found, expected) = (distance(&left, &right, extent, spacing), plain(&left, &right, extent, spacing));
            assert!((found - expected).abs() < 1e-14, "{extent:?}: {found} and {expected}");
        }
    }
}
