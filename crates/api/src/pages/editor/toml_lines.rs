//! Parameters as lines of TOML: `k = 5`.
//!
//! Invariant: what is written here reads back as the same values; an error names its line.

use joute_domain::Parameters;
use serde_json::Value;

/// Text that is no TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineError {
    /// From 1.
    pub(super) line: usize,
    pub(super) message: String,
}

/// Reads lines.
pub(super) fn read(text: &str) -> Result<Parameters, LineError> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        LineError { line: before.matches('\n').count() + 1, message }
    })
}

/// The line that sets `name`, from 1.
pub(super) fn line_of(text: &str, name: &str) -> usize {
    let sets = |line: &str| line.split_once('=').is_some_and(|(key, _)| key.trim().trim_matches(['"', '\'']) == name);
    text.lines().position(sets).map_or(1, |index| index + 1)
}

/// Writes one line for each.
pub(super) fn write(parameters: &Parameters) -> String {
    let lines = parameters.iter().map(|(name, value)| {
        let value = match value {
            // TOML has no null; every metric that knows null knows this word for it.
            Value::Null => "\"none\"".to_owned(),
            other => toml::Value::try_from(other).map_or_else(|_| other.to_string(), |value| value.to_string()),
        };
        format!("{} = {value}", key(name))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_bare { name.to_owned() } else { toml::Value::from(name).to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_read_back_as_they_were() {
        let parameters = Parameters::from([
            ("k".to_owned(), json!(5)),
            ("average".to_owned(), json!("macro")),
            ("labels".to_owned(), json!(["a \"b\"", "c"])),
            ("eps".to_owned(), json!(1e-15)),
            ("is it".to_owned(), json!(true)),
        ]);
        assert_eq!(read(&write(&parameters)).unwrap(), parameters);
        assert_eq!(read("").unwrap(), Parameters::new());
    }

    #[test]
    fn an_error_names_its_line() {
        let error = read("k = 5\naverage = macro\n").unwrap_err();
        assert_eq!(error.line, 2, "{error:?}");
        assert!(!error.message.is_empty());
        assert_eq!(read("k = 5\nk = 6").unwrap_err().line, 2);
        assert_eq!(line_of("a = 1\n\"k\" = 5", "k"), 2);
    }
}
