//! Scores equal those of scikit-learn, case by case (`fixtures/golden/README.md` tells the format).

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::owned::{Cells, Owned, close};

fn cells(column: &Value) -> Cells {
    let cells = column.as_array().unwrap();
    if cells.iter().all(Value::is_number) {
        Cells::Numbers(cells.iter().map(|cell| cell.as_f64().unwrap()).collect())
    } else {
        Cells::texts(cells.iter().map(|cell| cell.as_str().unwrap()))
    }
}

fn columns(value: &Value) -> Vec<Cells> {
    let items = value.as_array().unwrap();
    if items.iter().all(Value::is_array) { items.iter().map(cells).collect() } else { vec![cells(value)] }
}

fn table(case: &Value) -> Owned {
    let names = |labels: &Value| labels.as_array().map(|labels| labels.iter().map(text).collect::<Vec<_>>());
    let prediction = columns(&case["prediction"]);
    Owned {
        truth: columns(&case["truth"]),
        prediction_names: names(&case["params"]["classes"]).filter(|names| names.len() == prediction.len()),
        prediction,
        weight: case
            .get("weights")
            .map(|weights| weights.as_array().unwrap().iter().filter_map(Value::as_f64).collect()),
        group: case.get("groups").map(cells),
        mask: None,
        event: case.get("events").map(cells),
        auxiliary: case
            .get("auxiliary")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, column)| (name.clone(), cells(column)))
            .collect(),
    }
}

fn text(label: &Value) -> String {
    label.as_str().map_or_else(|| label.to_string(), str::to_owned)
}

fn fault(case: &Value) -> Option<String> {
    let name = case["metric"].as_str().unwrap();
    let metric = match table(case).metric(name, &case["params"]) {
        Ok(metric) => metric,
        Err(error) => return Some(format!("settings: {error}")),
    };
    let score = metric.score(&table(case).table(), &joute_metrics::RowSet::every());
    match (score, case["expected"].as_f64()) {
        (Ok(score), Some(expected)) if close(score, expected) => None,
        (Err(_), None) => None,
        (score, expected) => Some(format!("{score:?}, expected {expected:?}")),
    }
}

fn compare(file: &str) {
    // Random inputs of `fixtures/scripts/differential.sh` are compared in the same way.
    let ours = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/golden");
    let path = std::env::var_os("JOUTE_GOLDEN_FOLDER").map_or_else(ours, PathBuf::from).join(file);
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let tell = |case: &Value| fault(case).map(|fault| format!("{} | {}: {fault}", case["metric"], case["name"]));
    let faults: Vec<_> = cases.iter().filter_map(tell).collect();
    assert!(faults.is_empty(), "{} of {} cases differ:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn the_first_nine_metrics_score_as_the_references_do() {
    compare("metrics.json");
}

#[test]
fn their_siblings_score_as_the_references_do() {
    compare("siblings.json");
}

#[test]
fn the_rest_of_the_catalogue_scores_as_the_references_do() {
    compare("catalogue.json");
}
