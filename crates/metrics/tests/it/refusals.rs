//! Tables without a score, and what is told of them.

use joute_domain::ErrorCode;
use joute_metrics::{Part, Refusal, RowSet, Table, Usage};
use serde_json::json;

use crate::owned::{Cells, Owned, none};

fn auc(truth: &[f64], guess: &[f64]) -> Result<f64, Refusal> {
    Owned::pair(truth, guess).score("roc_auc", &none())
}

#[test]
fn no_rows_have_no_score() {
    for name in ["rmse", "accuracy", "roc_auc", "log_loss", "kappa"] {
        let empty = Owned::pair(Vec::new(), Vec::new());
        assert_eq!(empty.score(name, &none()), Err(Refusal::NoRows), "{name}");
    }
}

#[test]
fn a_part_without_rows_has_no_score() {
    let owned = Owned::pair(vec![1.0, 2.0], vec![1.0, 3.0]);
    let metric = owned.metric("mae", &none()).unwrap();
    let usage = [Usage::Public.byte(), Usage::Ignored.byte()];
    let score = |part| metric.score(&owned.table(), &RowSet::part(&usage, part));
    assert_eq!(score(Part::All), Ok(0.0));
    assert_eq!(score(Part::Public), Ok(0.0));
    assert_eq!(score(Part::Private), Err(Refusal::NoRows));
}

#[test]
fn an_area_needs_both_classes() {
    let refusal = auc(&[1.0, 1.0], &[0.1, 0.9]).unwrap_err();
    assert_eq!(refusal, Refusal::SingleClass);
    assert_eq!(refusal.code(), ErrorCode::UndefinedMetric);
}

#[test]
fn truth_other_than_zero_and_one_is_the_hosts_fault() {
    let refusal = auc(&[1.0, 0.0, 0.5], &[0.1, 0.9, 0.4]).unwrap_err();
    assert_eq!(refusal.code(), ErrorCode::InvalidSettings);
}

#[test]
fn predictions_out_of_reach_are_refused() {
    assert_eq!(auc(&[1.0, 0.0], &[f64::NAN, 0.9]), Err(Refusal::NotFinite));
    let huge = Owned::pair(vec![0.0, 0.0], vec![1e300, 0.0]);
    assert_eq!(huge.score("rmse", &none()), Err(Refusal::NotFinite));
    let negative = Owned::pair(vec![1.0, 0.0], vec![-0.5, 0.0]);
    assert_eq!(negative.score("rmsle", &none()), Err(Refusal::NotFinite));
    let above = Owned::pair(vec![1.0, 0.0], vec![1.2, 0.0]);
    assert_eq!(above.score("log_loss", &none()), Err(Refusal::NotFinite));
}

#[test]
fn rows_that_do_not_sum_to_one_are_refused_or_rescaled() {
    let owned = Owned {
        truth: vec![vec![1.0, 0.0].into(), vec![0.0, 1.0].into()],
        prediction: vec![vec![0.5, 0.25].into(), vec![0.5, 0.25].into()],
        ..Owned::default()
    };
    assert_eq!(owned.score("log_loss", &none()), Err(Refusal::RowSum));
    let rescaled = owned.score("log_loss", &json!({"normalize_rows": "rescale"})).unwrap();
    assert!((rescaled - 2.0_f64.ln()).abs() < 1e-12);
    let mut nothing = owned;
    nothing.prediction = vec![vec![0.0, 1.0].into(), vec![0.0, 1.0].into()];
    assert_eq!(nothing.score("log_loss", &json!({"normalize_rows": "rescale"})), Err(Refusal::RowSum));
}

#[test]
fn a_label_that_is_no_class_is_the_hosts_fault() {
    let owned = Owned {
        truth: vec![Cells::texts(["a", "c"])],
        prediction: vec![vec![0.5, 0.5].into(), vec![0.5, 0.5].into()],
        prediction_names: Some(vec!["a".into(), "b".into()]),
        ..Owned::default()
    };
    for name in ["log_loss", "roc_auc"] {
        assert_eq!(owned.score(name, &none()).unwrap_err().code(), ErrorCode::InvalidSettings, "{name}");
    }
}

#[test]
fn weights_must_be_weights() {
    let weigh = |weights: Vec<f64>| {
        let mut owned = Owned::pair(vec![1.0, 2.0], vec![1.0, 3.0]);
        owned.weight = Some(weights);
        owned.score("rmse", &none())
    };
    assert_eq!(weigh(vec![0.0, 0.0]), Err(Refusal::NoWeight));
    assert!(matches!(weigh(vec![1.0, -1.0]), Err(Refusal::Solution(_))));
    assert!(matches!(weigh(vec![1.0, f64::NAN]), Err(Refusal::Solution(_))));
    assert_eq!(weigh(vec![3.0, 0.0]), Ok(0.0));
}

#[test]
fn columns_other_than_those_of_the_setup_are_refused() {
    let owned = Owned::pair(vec![1.0, 2.0], vec![1.0, 3.0]);
    let metric = owned.metric("rmse", &none()).unwrap();
    let text = Owned::pair(vec![1.0, 2.0], &["1", "3"][..]);
    let short = Owned::pair(vec![1.0, 2.0], vec![1.0]);
    for table in [text.table(), short.table(), Table::default()] {
        assert!(matches!(metric.score(&table, &RowSet::every()), Err(Refusal::Columns(_))));
    }
    let refusal = metric.score(&owned.table(), &RowSet::part(&[1], Part::All)).unwrap_err();
    assert!(matches!(refusal, Refusal::Columns(_)));
}

#[test]
fn a_group_without_a_score_refuses_the_whole_unless_it_is_skipped() {
    let mut owned = Owned::pair(vec![1.0, 0.0, 1.0, 1.0], vec![0.9, 0.1, 0.5, 0.4]);
    owned.group = Some(Cells::texts(["a", "a", "b", "b"]));
    assert_eq!(owned.score("roc_auc", &json!({"group_reduce": "mean"})), Err(Refusal::SingleClass));
    assert_eq!(owned.score("roc_auc", &json!({"group_reduce": "mean", "skip_undefined": true})), Ok(1.0));
}

#[test]
fn groups_are_reduced_by_mean_or_mean_less_spread() {
    let mut owned = Owned::pair(vec![0.0, 0.0, 0.0], vec![1.0, 3.0, 6.0]);
    owned.group = Some(vec![7.0, 7.0, 8.0].into());
    assert_eq!(owned.score("mae", &json!({"group_reduce": "mean"})), Ok(4.0));
    assert_eq!(owned.score("mae", &json!({"group_reduce": "mean_minus_std"})), Ok(2.0));
}

#[test]
fn masked_rows_and_ignored_cells_are_not_scored() {
    let mut owned = Owned::pair(vec![1.0, 2.0, -1.0], vec![1.0, 9.0, 8.0]);
    owned.mask = Some(Cells::texts(["True", "False", "True"]));
    assert_eq!(owned.score("mae", &json!({"mask_keep": "mask==True"})), Ok(4.5));
    assert_eq!(owned.score("mae", &json!({"mask_keep": "mask!=True"})), Ok(7.0));
    assert_eq!(owned.score("mae", &json!({"mask_keep": "mask == True", "ignore_truth": -1})), Ok(0.0));
}

#[test]
fn messages_never_hold_a_value_of_the_truth() {
    let secret = 424_242.5;
    let told = auc(&[secret, 0.0], &[0.1, 0.2]).unwrap_err().to_string();
    assert!(!told.contains("424"), "{told}");
}
