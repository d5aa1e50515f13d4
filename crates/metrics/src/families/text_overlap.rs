//! Words that two texts share: as bags (the F1 of `SQuAD`), or in order (ROUGE-L).
//!
//! Words stand between blanks; punctuation and articles stay. F1 = 2 shared / (true + predicted words), the mean over
//! rows; ROUGE-L takes the longest common subsequence as the shared words (Lin 2004), without stemming.
//!
//! Invariant: two empty texts agree in full, an empty one and another not at all.

use std::collections::HashMap;

use joute_domain::Direction;

use super::edit::LEVENSHTEIN;
use super::edit_distance::common;
use super::mean_loss::LossSum;
use super::overlap::{LOWERCASE, folded};
use super::{MeanKernel, Plan};
use crate::catalogue::MetricInfo;
use crate::modifiers::{GROUP_REDUCE, MASK_KEEP};
use crate::numeric::real;
use crate::refusal::Refusal;
use crate::settings::{Settings, SettingsError};
use crate::shape::ColumnShape;
use crate::view::View;

/// `token_f1`.
pub(crate) const TOKEN_F1: MetricInfo = MetricInfo {
    name: "token_f1",
    direction: Direction::HigherIsBetter,
    description_key: "metric-token-f1",
    summary: "mean over rows of the F1 of the words of two texts",
    reference: "Rajpurkar et al. 2016 (SQuAD)",
    parameters: &[LOWERCASE, GROUP_REDUCE, MASK_KEEP],
    build: |settings, shape| plan(settings, shape, false),
    ..LEVENSHTEIN
};

/// `rouge_l`.
pub(crate) const ROUGE_L: MetricInfo = MetricInfo {
    name: "rouge_l",
    description_key: "metric-rouge-l",
    summary: "mean over rows of the F1 of the longest common subsequence of words",
    reference: "Lin 2004",
    build: |settings, shape| plan(settings, shape, true),
    ..TOKEN_F1
};

fn plan(settings: &Settings<'_>, shape: &ColumnShape, in_order: bool) -> Result<Plan, SettingsError> {
    Plan::of_text(settings, shape, Box::new(SharedWords { in_order, lowercase: settings.flag("lowercase") }), None)
}

#[derive(Debug)]
struct SharedWords {
    in_order: bool,
    lowercase: bool,
}

impl SharedWords {
    fn row(&self, truth: &[u8], guess: &[u8]) -> f64 {
        let (truth, guess) = (folded(truth, self.lowercase), folded(guess, self.lowercase));
        let (truth, guess): (Vec<&str>, Vec<&str>) =
            (truth.split_whitespace().collect(), guess.split_whitespace().collect());
        let all = truth.len() + guess.len();
        if all == 0 {
            return 1.0;
        }
        let shared = if self.in_order { common(&truth, &guess) } else { in_both(&truth, &guess) };
        2.0 * real(shared) / real(all)
    }
}

/// Words of both, each as often as in the list that has it less often.
fn in_both(truth: &[&str], guess: &[&str]) -> usize {
    let mut open: HashMap<&str, usize> = HashMap::new();
    for word in truth {
        *open.entry(word).or_default() += 1;
    }
    let mut take = |word: &&&str| match open.get_mut(**word) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    guess.iter().filter(|word| take(word)).count()
}

impl MeanKernel for SharedWords {
    fn total(&self, view: &View<'_>) -> Result<LossSum, Refusal> {
        view.fold_texts(|sum: &mut LossSum, cell| sum.add(self.row(cell.truth, cell.prediction), cell.weight))
    }
}
