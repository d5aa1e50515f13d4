//! Scores one submission several times and prints the processor seconds of its two children, set-up apart.
//!
//! `measure SOLUTION SUBMISSION METRIC ID TRUTH PREDICTION REPETITIONS`, one JSON line on standard output.
//!
//! Invariant: only the children's time is counted, as the system counted it.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for whoever measures")]

use std::collections::BTreeMap;
use std::fs::File;
use std::time::Instant;

use joute_domain::{ColumnSettings, MetricSettings, ScoringSettings};
use joute_evaluation::Evaluator;
use joute_sandbox::{Launcher, Limits};

const CHILD: &str = "scoring-child";

/// Ticks of the system clock in a second.
const TICKS: f64 = 100.0;

fn main() {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == CHILD) {
        joute_scorer::child_main();
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [solution, submission, metric, id, truth, prediction, repetitions] = words.as_slice() else {
        panic!("seven arguments are needed");
    };
    let settings = ScoringSettings {
        metric: MetricSettings { name: metric.clone(), params: BTreeMap::new() },
        columns: ColumnSettings {
            id: id.clone(),
            truth: vec![truth.clone()],
            prediction: vec![prediction.clone()],
            extra: Vec::new(),
            usage: None,
            text: Vec::new(),
            roles: BTreeMap::new(),
        },
        split: None,
    };
    let evaluator = Evaluator::new(Launcher::current_executable(CHILD), Limits::default());
    let open = |path: &String| File::open(path).unwrap();
    let (start, before) = (Instant::now(), children());
    let prepared = evaluator.prepare_solution(&settings, &open(solution), None).unwrap();
    let set_up = (start.elapsed().as_secs_f64(), children() - before);
    let count: u32 = repetitions.parse().unwrap();
    let (mut validate, mut score) = ((0.0, 0.0), (0.0, 0.0));
    let mut value = 0.0;
    for _ in 0..count {
        let (start, before) = (Instant::now(), children());
        let canonical = evaluator.validate(&prepared.schema, &prepared.ids, &open(submission)).unwrap();
        validate = (validate.0 + start.elapsed().as_secs_f64(), validate.1 + children() - before);
        let (start, before) = (Instant::now(), children());
        value = evaluator.score(&prepared.schema, &canonical, &prepared.truth).unwrap().all.value();
        score = (score.0 + start.elapsed().as_secs_f64(), score.1 + children() - before);
    }
    let count = f64::from(count);
    let line = serde_json::json!({
        "score": value,
        "set_up_wall": set_up.0, "set_up_cpu": set_up.1,
        "validate_wall": validate.0 / count, "validate_cpu": validate.1 / count,
        "score_wall": score.0 / count, "score_cpu": score.1 / count,
    });
    println!("{line}");
}

/// Processor seconds of the children that ended.
fn children() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).unwrap().parse::<f64>().unwrap();
    (ticks(13) + ticks(14)) / TICKS
}
