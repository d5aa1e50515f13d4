//! Masks of images as run lengths: overlap by pixels, row by row or all together.
//!
//! `dice` = 2 both / (truth + guess), `iou` = both / either. `map_iou_thresholds`: the share of thresholds that the
//! overlap of an image passes (Kaggle, TGS Salt Identification Challenge). `fbeta` counts pixels where `rle_order` is set.
//!
//! Invariant: runs are compared as they stand; both sides have one order of pixels, so which one does not matter.

use joute_domain::Direction;

use super::confusion::Counts;
use super::fscore::Measure;
use super::mean_loss::LossSum;
use super::{Kernel, Plan};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::rows::Merge;
use crate::rule::{ColumnRule, RunRule};
use crate::runs::Runs;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::view::View;

/// `dice`.
pub(crate) const DICE: MetricInfo = MetricInfo {
    name: "dice",
    revision: 1,
    direction: Direction::HigherIsBetter,
    description_key: "metric-dice",
    summary: "twice the pixels that both masks hold, relative to the pixels of each",
    reference: "Dice 1945; Kaggle, UW-Madison GI Tract Image Segmentation",
    prediction: PredictionShape::Masks,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[RLE_ORDER, HEIGHT, WIDTH, REDUCE, BOTH_EMPTY, GROUP_REDUCE, MASK_KEEP],
    truth: TruthReading::Texts,
    build: |settings, shape| overlap(settings, shape, Overlap::Counted(Measure::F { beta: 1.0 })),
};

/// `iou`.
pub(crate) const IOU: MetricInfo = MetricInfo {
    name: "iou",
    description_key: "metric-iou",
    summary: "pixels that both masks hold, relative to those that one of them holds",
    reference: "Jaccard 1912",
    build: |settings, shape| overlap(settings, shape, Overlap::Counted(Measure::Jaccard)),
    ..DICE
};

/// `map_iou_thresholds`.
pub(crate) const MAP_IOU_THRESHOLDS: MetricInfo = MetricInfo {
    name: "map_iou_thresholds",
    description_key: "metric-map-iou-thresholds",
    summary: "mean over images of the share of thresholds that the overlap of the two masks passes",
    reference: "Kaggle, TGS Salt Identification Challenge",
    parameters: &[RLE_ORDER, HEIGHT, WIDTH, THRESHOLDS, COMPARE, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| {
        let thresholds = settings.thresholds("thresholds").unwrap_or_default();
        let reach = settings.text("compare") == Some(">=");
        overlap(settings, shape, Overlap::Thresholds { thresholds, reach })
    },
    ..DICE
};

/// `rle_order`.
pub(crate) const RLE_ORDER: ParameterInfo = ParameterInfo {
    name: "rle_order",
    kind: ParameterKind::Choice(&["column", "row"]),
    default: ParameterDefault::Absent,
    summary: "how pixels are numbered: down the columns or along the rows; for those who read the masks",
};

/// `height`.
pub(crate) const HEIGHT: ParameterInfo = ParameterInfo {
    name: "height",
    kind: ParameterKind::Whole { low: 1, high: 1_000_000 },
    default: ParameterDefault::Absent,
    summary: "height of every image in pixels; with `width`, runs behind the last pixel are refused",
};

/// `width`.
pub(crate) const WIDTH: ParameterInfo = ParameterInfo {
    name: "width",
    summary: "width of every image in pixels; with `height`, runs behind the last pixel are refused",
    ..HEIGHT
};

/// `reduce`.
pub(crate) const REDUCE: ParameterInfo = ParameterInfo {
    name: "reduce",
    kind: ParameterKind::Choice(&["mean", "global"]),
    default: ParameterDefault::Text("mean"),
    summary: "the mean over images, or the pixels of all images together",
};

const BOTH_EMPTY: ParameterInfo = ParameterInfo {
    name: "both_empty",
    kind: ParameterKind::ChoiceOrNumber(&["skip"], &[0.0, 1.0]),
    default: ParameterDefault::Number(1.0),
    summary: "the score of an image where both masks are empty, or that it is left out",
};

const THRESHOLDS: ParameterInfo = ParameterInfo {
    name: "thresholds",
    kind: ParameterKind::Thresholds,
    default: ParameterDefault::Text("0.50:0.95:0.05"),
    summary: "the overlaps to pass: a list, or `first:last:step`",
};

const COMPARE: ParameterInfo = ParameterInfo {
    name: "compare",
    kind: ParameterKind::Choice(&[">", ">="]),
    default: ParameterDefault::Text(">"),
    summary: "whether an overlap must exceed a threshold or reach it",
};

/// F-beta of pixels.
pub(crate) fn fbeta(settings: &Settings<'_>, shape: &ColumnShape, beta: f64) -> Result<Plan, SettingsError> {
    overlap(settings, shape, Overlap::Counted(Measure::F { beta }))
}

fn overlap(settings: &Settings<'_>, shape: &ColumnShape, overlap: Overlap) -> Result<Plan, SettingsError> {
    let size = |name| settings.whole(name).and_then(|pixels| u64::try_from(pixels).ok());
    let pixels = match (size("height"), size("width")) {
        (Some(height), Some(width)) => Some(height.saturating_mul(width)),
        (None, None) => None,
        (Some(_), None) => return Err(SettingsError::conflict("height", "`width` is missing")),
        (None, Some(_)) => return Err(SettingsError::conflict("width", "`height` is missing")),
    };
    let together = settings.text("reduce") == Some("global");
    let left_out = settings.text("both_empty") == Some("skip");
    let both_empty = settings.number("both_empty").filter(|_| !left_out);
    let kernel = Masks { overlap, together, both_empty, pixels };
    Plan::of_text(settings, shape, Box::new(kernel), Some(ColumnRule::Runs(RunRule { column: 0, pixels })))
}

/// What is made of the pixels of an image.
#[derive(Debug)]
enum Overlap {
    Counted(Measure),
    Thresholds { thresholds: Vec<f64>, reach: bool },
}

impl Overlap {
    fn of(&self, counts: Counts) -> f64 {
        match self {
            Self::Counted(measure) => measure.of(counts),
            Self::Thresholds { thresholds, reach } => {
                let overlap = Measure::Jaccard.of(counts);
                let passed = thresholds
                    .iter()
                    .filter(|threshold| if *reach { overlap >= **threshold } else { overlap > **threshold });
                real(passed.count()) / real(thresholds.len())
            }
        }
    }
}

#[derive(Debug)]
struct Masks {
    overlap: Overlap,
    together: bool,
    both_empty: Option<f64>,
    pixels: Option<u64>,
}

/// The mean over images, the pixels of all, and which side was unreadable.
#[derive(Debug, Default)]
struct State {
    images: LossSum,
    pixels: Counts,
    unfit_truth: bool,
    unfit_guess: bool,
}

impl Merge for State {
    fn merge(&mut self, later: Self) {
        self.images.merge(later.images);
        self.pixels.merge(later.pixels);
        self.unfit_truth |= later.unfit_truth;
        self.unfit_guess |= later.unfit_guess;
    }
}

/// A number of pixels, far below 2^53.
fn pixels(count: u64) -> f64 {
    real(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The pixels of two masks that both hold, and that one of them does.
pub(crate) fn counts(truth: &Runs, guess: &Runs) -> Counts {
    let shared = truth.shared(guess);
    Counts { hits: pixels(shared), false_alarms: pixels(guess.area() - shared), misses: pixels(truth.area() - shared) }
}

impl Masks {
    fn add(&self, state: &mut State, truth: &Runs, guess: &Runs, weight: f64) {
        let counts = counts(truth, guess);
        if self.together {
            state.images.add(0.0, weight);
            let weigh = |part: f64| part * weight;
            state.pixels.merge(Counts {
                hits: weigh(counts.hits),
                false_alarms: weigh(counts.false_alarms),
                misses: weigh(counts.misses),
            });
        } else if counts.truth() + counts.predicted() > 0.0 {
            state.images.add(self.overlap.of(counts), weight);
        } else if let Some(score) = self.both_empty.or(self.default_of_empty()) {
            state.images.add(score, weight);
        }
    }

    /// Thresholds know no `both_empty`: nothing found where nothing is counts in full.
    fn default_of_empty(&self) -> Option<f64> {
        matches!(self.overlap, Overlap::Thresholds { .. }).then_some(1.0)
    }

    fn state(&self, view: &View<'_>) -> Result<State, Refusal> {
        let state: State = view.fold_texts(|state: &mut State, cell| {
            match (Runs::parse(cell.truth, self.pixels), Runs::parse(cell.prediction, self.pixels)) {
                (Ok(truth), Ok(guess)) => self.add(state, &truth, &guess, cell.weight),
                (Err(_), _) => state.unfit_truth = true,
                (_, Err(_)) => state.unfit_guess = true,
            }
        })?;
        match state {
            State { unfit_truth: true, .. } => {
                Err(Refusal::Solution("a mask is not in run lengths or leaves its image"))
            }
            State { unfit_guess: true, .. } => Err(Refusal::Columns("a predicted mask is not in run lengths")),
            state => Ok(state),
        }
    }
}

impl Kernel for Masks {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        let state = self.state(view)?;
        if !self.together {
            return state.images.mean();
        }
        if state.pixels.truth() + state.pixels.predicted() > 0.0 {
            return Ok(self.overlap.of(state.pixels));
        }
        self.both_empty.ok_or(Refusal::Undefined)
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some(self.state(view).map(|state| {
            let Counts { hits, false_alarms, misses } = state.pixels;
            if self.together { vec![hits, false_alarms, misses] } else { state.images.parts().to_vec() }
        }))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match *sums {
            [hits, false_alarms, misses] => self.overlap.of(Counts { hits, false_alarms, misses }),
            [score, weight] if weight > 0.0 => score / weight,
            _ => f64::NAN,
        }
    }
}
