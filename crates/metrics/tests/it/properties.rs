//! What holds for every table: order of rows, threads, weights of one, perfect predictions, directions.

use joute_metrics::{Direction, RowSet};
use proptest::prelude::*;
use serde_json::Value;

use crate::owned::{Cells, Owned, close};
use crate::setups::{perfect, setups, table};

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
            if let (Ok(best), Ok(score)) = (perfect(name, &guess).score(name, &params), guess.score(name, &params)) {
                let ahead = match guess.metric(name, &params).unwrap().direction() {
                    Direction::LowerIsBetter => best - score,
                    Direction::HigherIsBetter => score - best,
                };
                prop_assert!(ahead <= 1e-9, "{name}: {score} beats the truth's {best}");
            }
        }
    }

    #[test]
    fn a_sketch_of_all_blocks_gives_the_score(rows in prop::collection::vec(any::<(u8, u8, u8)>(), 8..60)) {
        for (name, params) in setups() {
            let mut owned = table(name, &rows);
            owned.group = Some(Cells::texts(rows.iter().map(|row| format!("g{}", row.2 % 3))));
            let mut grouped = params.clone();
            grouped["group_reduce"] = "mean".into();
            let plain = Owned { group: None, ..owned.clone() };
            for (owned, params) in [(plain, &params), (owned, &grouped)] {
                let Ok(metric) = owned.metric(name, params) else { continue };
                let Ok(evaluation) = metric.evaluate(&owned.table(), None) else { continue };
                prop_assert_eq!(Ok(evaluation.all.value()), owned.score(name, params), "{}", name);
                if let Some(sketch) = evaluation.public.sketch {
                    let drawn = sketch.drawn(&[], |sums| metric.finish_sums(sums).ok()).unwrap();
                    prop_assert!(close(drawn, evaluation.all.value()), "{name}: {drawn} and {}", evaluation.all.value());
                }
            }
        }
    }

    #[test]
    fn any_numbers_give_a_finite_score_or_a_refusal(rows in prop::collection::vec((any::<f64>(), any::<f64>()), 0..40)) {
        for (name, params) in setups() {
            let truth: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let guess: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let usual = table(name, &[(0, 0, 0)]);
            let shaped = |like: &[Cells], values: &[f64]| -> Vec<Cells> {
                let column = |cells: &Cells| match cells {
                    Cells::Numbers(_) => values.to_vec().into(),
                    Cells::Texts(..) => Cells::texts(values.iter().map(f64::to_string)),
                };
                like.iter().map(column).collect()
            };
            let mut owned = Owned { truth: shaped(&usual.truth, &truth), prediction: shaped(&usual.prediction, &guess), ..usual };
            owned.event = owned.event.map(|_| truth.clone().into());
            for (_, cells) in &mut owned.auxiliary {
                *cells = shaped(std::slice::from_ref(cells), &truth).remove(0);
            }
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
    let rows: Vec<(u8, u8, u8)> = (0..40).map(|row| (row * 5, row * 5, row)).collect();
    for (name, params) in setups() {
        let owned = perfect(name, &table(name, &rows));
        let metric = owned.metric(name, &params).unwrap();
        let score = metric.score(&owned.table(), &RowSet::every()).unwrap();
        let best = match (name, metric.direction()) {
            ("log_mae", _) => 1e-9_f64.ln(),
            ("laplace_log_likelihood", _) => -(2.0_f64.sqrt() * 70.0).ln(),
            ("pauc_above_tpr", _) => 0.2,
            // The first 4 % of the weight hold 16 of the 20 positives.
            ("amex", _) => 0.9,
            // Every label must be taken that is true.
            ("coverage_error", _) => rows.iter().map(|row| f64::from((row.0 & 15).count_ones())).sum::<f64>() / 40.0,
            (_, Direction::LowerIsBetter) => 0.0,
            (_, Direction::HigherIsBetter) => 1.0,
        };
        // The angle of two equal directions is known to eight digits only.
        let distance = if name == "mean_angular_error" { 1e-7 } else { 1e-12 };
        assert!((score - best).abs() < distance, "{name}: {score}");
    }
}
