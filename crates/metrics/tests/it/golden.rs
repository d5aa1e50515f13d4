//! Scores equal those of scikit-learn, scipy and plain references, case by case (`fixtures/golden/README.md` tells the format).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use joute_metrics::catalogue;
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
        mask: case.get("mask").map(cells),
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

/// What was compared for one metric.
#[derive(Debug, Default, Clone, Copy)]
struct Compared {
    values: usize,
    /// Largest difference relative to the reference; the difference itself where that is 0.
    largest: f64,
}

/// Compares a case; the error is what is wrong with it.
fn compare(case: &Value, compared: &mut Compared) -> Result<(), String> {
    let name = case["metric"].as_str().unwrap();
    let metric = table(case).metric(name, &case["params"]).map_err(|error| format!("settings: {error}"))?;
    let score = metric.score(&table(case).table(), &joute_metrics::RowSet::every());
    compared.values += 1;
    match (score, case["expected"].as_f64()) {
        (Ok(score), Some(expected)) => {
            let size = if expected.abs() > 0.0 { expected.abs() } else { 1.0 };
            compared.largest = compared.largest.max((score - expected).abs() / size);
            if close(score, expected) { Ok(()) } else { Err(format!("{score}, expected {expected}")) }
        }
        (Err(_), None) => Ok(()),
        (score, expected) => Err(format!("{score:?}, expected {expected:?}")),
    }
}

/// The files of golden values; random inputs of `fixtures/scripts/differential.sh` are compared in the same way.
fn files() -> Vec<PathBuf> {
    let ours = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/golden");
    let mut folders = vec![std::env::var_os("JOUTE_GOLDEN_FOLDER").map_or_else(ours, PathBuf::from)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "json" => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn cases(file: &Path) -> Vec<Value> {
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// Prints how many values there are and the largest difference from the reference, metric by metric.
#[test]
fn the_scores_are_those_of_the_references() {
    let mut table: BTreeMap<&str, Compared> =
        catalogue().iter().map(|metric| (metric.name, Compared::default())).collect();
    let mut faults = Vec::new();
    for file in files() {
        for case in cases(&file) {
            let metric = joute_metrics::find(case["metric"].as_str().unwrap()).unwrap();
            let fault = compare(&case, table.get_mut(metric.name).unwrap());
            faults.extend(fault.err().map(|fault| format!("{} | {}: {fault}", metric.name, case["name"])));
        }
    }
    print(&table);
    assert!(faults.is_empty(), "{} values differ:\n{}", faults.len(), faults.join("\n"));
}

#[allow(clippy::print_stdout, reason = "the table is what a person runs this test for")]
fn print(table: &BTreeMap<&str, Compared>) {
    println!("{:<34}{:>8}  largest relative error", "metric", "values");
    for (metric, Compared { values, largest }) in table {
        println!("{metric:<34}{values:>8}  {largest:.1e}");
    }
    let total: usize = table.values().map(|compared| compared.values).sum();
    let largest = table.values().map(|compared| compared.largest).fold(0.0, f64::max);
    println!("{:<34}{total:>8}  {largest:.1e}", format!("{} metrics", table.len()));
}

#[test]
fn every_metric_has_golden_values_and_says_how_many() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/golden");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in ["metrics", "siblings", "catalogue", "modifiers"] {
        for case in cases(&folder.join(format!("{file}.json"))) {
            *counts.entry(case["metric"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    for metric in catalogue() {
        let count = counts.get(metric.name).copied().unwrap_or(0);
        assert!(count > 0, "{} has no golden value", metric.name);
    }
}
