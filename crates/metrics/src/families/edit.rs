//! Edit distances of texts: Levenshtein's, and the error rates of words and characters.
//!
//! `levenshtein` is the mean of the distances, of distance / longer length, or all distances / all true lengths.
//! `wer` and `cer` are distances of words and of characters relative to the length of the truth (as jiwer).
//!
//! Invariant: characters are code points; a text without a length to divide by counts 0 if both are empty and 1 if not.

use super::edit_distance::distance;
use super::mean_loss::LossSum;
use super::{Kernel, Plan};
use crate::catalogue::{MetricInfo, PredictionShape, TruthReading};
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::parameter::{ParameterDefault, ParameterInfo, ParameterKind};
use crate::refusal::Refusal;
use crate::settings::{Settings, SettingsError};
use crate::shape::{ColumnShape, Role};
use crate::view::View;
use joute_domain::Direction;

/// `levenshtein`.
pub(crate) const LEVENSHTEIN: MetricInfo = MetricInfo {
    name: "levenshtein",
    revision: 1,
    direction: Direction::LowerIsBetter,
    description_key: "metric-levenshtein",
    summary: "fewest insertions, deletions and replacements that turn the predicted text into the true one",
    reference: "Levenshtein 1966; python-Levenshtein",
    prediction: PredictionShape::Text,
    roles: &[Role::Weight, Role::Group, Role::Mask],
    parameters: &[UNIT, NORMALIZE, GROUP_REDUCE, MASK_KEEP],
    truth: TruthReading::Texts,
    build: |settings, shape| {
        let tokens = settings.text("unit") == Some("token");
        let scale = match settings.text("normalize") {
            Some("max_len") => Scale::Longer,
            Some("corpus") => Scale::Corpus,
            _ => Scale::None,
        };
        plan(settings, shape, Edits { unit: if tokens { Unit::Words } else { Unit::Characters }, scale })
    },
};

/// `wer`.
pub(crate) const WER: MetricInfo = MetricInfo {
    name: "wer",
    description_key: "metric-wer",
    summary: "word error rate: wrong, missing and added words relative to the true ones",
    reference: "jiwer.wer",
    parameters: &[AVERAGE, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| rate(settings, shape, Unit::Words),
    ..LEVENSHTEIN
};

/// `cer`.
pub(crate) const CER: MetricInfo = MetricInfo {
    name: "cer",
    description_key: "metric-cer",
    summary: "character error rate: wrong, missing and added characters relative to the true ones",
    reference: "jiwer.cer",
    build: |settings, shape| rate(settings, shape, Unit::Trimmed),
    ..WER
};

const UNIT: ParameterInfo = ParameterInfo {
    name: "unit",
    kind: ParameterKind::Choice(&["char", "token"]),
    default: ParameterDefault::Text("char"),
    summary: "what is inserted, deleted or replaced: a character, or a word between blanks",
};

const NORMALIZE: ParameterInfo = ParameterInfo {
    name: "normalize",
    kind: ParameterKind::Choice(&["none", "max_len", "corpus"]),
    default: ParameterDefault::Text("none"),
    summary: "divide each distance by the longer length, or all by the length of all true texts, or not at all",
};

const AVERAGE: ParameterInfo = ParameterInfo {
    name: "average",
    kind: ParameterKind::Choice(&["corpus", "rows"]),
    default: ParameterDefault::Text("corpus"),
    summary: "all errors relative to all true words or characters, or the mean of the rates of the rows",
};

fn rate(settings: &Settings<'_>, shape: &ColumnShape, unit: Unit) -> Result<Plan, SettingsError> {
    let scale = if settings.text("average") == Some("rows") { Scale::Truth } else { Scale::Corpus };
    plan(settings, shape, Edits { unit, scale })
}

fn plan(settings: &Settings<'_>, shape: &ColumnShape, edits: Edits) -> Result<Plan, SettingsError> {
    Plan::of_text(settings, shape, Box::new(edits), None)
}

#[derive(Debug, Clone, Copy)]
enum Unit {
    Characters,
    /// Characters without blanks at both ends.
    Trimmed,
    Words,
}

/// What a distance is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    None,
    Longer,
    Truth,
    Corpus,
}

#[derive(Debug)]
struct Edits {
    unit: Unit,
    scale: Scale,
}

impl Edits {
    /// Distance, true length and predicted length of a row.
    fn row(&self, truth: &[u8], guess: &[u8]) -> [usize; 3] {
        let (truth, guess) = (String::from_utf8_lossy(truth), String::from_utf8_lossy(guess));
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        match self.unit {
            Unit::Words => {
                let (truth, guess): (Vec<&str>, Vec<&str>) =
                    (truth.split_whitespace().collect(), guess.split_whitespace().collect());
                [distance(&truth, &guess), truth.len(), guess.len()]
            }
            Unit::Characters => {
                let (truth, guess) = (letters(&truth), letters(&guess));
                [distance(&truth, &guess), truth.len(), guess.len()]
            }
            Unit::Trimmed => {
                let (truth, guess) = (letters(truth.trim()), letters(guess.trim()));
                [distance(&truth, &guess), truth.len(), guess.len()]
            }
        }
    }

    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_texts(|sum: &mut LossSum, cell| {
            let [distance, truth, guess] = self.row(cell.truth, cell.prediction);
            let share = |length: usize| {
                if length > 0 { real(distance) / real(length) } else { real(distance.min(1)) }
            };
            match self.scale {
                Scale::None => sum.add(real(distance), cell.weight),
                Scale::Longer => sum.add(share(truth.max(guess)), cell.weight),
                Scale::Truth => sum.add(share(truth), cell.weight),
                Scale::Corpus => sum.add_ratio(real(distance) * cell.weight, real(truth) * cell.weight),
            }
        })
    }
}

impl Kernel for Edits {
    fn score(&self, view: &View<'_>) -> Result<f64, Refusal> {
        self.total(view)?.mean().map_err(
            |refusal| {
                if self.scale == Scale::Corpus { Refusal::ConstantTruth } else { refusal }
            },
        )
    }

    fn sums(&self, view: &View<'_>) -> Option<Result<Vec<f64>, Refusal>> {
        Some(self.total(view).map(|sum| sum.parts().to_vec()))
    }

    fn finish(&self, sums: &[f64]) -> f64 {
        match sums {
            [distance, length] if *length > 0.0 => distance / length,
            _ => f64::NAN,
        }
    }
}
