//! What the stages may not tell: anything of the truth.

use std::io::Read;

use joute_evaluation::EvaluationError;
use joute_sandbox::{Job, Limits, run, sealed_copy};
use libtest_mimic::Trial;
use std::os::fd::AsFd;

use crate::files::{Competition, evaluator, file, launcher, settings};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("leaks::{name}"), move || {
            run();
            Ok(())
        })
    };
    vec![
        trial("two_truths_give_the_same_validator_output", two_truths_give_the_same_validator_output),
        trial("the_order_of_the_ids_says_nothing", the_order_of_the_ids_says_nothing),
        trial("another_truth_or_another_shape_is_not_scored", another_shape_is_not_scored),
        trial("a_child_without_a_proper_job_says_nothing", a_child_without_a_proper_job_says_nothing),
    ]
}

const SUBMISSION: &str = "id,y\nb,0.5\na,0.25\nc,0.75\n";

fn two_truths_give_the_same_validator_output() {
    let canonical = |solution: &str| {
        let prepared = Competition::new(&settings("roc_auc", "y"), solution).prepared;
        let canonical = evaluator().validate(&prepared.schema, &prepared.ids, &file(SUBMISSION)).unwrap();
        let schema = serde_json::to_string(&prepared.schema).unwrap();
        (bytes(canonical.file()), bytes(&prepared.ids), schema)
    };
    assert_eq!(canonical("id,y\na,0\nb,1\nc,1\n"), canonical("id,y\na,0\nb,0\nc,1\n"));
}

fn the_order_of_the_ids_says_nothing() {
    let ids = |solution: &str| bytes(&Competition::new(&settings("roc_auc", "y"), solution).prepared.ids);
    assert_eq!(ids("id,y\nc,1\nb,1\na,0\n"), ids("id,y\na,0\nb,1\nc,1\n"));
}

fn another_shape_is_not_scored() {
    let competition = Competition::new(&settings("rmse", "y"), "id,y\na,0\nb,1\nc,1\n");
    let other = Competition::new(&settings("rmse", "y"), "id,y\na,0\nb,1\n");
    let canonical =
        evaluator().validate(&competition.prepared.schema, &competition.prepared.ids, &file(SUBMISSION)).unwrap();
    for truth in [&other.prepared.truth, &competition.prepared.ids, &file("garbage")] {
        let score = evaluator().score(&competition.prepared.schema, &canonical, truth);
        assert!(matches!(score, Err(EvaluationError::BadAnswer { .. })), "{score:?}");
    }
}

fn a_child_without_a_proper_job_says_nothing() {
    for role in ["prepare", "validate", "score", "profile", "other"] {
        for header in [&b""[..], b"garbage", br#"{"version":1,"body":{}}"#, br#"{"version":9,"body":{}}"#] {
            let header = sealed_copy("header", &mut &header[..], 1 << 10).unwrap();
            let limits = Limits::default();
            let job = Job { role, message: &[], descriptors: vec![header.as_fd()], limits: &limits };
            let output = run(&launcher(), job).unwrap().output;
            assert!(output.len() < 300, "{role}: {}", String::from_utf8_lossy(&output));
        }
    }
}

fn bytes(file: &std::fs::File) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = file.try_clone().unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}
