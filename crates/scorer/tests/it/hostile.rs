//! The project's corpus of damaged uploads, and files damaged on the spot.

use std::io::Write;
use std::path::{Path, PathBuf};

use joute_domain::UploadReport;
use joute_evaluation::{Bounds, EvaluationError, Evaluator, Scores};
use joute_sandbox::Limits;
use libtest_mimic::{Failed, Trial};
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, ParquetWriter, Series};
use serde::Deserialize;

use crate::files::{Competition, launcher, settings};

#[derive(Deserialize)]
struct Manifest {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    file: String,
    codes: Vec<String>,
    mention: Vec<String>,
}

pub(crate) fn trials() -> Vec<Trial> {
    let manifest: Manifest =
        serde_json::from_str(&std::fs::read_to_string(folder().join("manifest.json")).unwrap()).unwrap();
    let case = |case: Case| Trial::test(format!("hostile::{}", case.file), move || case.run());
    let mut trials: Vec<Trial> = manifest.cases.into_iter().map(case).collect();
    for (name, bytes) in [("csv", csv()), ("gzip", gzip()), ("zip", zip()), ("parquet", parquet())] {
        let damaged = bytes.clone();
        trials.push(Trial::test(format!("hostile::cut_off::{name}"), move || cut_off(&bytes)));
        trials.push(Trial::test(format!("hostile::flipped::{name}"), move || flipped(&damaged)));
    }
    trials
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/hostile")
}

fn competition() -> Competition {
    Competition::new(&settings("mae", "target"), std::fs::read(folder().join("solution.csv")).unwrap())
}

impl Case {
    fn run(&self) -> Result<(), Failed> {
        let Competition { prepared, .. } = competition();
        // A smaller bound than usual, so that a bomb can be a small file.
        let bounds = Bounds { table_bytes: 64 << 20, ..Bounds::default() };
        let evaluator = Evaluator::new(launcher(), Limits::default()).with_bounds(bounds);
        let upload = std::fs::File::open(folder().join(&self.file)).unwrap();
        let scores = evaluator
            .validate(&prepared.schema, &prepared.ids, &upload)
            .and_then(|canonical| evaluator.score(&prepared.schema, &canonical, &prepared.truth));
        match scores {
            Ok(scores) => self.accepted(&scores),
            Err(EvaluationError::Rejected(report)) => self.rejected(&report),
            Err(error) => Err(format!("{error:?}").into()),
        }
    }

    fn accepted(&self, scores: &Scores) -> Result<(), Failed> {
        let is_right = self.codes.is_empty() && scores.all.value() == 1.0;
        if is_right { Ok(()) } else { Err(format!("accepted with {scores:?}").into()) }
    }

    fn rejected(&self, report: &UploadReport) -> Result<(), Failed> {
        let text = serde_json::to_string(report).unwrap();
        let mut found: Vec<String> = report.errors.iter().map(|error| error.code.as_str()).collect();
        let mut expected = self.codes.clone();
        found.sort();
        expected.sort();
        let silent: Vec<&String> = self.mention.iter().filter(|word| !text.contains(word.as_str())).collect();
        if found == expected && silent.is_empty() { Ok(()) } else { Err(format!("{silent:?} not in {text}").into()) }
    }
}

fn csv() -> Vec<u8> {
    std::fs::read(folder().join("quoted.csv")).unwrap()
}

fn gzip() -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&csv()).unwrap();
    encoder.finish().unwrap()
}

fn zip() -> Vec<u8> {
    std::fs::read(folder().join("good.zip")).unwrap()
}

fn parquet() -> Vec<u8> {
    let text = std::fs::read_to_string(folder().join("good.csv")).unwrap();
    let rows: Vec<(&str, f64)> = text
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').unwrap())
        .map(|(id, value)| (id, value.parse().unwrap()))
        .collect();
    let ids = Series::new("id".into(), rows.iter().map(|row| row.0).collect::<Vec<_>>());
    let values = Series::new("target".into(), rows.iter().map(|row| row.1).collect::<Vec<_>>());
    let mut frame = DataFrame::new(rows.len(), vec![ids.into_column(), values.into_column()]).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

/// About forty prefixes: each is refused in words, or scored if only a line end is missing.
fn cut_off(bytes: &[u8]) -> Result<(), Failed> {
    let competition = competition();
    assert_eq!(competition.score(bytes), 1.0, "the whole file is good");
    let step = (bytes.len() / 40).max(1);
    (0..bytes.len()).step_by(step).try_for_each(|length| survives(&competition, &bytes[..length], length))
}

/// Sixty files with one to three changed bytes, the same ones in each run.
fn flipped(bytes: &[u8]) -> Result<(), Failed> {
    let competition = competition();
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    (0..60).try_for_each(|round| {
        let mut damaged = bytes.to_vec();
        for _ in 0..=draw(3) {
            let at = draw(damaged.len());
            damaged[at] ^= 1 << draw(8);
        }
        survives(&competition, &damaged, round)
    })
}

fn survives(competition: &Competition, bytes: &[u8], which: usize) -> Result<(), Failed> {
    match competition.submit(bytes) {
        Ok(scores) if scores.all.value().is_finite() => Ok(()),
        Err(EvaluationError::Rejected(report)) if !report.is_empty() => Ok(()),
        other => Err(format!("number {which}: {other:?}").into()),
    }
}
