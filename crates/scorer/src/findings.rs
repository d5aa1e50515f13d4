//! Collects what is wrong with an upload: all kinds of errors, each counted, with its first places.
//!
//! Invariant: nothing here is proportional to the number of errors.

use joute_domain::{ErrorCode, Place, ReportedError, UploadReport};

/// Places told of each kind of error.
const MOST_PLACES: usize = 5;

/// Letters of a cell that a message shows.
const MOST_EXCERPT: usize = 40;

/// Why a stage has no result.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The upload is at fault.
    Upload(UploadReport),
    /// The job is at fault.
    Job(String),
}

impl From<ReportedError> for Refused {
    fn from(error: ReportedError) -> Self {
        Self::Upload(UploadReport { errors: vec![error] })
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self::Job(error.to_string())
    }
}

/// One error in one place.
#[derive(Debug, Default)]
pub(crate) struct Occurrence {
    pub(crate) place: Place,
    /// The cell as it stands.
    pub(crate) value: Option<String>,
    /// The rule it breaks, as the end of "the value is not ...".
    pub(crate) rule: Option<String>,
}

/// The errors found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    code: ErrorCode,
    count: u64,
    first: Occurrence,
    places: Vec<Place>,
    hint: Option<String>,
    message: Option<String>,
}

impl Findings {
    /// True if nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Counts an error; `tell` is asked for its place as long as there is room.
    pub(crate) fn add(&mut self, code: ErrorCode, tell: impl FnOnce() -> Occurrence) {
        self.add_many(code, 1, tell);
    }

    /// Counts several errors of which one place is told.
    pub(crate) fn add_many(&mut self, code: ErrorCode, count: u64, tell: impl FnOnce() -> Occurrence) {
        if let Some(kind) = self.kinds.iter_mut().find(|kind| kind.code == code) {
            kind.count = kind.count.saturating_add(count);
            if kind.places.len() < MOST_PLACES {
                kind.places.push(tell().place);
            }
            return;
        }
        let first = tell();
        let places = if first.place == Place::default() { Vec::new() } else { vec![first.place.clone()] };
        self.kinds.push(Kind { code, count, first, places, hint: None, message: None });
    }

    /// Takes an error that is already told in full.
    pub(crate) fn push(&mut self, error: ReportedError) {
        let ReportedError { code, message, count, places, hint } = error;
        let message = Some(message);
        self.kinds.push(Kind { code, count, first: Occurrence::default(), places, hint, message });
    }

    /// Adds a hint to the errors of this kind, if there are any and none is given yet.
    pub(crate) fn hint(&mut self, code: ErrorCode, hint: impl Into<String>) {
        if let Some(kind) = self.kinds.iter_mut().find(|kind| kind.code == code && kind.hint.is_none()) {
            kind.hint = Some(hint.into());
        }
    }

    /// The report, in the order in which the kinds were found.
    pub(crate) fn into_report(self) -> UploadReport {
        let told = |kind: Kind| {
            let message = kind.message.unwrap_or_else(|| sentence(kind.code, kind.count, &kind.first));
            ReportedError { code: kind.code, message, count: kind.count, places: kind.places, hint: kind.hint }
        };
        UploadReport { errors: self.kinds.into_iter().map(told).collect() }
    }

    /// Nothing, or the report as a refusal.
    pub(crate) fn into_result(self) -> Result<(), Refused> {
        if self.is_empty() { Ok(()) } else { Err(Refused::Upload(self.into_report())) }
    }
}

/// An error without a place.
pub(crate) fn told(code: ErrorCode, message: impl Into<String>) -> ReportedError {
    ReportedError { code, message: message.into(), count: 1, places: Vec::new(), hint: None }
}

/// An error in a line.
pub(crate) fn told_in_line(code: ErrorCode, line: u64, message: impl Into<String>) -> ReportedError {
    let place = Place { line: Some(line), ..Place::default() };
    ReportedError { places: vec![place], ..told(code, message) }
}

/// A cell, short enough for a message.
pub(crate) fn excerpt(cell: &str) -> String {
    let mut text: String = cell.chars().take(MOST_EXCERPT).collect();
    if cell.chars().nth(MOST_EXCERPT).is_some() {
        text.push('…');
    }
    text
}

fn sentence(code: ErrorCode, count: u64, first: &Occurrence) -> String {
    let one = count == 1;
    let what = match code {
        ErrorCode::NullValue if one => "1 cell holds no value".to_owned(),
        ErrorCode::NullValue => format!("{count} cells hold no value"),
        ErrorCode::NotANumber if one => "1 cell is not a number".to_owned(),
        ErrorCode::NotANumber => format!("{count} cells are not numbers"),
        ErrorCode::NotFinite if one => "1 number is infinite or too large".to_owned(),
        ErrorCode::NotFinite => format!("{count} numbers are infinite or too large"),
        ErrorCode::RaggedRow if one => "1 row has another number of cells than the header".to_owned(),
        ErrorCode::RaggedRow => format!("{count} rows have another number of cells than the header"),
        ErrorCode::MissingIds if one => "1 required id is missing".to_owned(),
        ErrorCode::MissingIds => format!("{count} required ids are missing"),
        ErrorCode::UnknownIds if one => "1 id is unknown here".to_owned(),
        ErrorCode::UnknownIds => format!("{count} ids are unknown here"),
        ErrorCode::DuplicateIds if one => "1 row repeats an id that stood before".to_owned(),
        ErrorCode::DuplicateIds => format!("{count} rows repeat an id that stood before"),
        ErrorCode::RowSum if one => "1 row of predictions has the wrong sum".to_owned(),
        ErrorCode::RowSum => format!("{count} rows of predictions have the wrong sum"),
        _ if one => "1 cell is not accepted".to_owned(),
        _ => format!("{count} cells are not accepted"),
    };
    let location = location(&first.place);
    let value = first.value.as_deref().map(|value| format!(" `{}`", excerpt(value))).unwrap_or_default();
    let rule = first.rule.as_deref().map(|rule| format!(": {rule}")).unwrap_or_default();
    match (one, location.is_empty() && value.is_empty()) {
        (_, true) => format!("{what}{rule}."),
        (true, false) => format!("{what}:{value}{location}{rule}."),
        (false, false) => format!("{what}, the first:{value}{location}{rule}."),
    }
}

fn location(place: &Place) -> String {
    let line = place.line.map(|line| format!("in line {line}"));
    let column = place.column.as_deref().map(|column| format!("column `{}`", excerpt(column)));
    let id = place.id.as_deref().map(|id| format!("id `{}`", excerpt(id)));
    let parts: Vec<String> = [line, column, id].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" {}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(line: u64) -> Occurrence {
        let place = Place { line: Some(line), column: Some("target".into()), id: Some(format!("r{line}")) };
        Occurrence { place, value: Some("abc".into()), rule: None }
    }

    #[test]
    fn a_kind_is_counted_and_its_first_places_are_told() {
        let mut findings = Findings::default();
        (2..14).for_each(|line| findings.add(ErrorCode::NotANumber, || cell(line)));
        let report = findings.into_report();
        assert_eq!(report.errors[0].count, 12);
        assert_eq!(report.errors[0].places.len(), MOST_PLACES);
        let expected = "12 cells are not numbers, the first: `abc` in line 2, column `target`, id `r2`.";
        assert_eq!(report.errors[0].message, expected);
    }

    #[test]
    fn each_kind_stands_once() {
        let mut findings = Findings::default();
        findings.add(ErrorCode::NotANumber, || cell(2));
        findings.add(ErrorCode::NullValue, || cell(3));
        findings.add(ErrorCode::NotANumber, || cell(4));
        let codes: Vec<_> = findings.into_report().errors.iter().map(|error| (error.code, error.count)).collect();
        assert_eq!(codes, [(ErrorCode::NotANumber, 2), (ErrorCode::NullValue, 1)]);
    }
}
