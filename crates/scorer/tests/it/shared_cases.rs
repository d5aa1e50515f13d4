//! The scored cases and damaged uploads of a shared folder, where this machine has it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use joute_domain::{ColumnSettings, MetricSettings, Parameters, ScoringSettings};
use joute_evaluation::{EvaluationError, Scores};
use joute_metrics::catalogue;
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;

use crate::files::evaluator;

#[derive(Deserialize)]
struct Manifest {
    scored_cases: Vec<ScoredCase>,
    file_cases: Vec<FileCase>,
}

#[derive(Deserialize)]
struct ScoredCase {
    id: String,
    metric: String,
    params: Parameters,
    id_column: String,
    truth_columns: Vec<String>,
    prediction_columns: Vec<String>,
    roles: BTreeMap<String, String>,
    string_columns: Vec<String>,
    usage_column: Option<String>,
    solution: String,
    submission: String,
    expected: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct FileCase {
    id: String,
    file: String,
    solution: String,
    sample: String,
    metric: String,
    params: Parameters,
    id_column: String,
    columns: Vec<String>,
    allowed: Vec<String>,
    score: Option<f64>,
    error_code: Option<String>,
    must_mention: Vec<String>,
}

/// The cases whose metric is in the catalogue, and an account of how many there are.
pub(crate) fn trials() -> (Vec<Trial>, String) {
    let Some((folder, manifest)) = manifest() else {
        return (Vec::new(), "shared cases: skipped, this machine has no folder of them".to_owned());
    };
    let known = |metric: &str, params: &Parameters| {
        let entry = catalogue().iter().find(|entry| entry.name == metric);
        entry.is_some_and(|entry| params.keys().all(|name| entry.parameters.iter().any(|known| known.name == name)))
    };
    let all = manifest.scored_cases.len() + manifest.file_cases.len();
    let folder = Arc::new(folder);
    let mut trials = Vec::new();
    for case in manifest.scored_cases.into_iter().filter(|case| known(&case.metric, &case.params)) {
        let folder = Arc::clone(&folder);
        trials.push(Trial::test(format!("shared_cases::scored::{}", case.id), move || case.run(&folder)));
    }
    for case in manifest.file_cases.into_iter().filter(|case| known(&case.metric, &case.params)) {
        let folder = Arc::clone(&folder);
        trials.push(Trial::test(format!("shared_cases::file::{}", case.id), move || case.run(&folder)));
    }
    let account = format!(
        "shared cases: {} of {all} run, the metrics or parameters of the others are not in the catalogue yet",
        trials.len()
    );
    (trials, account)
}

fn manifest() -> Option<(PathBuf, Manifest)> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases");
    let folder = std::env::var_os("JOUTE_SHARED_CASES").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join("manifest.json")).ok()?;
    Some((folder, serde_json::from_str(&text).unwrap()))
}

fn scores(
    folder: &Path,
    settings: &ScoringSettings,
    [solution, submission]: [&str; 2],
    sample: Option<&str>,
) -> Result<Scores, EvaluationError> {
    let open = |name: &str| File::open(folder.join(name)).unwrap();
    let evaluator = evaluator();
    let sample = sample.map(open);
    let prepared = evaluator
        .prepare_solution(settings, &open(solution), sample.as_ref())
        .map_err(|error| EvaluationError::Settings(format!("the solution was refused: {error:?}")))?;
    let canonical = evaluator.validate(&prepared.schema, &prepared.ids, &open(submission))?;
    evaluator.score(&prepared.schema, &canonical, &prepared.truth)
}

fn close(found: f64, expected: f64) -> Result<(), Failed> {
    let near = (found - expected).abs() <= 1e-12 + 1e-9 * expected.abs();
    if near { Ok(()) } else { Err(format!("{found} is not {expected}").into()) }
}

impl ScoredCase {
    fn run(self, folder: &Path) -> Result<(), Failed> {
        let settings = ScoringSettings {
            metric: MetricSettings { name: self.metric, params: self.params },
            columns: ColumnSettings {
                id: self.id_column,
                truth: self.truth_columns,
                prediction: self.prediction_columns,
                extra: Vec::new(),
                usage: self.usage_column,
                text: self.string_columns,
                roles: self.roles,
            },
            split: None,
        };
        let scores = scores(folder, &settings, [&self.solution, &self.submission], None)?;
        for (part, expected) in self.expected {
            let found = match part.as_str() {
                "all" => Some(scores.all),
                "public" => scores.public,
                _ => scores.private,
            };
            close(found.ok_or("no score")?.value(), expected)?;
        }
        Ok(())
    }
}

impl FileCase {
    fn run(self, folder: &Path) -> Result<(), Failed> {
        let prediction: Vec<String> = self.columns.iter().filter(|name| **name != self.id_column).cloned().collect();
        let settings = ScoringSettings {
            metric: MetricSettings { name: self.metric.clone(), params: self.params.clone() },
            columns: ColumnSettings {
                id: self.id_column.clone(),
                truth: prediction.clone(),
                prediction,
                extra: Vec::new(),
                usage: None,
                text: Vec::new(),
                roles: BTreeMap::new(),
            },
            split: None,
        };
        let allowed = |what: &str| self.allowed.iter().any(|allowed| allowed == what);
        match scores(folder, &settings, [&self.solution, &self.file], Some(&self.sample)) {
            Ok(scores) if allowed("accept") => close(scores.all.value(), self.score.ok_or("no score given")?),
            Err(EvaluationError::Rejected(report)) if allowed("reject") => {
                let text = serde_json::to_string(&report).unwrap();
                let code = self.error_code.iter().find(|code| !text.contains(&format!("\"code\":\"{code}\"")));
                let word = self.must_mention.iter().find(|word| !text.contains(word.as_str()));
                match (code, word) {
                    (None, None) => Ok(()),
                    _ => Err(format!("{code:?} or {word:?} is not in {text}").into()),
                }
            }
            other => Err(format!("allowed is {:?}, but: {other:?}", self.allowed).into()),
        }
    }
}
