//! The words of the pages in French and English (Fluent).
//!
//! Invariant: both languages have the same keys; a missing one shows as its key and fails a test.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use joute_domain::Language;
use rust_embed::RustEmbed;
use unic_langid::{LanguageIdentifier, langid};

use crate::render::RenderError;

#[derive(RustEmbed)]
#[folder = "../../web/locales/"]
#[include = "*.ftl"]
struct Locales;

/// The languages of the pages.
pub(crate) const LANGUAGES: [Language; 2] = [Language::En, Language::Fr];

/// All words of one language.
pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Words")
    }
}

impl Words {
    /// Reads a language's files.
    pub(crate) fn load(language: Language) -> Result<Self, RenderError> {
        let mut bundle = FluentBundle::new_concurrent(vec![identifier(language)]);
        // Isolation marks would be seen in titles and attributes; all our text runs left to right.
        bundle.set_use_isolating(false);
        let prefix = format!("{}/", language.tag());
        for path in Locales::iter().filter(|path| path.starts_with(&prefix)) {
            let file = Locales::get(&path).ok_or_else(|| RenderError::Words(path.to_string()))?;
            let text = String::from_utf8(file.data.into_owned()).map_err(|_| RenderError::Words(path.to_string()))?;
            let resource = FluentResource::try_new(text)
                .map_err(|(_, errors)| RenderError::Words(format!("{path}: {errors:?}")))?;
            bundle.add_resource(resource).map_err(|errors| RenderError::Words(format!("{path}: {errors:?}")))?;
        }
        Ok(Self { bundle })
    }

    /// The text of a key; the key itself if it is missing.
    pub(crate) fn text(&self, key: &str, values: &HashMap<String, serde_json::Value>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (name.as_str(), fluent(value))).collect();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// The text of a key without values.
    pub(crate) fn plain(&self, key: &str) -> String {
        self.text(key, &HashMap::new())
    }

    /// True if the language has the key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

fn fluent(value: &serde_json::Value) -> FluentValue<'static> {
    match value {
        serde_json::Value::Number(number) => number.as_f64().map_or(FluentValue::None, FluentValue::from),
        serde_json::Value::String(text) => FluentValue::String(Cow::Owned(text.clone())),
        other => FluentValue::String(Cow::Owned(other.to_string())),
    }
}

fn identifier(language: Language) -> LanguageIdentifier {
    match language {
        Language::En => langid!("en"),
        Language::Fr => langid!("fr"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(language: Language) -> BTreeSet<String> {
        let prefix = format!("{}/", language.tag());
        let files = Locales::iter().filter(|path| path.starts_with(&prefix));
        let lines = files.flat_map(|path| {
            let text = String::from_utf8(Locales::get(&path).unwrap().data.into_owned()).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        });
        let key = |line: String| line.split_once(" =").map(|(key, _)| key.to_owned());
        lines.filter(|line| !line.starts_with([' ', '#', '-', '}'])).filter_map(key).collect()
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        let (english, french) = (keys(Language::En), keys(Language::Fr));
        assert!(english.len() > 50);
        assert_eq!(english.symmetric_difference(&french).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn a_missing_key_shows_as_itself() {
        let words = Words::load(Language::Fr).unwrap();
        assert_eq!(words.plain("no-such-key"), "no-such-key");
    }
}
