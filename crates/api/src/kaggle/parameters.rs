//! What a client asks for, whichever way it said it.
//!
//! Invariant: names are compared without regard to case and underscores; an empty text and the word `None` mean nothing
//! was said, as some clients send them so.

use std::collections::BTreeMap;

use joute_domain::Timestamp;
use serde_json::Value;

/// Names and values from path, query, form or JSON.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters(BTreeMap<String, Value>);

impl Parameters {
    pub(crate) fn insert(&mut self, name: &str, value: Value) {
        self.0.insert(folded(name), value);
    }

    pub(crate) fn from_object(object: serde_json::Map<String, Value>) -> Self {
        let mut parameters = Self::default();
        for (name, value) in object {
            parameters.insert(&name, value);
        }
        parameters
    }

    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(&folded(name)).filter(|value| !is_nothing(value))
    }

    /// True if the name was sent at all, with whatever value.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.0.contains_key(&folded(name))
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// A number of zero or more, written as a number or as text.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let value = self.value(name)?;
        value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    /// The last word of a choice such as `COMPETITION_SORT_BY_LATEST_DEADLINE`, folded; `prefix` is folded too.
    pub(crate) fn choice(&self, name: &str, prefix: &str) -> String {
        let text = folded(self.text(name).unwrap_or_default());
        text.strip_prefix(prefix).unwrap_or(&text).to_owned()
    }
}

/// An instant as the clients write it: some add a `Z` behind an offset.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let has_offset = text.len() > 6 && text.get(text.len() - 7..).is_some_and(|end| end.starts_with(['+', '-']));
    let text = text.strip_suffix('Z').filter(|_| has_offset).unwrap_or(text);
    text.parse().ok()
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || matches!(value.as_str(), Some("" | "None"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(value: &Value) -> Parameters {
        Parameters::from_object(value.as_object().cloned().unwrap_or_default())
    }

    #[test]
    fn the_same_thing_is_heard_in_every_dialect() {
        for spelling in ["pageSize", "pagesize", "page_size"] {
            assert_eq!(said(&json!({ spelling: 50 })).number("pageSize"), Some(50));
            assert_eq!(said(&json!({ spelling: "50" })).number("pageSize"), Some(50));
        }
        assert_eq!(said(&json!({ "page": -1 })).number("page"), None);
        for nothing in [json!(""), json!("None"), Value::Null] {
            let parameters = said(&json!({ "pageToken": nothing }));
            assert_eq!(parameters.text("pageToken"), None);
            assert!(parameters.names("pagetoken"));
        }
    }

    #[test]
    fn choices_are_heard_with_and_without_their_prefix() {
        for text in ["COMPETITION_SORT_BY_LATEST_DEADLINE", "latest_deadline", "latestDeadline"] {
            assert_eq!(said(&json!({ "sortBy": text })).choice("sortBy", "competitionsortby"), "latestdeadline");
        }
    }

    #[test]
    fn a_date_with_two_ends_is_understood() {
        let right = "2027-02-01T00:00:00Z".parse().ok();
        for text in ["2027-02-01T00:00:00.000Z", "2027-02-01T00:00:00.000+00:00Z", "2027-02-01T01:00:00+01:00"] {
            assert_eq!(instant(text), right, "{text}");
        }
        assert_eq!(instant("tomorrow"), None);
    }
}
