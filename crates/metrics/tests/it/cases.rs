//! The shared scored cases, read naively; skipped where the folder is absent.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use joute_metrics::{ColumnShape, Metric, NamedColumn, Part, Role, RowSet, Table, Usage, find};
use serde_json::Value;

use crate::owned::{Cells, close, parameters};

fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases");
    std::env::var_os("JOUTE_SHARED_CASES").map(PathBuf::from).or(Some(beside)).filter(|folder| folder.is_dir())
}

/// Header and rows of a well-formed CSV file.
struct Sheet(HashMap<String, Vec<String>>);

impl Sheet {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = split(&text).into_iter();
        let header = lines.next().unwrap();
        let mut columns = vec![Vec::new(); header.len()];
        for line in lines {
            assert_eq!(line.len(), header.len(), "{}", path.display());
            columns.iter_mut().zip(line).for_each(|(column, cell)| column.push(cell));
        }
        Self(header.into_iter().zip(columns).collect())
    }

    /// The cells of a column, in the order of `ids`.
    fn ordered(&self, name: &str, id: &str, ids: &[String]) -> Vec<String> {
        let place: HashMap<&String, usize> = self.0[id].iter().enumerate().map(|(row, id)| (id, row)).collect();
        ids.iter().map(|id| self.0[name][place[id]].clone()).collect()
    }
}

fn split(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

fn words(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn looks(column: &[String], forced: bool) -> joute_metrics::ColumnKind {
    let numbers = !forced && column.iter().all(|cell| cell.parse::<f64>().is_ok_and(f64::is_finite));
    if numbers { joute_metrics::ColumnKind::Number } else { joute_metrics::ColumnKind::Text }
}

fn cells(column: &[String], kind: joute_metrics::ColumnKind) -> Cells {
    match kind {
        joute_metrics::ColumnKind::Number => {
            Cells::Numbers(column.iter().map(|cell| cell.parse().unwrap_or_else(|_| panic!("`{cell}`"))).collect())
        }
        joute_metrics::ColumnKind::Text => Cells::texts(column),
    }
}

fn faults(folder: &Path, case: &Value) -> Vec<String> {
    let name = case["metric"].as_str().unwrap();
    let (id, params) = (case["id_column"].as_str().unwrap(), parameters(&case["params"]));
    let read = |key: &str| Sheet::read(&folder.join(case[key].as_str().unwrap()));
    let (solution, submission) = (read("solution"), read("submission"));
    let ids = solution.0[id].clone();
    let (truth_names, prediction_names) = (words(&case["truth_columns"]), words(&case["prediction_columns"]));
    let forced = words(&case["string_columns"]);
    let column = |name: &String| solution.0[name].clone();
    let found: Vec<_> = truth_names.iter().map(|name| looks(&column(name), forced.contains(name))).collect();
    let kinds = Metric::truth_kinds(name, &params, &found).unwrap();
    let truth: Vec<_> = truth_names.iter().zip(&kinds).map(|(name, kind)| cells(&column(name), *kind)).collect();
    let roles: HashMap<Role, (String, Cells)> = case["roles"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(role, name)| {
            let name = name.as_str().unwrap().to_owned();
            let held = cells(&column(&name), looks(&column(&name), forced.contains(&name)));
            (Role::parse(role).unwrap(), (name, held))
        })
        .collect();
    let named = Metric::auxiliary(name, &params, id, &[]).unwrap();
    let auxiliary: Vec<(String, Cells)> = named
        .into_iter()
        .map(|name| {
            let held = cells(&column(&name), looks(&column(&name), false));
            (name, held)
        })
        .collect();
    let shape = ColumnShape {
        truth: truth_names.iter().zip(&kinds).map(|(name, kind)| NamedColumn::new(name, *kind)).collect(),
        prediction: prediction_names.clone(),
        roles: roles.iter().map(|(role, (name, held))| (*role, NamedColumn::new(name, held.kind()))).collect(),
        auxiliary: auxiliary.iter().map(|(name, held)| NamedColumn::new(name, held.kind())).collect(),
    };
    let metric = match Metric::from_settings(name, &params, &shape) {
        Ok(metric) => metric,
        Err(error) => return vec![error.to_string()],
    };
    let guess = |(name, kind): (&String, &_)| cells(&submission.ordered(name, id, &ids), *kind);
    let prediction: Vec<_> = prediction_names.iter().zip(metric.prediction_kinds()).map(guess).collect();
    let role = |role| roles.get(&role).map(|(_, held)| held.column());
    let table = Table {
        rows: ids.len(),
        truth: truth.iter().map(Cells::column).collect(),
        prediction: prediction.iter().map(Cells::column).collect(),
        weight: roles.get(&Role::Weight).map(|(_, held)| match held {
            Cells::Numbers(values) => values.as_slice(),
            Cells::Texts(..) => panic!("text weights"),
        }),
        group: role(Role::Group),
        mask: role(Role::Mask),
        event: role(Role::Event),
        auxiliary: auxiliary.iter().map(|(_, held)| held.column()).collect(),
    };
    let usage: Vec<u8> = case["usage_column"].as_str().map_or(vec![Usage::Public.byte(); ids.len()], |name| {
        let byte = |word: &String| match word.as_str() {
            "Public" => Usage::Public.byte(),
            "Private" => Usage::Private.byte(),
            _ => Usage::Ignored.byte(),
        };
        solution.0[name].iter().map(byte).collect()
    });
    let parts = [("all", Part::All), ("public", Part::Public), ("private", Part::Private)];
    let fault = |(key, part): (&str, Part)| {
        let expected = case["expected"].get(key)?.as_f64()?;
        let score = metric.score(&table, &RowSet::part(&usage, part));
        (!score.is_ok_and(|score| close(score, expected))).then(|| format!("{key}: {score:?}, expected {expected}"))
    };
    parts.into_iter().filter_map(fault).collect()
}

#[test]
fn the_shared_cases_have_the_expected_scores() {
    let Some(folder) = folder() else { return };
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let cases = manifest["scored_cases"].as_array().unwrap();
    let ours: Vec<_> = cases.iter().filter(|case| find(case["metric"].as_str().unwrap()).is_some()).collect();
    assert_eq!(ours.len(), cases.len(), "some metrics are not in the catalogue");
    let tell = |case: &&Value| {
        let faults = faults(&folder, case);
        (!faults.is_empty()).then(|| format!("{}: {}", case["id"], faults.join("; ")))
    };
    let faults: Vec<_> = ours.iter().filter_map(tell).collect();
    assert!(faults.is_empty(), "{} of {} cases differ:\n{}", faults.len(), ours.len(), faults.join("\n"));
}
