//! What a host learns at set-up, in words.

use joute_domain::ScoringSettings;
use joute_evaluation::EvaluationError;
use libtest_mimic::Trial;
use serde_json::json;

use crate::files::{evaluator, file, settings, with_usage, words};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("set_up::{name}"), move || {
            run();
            Ok(())
        })
    };
    vec![
        trial("a_class_missing_in_a_split_is_told", a_class_missing_in_a_split_is_told),
        trial("a_group_without_a_score_is_named", a_group_without_a_score_is_named),
        trial("groups_of_one_are_noted", groups_of_one_are_noted),
        trial("labels_of_one_part_are_noted", labels_of_one_part_are_noted),
        trial("a_column_that_a_parameter_names_must_be_there", a_column_that_a_parameter_names_must_be_there),
    ]
}

fn refusal(settings: &ScoringSettings, solution: &str) -> String {
    match evaluator().prepare_solution(settings, &file(solution), None) {
        Err(EvaluationError::Rejected(report)) => words(&report),
        other => panic!("not refused: {other:?}"),
    }
}

fn notes(settings: &ScoringSettings, solution: &str) -> String {
    evaluator().prepare_solution(settings, &file(solution), None).unwrap().notes.join("\n")
}

fn grouped(metric: &str) -> ScoringSettings {
    let mut settings = settings(metric, "y");
    settings.metric.params.insert("group_reduce".to_owned(), json!("mean"));
    settings.columns.roles.insert("group".to_owned(), "city".to_owned());
    settings
}

fn a_class_missing_in_a_split_is_told() {
    let solution = "id,y,Usage\na,1,Public\nb,1,Public\nc,0,Private\nd,1,Private\n";
    let said = refusal(&with_usage(settings("roc_auc", "y")), solution);
    assert!(said.contains("On the public rows of the solution") && said.contains("every class"), "{said}");
    assert!(!said.contains("private"), "{said}");
}

fn a_group_without_a_score_is_named() {
    let solution = "id,y,city\na,1,Oslo\nb,0,Oslo\nc,1,Riga\n";
    let said = refusal(&grouped("roc_auc"), solution);
    assert!(said.contains("group `Riga`, which has a single row"), "{said}");
}

fn groups_of_one_are_noted() {
    let said = notes(&grouped("rmse"), "id,y,city\na,1,Oslo\nb,0,Oslo\nc,1,Riga\n");
    assert!(said.contains("1 of 2 groups have a single row: `Riga`"), "{said}");
    assert_eq!(notes(&grouped("rmse"), "id,y,city\na,1,Oslo\nb,0,Oslo\n"), "");
}

fn labels_of_one_part_are_noted() {
    let solution = "id,y,Usage\na,cat,Public\nb,dog,Public\nc,cat,Private\nd,owl,Private\n";
    let said = notes(&with_usage(settings("accuracy", "y")), solution);
    assert!(said.contains("Column `y` never holds `owl` on the public rows."), "{said}");
    assert!(said.contains("Column `y` never holds `dog` on the private rows."), "{said}");
}

fn a_column_that_a_parameter_names_must_be_there() {
    let mut settings = settings("jigsaw_bias_auc", "y");
    settings.metric.params.insert("identity_columns".to_owned(), json!(["one", "other"]));
    let said = refusal(&settings, "id,y,one\na,1,0\nb,0,1\n");
    assert!(said.contains("no column `other`"), "{said}");
}
