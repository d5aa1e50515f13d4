//! The header against the columns a submission must have; their order is free.
//!
//! Invariant: each expected column is there once and no other is, or there is a finding.

use joute_domain::{ErrorCode, Place, ReportedError};

use crate::findings::{Findings, excerpt};
use crate::table::name_hint;

/// Columns named in one finding.
const MOST_NAMED: usize = 10;

/// Names that data frames give to an index nobody asked for.
const INDEX_NAMES: [&str; 3] = ["", "Unnamed: 0", "__index_level_0__"];

/// Compares the header with the columns that must be there and no others.
pub(crate) fn check_names(found: &[String], expected: &[&str], findings: &mut Findings) {
    let missing: Vec<&str> = expected.iter().copied().filter(|name| !found.iter().any(|other| other == name)).collect();
    let unexpected: Vec<&str> = found.iter().map(String::as_str).filter(|name| !expected.contains(name)).collect();
    let no_header = missing.len() == expected.len() && found.len() >= expected.len();
    let no_header = || no_header.then(|| "the first line of the file must name the columns".to_owned());
    let hint = missing.iter().find_map(|name| name_hint(name, found)).or_else(no_header);
    report(ErrorCode::MissingColumn, &missing, "missing", expected, hint, findings);
    let index = unexpected.iter().any(|name| INDEX_NAMES.contains(name));
    let hint = index.then(|| "write the file without the index of the data frame (`index=False`)".to_owned());
    report(ErrorCode::UnexpectedColumn, &unexpected, "not expected", expected, hint, findings);
    check_repeated(found, findings);
}

/// Finds names that stand more than once.
pub(crate) fn check_repeated(found: &[String], findings: &mut Findings) {
    let repeats = |at: usize, name: &String| found.iter().take(at).any(|other| other == name);
    let repeated = found.iter().enumerate().filter(|(at, name)| repeats(*at, name));
    let repeated: Vec<&str> = repeated.map(|(_, name)| name.as_str()).collect();
    report(ErrorCode::DuplicateColumn, &repeated, "there more than once", &[], None, findings);
}

fn report(
    code: ErrorCode,
    names: &[&str],
    what: &str,
    expected: &[&str],
    hint: Option<String>,
    findings: &mut Findings,
) {
    if names.is_empty() {
        return;
    }
    let (columns, are) = if names.len() == 1 { ("Column", "is") } else { ("Columns", "are") };
    let wanted = if expected.is_empty() { String::new() } else { format!(" The header must name {}.", list(expected)) };
    let message = format!("{columns} {} {are} {what}.{wanted}", list(names));
    let place = |name: &&str| Place { line: Some(1), column: Some((*name).to_owned()), id: None };
    let places = names.iter().take(MOST_NAMED).map(place).collect();
    let count = u64::try_from(names.len()).unwrap_or(u64::MAX);
    findings.push(ReportedError { code, message, count, places, hint });
}

fn list(names: &[&str]) -> String {
    let mut list: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("`{}`", excerpt(name))).collect();
    if names.len() > MOST_NAMED {
        list.push("...".to_owned());
    }
    list.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(found: &[&str]) -> Vec<(ErrorCode, u64)> {
        let found: Vec<String> = found.iter().map(|name| (*name).to_owned()).collect();
        let mut findings = Findings::default();
        check_names(&found, &["id", "target"], &mut findings);
        findings.into_report().errors.iter().map(|error| (error.code, error.count)).collect()
    }

    #[test]
    fn the_order_of_columns_is_free() {
        assert_eq!(codes(&["target", "id"]), []);
    }

    #[test]
    fn the_index_of_a_data_frame_is_recognised() {
        let found = ["", "id", "target"].map(str::to_owned);
        let mut findings = Findings::default();
        check_names(&found, &["id", "target"], &mut findings);
        assert!(findings.into_report().errors[0].hint.as_ref().unwrap().contains("index=False"));
    }

    #[test]
    fn missing_unexpected_and_repeated_columns_are_all_told() {
        let expected =
            [(ErrorCode::MissingColumn, 1), (ErrorCode::UnexpectedColumn, 2), (ErrorCode::DuplicateColumn, 1)];
        assert_eq!(codes(&["id", "Target", "x", "id"]), expected);
    }
}
