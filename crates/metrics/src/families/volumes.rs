//! Masks of slices that make up volumes: overlap of each slice, and how far the surfaces of a volume lie apart.
//!
//! `dice_hausdorff` = `dice_weight` * mean Dice of the rows + `hausdorff_weight` * (1 - mean Hausdorff distance of the
//! volumes), with coordinates divided by the size of the volume and distances by the diagonal of the unit cube (Kaggle,
//! UW-Madison GI Tract Image Segmentation). Rows of one slice are taken together for the distance.
//!
//! Invariant: rows and volumes where both masks are empty are left out of both means.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::confusion::Counts;
use super::fscore::Measure;
use super::hausdorff::{Extent, distance};
use super::masks::{DICE, HEIGHT, RLE_ORDER, WIDTH, counts};
use super::mean_loss::LossSum;
use super::{Kernel, Plan};
use crate::catalogue::MetricInfo;
use crate::column::Column;
use crate::label::Label;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{ColumnRule, RunRule};
use crate::runs::Runs;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::sum::Sum;
use crate::view::View;

/// Voxels of the largest volume: what one distance needs must fit into memory.
const MOST_VOXELS: usize = 1 << 25;

/// `dice_hausdorff`.
pub(crate) const DICE_HAUSDORFF: MetricInfo = MetricInfo {
    name: "dice_hausdorff",
    description_key: "metric-dice-hausdorff",
    summary: "weighted sum of the Dice overlap of slices and the nearness of the surfaces of volumes",
    reference: "Kaggle, UW-Madison GI Tract Image Segmentation; scipy.spatial.distance.directed_hausdorff",
    roles: &[Role::Group, Role::Mask],
    parameters: &[
        DICE_WEIGHT,
        HAUSDORFF_WEIGHT,
        ORDER,
        HEIGHT,
        WIDTH,
        HEIGHT_COLUMN,
        WIDTH_COLUMN,
        VOLUME_COLUMN,
        SLICE_SEPARATOR,
        GROUP_REDUCE,
        MASK_KEEP,
    ],
    build,
    ..DICE
};

const DICE_WEIGHT: ParameterInfo = ParameterInfo {
    name: "dice_weight",
    kind: ParameterKind::Number { low: 0.0, high: 1.0 },
    default: ParameterDefault::Number(0.4),
    summary: "weight of the overlap",
};

const HAUSDORFF_WEIGHT: ParameterInfo = ParameterInfo {
    name: "hausdorff_weight",
    kind: ParameterKind::Number { low: 0.0, high: 1.0 },
    default: ParameterDefault::Number(0.6),
    summary: "weight of the nearness",
};

const ORDER: ParameterInfo = ParameterInfo {
    default: ParameterDefault::Text("column"),
    summary: "how pixels are numbered: down the columns or along the rows",
    ..RLE_ORDER
};

const HEIGHT_COLUMN: ParameterInfo = ParameterInfo {
    name: "height_column",
    kind: ParameterKind::Column { otherwise: &["height", "image_height"] },
    default: ParameterDefault::Absent,
    summary: "solution column with the height of the image in pixels, where not all have one size",
};

const WIDTH_COLUMN: ParameterInfo = ParameterInfo {
    name: "width_column",
    kind: ParameterKind::Column { otherwise: &["width", "image_width"] },
    default: ParameterDefault::Absent,
    summary: "solution column with the width of the image in pixels, where not all have one size",
};

const VOLUME_COLUMN: ParameterInfo = ParameterInfo {
    name: "volume_column",
    kind: ParameterKind::Column { otherwise: &[crate::parameter::ID_COLUMN] },
    default: ParameterDefault::Absent,
    summary: "solution column with volume and slice of a row, such as `case1_day2_slice_0007`; the ids without it",
};

const SLICE_SEPARATOR: ParameterInfo = ParameterInfo {
    name: "slice_separator",
    kind: ParameterKind::Text,
    default: ParameterDefault::Text("_slice_"),
    summary: "what stands between volume and slice; a row without it is an image of its own",
};

fn build(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Plan, SettingsError> {
    let size = Size::from_settings(settings, shape)?;
    let pixels = match size {
        Size::Fixed(height, width) => u64::try_from(height.saturating_mul(width)).ok(),
        Size::Columns(..) => None,
    };
    if shape.auxiliary.is_empty() {
        return Err(
            settings.columns_error("the column that names the volumes is not among the columns of the solution")
        );
    }
    let kernel = Volumes {
        dice_weight: settings.number("dice_weight").unwrap_or(0.4),
        hausdorff_weight: settings.number("hausdorff_weight").unwrap_or(0.6),
        by_column: settings.text("rle_order") != Some("row"),
        size,
        volume: shape.auxiliary.len() - 1,
        separator: settings.text("slice_separator").unwrap_or("_slice_").as_bytes().to_vec(),
    };
    Plan::of_text(settings, shape, Box::new(kernel), Some(ColumnRule::Runs(RunRule { column: 0, pixels })))
}

/// How high and how wide the images are.
#[derive(Debug, Clone, Copy)]
enum Size {
    Fixed(usize, usize),
    /// Places of the auxiliary columns that tell.
    Columns(usize, usize),
}

impl Size {
    fn from_settings(settings: &Settings<'_>, shape: &ColumnShape) -> Result<Self, SettingsError> {
        // Behind the columns of the sizes stands the one of the volumes.
        let sizes = shape.auxiliary.len().saturating_sub(1);
        match (settings.whole("height"), settings.whole("width"), sizes) {
            (Some(height), Some(width), _) => Ok(Self::Fixed(height, width)),
            (None, None, 2) => Ok(Self::Columns(0, 1)),
            (Some(_), None, _) => Err(SettingsError::conflict("height", "`width` is missing")),
            (None, Some(_), _) => Err(SettingsError::conflict("width", "`height` is missing")),
            (None, None, _) => Err(SettingsError::Missing {
                name: "height",
                expected: "given with `width`, or the solution must have the columns `height` and `width`".to_owned(),
            }),
        }
    }

    fn of(self, auxiliary: &[Column<'_>], row: usize) -> Option<(usize, usize)> {
        let cell = |place: usize| {
            let number = Label::of(auxiliary.get(place)?, row).number()?;
            let is_size = (1.0..=1e6).contains(&number) && number.fract().abs() <= 0.0;
            is_size.then(|| format!("{number:.0}").parse().ok()).flatten()
        };
        match self {
            Self::Fixed(height, width) => Some((height, width)),
            Self::Columns(height, width) => Some((cell(height)?, cell(width)?)),
        }
    }
}

#[derive(Debug)]
struct Volumes {
    dice_weight: f64,
    hausdorff_weight: f64,
    by_column: bool,
    size: Size,
    volume: usize,
    separator: Vec<u8>,
}

/// Number of a slice, and its text where it is none.
type Order = (u64, Vec<u8>);

/// One row: its place in a volume and both masks.
struct Slice {
    /// Name of the volume.
    volume: Vec<u8>,
    order: Order,
    size: (usize, usize),
    truth: Runs,
    guess: Runs,
}

#[derive(Default)]
struct State {
    slices: Vec<Slice>,
    dice: LossSum,
    unfit_truth: bool,
    unfit_guess: bool,
}

impl Merge for State {
    fn merge(&mut self, mut later: Self) {
        self.slices.append(&mut later.slices);
        self.dice.merge(later.dice);
        self.unfit_truth |= later.unfit_truth;
        self.unfit_guess |= later.unfit_guess;
    }
}

impl Volumes {
    /// Volume and slice of a row; a row that names none is a volume of its own.
    fn place(&self, auxiliary: &[Column<'_>], row: usize) -> Option<(Vec<u8>, Order)> {
        let name = match Label::of(auxiliary.get(self.volume)?, row) {
            Label::Text(text) => text.to_vec(),
            number @ Label::Number(_) => number.number()?.to_string().into_bytes(),
        };
        let Some(at) = name.windows(self.separator.len()).position(|window| window == self.separator) else {
            return Some((name, (0, Vec::new())));
        };
        let slice = name.get(at + self.separator.len()..).unwrap_or_default();
        let digits = slice.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = slice.get(..digits).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        // What follows the number, such as a class, does not make another slice.
        let order = number.map_or_else(|| (u64::MAX, slice.to_vec()), |number| (number, Vec::new()));
        Some((name.get(..at).unwrap_or_default().to_vec(), order))
    }

    fn add(&self, state: &mut State, view: &View<'_>, row: usize, truth: &[u8], guess: &[u8]) {
        let (size, place) = (self.size.of(&view.auxiliary, row), self.place(&view.auxiliary, row));
        let (Some(size), Some((volume, order))) = (size, place) else {
            state.unfit_truth = true;
            return;
        };
        let pixels = u64::try_from(size.0.saturating_mul(size.1)).ok();
        match (Runs::parse(truth, pixels), Runs::parse(guess, pixels)) {
            (Ok(truth), Ok(guess)) => {
                let counts: Counts = counts(&truth, &guess);
                if counts.truth() + counts.predicted() > 0.0 {
                    state.dice.add(Measure::F { beta: 1.0 }.of(counts), 1.0);
                }
                state.slices.push(Slice { volume, order, size, truth, guess });
            }
            (Err(_), _) => state.unfit_truth = true,
            (_, Err(_)) => state.unfit_guess = true,
        }
    }

    fn state(&self, view: &View<'_>) -> Result<State, Refusal> {
        let missing = || Refusal::Columns("the column of masks is missing");
        let truth = crate::view::texts(view.truth.first().ok_or_else(missing)?)?;
        let guess = crate::view::texts(view.prediction.first().ok_or_else(missing)?)?;
        let state: State = view.rows.fold(|state: &mut State, row| {
            let (truth, guess) = (truth.get(row).unwrap_or_default(), guess.get(row).unwrap_or_default());
            self.add(state, view, row, truth, guess);
        });
        match state {
            State { unfit_truth: true, .. } => {
                Err(Refusal::Solution("a mask is not in run lengths or leaves its image, or an image has no size"))
            }
            State { unfit_guess: true, .. } => Err(Refusal::Columns("a predicted mask is not in run lengths")),
            state => Ok(state),
        }
    }

    /// The distance of both masks of a volume, as a share of the longest there could be; `None` if both are empty.
    fn distance(&self, mut slices: Vec<Slice>) -> Result<Option<f64>, Refusal> {
        slices.sort_by(|left, right| left.order.cmp(&right.order));
        let Some((height, width)) = slices.first().map(|slice| slice.size) else { return Ok(None) };
        if slices.iter().any(|slice| slice.size != (height, width)) {
            return Err(Refusal::Solution("the slices of a volume have different sizes"));
        }
        let depth = slices.chunk_by(|left, right| left.order == right.order).count();
        if depth.saturating_mul(height).saturating_mul(width) > MOST_VOXELS {
            return Err(Refusal::Solution("a volume has more than 33,554,432 voxels"));
        }
        let any = |of: fn(&Slice) -> &Runs| slices.iter().any(|slice| of(slice).area() > 0);
        match (any(|slice| &slice.truth), any(|slice| &slice.guess)) {
            (false, false) => return Ok(None),
            (true, true) => {}
            _ => return Ok(Some(1.0)),
        }
        let mask = |of: fn(&Slice) -> &Runs| {
            let mut mask = vec![false; depth * height * width];
            let same = slices.chunk_by(|left, right| left.order == right.order);
            for (slices, plane) in same.zip(mask.chunks_exact_mut(height * width)) {
                for slice in slices {
                    self.draw(of(slice), plane, (height, width));
                }
            }
            mask
        };
        let (truth, guess) = (mask(|slice| &slice.truth), mask(|slice| &slice.guess));
        let (truth, guess, extent) = around(&truth, &guess, [depth, height, width]);
        let spacing = [depth, height, width].map(|length| 1.0 / real(length));
        Ok(Some(distance(&truth, &guess, extent, spacing) / 3.0_f64.sqrt()))
    }

    /// Sets the pixels of a mask, row after row.
    fn draw(&self, runs: &Runs, plane: &mut [bool], (height, width): (usize, usize)) {
        for pixel in runs.pixels() {
            let at = if self.by_column { pixel % height * width + pixel / height } else { pixel };
            if let Some(cell) = plane.get_mut(at) {
                *cell = true;
            }
        }
    }
}

/// The part of two masks that holds all their voxels.
fn around(left: &[bool], right: &[bool], extent: Extent) -> (Vec<bool>, Vec<bool>, Extent) {
    let [_, height, width] = extent;
    let place = |at: usize| [at / (height * width), at / width % height, at % width];
    let (mut low, mut high) = ([usize::MAX; 3], [0; 3]);
    for (at, _) in left.iter().zip(right).enumerate().filter(|(_, (left, right))| **left || **right) {
        for ((low, high), place) in low.iter_mut().zip(&mut high).zip(place(at)) {
            *low = place.min(*low);
            *high = place.max(*high);
        }
    }
    let inside =
        |at: &usize| place(*at).iter().zip(low).zip(high).all(|((place, low), high)| (low..=high).contains(place));
    let part = |mask: &[bool]| -> Vec<bool> {
        (0..mask.len()).filter(inside).filter_map(|at| mask.get(at)).copied().collect()
    };
    let [front, top, first] = low;
    let [back, bottom, last] = high;
    (part(left), part(right), [back + 1 - front, bottom + 1 - top, last + 1 - first])
}

impl Kernel for Volumes {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let state = self.state(view)?;
        let mut volumes: BTreeMap<Vec<u8>, Vec<Slice>> = BTreeMap::new();
        for slice in state.slices {
            volumes.entry(slice.volume.clone()).or_default().push(slice);
        }
        let volumes: Vec<Vec<Slice>> = volumes.into_values().collect();
        let distances: Vec<_> = volumes.into_par_iter().map(|slices| self.distance(slices)).collect();
        let distances: Vec<f64> = distances.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        let dice = state.dice.mean().map_err(|_| Refusal::Undefined)?;
        let apart = Sum::of(distances.iter().copied()) / real(distances.len().max(1));
        Ok(self.dice_weight * dice + self.hausdorff_weight * (1.0 - apart))
    }
}
