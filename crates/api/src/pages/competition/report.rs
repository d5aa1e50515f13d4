//! What was wrong with an uploaded file, in the reader's language.
//!
//! Invariant: an error is never shown without words: without a title of its own it has the report's English message.

use joute_domain::{ErrorCode, Place, ReportedError, UploadReport};
use joute_services::EvaluationError;
use serde::Serialize;

use crate::pages::format::Format;

/// An error; the fields are those that `web/templates/components/submission.html.tera` documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ErrorView {
    code: String,
    title: String,
    message: String,
    count: String,
    hint: String,
    places: Vec<PlaceView>,
}

/// Where it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PlaceView {
    line: String,
    column: String,
    id: String,
}

impl ErrorView {
    pub(crate) fn of(format: &Format<'_>, error: &ReportedError) -> Self {
        let code = error.code.as_str();
        let title = title(format, &code);
        Self {
            message: if title.is_some() { error.message.clone() } else { String::new() },
            title: title.unwrap_or_else(|| error.message.clone()),
            count: format.number(error.count),
            hint: error.hint.clone().unwrap_or_default(),
            places: error.places.iter().map(|place| PlaceView::of(format, place)).collect(),
            code,
        }
    }

    /// Every error of a report.
    pub(crate) fn list(format: &Format<'_>, report: &UploadReport) -> Vec<Self> {
        report.errors.iter().map(|error| Self::of(format, error)).collect()
    }
}

impl PlaceView {
    fn of(format: &Format<'_>, place: &Place) -> Self {
        Self {
            line: place.line.map(|line| format.number(line)).unwrap_or_default(),
            column: place.column.clone().unwrap_or_default(),
            id: place.id.clone().unwrap_or_default(),
        }
    }
}

fn title(format: &Format<'_>, code: &str) -> Option<String> {
    let key = format!("upload-error-{code}");
    format.words.has(&key).then(|| format.words.plain(&key))
}

/// The first error in a line: `Expected ids are missing (214)`; empty for a submission that has none.
pub(super) fn in_short(format: &Format<'_>, report: Option<&UploadReport>) -> String {
    let Some(error) = report.and_then(|report| report.errors.first()) else { return String::new() };
    let title = title(format, &error.code.as_str()).unwrap_or_else(|| error.message.clone());
    if error.count > 1 { format!("{title} ({})", format.number(error.count)) } else { title }
}

/// The report that stands for a stage that was stopped at a limit; none if the fault is ours.
pub(super) fn of_stopped(fault: &EvaluationError) -> Option<UploadReport> {
    matches!(fault, EvaluationError::Stopped { .. })
        .then(|| UploadReport::of(ErrorCode::StageStopped, fault.to_string()))
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;

    /// Two kinds of errors, one with a place.
    pub(in super::super) fn report() -> UploadReport {
        let place = Place { line: Some(1802), column: Some("count".to_owned()), id: Some("<a&b>".to_owned()) };
        let error = |code, message: &str, count, places| ReportedError {
            code,
            message: message.to_owned(),
            count,
            places,
            hint: Some("the ids match after trimming blanks".to_owned()),
        };
        let missing = error(ErrorCode::MissingIds, "214 expected ids are missing", 214, vec![place]);
        UploadReport { errors: vec![missing, error(ErrorCode::NotANumber, "`n/a` is not a number", 1, Vec::new())] }
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::{Language, Timestamp};

    use super::*;
    use crate::words::{LANGUAGES, Words};

    /// Every code; `as_str` of one that is missing here is still shown, by its message.
    const CODES: [ErrorCode; 33] = {
        use ErrorCode::*;
        [
            ArchiveAmbiguous,
            ArchiveCorrupt,
            ArchiveEmpty,
            ArchiveEncrypted,
            ArchiveUnsafe,
            BadEncoding,
            BadQuoting,
            DuplicateColumn,
            DuplicateIds,
            EmptyFile,
            FieldTooLong,
            InvalidLabel,
            InvalidList,
            InvalidRle,
            MissingColumn,
            MissingIds,
            NoRows,
            NotANumber,
            NotFinite,
            NulByte,
            NullValue,
            OutOfRange,
            RaggedRow,
            RowSum,
            TooLarge,
            UndefinedMetric,
            UnexpectedColumn,
            UnknownIds,
            UnsupportedFormat,
            WrongDelimiter,
            WrongLineEndings,
            InvalidSettings,
            StageStopped,
        ]
    };

    #[test]
    fn a_reader_is_told_title_message_count_and_place() {
        let words = Words::load(Language::Fr).unwrap();
        let format = Format::new(&words, Language::Fr, Timestamp::now());
        let views = ErrorView::list(&format, &samples::report());
        assert_eq!(views[0].title, "Des identifiants attendus manquent");
        assert_eq!(views[0].message, "214 expected ids are missing");
        assert_eq!((views[0].places[0].line.as_str(), views[0].places[0].column.as_str()), ("1\u{202f}802", "count"));
        assert_eq!(in_short(&format, Some(&samples::report())), "Des identifiants attendus manquent (214)");
        assert_eq!(in_short(&format, None), "");
    }

    #[test]
    fn every_code_has_a_title_in_both_languages() {
        for language in LANGUAGES {
            let words = Words::load(language).unwrap();
            let format = Format::new(&words, language, Timestamp::now());
            for code in CODES {
                assert!(title(&format, &code.as_str()).is_some(), "{code:?} has no title in {language:?}");
            }
        }
    }
}
