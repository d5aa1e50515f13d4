//! Every metric with parameters and a table it can score, made from raw bytes.

use joute_metrics::catalogue;
use serde_json::{Value, json};

use crate::owned::{Cells, Owned, none};

/// Three bytes from which a row is made: truth, prediction, something else.
pub(crate) type Row = (u8, u8, u8);

/// The metrics with the parameters that [`table`] fits.
pub(crate) fn setups() -> Vec<(&'static str, Value)> {
    let mut setups: Vec<_> = catalogue().iter().map(|metric| (metric.name, default_params(metric.name))).collect();
    setups.push(("f1", json!({"average": "macro"})));
    setups.push(("jaccard", json!({"average": "weighted"})));
    setups.push(("kappa", json!({"weights": "linear"})));
    setups.push(("kappa", json!({"weights": "quadratic", "min": 0, "max": 9})));
    setups.push(("roc_auc", json!({"max_fpr": 0.3})));
    setups.push(("kendall_tau", json!({"variant": "c"})));
    setups.push(("tweedie_deviance", json!({"power": 3})));
    setups.push(("levenshtein", json!({"unit": "token", "normalize": "corpus"})));
    setups.push(("wer", json!({"average": "rows"})));
    setups.push(("dice", json!({"reduce": "global"})));
    setups.push(("kl_divergence", json!({"average": "macro", "normalize_truth": true, "require_row_sum": 1})));
    setups
}

fn default_params(name: &str) -> Value {
    match name {
        "map_at_k" | "mrr_at_k" | "recall_at_k" | "precision_at_k" | "hit_rate_at_k" => json!({"k": 3}),
        "fbeta" => json!({"beta": 2}),
        "weighted_quantile_loss" => json!({"quantiles": [0.1, 0.5, 0.9]}),
        "interval_score" => json!({"alpha": 0.2}),
        "weighted_roc_auc" => json!({"tpr_thresholds": [0, 0.4, 1], "weights": [2, 1]}),
        "top_k_accuracy" => json!({"k": 2, "classes": [0, 1, 2, 3]}),
        "jigsaw_bias_auc" => json!({"identity_columns": ["one", "other"]}),
        "dice_hausdorff" => json!({"height": 20, "width": 25}),
        _ => none(),
    }
}

/// A number above 0 and below 1.
fn share(value: u8) -> f64 {
    f64::from(value % 101) / 101.0 + 0.001
}

fn numbers(rows: &[Row], of: impl Fn(&Row) -> f64) -> Cells {
    rows.iter().map(of).collect::<Vec<_>>().into()
}

fn texts(rows: &[Row], of: impl Fn(&Row) -> String) -> Cells {
    Cells::texts(rows.iter().map(of))
}

fn of_columns(truth: Vec<Cells>, prediction: Vec<Cells>) -> Owned {
    Owned { truth, prediction, ..Owned::default() }
}

/// A table the metric can score, one row for each triple.
pub(crate) fn table(name: &str, rows: &[Row]) -> Owned {
    let bit = |value: u8, place: u8| f64::from((value >> place) & 1);
    match name {
        "accuracy" | "error_rate" | "balanced_accuracy" | "mcc" | "f1" | "fbeta" | "precision" | "recall" | "kappa"
        | "jaccard" | "hamming_loss" | "subset_accuracy" => {
            Owned::pair(numbers(rows, |row| f64::from(row.0 % 4)), numbers(rows, |row| f64::from(row.1 % 4)))
        }
        "roc_auc" | "log_loss" | "brier" | "average_precision" | "gini" | "ks" | "pauc_above_tpr"
        | "weighted_roc_auc" | "balanced_log_loss" | "pfbeta" => {
            Owned::pair(numbers(rows, |row| bit(row.0, 0)), numbers(rows, |row| share(row.1)))
        }
        // Rows with one prediction have one truth: there ties have no order.
        "amex" => Owned::pair(numbers(rows, |row| bit(row.0, 0)), numbers(rows, |row| distinct(*row))),
        "gini_normalized" => Owned::pair(numbers(rows, |row| share(row.0)), numbers(rows, |row| distinct(*row))),
        "weighted_quantile_loss" => of_columns(
            vec![numbers(rows, |row| share(row.0))],
            [0.8, 1.0, 1.3].map(|part| numbers(rows, |row| part * share(row.1))).to_vec(),
        ),
        "interval_score" => of_columns(
            vec![numbers(rows, |row| share(row.0))],
            vec![numbers(rows, |row| share(row.1) - 0.1), numbers(rows, |row| share(row.1) + 0.2)],
        ),
        "crps_gaussian" | "laplace_log_likelihood" => of_columns(
            vec![numbers(rows, |row| 300.0 * share(row.0))],
            vec![numbers(rows, |row| 300.0 * share(row.1)), numbers(rows, |row| 100.0 * share(row.2))],
        ),
        "crps_cdf" => of_columns(
            vec![numbers(rows, |row| f64::from(row.0 % 4))],
            (0..4_u8).map(|at| numbers(rows, move |row| f64::from(at.min(row.1 % 4)) / 4.0)).collect(),
        ),
        "mean_angular_error" | "haversine" | "haversine_p50_p95" => of_columns(
            vec![numbers(rows, |row| share(row.0)), numbers(rows, |row| share(row.2))],
            vec![numbers(rows, |row| share(row.1)), numbers(rows, |row| share(row.2 ^ row.1))],
        ),
        "label_ranking_average_precision" | "coverage_error" | "label_ranking_loss" | "lwlrap" => of_columns(
            (0..4).map(|at| numbers(rows, move |row| bit(row.0, at))).collect(),
            (0..4_u8).map(|at| numbers(rows, move |row| share(row.1.rotate_left(u32::from(at)) / 16))).collect(),
        ),
        "top_k_accuracy" => of_columns(
            vec![numbers(rows, |row| f64::from(row.0 % 4))],
            (0..4).map(|at| numbers(rows, move |row| share(row.1.rotate_left(at) / 16))).collect(),
        ),
        "kl_divergence" => {
            let shares = |value: u8| [share(value) / 2.0, 0.25, 0.75 - share(value) / 2.0];
            of_columns(
                (0..3).map(|at| numbers(rows, |row| shares(row.0)[at])).collect(),
                (0..3).map(|at| numbers(rows, |row| shares(row.1)[at])).collect(),
            )
        }
        "jigsaw_bias_auc" => {
            let mut owned = Owned::pair(numbers(rows, |row| share(row.0)), numbers(rows, |row| share(row.1)));
            let identity = |place| numbers(rows, move |row| bit(row.2, place));
            owned.auxiliary = vec![("one".into(), identity(0)), ("other".into(), identity(1))];
            owned
        }
        "ndcg_at_k" => Owned::pair(numbers(rows, |row| f64::from(row.0 % 4)), numbers(rows, |row| share(row.1))),
        "concordance_index" => {
            let mut owned =
                Owned::pair(numbers(rows, |row| f64::from(row.0 % 50)), numbers(rows, |row| f64::from(row.1 % 50)));
            owned.event = Some(numbers(rows, |row| bit(row.2, 0)));
            owned
        }
        _ => text_table(name, rows)
            .unwrap_or_else(|| Owned::pair(numbers(rows, |row| share(row.0)), numbers(rows, |row| share(row.1)))),
    }
}

fn text_table(name: &str, rows: &[Row]) -> Option<Owned> {
    let list = |seed: u8| format!("i{} i{} i{}", seed % 5, seed % 3 + 5, seed % 7 + 8);
    let order = |seed: u8| {
        let mut items: Vec<String> = (0..5).map(|item| format!("c{item}")).collect();
        items.rotate_left(usize::from(seed % 5));
        items.swap(0, usize::from(seed % 4));
        items.join(" ")
    };
    let mask = |seed: u8| format!("{} {} 300 {}", seed / 2 + 1, seed % 40 + 1, seed % 9 + 1);
    let page = |seed: u8| format!("a {} {} 9 9 b 70 {} 8 8", seed % 7, seed % 5, seed % 3);
    let seen = |seed: u8| format!("b {} {} a {} 8", 71 + seed % 9, seed % 4, seed % 13);
    let boxes = |seed: u8, confidence: f64| {
        let (x, y) = (f64::from(seed % 7), f64::from(seed % 5));
        let label = ["cat", "dog"][usize::from(seed % 2)];
        format!("{label} {confidence} {x} {y} {} {} cat {confidence} 90 90 95 95", x + 4.0, y + 4.0)
    };
    Some(match name {
        "map_at_k" | "mrr_at_k" | "recall_at_k" | "precision_at_k" | "hit_rate_at_k" | "levenshtein" | "wer"
        | "cer" | "token_f1" | "rouge_l" => Owned::pair(texts(rows, |row| list(row.0)), texts(rows, |row| list(row.1))),
        "kendall_tau_order" => Owned::pair(texts(rows, |row| order(row.0)), texts(rows, |row| order(row.1))),
        "dice" | "iou" | "map_iou_thresholds" => {
            Owned::pair(texts(rows, |row| mask(row.0)), texts(rows, |row| mask(row.1)))
        }
        "dice_hausdorff" => {
            let mut owned = Owned::pair(texts(rows, |row| mask(row.0)), texts(rows, |row| mask(row.1)));
            owned.auxiliary =
                vec![("volume".into(), texts(rows, |row| format!("v{}_slice_{}", row.2 % 3, row.2 / 3 % 4)))];
            owned
        }
        "kuzushiji_f1" => Owned::pair(texts(rows, |row| page(row.0)), texts(rows, |row| seen(row.1))),
        "voc_map" => Owned::pair(texts(rows, |row| boxes(row.0, 1.0)), texts(rows, |row| boxes(row.1, share(row.2)))),
        _ => return None,
    })
}

/// The middle of each box.
fn centres(cells: &Cells) -> Cells {
    let joute_metrics::Column::Text(cells) = cells.column() else { panic!("boxes are text") };
    let middle = |box_: &[&str]| {
        let number = |at: usize| box_[at].parse::<f64>().unwrap();
        format!("{} {} {}", box_[0], number(1) + number(3) / 2.0, number(2) + number(4) / 2.0)
    };
    let of = |cell: &[u8]| {
        let words: Vec<&str> = std::str::from_utf8(cell).unwrap().split(' ').collect();
        words.chunks(5).map(middle).collect::<Vec<_>>().join(" ")
    };
    Cells::texts((0..cells.len()).map(|row| of(cells.get(row).unwrap())))
}

fn distinct(row: Row) -> f64 {
    share(row.1) + f64::from(row.0) / 1e6 + f64::from(row.2) / 1e9
}

/// The same table with predictions that no others can beat.
pub(crate) fn perfect(name: &str, owned: &Owned) -> Owned {
    let mut perfect = owned.clone();
    let values = |cells: &Cells| match cells {
        Cells::Numbers(values) => values.clone(),
        Cells::Texts(..) => panic!("{name} has text"),
    };
    let column = |of: &dyn Fn(f64) -> f64| Cells::from(values(&owned.truth[0]).into_iter().map(of).collect::<Vec<_>>());
    perfect.prediction = match name {
        "weighted_quantile_loss" | "interval_score" => vec![owned.truth[0].clone(); owned.prediction.len()],
        "crps_gaussian" | "laplace_log_likelihood" => vec![owned.truth[0].clone(), column(&|_| 1e-14)],
        "crps_cdf" => (0..4_u8).map(|at| column(&|value| if value <= f64::from(at) { 1.0 } else { 0.0 })).collect(),
        "top_k_accuracy" => {
            (0..4_u8).map(|at| column(&|value| if (value - f64::from(at)).abs() < 0.1 { 1.0 } else { 0.0 })).collect()
        }
        "concordance_index" => vec![column(&|value| -value)],
        "kuzushiji_f1" => vec![centres(&owned.truth[0])],
        _ => owned.truth.clone(),
    };
    perfect
}
