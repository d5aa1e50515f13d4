//! What a host learns at set-up.

use joute_domain::{ErrorCode, ScoringSettings, UploadReport};
use joute_evaluation::{CellKind, EvaluationError};
use libtest_mimic::Trial;

use crate::files::{Competition, codes, evaluator, file, settings, with_ratio, with_usage, words};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("host::{name}"), move || {
            run();
            Ok(())
        })
    };
    vec![
        trial("a_solution_yields_a_public_schema", a_solution_yields_a_public_schema),
        trial("faults_of_the_settings_are_told_together", faults_of_the_settings_are_told_together),
        trial("faults_of_the_solution_are_told_with_their_lines", faults_of_the_solution_are_told),
        trial("a_part_on_which_the_metric_is_undefined_is_refused", an_undefined_part_is_refused),
        trial("ignored_rows_may_hold_anything", ignored_rows_may_hold_anything),
        trial("the_sample_must_be_what_submissions_must_be", the_sample_must_fit),
        trial("a_class_without_a_column_is_refused", a_class_without_a_column_is_refused),
        trial("labels_that_are_numbers_are_equal_by_value", labels_that_are_numbers_are_equal_by_value),
        trial("a_long_integer_label_is_text", a_long_integer_label_is_text),
        trial("masked_rows_need_no_truth", masked_rows_need_no_truth),
        trial("truth_that_is_not_known_is_not_scored", truth_that_is_not_known_is_not_scored),
        trial("a_house_that_writes_tabs_gets_tabs", a_house_that_writes_tabs_gets_tabs),
    ]
}

fn refusal(settings: &ScoringSettings, solution: &str, sample: Option<&str>) -> UploadReport {
    match evaluator().prepare_solution(settings, &file(solution), sample.map(file).as_ref()) {
        Err(EvaluationError::Rejected(report)) => report,
        other => panic!("not refused: {other:?}"),
    }
}

fn a_solution_yields_a_public_schema() {
    let mut settings = with_usage(settings("accuracy", "label"));
    settings.columns.extra = vec!["comment".to_owned()];
    let solution = "label,id,Usage,unused\nyes,2,Public,x\nno,10,Private,x\nyes,1,Ignored,x\n";
    let prepared = Competition::new(&settings, solution).prepared;
    assert_eq!(prepared.schema.header(), ["id", "label", "comment"]);
    assert_eq!(prepared.schema.prediction[0].kind, CellKind::Text);
    assert_eq!((prepared.rows.public, prepared.rows.private, prepared.rows.ignored), (1, 1, 1));
    let stored = serde_json::to_string(&prepared.schema).unwrap();
    assert_eq!(serde_json::from_str::<joute_evaluation::Schema>(&stored).unwrap(), prepared.schema);
    assert!(!stored.contains("yes"), "the schema tells of the truth: {stored}");
}

fn faults_of_the_settings_are_told_together() {
    let mut settings = with_ratio(with_usage(settings("rmse", "y")), 1.5, 0);
    settings.columns.extra = vec!["y".to_owned()];
    settings.columns.roles.insert("colour".to_owned(), "c".to_owned());
    let report = refusal(&settings, "id,y\na,1\n", None);
    assert_eq!(codes(&report), [(ErrorCode::InvalidSettings, 1); 4]);
}

fn faults_of_the_solution_are_told() {
    let settings = with_usage(settings("rmse", "y"));
    let report = refusal(&settings, "id,Y\na,1\n", None);
    assert_eq!(codes(&report), [(ErrorCode::MissingColumn, 1); 2]);
    assert!(words(&report).contains("in another case"), "{report:?}");

    let report = refusal(&settings, "id,y,Usage\na,1,Public\na,2,Private\nb,x,Private\n,,Test\n", None);
    let mut found = codes(&report);
    found.sort();
    let mut expected = [
        (ErrorCode::DuplicateIds, 1),
        (ErrorCode::InvalidLabel, 1),
        (ErrorCode::NotANumber, 1),
        (ErrorCode::NullValue, 1),
    ];
    expected.sort();
    assert_eq!(found, expected);
    let places = report.errors.iter().find(|error| error.code == ErrorCode::NotANumber).unwrap();
    assert_eq!(places.places[0].line, Some(4));
}

fn an_undefined_part_is_refused() {
    let auc = with_usage(settings("roc_auc", "y"));
    let report = refusal(&auc, "id,y,Usage\na,1,Public\nb,0,Public\nc,1,Private\nd,1,Private\n", None);
    assert_eq!(codes(&report), [(ErrorCode::UndefinedMetric, 1)]);
    assert!(words(&report).contains("private rows"), "{report:?}");
    let report = refusal(&settings("pearson", "y"), "id,y\na,1\nb,1\n", None);
    assert_eq!(codes(&report), [(ErrorCode::UndefinedMetric, 1)]);
    let report = refusal(&auc, "id,y,Usage\na,1,Public\nb,0,Public\n", None);
    assert!(words(&report).contains("no private row"), "{report:?}");
}

fn ignored_rows_may_hold_anything() {
    let settings = with_usage(settings("mae", "y"));
    let solution = "id,y,Usage\na,1,Public\nb,unknown,Ignored\nc,2,Private\n";
    let competition = Competition::new(&settings, solution);
    assert_eq!(competition.score("id,y\na,1\nb,7\nc,2\n"), 0.0);
}

fn masked_rows_need_no_truth() {
    let mut settings = settings("rmse", "y");
    settings.metric.params.insert("mask_keep".to_owned(), "keep==True".into());
    settings.columns.roles.insert("mask".to_owned(), "keep".to_owned());
    let competition = Competition::new(&settings, "id,y,keep\na,1,True\nb,,False\nc,NaN,false\nd,3,TRUE\n");
    assert_eq!(competition.score("id,y\na,1\nb,7\nc,8\nd,4\n"), 0.5_f64.sqrt());
    let report = competition.refusal("id,y\na,1\nb,\nc,8\nd,4\n");
    assert_eq!(codes(&report), [(ErrorCode::NullValue, 1)], "predictions are asked for all the same");
    let report = refusal(&settings, "id,y,keep\na,1,True\nb,,True\n", None);
    assert_eq!(codes(&report), [(ErrorCode::NullValue, 1)], "{report:?}");
}

fn truth_that_is_not_known_is_not_scored() {
    let mut settings = settings("roc_auc", "a");
    settings.columns.truth.push("b".to_owned());
    settings.columns.prediction.push("b".to_owned());
    settings.metric.params.insert("ignore_truth".to_owned(), "".into());
    let competition = Competition::new(&settings, "id,a,b\n1,1,0\n2,0,\n3,NaN,1\n4,0,1\n");
    assert_eq!(competition.score("id,a,b\n1,0.9,0.1\n2,0.2,0.0\n3,1,0.8\n4,0.4,0.7\n"), 1.0);
    settings.metric.params.insert("ignore_truth".to_owned(), (-1).into());
    let report = refusal(&settings, "id,a,b\n1,1,0\n2,0,\n3,-1,1\n4,0,1\n", None);
    assert_eq!(codes(&report), [(ErrorCode::NullValue, 1)], "{report:?}");
}

fn a_house_that_writes_tabs_gets_tabs() {
    let settings = settings("accuracy", "y");
    let tabs = Competition::new(&settings, "id\ty\na\tred, dark\nb\tblue\n");
    assert_eq!(tabs.score("id\ty\nb\tblue\na\tred, dark\n"), 1.0);
    let report = tabs.refusal("id,y\nb,blue\na,red\n");
    assert_eq!(codes(&report), [(ErrorCode::WrongDelimiter, 1)]);
    assert!(words(&report).contains("by commas, not by tabs"), "{report:?}");
    let evaluator = evaluator();
    let sample = file("id\ty\nb\tblue\na\tred\n");
    let prepared = evaluator.prepare_solution(&settings, &file("id,y\na,red\nb,blue\n"), Some(&sample)).unwrap();
    assert_eq!(prepared.schema.separator, joute_evaluation::Separator::Tab, "the sample decides");
}

fn the_sample_must_fit() {
    let settings = settings("mae", "y");
    let solution = "id,y\na,1\nb,2\n";
    let accepted = evaluator().prepare_solution(&settings, &file(solution), Some(&file("id,y\nb,0\na,\n")));
    assert!(accepted.is_ok(), "{accepted:?}");
    let report = refusal(&settings, solution, Some("id,z\nb,0\nx,0\n"));
    let expected = [
        (ErrorCode::MissingColumn, 1),
        (ErrorCode::UnexpectedColumn, 1),
        (ErrorCode::MissingIds, 1),
        (ErrorCode::UnknownIds, 1),
    ];
    assert_eq!(codes(&report), expected);
    assert!(report.errors.iter().all(|error| error.message.starts_with("Sample submission: ")));
}

fn a_class_without_a_column_is_refused() {
    let mut settings = settings("log_loss", "author");
    settings.columns.prediction = vec!["EAP".to_owned(), "HPL".to_owned()];
    settings.metric.params.insert("classes".to_owned(), serde_json::json!(["EAP", "HPL"]));
    let report = refusal(&settings, "id,author\na,EAP\nb,HPL\nc,MWS\n", None);
    assert_eq!(codes(&report), [(ErrorCode::InvalidSettings, 1)]);
    let competition = Competition::new(&settings, "id,author\na,EAP\nb,HPL\n");
    assert!((competition.score("id,EAP,HPL\na,0.5,0.5\nb,0.5,0.5\n") - std::f64::consts::LN_2).abs() < 1e-12);
}

fn labels_that_are_numbers_are_equal_by_value() {
    let competition = Competition::new(&settings("accuracy", "label"), "id,label\na,0\nb,1\n");
    assert_eq!(competition.score("id,label\na,0.0\nb,1.0\n"), 1.0);
}

fn a_long_integer_label_is_text() {
    let solution = "id,label\na,9007199254740993\nb,9007199254740992\n";
    let competition = Competition::new(&settings("accuracy", "label"), solution);
    assert_eq!(competition.score("id,label\na,9007199254740992\nb,9007199254740992\n"), 0.5);
}
