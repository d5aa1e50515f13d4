//! What a participant sees: scores, and refusals that name everything at once.

use joute_domain::ErrorCode;
use libtest_mimic::Trial;

use crate::files::{Competition, codes, settings, with_ratio, with_usage, words};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("scoring::{name}"), move || {
            run();
            Ok(())
        })
    };
    vec![
        trial("public_and_private_rows_are_scored_apart", public_and_private_rows_are_scored_apart),
        trial("a_split_by_ratio_is_repeatable", a_split_by_ratio_is_repeatable),
        trial("without_a_split_there_is_one_score", without_a_split_there_is_one_score),
        trial("the_order_of_rows_and_columns_changes_no_bit", the_order_of_rows_and_columns_changes_no_bit),
        trial("every_kind_of_error_is_told_at_once", every_kind_of_error_is_told_at_once),
        trial("a_repeated_id_is_no_label_oracle", a_repeated_id_is_no_label_oracle),
        trial("ids_are_bytes_and_never_numbers", ids_are_bytes_and_never_numbers),
        trial("ids_that_nearly_match_get_a_hint", ids_that_nearly_match_get_a_hint),
        trial("a_report_stays_short_whatever_is_wrong", a_report_stays_short_whatever_is_wrong),
        trial("text_predictions_are_compared_byte_by_byte", text_predictions_are_compared_byte_by_byte),
        trial("quoted_line_breaks_do_not_shift_line_numbers", quoted_line_breaks_do_not_shift_line_numbers),
        trial("a_constant_prediction_is_refused_without_a_word_of_the_truth", a_constant_prediction_is_refused),
    ]
}

fn regression() -> Competition {
    Competition::new(&settings("rmse", "y"), "id,y\nb,2\na,1\nc,3\n")
}

fn public_and_private_rows_are_scored_apart() {
    let solution = "id,y,Usage\na,0,Public\nb,0,Private\nc,0,Ignored\nd,0,Private\n";
    let competition = Competition::new(&with_usage(settings("mae", "y")), solution);
    let scores = competition.submit("id,y\nd,4\nc,100\nb,2\na,1\n").unwrap();
    assert_eq!(scores.public.unwrap().value(), 1.0);
    assert_eq!(scores.private.unwrap().value(), 3.0);
    assert!((scores.all.value() - 7.0 / 3.0).abs() < 1e-12);
    assert_eq!((scores.rows.public, scores.rows.private, scores.rows.ignored), (1, 2, 1));
}

fn a_split_by_ratio_is_repeatable() {
    let rows =
        |order: &dyn Fn(u32) -> u32| (0..200).map(order).map(|row| format!("r{row},{row}\n")).collect::<String>();
    let settings = with_ratio(settings("mae", "y"), 0.25, 7);
    let first = Competition::new(&settings, format!("id,y\n{}", rows(&|row| row)));
    let second = Competition::new(&settings, format!("id,y\n{}", rows(&|row| 199 - row)));
    assert_eq!(first.prepared.rows, second.prepared.rows);
    assert!((30..70).contains(&first.prepared.rows.public), "{:?}", first.prepared.rows);
    let submission = format!("id,y\n{}", rows(&|row| (row * 7) % 200).replace(",1", ",2"));
    assert_eq!(first.submit(&submission).unwrap(), second.submit(&submission).unwrap());
}

fn without_a_split_there_is_one_score() {
    let scores = regression().submit("id,y\na,1\nb,2\nc,4\n").unwrap();
    assert_eq!((scores.public, scores.private), (None, None));
    assert!((scores.all.value() - (1.0_f64 / 3.0).sqrt()).abs() < 1e-15);
}

fn the_order_of_rows_and_columns_changes_no_bit() {
    let mut settings = settings("rmse", "y");
    settings.columns.extra = vec!["note".to_owned()];
    let value = |row: u32| f64::from(row).sin();
    let solution: String = (0..5000).map(|row| format!("{row},{}\n", value(row) * 3.0)).collect();
    let competition = Competition::new(&settings, format!("id,y\n{solution}"));
    let ordered: String = (0..5000).map(|row| format!("{row},{},n\n", value(row + 1))).collect();
    let shuffled: String =
        (0..5000).map(|row| (row * 2011) % 5000).map(|row| format!("n,{},{row}\n", value(row + 1))).collect();
    let first = competition.score(format!("id,y,note\n{ordered}"));
    let second = competition.score(format!("note,y,id\n{shuffled}"));
    assert_eq!(first.to_bits(), second.to_bits());
}

fn every_kind_of_error_is_told_at_once() {
    let report = regression().refusal("id,y\na,\nb,abc\nb,1,2\nzz,inf\n");
    let expected = [
        (ErrorCode::RaggedRow, 1),
        (ErrorCode::MissingIds, 1),
        (ErrorCode::UnknownIds, 1),
        (ErrorCode::DuplicateIds, 1),
        (ErrorCode::NullValue, 1),
        (ErrorCode::NotANumber, 1),
        (ErrorCode::NotFinite, 1),
    ];
    let mut found = codes(&report);
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(found, expected);
    let not_a_number = report.errors.iter().find(|error| error.code == ErrorCode::NotANumber).unwrap();
    assert_eq!(not_a_number.places[0].line, Some(3));
    assert_eq!(not_a_number.places[0].column.as_deref(), Some("y"));
    assert_eq!(not_a_number.places[0].id.as_deref(), Some("b"));
}

fn a_repeated_id_is_no_label_oracle() {
    let report = regression().refusal("id,y\na,1\na,1\na,1\n");
    assert_eq!(codes(&report), [(ErrorCode::MissingIds, 2), (ErrorCode::DuplicateIds, 2)]);
}

fn ids_are_bytes_and_never_numbers() {
    let ids = ["007", "7", "500.0010", "500.001", "1234567890123456789012345678901", "1234567890123456789012345678902"];
    let rows =
        |values: [u32; 6]| ids.iter().zip(values).map(|(id, value)| format!("{id},{value}\n")).collect::<String>();
    let competition = Competition::new(&settings("mae", "y"), format!("id,y\n{}", rows([1, 2, 3, 4, 5, 6])));
    assert_eq!(competition.score(format!("id,y\n{}", rows([1, 2, 3, 4, 5, 6]))), 0.0);
    assert!(competition.score(format!("id,y\n{}", rows([2, 1, 3, 4, 5, 6]))) > 0.0);
}

fn ids_that_nearly_match_get_a_hint() {
    let rows = ["001", "002", "Été"];
    let table = |rows: &[&str]| rows.iter().map(|id| format!("{id},1\n")).collect::<String>();
    let competition = Competition::new(&settings("mae", "y"), format!("id,y\n{}", table(&rows)));
    let hint = |rows: &[&str]| {
        let report = competition.refusal(format!("id,y\n{}", table(rows)));
        report.errors.iter().find_map(|error| error.hint.clone()).unwrap_or_default()
    };
    assert!(hint(&[" 001", "002 ", "Été"]).contains("blanks"));
    assert!(hint(&["001.0", "002.0", "Été"]).contains("'.0'"));
    assert!(hint(&["1", "2", "Été"]).contains("zeros"));
    assert!(hint(&["001", "002", "été"]).contains("case"));
    assert!(hint(&["001", "002", "E\u{301}te\u{301}"]).contains("Unicode"));
    assert_eq!(hint(&["x", "y", "Été"]), "");
}

fn a_report_stays_short_whatever_is_wrong() {
    let cell = "é\u{1}".repeat(2000);
    let rows: String = (0..400).map(|row| format!("{row}{cell},{cell}\n")).collect();
    let report = regression().refusal(format!("id,{cell}\n{rows}"));
    let text = words(&report);
    assert!(text.chars().count() < 8_000, "{}", text.len());
    assert!(!serde_json::to_string(&report).unwrap().contains("\\u0001"));
}

fn text_predictions_are_compared_byte_by_byte() {
    let mut settings = settings("accuracy", "label");
    settings.columns.text = vec!["label".to_owned()];
    let competition = Competition::new(&settings, "id,label\n1,NA\n2,null\n3,\"a,b\"\"c\"\n4,01\n");
    assert_eq!(competition.score("id,label\n4,01\n3,\"a,b\"\"c\"\n2,null\n1,NA\n"), 1.0);
    assert_eq!(competition.score("id,label\n4,1\n3,\"a,b\"\"c\"\n2,NULL\n1,NA\n"), 0.5);
}

fn quoted_line_breaks_do_not_shift_line_numbers() {
    let mut settings = settings("accuracy", "label");
    settings.columns.text = vec!["label".to_owned()];
    let competition = Competition::new(&settings, "id,label\na,x\nb,y\nc,z\n");
    let report = competition.refusal("id,label\r\na,\"two\r\nlines\"\r\n\r\nb,y,z\r\nc,\r\n");
    let line = |code| report.errors.iter().find(|error| error.code == code).unwrap().places[0].line;
    assert_eq!(line(ErrorCode::RaggedRow), Some(5));
    assert_eq!(line(ErrorCode::NullValue), Some(6));
}

fn a_constant_prediction_is_refused() {
    let competition = Competition::new(&settings("pearson", "y"), "id,y\na,1\nb,2\nc,4\n");
    let report = competition.refusal("id,y\na,5\nb,5\nc,5\n");
    assert_eq!(codes(&report), [(ErrorCode::UndefinedMetric, 1)]);
    assert!(words(&report).contains("constant"));
}
