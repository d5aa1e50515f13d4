//! What the jail costs: a submission of 1,000 rows checked and scored, cold and from the pool, in both tiers, with the
//! same code in this process as the base. Run it with `--features bare`, better in release.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement at a terminal")]

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use joute_domain::{ColumnSettings, MetricSettings, ScoringSettings};
use joute_evaluation::layout::{Kind, Layout};
use joute_evaluation::wire::{ScoreHeader, ValidateHeader};
use joute_evaluation::{Bounds, Evaluator, Prepared, ScoreFrame, Stage};
use joute_sandbox::{Launcher, Limits, Tier, memory_file, probe};
use joute_scorer::run_bare;

const CHILD: &str = "overhead-child";
const ROWS: u32 = 1_000;
const ROUNDS: usize = 61;
const PATIENCE: Duration = Duration::from_mins(1);

fn main() {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == CHILD) {
        joute_scorer::child_main();
    }
    let launcher = Launcher::current_executable(CHILD);
    let probed = probe(&launcher).unwrap();
    println!("{probed}; {ROWS} rows, {ROUNDS} rounds, milliseconds from the upload to the score");
    let cold = |tier| Evaluator::new(launcher.clone().in_tier(tier), Limits::default());
    let pooled = |evaluator: Evaluator| evaluator.with_pool(1, Duration::from_hours(1)).unwrap();
    let grouped = || Evaluator::new(launcher.clone().locked_as(&probed), Limits::default());
    let mut variants = vec![("cold child, tier B", cold(Tier::B)), ("from the pool, tier B", pooled(cold(Tier::B)))];
    if probed.tier == Tier::A {
        variants.push(("cold child, tier A", cold(Tier::A)));
        variants.push(("from the pool, tier A", pooled(cold(Tier::A))));
        variants.push(("cold child, tier A, control group", grouped()));
        variants.push(("from the pool, tier A, control group", pooled(grouped())));
    }
    measure(&variants);
}

fn measure(variants: &[(&str, Evaluator)]) {
    let competition = prepared(&variants[0].1);
    let submission = file(&table(0.5));
    let mut base = Vec::new();
    let mut times = vec![Vec::new(); variants.len()];
    for _ in 0..ROUNDS {
        base.push(timed(|| in_process(&competition, &submission)));
        for ((_, evaluator), times) in variants.iter().zip(&mut times) {
            if let Some(pool) = evaluator.pool() {
                assert!(pool.wait_until_full(PATIENCE), "{:?}", pool.last_error("validate"));
            }
            times.push(timed(|| jailed(evaluator, &competition, &submission)));
        }
    }
    print("in this process, no jail", base);
    for ((name, _), times) in variants.iter().zip(times) {
        print(name, times);
    }
}

fn timed(run: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    run();
    begin.elapsed()
}

fn print(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{name:<40} min {:>7.1}  median {:>7.1}", millis(times[0]), millis(times[times.len() / 2]));
}

fn jailed(evaluator: &Evaluator, competition: &Prepared, submission: &File) {
    let canonical = evaluator.validate(&competition.schema, &competition.ids, submission).unwrap();
    evaluator.score(&competition.schema, &canonical, &competition.truth).unwrap();
}

fn in_process(competition: &Prepared, submission: &File) {
    let schema = competition.schema.clone();
    let kinds: Vec<Kind> = schema.prediction.iter().map(|column| column.kind.into()).collect();
    let room = Layout::new(schema.rows, &kinds).unwrap().file_bytes(0).unwrap();
    let predictions = memory_file("predictions", room).unwrap();
    let header = ValidateHeader { schema: schema.clone(), bounds: Bounds::default() };
    run_bare(Stage::Validate, &header, &[submission, &competition.ids, &predictions]);
    let header = ScoreHeader { schema: schema.clone() };
    let frame = run_bare(Stage::Score, &header, &[&predictions, &competition.truth]);
    ScoreFrame::from_bytes(&frame, schema.rows, schema.split).unwrap();
}

fn prepared(evaluator: &Evaluator) -> Prepared {
    let columns = ColumnSettings {
        id: "id".to_owned(),
        truth: vec!["y".to_owned()],
        prediction: vec!["y".to_owned()],
        extra: Vec::new(),
        usage: None,
        text: Vec::new(),
        roles: std::collections::BTreeMap::new(),
    };
    let metric = MetricSettings { name: "rmse".to_owned(), params: std::collections::BTreeMap::new() };
    let settings = ScoringSettings { metric, columns, split: None };
    evaluator.prepare_solution(&settings, &file(&table(0.0)), None).unwrap()
}

fn table(shift: f64) -> String {
    (0..ROWS).fold("id,y\n".to_owned(), |mut text, row| {
        writeln!(text, "row-{row:06},{}", f64::from(row) * 1.25 + shift).unwrap();
        text
    })
}

fn file(text: &str) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}
