//! What the validator is told to ask of predictions, without the truth.

use joute_domain::ErrorCode;
use joute_metrics::{AllowedLabels, ColumnKind, ColumnRule, RowTotal};
use serde_json::{Value, json};

use crate::owned::{Cells, Owned, none};

fn pair() -> Owned {
    Owned::pair(vec![1.0, 0.0], vec![0.5, 0.5])
}

fn first_rule(owned: &Owned, name: &str, params: &Value) -> ColumnRule {
    owned.metric(name, params).unwrap().requirements()[0].clone()
}

fn number_code(name: &str, params: &Value, value: f64) -> Option<ErrorCode> {
    match first_rule(&pair(), name, params) {
        ColumnRule::Number(rule) => rule.check(value).err().map(|fault| fault.code()),
        ColumnRule::Label(rule) => rule.check_number(value).err().map(|fault| fault.code()),
        rule => panic!("{rule:?}"),
    }
}

#[test]
fn numbers_have_the_range_of_the_metric() {
    assert_eq!(number_code("rmse", &none(), -3.0), None);
    assert_eq!(number_code("rmse", &none(), f64::INFINITY), Some(ErrorCode::NotFinite));
    assert_eq!(number_code("rmsle", &none(), -0.5), Some(ErrorCode::OutOfRange));
    assert_eq!(number_code("rmsle", &none(), 0.0), None);
    assert_eq!(number_code("roc_auc", &none(), -7.0), None);
    assert_eq!(number_code("log_loss", &none(), 1.2), Some(ErrorCode::OutOfRange));
    assert_eq!(number_code("log_loss", &none(), 1.0), None);
}

#[test]
fn the_words_name_the_range() {
    let ColumnRule::Number(rule) = first_rule(&pair(), "log_loss", &none()) else { panic!() };
    assert_eq!(rule.check(1.2).unwrap_err().to_string(), "the value is not from 0 to 1");
}

#[test]
fn labels_are_those_declared() {
    let classes = json!({"classes": [0, 1]});
    assert_eq!(number_code("accuracy", &classes, 1.0), None);
    assert_eq!(number_code("accuracy", &classes, 2.0), Some(ErrorCode::InvalidLabel));
    assert_eq!(number_code("accuracy", &none(), 2.0), None);
    let text = Owned::pair(&["yes", "NA"][..], &["yes", "yes"][..]);
    let ColumnRule::Label(rule) = first_rule(&text, "accuracy", &json!({"classes": ["yes", "NA"]})) else { panic!() };
    assert_eq!(rule.allowed, Some(AllowedLabels::Texts(vec!["yes".into(), "NA".into()])));
    let code = |cell: &str| rule.check_text(cell.as_bytes()).err().map(|fault| fault.code());
    assert_eq!(code("NA"), None);
    assert_eq!(code("Yes"), Some(ErrorCode::InvalidLabel));
    assert_eq!(code(""), Some(ErrorCode::NullValue));
}

#[test]
fn ratings_are_whole_numbers_of_their_range() {
    let ratings = json!({"weights": "quadratic", "min": 1, "max": 8});
    assert_eq!(number_code("kappa", &ratings, 8.0), None);
    assert_eq!(number_code("kappa", &ratings, 2.5), Some(ErrorCode::InvalidLabel));
    assert_eq!(number_code("kappa", &ratings, 9.0), Some(ErrorCode::OutOfRange));
}

#[test]
fn class_probabilities_have_a_sum() {
    let owned = Owned {
        truth: vec![Cells::texts(["a", "b"])],
        prediction: vec![vec![0.5, 0.5].into(), vec![0.5, 0.5].into()],
        prediction_names: Some(vec!["b".into(), "a".into()]),
        ..Owned::default()
    };
    let total = |params: &Value| {
        owned.metric("log_loss", params).unwrap().requirements().iter().find_map(|rule| match rule {
            ColumnRule::RowSum(rule) => Some((rule.columns.clone(), rule.total)),
            _ => None,
        })
    };
    assert_eq!(total(&none()), Some((vec![0, 1], RowTotal::One { tolerance: 1e-6 })));
    assert_eq!(total(&json!({"normalize_rows": "rescale"})), Some((vec![0, 1], RowTotal::Positive)));
    assert_eq!(total(&json!({"normalize_rows": "no"})), None);
    assert_eq!(owned.metric("log_loss", &none()).unwrap().prediction_kinds(), [ColumnKind::Number; 2]);
}

#[test]
fn lists_are_items_and_separators() {
    let lists = Owned::pair(&["a b"][..], &["b"][..]);
    let ColumnRule::List(rule) = first_rule(&lists, "map_at_k", &json!({"k": 5})) else { panic!() };
    let code = |cell: &str| rule.check(cell.as_bytes()).err().map(|fault| fault.code());
    assert_eq!(code("h1 h2 h3"), None);
    assert_eq!(code(""), None);
    assert_eq!(code("['h1', 'h2']"), Some(ErrorCode::InvalidList));
    assert_eq!(code("h1, h2, h3"), Some(ErrorCode::InvalidList));
}
