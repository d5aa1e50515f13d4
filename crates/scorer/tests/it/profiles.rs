//! What a data page learns of a file.

use joute_domain::{ErrorCode, TableProfile};
use joute_evaluation::EvaluationError;
use libtest_mimic::Trial;

use crate::files::{evaluator, file};

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn()| {
        Trial::test(format!("profiles::{name}"), move || {
            run();
            Ok(())
        })
    };
    vec![
        trial("a_table_is_summarised", a_table_is_summarised),
        trial("other_separators_are_found", other_separators_are_found),
        trial("a_table_without_rows_has_columns", a_table_without_rows_has_columns),
        trial("a_wide_table_fits_the_answer", a_wide_table_fits_the_answer),
        trial("what_is_no_table_is_refused", what_is_no_table_is_refused),
    ]
}

fn profile(bytes: impl AsRef<[u8]>) -> TableProfile {
    evaluator().profile(&file(bytes)).unwrap()
}

fn kinds(profile: &TableProfile) -> Vec<(&str, &str, u64)> {
    profile.columns.iter().map(|column| (column.name.as_str(), column.kind.as_str(), column.missing)).collect()
}

fn a_table_is_summarised() {
    let profile = profile("id,age,name\r\n1,30,\"Ann, A.\"\r\n2,,Bob\r\n3,NA,Ann\r\n");
    assert_eq!(profile.rows, 3);
    assert_eq!(kinds(&profile), [("id", "integer", 0), ("age", "integer", 2), ("name", "text", 0)]);
    assert_eq!(profile.first_rows[0], ["1", "30", "Ann, A."]);
    assert_eq!(profile.columns[1].mean, Some(30.0));
}

fn other_separators_are_found() {
    for separator in [',', ';', '\t', '|'] {
        let text = "a,b\n1,x\n2,y\n".replace(',', &separator.to_string());
        assert_eq!(kinds(&profile(text)), [("a", "integer", 0), ("b", "text", 0)], "{separator:?}");
    }
}

fn a_table_without_rows_has_columns() {
    let profile = profile("a,b\n");
    assert_eq!((profile.rows, profile.columns.len(), profile.first_rows.len()), (0, 2, 0));
}

fn a_wide_table_fits_the_answer() {
    let row = |cell: &str| vec![cell; 1000].join(",");
    let names: Vec<String> = (0..1000).map(|column| format!("column {column}")).collect();
    let cell = "é\"\"".repeat(12);
    let rows = format!("{}\n", row(&format!("\"{cell}\""))).repeat(12);
    let profile = profile(format!("{}\n{rows}", names.join(",")));
    assert_eq!((profile.columns.len(), profile.first_rows.len(), profile.rows), (1000, 10, 12));
}

fn what_is_no_table_is_refused() {
    for (bytes, code) in
        [(&b"\x89PNG\r\n\x1a\n\0\0"[..], ErrorCode::NulByte), (b"%PDF-1.7", ErrorCode::UnsupportedFormat)]
    {
        match evaluator().profile(&file(bytes)) {
            Err(EvaluationError::Rejected(report)) => assert_eq!(report.errors[0].code, code),
            other => panic!("{other:?}"),
        }
    }
}
