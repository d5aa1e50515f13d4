//! Sketches: their draws vary as the scores of resampled rows do, and the parts of a split have theirs.

use joute_metrics::{Metric, Usage};
use serde_json::{Value, json};

use crate::owned::{Cells, Owned};

const ROWS: usize = 900;
const DRAWS: usize = 150;

/// A small repeatable source of numbers from 0 to 1.
struct Source(u64);

impl Source {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / 4_294_967_296.0
    }

    /// How often a row or a block counts in a draw.
    fn poisson(&mut self) -> u8 {
        let level = self.unit();
        [0.367_879_441, 0.735_758_882, 0.919_698_603, 0.981_011_843, 0.996_340_153]
            .iter()
            .map(|bound| u8::from(level >= *bound))
            .sum()
    }
}

/// Numbers, labels or probabilities that are right more often than not.
fn rows(form: &str) -> (Vec<f64>, Vec<f64>) {
    let mut source = Source(11);
    let row = |_| {
        let (base, noise, flip) = (source.unit(), source.unit(), source.unit());
        match form {
            "numbers" => (base * 4.0 + 1.0, base * 3.0 + noise + 1.0),
            "labels" => ((base * 4.0).floor(), if flip < 0.7 { (base * 4.0).floor() } else { (noise * 4.0).floor() }),
            _ => ((base * 2.0).floor(), 0.1 + 0.5 * noise + 0.3 * (base * 2.0).floor()),
        }
    };
    (0..ROWS).map(row).unzip()
}

fn deviation(scores: &[f64]) -> f64 {
    let count = f64::from(u32::try_from(scores.len()).unwrap());
    let mean = scores.iter().sum::<f64>() / count;
    (scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt()
}

fn metric(owned: &Owned, name: &str, params: &Value) -> Metric {
    owned.metric(name, params).unwrap()
}

#[test]
fn draws_vary_as_the_scores_of_resampled_rows() {
    let metrics = [
        ("rmse", json!({}), "numbers"),
        ("mae", json!({}), "numbers"),
        ("r2", json!({}), "numbers"),
        ("explained_variance", json!({}), "numbers"),
        ("pearson", json!({}), "numbers"),
        ("spearman", json!({}), "numbers"),
        ("accuracy", json!({}), "labels"),
        ("balanced_accuracy", json!({}), "labels"),
        ("f1", json!({"average": "macro"}), "labels"),
        ("kappa", json!({"weights": "quadratic"}), "labels"),
        ("mcc", json!({}), "labels"),
        ("log_loss", json!({}), "probabilities"),
        ("roc_auc", json!({}), "probabilities"),
        ("gini", json!({}), "probabilities"),
        ("average_precision", json!({}), "probabilities"),
    ];
    for (name, params, form) in metrics {
        let (truth, guess) = rows(form);
        let owned = Owned::pair(truth.clone(), guess.clone());
        let metric = metric(&owned, name, &params);
        let sketch = metric.evaluate(&owned.table(), None).unwrap().public.sketch.unwrap();
        let mut source = Source(5);
        let mut drawn = Vec::new();
        let mut resampled = Vec::new();
        for _ in 0..DRAWS {
            let weights: Vec<f64> = (0..sketch.block_count()).map(|_| f64::from(source.poisson())).collect();
            drawn.push(sketch.drawn(&weights, |sums| metric.finish_sums(sums).ok()).unwrap());
            let rows: Vec<usize> =
                (0..ROWS).flat_map(|row| std::iter::repeat_n(row, usize::from(source.poisson()))).collect();
            let column = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<_>>();
            resampled.push(Owned::pair(column(&truth), column(&guess)).score(name, &params).unwrap());
        }
        let ratio = deviation(&drawn) / deviation(&resampled);
        assert!((0.75..1.33).contains(&ratio), "{name}: {ratio}");
    }
}

#[test]
fn both_parts_have_a_sketch_of_their_rows_and_ignored_rows_have_none() {
    let (truth, guess) = rows("probabilities");
    let owned = Owned::pair(truth, guess);
    let usage: Vec<u8> =
        (0..ROWS).map(|row| [Usage::Public, Usage::Private, Usage::Private, Usage::Ignored][row % 4].byte()).collect();
    for name in ["log_loss", "roc_auc"] {
        let metric = metric(&owned, name, &json!({}));
        let evaluation = metric.evaluate(&owned.table(), Some(&usage)).unwrap();
        let (public, private) = (evaluation.public.sketch.unwrap(), evaluation.private.unwrap().sketch.unwrap());
        assert_eq!((public.block_count(), private.block_count()), (ROWS / 4, ROWS / 2), "{name}");
        assert_eq!(public.score(), evaluation.public.score);
    }
}

#[test]
fn groups_stay_in_one_block() {
    let (truth, guess) = rows("numbers");
    let group = Some(Cells::texts((0..ROWS).map(|row| format!("g{}", row % 30))));
    let owned = Owned { group, ..Owned::pair(truth, guess) };
    let metric = metric(&owned, "rmse", &json!({"group_reduce": "mean"}));
    let sketch = metric.evaluate(&owned.table(), None).unwrap().public.sketch.unwrap();
    assert_eq!((sketch.block_count(), sketch.components()), (30, 3));
}

#[test]
fn sketches_have_the_same_bits_on_any_number_of_threads() {
    let (truth, guess) = rows("probabilities");
    let owned = Owned::pair(truth.repeat(40), guess.repeat(40));
    for name in ["log_loss", "roc_auc", "brier"] {
        let metric = metric(&owned, name, &json!({}));
        let bytes = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let evaluation = pool.install(|| metric.evaluate(&owned.table(), None).unwrap());
            evaluation.public.sketch.unwrap().to_bytes()
        };
        assert_eq!(bytes(1), bytes(4), "{name}");
    }
}

#[test]
fn a_large_table_without_sums_has_a_score_and_no_sketch() {
    let (truth, guess) = rows("numbers");
    let owned = Owned::pair(truth.repeat(6), guess.repeat(6));
    let evaluation = metric(&owned, "kendall_tau", &json!({})).evaluate(&owned.table(), None).unwrap();
    assert!(evaluation.public.sketch.is_none());
}
