//! What was wrong with a form, at its fields and in the reader's language.
//!
//! Invariant: a problem that the reader cannot correct in the form is never turned into a remark at a field.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use serde::Serialize;
use serde_json::json;

use super::visit::Visit;
use crate::problem::Problem;
use crate::words::Words;

/// One remark; an empty field name means the whole form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct FieldError {
    pub(super) field: String,
    pub(super) message: String,
}

/// Remarks as they are found, in the order of the form.
pub(super) struct FieldErrors<'a> {
    words: &'a Words,
    found: Vec<FieldError>,
}

impl<'a> FieldErrors<'a> {
    /// No remark yet, in the language of the visit.
    pub(super) fn new(visit: &'a Visit) -> Self {
        Self::in_words(visit.app.renderer.words(visit.language))
    }

    pub(super) fn in_words(words: &'a Words) -> Self {
        Self { words, found: Vec::new() }
    }

    /// Adds the text `field-error-<code>` at a field.
    pub(super) fn add(&mut self, field: &str, code: &str) {
        self.add_with(field, code, "");
    }

    /// The same with what was found, as `$detail`.
    pub(super) fn add_with(&mut self, field: &str, code: &str, detail: &str) {
        let message = text(self.words, code, detail).unwrap_or_else(|| detail.to_owned());
        self.found.push(FieldError { field: field.to_owned(), message });
    }

    /// Adds whatever a use case refused; a problem that no form can correct goes on to its own page.
    pub(super) fn add_problem(&mut self, problem: Problem) -> Result<(), Problem> {
        if !is_correctable(&problem) {
            return Err(problem);
        }
        if problem.fields.is_empty() || problem.code == "not_ready" {
            let message = text(self.words, problem.code, &problem.detail).unwrap_or(problem.detail);
            self.found.push(FieldError { field: String::new(), message });
            return Ok(());
        }
        for entry in problem.fields {
            let specific = format!("{}-{}", problem.code, entry.field);
            let message = text(self.words, &specific, &entry.message).unwrap_or(entry.message);
            self.found.push(FieldError { field: entry.field, message });
        }
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_vec(self) -> Vec<FieldError> {
        self.found
    }
}

fn text(words: &Words, code: &str, detail: &str) -> Option<String> {
    let key = format!("field-error-{code}");
    let values = HashMap::from([("detail".to_owned(), json!(detail))]);
    words.has(&key).then(|| words.text(&key, &values))
}

fn is_correctable(problem: &Problem) -> bool {
    let refused = [
        StatusCode::CONFLICT,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNPROCESSABLE_ENTITY,
        StatusCode::INSUFFICIENT_STORAGE,
    ];
    refused.contains(&problem.status) || matches!(problem.code, "wrong_credentials" | "upload_interrupted" | "bad_form")
}

#[cfg(test)]
mod tests {
    use joute_domain::Language;

    use super::*;

    #[test]
    fn a_known_refusal_is_told_in_the_readers_language_and_an_unknown_one_in_english() {
        let words = Words::load(Language::Fr).unwrap();
        let mut errors = FieldErrors::in_words(&words);
        errors.add_problem(Problem::field("title", "a title has 1 to 120 characters")).unwrap();
        errors.add_problem(Problem::field("unheard_of", "mind the gap")).unwrap();
        let errors = errors.into_vec();
        assert_eq!(errors[0].field, "title");
        assert!(errors[0].message.contains("120 caractères"), "{errors:?}");
        assert_eq!(errors[1].message, "Mind the gap.");
    }

    #[test]
    fn our_own_faults_and_missing_rights_are_not_remarks() {
        let words = Words::load(Language::En).unwrap();
        let mut errors = FieldErrors::in_words(&words);
        let missing = Problem::not_found("file_not_found", "no such file");
        assert_eq!(errors.add_problem(missing).unwrap_err().code, "file_not_found");
        assert!(errors.is_empty());
    }
}
