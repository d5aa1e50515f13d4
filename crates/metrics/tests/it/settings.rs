//! What a host hears of settings that make no metric.

use joute_metrics::{ColumnKind, Metric, ParameterDefault, SettingsError, catalogue, find};
use serde_json::json;

use crate::owned::{Cells, Owned, none, parameters};

fn numbers() -> Owned {
    Owned::pair(vec![1.0, 0.0], vec![0.5, 0.5])
}

fn wide(columns: usize) -> Owned {
    let column = || Cells::Numbers(vec![1.0, 0.0]);
    Owned {
        truth: (0..columns).map(|_| column()).collect(),
        prediction: (0..columns).map(|_| column()).collect(),
        ..Owned::default()
    }
}

fn labels() -> Owned {
    Owned::pair(&["yes", "no"][..], &["yes", "yes"][..])
}

#[test]
fn an_unknown_metric_is_answered_with_the_catalogue() {
    let error = numbers().settings_error("rsme", &none());
    assert!(error.to_string().contains("`rsme`") && error.to_string().contains("rmse, mse, mae"), "{error}");
    assert_eq!(error.parameter(), None);
}

#[test]
fn an_unknown_parameter_is_answered_with_those_there_are() {
    let error = numbers().settings_error("rmse", &json!({"column": "mean"}));
    assert_eq!(error.parameter(), Some("column"));
    assert!(error.to_string().contains("columns, column_weights"), "{error}");
}

#[test]
fn a_wrong_value_is_answered_with_what_is_accepted() {
    let cases = [
        ("rmse", json!({"columns": "sum"}), "columns", "mean, flatten, weights"),
        ("rmse", json!({"column_weights": [1, -1]}), "column_weights", "not negative"),
        ("rmse", json!({"column_weights": [0, 0]}), "column_weights", "not all 0"),
        ("log_loss", json!({"eps": 0}), "eps", "above 0"),
        ("log_loss", json!({"eps": "tiny"}), "eps", "\"tiny\""),
        ("log_loss", json!({"normalize_rows": true}), "normalize_rows", "require, rescale, no"),
        ("log_loss", json!({"soft": "yes"}), "soft", "true or false"),
        ("roc_auc", json!({"max_fpr": 1.5}), "max_fpr", "not above 1"),
        ("roc_auc", json!({"multi_class": "raise"}), "multi_class", "ovr, ovo"),
        ("kappa", json!({"weights": "cubic"}), "weights", "none, linear, quadratic"),
        ("f1", json!({"average": "micro", "both_empty": 2}), "both_empty", "from 0 to 1"),
        ("f1", json!({"classes": ["a", "a"]}), "classes", "different"),
        ("map_at_k", json!({"k": 0}), "k", "whole number from 1"),
        ("map_at_k", json!({"k": 2.5}), "k", "whole number"),
        ("map_at_k", json!({"k": 3, "empty_truth": 0.5}), "empty_truth", "skip, 0, 1"),
    ];
    for (name, params, parameter, said) in cases {
        let error = numbers().settings_error(name, &params);
        assert_eq!(error.parameter(), Some(parameter), "{name} {params}: {error}");
        assert!(matches!(error, SettingsError::BadValue { .. }), "{error:?}");
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn parameters_that_need_another_say_which() {
    let mut masked = numbers();
    masked.mask = Some(vec![1.0, 0.0].into());
    let cases = [
        (numbers(), "map_at_k", json!({}), "k"),
        (numbers(), "rmse", json!({"group_reduce": "mean"}), "group_reduce"),
        (numbers(), "rmse", json!({"mask_keep": "mask==1"}), "mask_keep"),
        (masked.clone(), "rmse", json!({}), "mask_keep"),
        (masked.clone(), "rmse", json!({"mask_keep": "mask>1"}), "mask_keep"),
        (masked.clone(), "rmse", json!({"mask_keep": "other==1"}), "mask_keep"),
        (masked, "rmse", json!({"mask_keep": "mask==on"}), "mask_keep"),
        (wide(2), "rmse", json!({"columns": "weights"}), "columns"),
        (wide(2), "rmse", json!({"column_weights": [1]}), "column_weights"),
        (wide(2), "rmse", json!({"column_weights": [1, 2], "columns": "flatten"}), "column_weights"),
        (numbers(), "kappa", json!({"min": 1}), "min"),
        (numbers(), "kappa", json!({"min": 3, "max": 1}), "max"),
        (labels(), "kappa", json!({"scale": "range"}), "scale"),
        (labels(), "f1", json!({}), "pos_label"),
        (numbers(), "f1", json!({"pos_label": "yes"}), "pos_label"),
        (wide(2), "f1", json!({}), "average"),
        (numbers(), "rmse", json!({"ignore_truth": "unknown"}), "ignore_truth"),
        (numbers(), "accuracy", json!({"classes": ["a", "b"]}), "classes"),
        (wide(2), "log_loss", json!({"classes": ["a", "b", "c"]}), "classes"),
    ];
    for (owned, name, params, parameter) in cases {
        let error = owned.settings_error(name, &params);
        assert_eq!(error.parameter(), Some(parameter), "{name} {params}: {error}");
    }
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let mut uneven = wide(2);
    uneven.prediction.pop();
    let mut crossed = wide(2);
    crossed.prediction_names = Some(vec!["t1".into(), "t0".into()]);
    let mut grouped = labels();
    grouped.truth.clear();
    for (owned, name) in
        [(uneven.clone(), "rmse"), (uneven, "f1"), (crossed, "rmse"), (grouped, "accuracy"), (wide(2), "map_at_k")]
    {
        let error =
            owned.settings_error(name, &if name == "map_at_k" { json!({"k": 1}) } else { json!({"average": "macro"}) });
        let named = matches!(error, SettingsError::Columns { .. } | SettingsError::UnknownParameter { .. });
        assert!(named, "{name}: {error:?}");
    }
    let mut text_weight = numbers();
    text_weight.group = Some(Cells::texts(["a", "b"]));
    assert!(text_weight.settings_error("rmse", &none()).to_string().contains("group_reduce"));
}

#[test]
fn numbers_are_asked_for_where_a_metric_compares_numbers() {
    let kinds = |name, params| {
        let found = [ColumnKind::Text, ColumnKind::Number];
        found.map(|kind| Metric::truth_kinds(name, &parameters(&params), &[kind]).unwrap()[0])
    };
    assert_eq!(kinds("rmse", none()), [ColumnKind::Number, ColumnKind::Number]);
    assert_eq!(kinds("accuracy", none()), [ColumnKind::Text, ColumnKind::Number]);
    assert_eq!(kinds("map_at_k", json!({"k": 1})), [ColumnKind::Text, ColumnKind::Text]);
    assert_eq!(kinds("f1", json!({"list_separator": " "})), [ColumnKind::Text, ColumnKind::Text]);
    assert_eq!(kinds("f1", json!({"average": "samples"})), [ColumnKind::Text, ColumnKind::Text]);
    let wide = Metric::truth_kinds("f1", &parameters(&json!({"average": "samples"})), &[ColumnKind::Number; 2]);
    assert_eq!(wide.unwrap(), [ColumnKind::Number; 2]);
}

#[test]
fn the_catalogue_names_everything_once_and_says_what_it_is() {
    let mut names: Vec<_> = catalogue().iter().map(|metric| metric.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    for metric in catalogue() {
        assert!(!metric.summary.is_empty() && !metric.reference.is_empty(), "{}", metric.name);
        assert_eq!(metric.description_key, format!("metric-{}", metric.name.replace('_', "-")));
        assert_eq!(find(metric.name).unwrap().name, metric.name);
        let mut parameters: Vec<_> = metric.parameters.iter().map(|parameter| parameter.name).collect();
        parameters.sort_unstable();
        assert!(parameters.windows(2).all(|pair| pair[0] != pair[1]), "{}: {parameters:?}", metric.name);
        assert!(metric.parameters.iter().all(|parameter| !parameter.summary.is_empty()), "{}", metric.name);
    }
    let k = find("map_at_k").unwrap().parameters.iter().find(|parameter| parameter.name == "k").unwrap();
    assert_eq!(k.default, ParameterDefault::Required);
}
