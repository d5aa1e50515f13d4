//! Limits: each ends in words for the person who uploaded, never in a crash of the parent.

use std::time::Duration;

use joute_domain::ErrorCode;
use joute_evaluation::{Bounds, EvaluationError, Evaluator, Stage};
use joute_sandbox::{Ending, Limits};
use libtest_mimic::Trial;

use crate::files::{Competition, file, launcher, settings};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("limits::{name}"), move || {
            run();
            Ok(())
        })
    };
    vec![
        trial("too_little_memory_is_told_in_words", too_little_memory_is_told_in_words),
        trial("too_little_processor_time_is_told_in_words", too_little_processor_time_is_told_in_words),
        trial("bounds_on_tables_are_told_in_words", bounds_on_tables_are_told_in_words),
    ]
}

fn large_table(rows: u32) -> String {
    (0..rows)
        .map(|row| format!("some rather long identifier {row},{row}\n"))
        .fold("id,y\n".to_owned(), |text, row| text + &row)
}

fn stopped(limits: Limits) -> (Stage, Ending, String) {
    let competition = Competition::new(&settings("mae", "y"), "id,y\na,1\n");
    let evaluator = Evaluator::new(launcher(), limits);
    let upload = file(large_table(2_000_000));
    let error = evaluator.validate(&competition.prepared.schema, &competition.prepared.ids, &upload).unwrap_err();
    let report = error.report().unwrap();
    assert_eq!(report.errors[0].code, ErrorCode::StageStopped);
    match error {
        EvaluationError::Stopped { stage, ending } => (stage, ending, report.errors[0].message.clone()),
        other => panic!("{other:?}"),
    }
}

fn too_little_memory_is_told_in_words() {
    let (stage, ending, words) = stopped(Limits { memory_bytes: 96 << 20, ..Limits::default() });
    assert_eq!((stage, ending), (Stage::Validate, Ending::Memory));
    assert!(words.contains("needed more memory than allowed"), "{words}");
}

fn too_little_processor_time_is_told_in_words() {
    let limits = Limits { cpu: Duration::from_secs(1), wall: Duration::from_mins(1), ..Limits::default() };
    let (stage, ending, words) = stopped(limits);
    assert_eq!((stage, ending), (Stage::Validate, Ending::CpuTime));
    assert!(words.contains("more processor time than allowed"), "{words}");
}

fn bounds_on_tables_are_told_in_words() {
    let competition = Competition::new(&settings("mae", "y"), "id,y\na,1\n");
    let bounds = Bounds { table_bytes: 1000, line_bytes: 100, columns: 3, rows: 20 };
    let evaluator = Evaluator::new(launcher(), Limits::default()).with_bounds(bounds);
    let code = |upload: String| {
        let upload = file(upload);
        match evaluator.validate(&competition.prepared.schema, &competition.prepared.ids, &upload) {
            Err(EvaluationError::Rejected(report)) => report.errors[0].code,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code("id,y\n".to_owned() + &"a,1\n".repeat(300)), ErrorCode::TooLarge);
    assert_eq!(code("id,y\n".to_owned() + &"a,1\n".repeat(30)), ErrorCode::TooLarge);
    assert_eq!(code("id,y\n".to_owned() + &"\n\"a\",1".repeat(30)), ErrorCode::TooLarge);
    assert_eq!(code("id,y,x,z\n".to_owned()), ErrorCode::TooLarge);
    assert_eq!(code(format!("id,y\na,{}\n", "1".repeat(101))), ErrorCode::FieldTooLong);
}
