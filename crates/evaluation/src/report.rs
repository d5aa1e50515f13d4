//! Keeps a report within what people can read and pages may show.
//!
//! Invariant: at most [`REPORT_MOST_CHARACTERS`] characters, the names and marks of its JSON included, and no control
//! characters, whoever wrote it.

use joute_domain::{Place, ReportedError, UploadReport};

/// Most characters of a report: messages, hints, places, and roughly what stands around them as JSON.
pub const REPORT_MOST_CHARACTERS: usize = 4_000;

/// Characters of an error besides its texts, and of a place besides column and id.
const AROUND_ERROR: usize = 90;
const AROUND_PLACE: usize = 45;

const MOST_ERRORS: usize = 30;
const MOST_PLACES: usize = 10;
const MOST_MESSAGE: usize = 600;
const MOST_CELL: usize = 80;

/// The report, cut to its bounds. Kinds of errors are kept before places.
pub fn bounded_report(mut report: UploadReport) -> UploadReport {
    report.errors.truncate(MOST_ERRORS);
    let around = report.errors.len().saturating_mul(AROUND_ERROR);
    let mut left = REPORT_MOST_CHARACTERS.saturating_sub(around);
    for error in &mut report.errors {
        error.message = take(&error.message, MOST_MESSAGE, &mut left);
    }
    for error in &mut report.errors {
        error.hint =
            error.hint.as_deref().map(|hint| take(hint, MOST_MESSAGE, &mut left)).filter(|hint| !hint.is_empty());
    }
    let share = left / report.errors.len().max(1);
    for error in &mut report.errors {
        bound_places(error, share);
    }
    report
}

fn bound_places(error: &mut ReportedError, mut left: usize) {
    error.places.truncate(MOST_PLACES);
    let mut kept = Vec::new();
    for place in error.places.drain(..) {
        let Some(rest) = left.checked_sub(AROUND_PLACE) else { break };
        left = rest;
        let column = place.column.as_deref().map(|text| take(text, MOST_CELL, &mut left));
        let id = place.id.as_deref().map(|text| take(text, MOST_CELL, &mut left));
        kept.push(Place { line: place.line, column, id });
    }
    error.places = kept;
}

/// The first characters of `text`, without control characters, taken off the budget.
fn take(text: &str, most: usize, left: &mut usize) -> String {
    let most = most.min(*left);
    let visible = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut taken: String = visible.take(most).collect();
    let count = taken.chars().count();
    if text.chars().nth(most).is_some() && taken.pop().is_some() {
        taken.push('…');
    }
    *left -= count;
    taken
}

#[cfg(test)]
mod tests {
    use joute_domain::ErrorCode;

    use super::*;

    #[test]
    fn a_hostile_report_is_cut_and_cleaned() {
        let place = Place { line: Some(1), column: Some("c".repeat(5_000)), id: Some("\u{1b}[2J".into()) };
        let error = ReportedError {
            code: ErrorCode::NotANumber,
            message: "x\u{7}".repeat(9_000),
            count: 3,
            places: vec![place; 1_000],
            hint: Some("h".repeat(9_000)),
        };
        let report = bounded_report(UploadReport { errors: vec![error; 100] });
        let json = serde_json::to_string(&report).unwrap();
        assert!(json.chars().count() <= REPORT_MOST_CHARACTERS, "{}", json.len());
        assert!(!json.contains("\\u00"));
    }

    #[test]
    fn an_ordinary_report_stays_as_it_is() {
        let report = UploadReport::of(ErrorCode::NoRows, "The file has a header and no rows.");
        assert_eq!(bounded_report(report.clone()), report);
    }
}
