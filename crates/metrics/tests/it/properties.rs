//! What holds for every table: order of rows, threads, weights of one, perfect predictions, directions.

use joute_metrics::{Direction, RowSet, catalogue};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::owned::{Cells, Owned, close, none};

/// A metric with parameters and columns it accepts: truth from 0 to 1, whole labels, or lists.
fn setups() -> Vec<(&'static str, Value)> {
    let mut setups: Vec<_> = catalogue().iter().map(|metric| (metric.name, default_params(metric.name))).collect();
    setups.push(("f1", json!({"average": "macro"})));
    setups.push(("kappa", json!({"weights": "linear"})));
    setups.push(("kappa", json!({"weights": "quadratic", "min": 0, "max": 9})));
    setups.push(("roc_auc", json!({"max_fpr": 0.3})));
    setups
}

fn default_params(name: &str) -> Value {
    match name {
        "map_at_k" => json!({"k": 3}),
        "fbeta" => json!({"beta": 2}),
        _ => none(),
    }
}

fn is_label(name: &str) -> bool {
    matches!(
        name,
        "accuracy" | "error_rate" | "balanced_accuracy" | "mcc" | "f1" | "fbeta" | "precision" | "recall" | "kappa"
    )
}

/// A table the metric can score, from raw numbers: one row for each triple.
fn table(name: &str, rows: &[(u8, u8, u8)]) -> Owned {
    let share = |value: u8| f64::from(value % 101) / 101.0 + 0.001;
    let (truth, guess): (Cells, Cells) = if name == "map_at_k" {
        let list = |seed: u8| format!("i{} i{} i{}", seed % 5, seed % 3 + 5, seed % 7 + 8);
        (Cells::texts(rows.iter().map(|row| list(row.0))), Cells::texts(rows.iter().map(|row| list(row.1))))
    } else if is_label(name) {
        let labels = |of: fn(&(u8, u8, u8)) -> u8| rows.iter().map(|row| f64::from(of(row) % 4)).collect::<Vec<_>>();
        (labels(|row| row.0).into(), labels(|row| row.1).into())
    } else if matches!(name, "roc_auc" | "log_loss" | "brier" | "average_precision") {
        let truth: Vec<f64> = rows.iter().map(|row| f64::from(row.0 % 2)).collect();
        (truth.into(), rows.iter().map(|row| share(row.1)).collect::<Vec<_>>().into())
    } else {
        let numbers = |of: fn(&(u8, u8, u8)) -> u8| rows.iter().map(|row| share(of(row))).collect::<Vec<_>>();
        (numbers(|row| row.0).into(), numbers(|row| row.1).into())
    };
    Owned::pair(truth, guess)
}

fn on_threads(threads: usize, owned: &Owned, name: &str, params: &Value) -> Option<u64> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| owned.score(name, params).ok()).map(f64::to_bits)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_rows_does_not_matter(rows in prop::collection::vec(any::<(u8, u8, u8)>(), 2..60), turn in 0usize..60) {
        for (name, params) in setups() {
            let mut turned = rows.clone();
            turned.reverse();
            turned.rotate_left(turn % rows.len());
            match (table(name, &rows).score(name, &params), table(name, &turned).score(name, &params)) {
                (Ok(left), Ok(right)) => prop_assert!(close(left, right), "{name}: {left} and {right}"),
                (left, right) => prop_assert_eq!(left, right, "{}", name),
            }
        }
    }

    #[test]
    fn weights_of_one_change_nothing(rows in prop::collection::vec(any::<(u8, u8, u8)>(), 2..60)) {
        for (name, params) in setups() {
            let mut weighted = table(name, &rows);
            weighted.weight = Some(vec![1.0; rows.len()]);
            if weighted.metric(name, &params).is_err() {
                continue;
            }
            match (table(name, &rows).score(name, &params), weighted.score(name, &params)) {
                (Ok(left), Ok(right)) => prop_assert!(close(left, right), "{name}: {left} and {right}"),
                (left, right) => prop_assert_eq!(left, right, "{}", name),
            }
        }
    }

    #[test]
    fn a_row_of_weight_two_is_two_rows(rows in prop::collection::vec(any::<(u8, u8, u8)>(), 2..60)) {
        for (name, params) in setups() {
            let mut weighted = table(name, &rows);
            weighted.weight = Some(rows.iter().map(|row| f64::from(row.2 % 3)).collect());
            if weighted.metric(name, &params).is_err() {
                continue;
            }
            let repeated: Vec<_> =
                rows.iter().flat_map(|row| std::iter::repeat_n(*row, usize::from(row.2 % 3))).collect();
            if let (Ok(left), Ok(right)) = (table(name, &repeated).score(name, &params), weighted.score(name, &params)) {
                prop_assert!(close(left, right), "{name}: {left} and {right}");
            }
        }
    }

    #[test]
    fn no_prediction_is_better_than_the_truth(rows in prop::collection::vec(any::<(u8, u8, u8)>(), 2..60)) {
        for (name, params) in setups() {
            let guess = table(name, &rows);
            let mut perfect = guess.clone();
            perfect.prediction.clone_from(&perfect.truth);
            if let (Ok(best), Ok(score)) = (perfect.score(name, &params), guess.score(name, &params)) {
                let ahead = match guess.metric(name, &params).unwrap().direction() {
                    Direction::LowerIsBetter => best - score,
                    Direction::HigherIsBetter => score - best,
                };
                prop_assert!(ahead <= 1e-9, "{name}: {score} beats the truth's {best}");
            }
        }
    }

    #[test]
    fn any_numbers_give_a_finite_score_or_a_refusal(rows in prop::collection::vec((any::<f64>(), any::<f64>()), 0..40)) {
        for (name, params) in setups() {
            let truth: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let guess: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let owned = if name == "map_at_k" {
                Owned::pair(Cells::texts(truth.iter().map(f64::to_string)), Cells::texts(guess.iter().map(f64::to_string)))
            } else {
                Owned::pair(truth, guess)
            };
            if let Ok(score) = owned.score(name, &params) {
                prop_assert!(score.is_finite(), "{name}: {score}");
            }
        }
    }
}

#[test]
fn the_score_has_the_same_bits_on_any_number_of_threads() {
    let mut state = 12_345_u64;
    let mut byte = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    let rows: Vec<(u8, u8, u8)> = (0..50_000).map(|_| (byte(), byte(), byte())).collect();
    for (name, params) in setups() {
        let mut owned = table(name, &rows);
        owned.weight = Some(rows.iter().map(|row| f64::from(row.2) / 7.0 + 0.1).collect());
        if owned.metric(name, &params).is_err() {
            owned.weight = None;
        }
        let single = on_threads(1, &owned, name, &params);
        assert!(single.is_some(), "{name} has no score");
        assert_eq!(single, on_threads(2, &owned, name, &params), "{name}");
        assert_eq!(single, on_threads(4, &owned, name, &params), "{name}");
    }
}

#[test]
fn a_perfect_prediction_has_the_best_score_there_is() {
    let rows: Vec<(u8, u8, u8)> = (0..40).map(|row| (row, row, 0)).collect();
    for (name, params) in setups() {
        let mut owned = table(name, &rows);
        owned.prediction.clone_from(&owned.truth);
        let metric = owned.metric(name, &params).unwrap();
        let score = metric.score(&owned.table(), &RowSet::every()).unwrap();
        let best = match (name, metric.direction()) {
            ("log_mae", _) => 1e-9_f64.ln(),
            (_, Direction::LowerIsBetter) => 0.0,
            (_, Direction::HigherIsBetter) => 1.0,
        };
        assert!((score - best).abs() < 1e-12, "{name}: {score}");
    }
}
