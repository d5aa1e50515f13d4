//! Where values come from, what was wrong with them, and what was read.
//!
//! Invariant: a secret is never among the readings in clear text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context, bail};
use secrecy::SecretString;

/// The prefix of all variables.
const PREFIX: &str = "JOUTE_";

/// Variables that are no setting.
const NOT_SETTINGS: [&str; 2] = ["JOUTE_CONFIG", "JOUTE_TEST_REQUIRE"];

/// Who said a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Default,
    File,
    Environment,
}

/// One effective value, as `joute config` prints it.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) key: &'static str,
    pub(crate) variable: String,
    pub(crate) shown: String,
    pub(crate) origin: Origin,
}

/// The raw settings, and what has been found out about them.
#[derive(Debug, Default)]
pub(crate) struct Source {
    environment: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
    used: BTreeSet<String>,
    errors: Vec<String>,
    readings: Vec<Reading>,
}

impl Source {
    /// Reads the process's environment and, if given, a TOML file.
    pub(crate) fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let environment = std::env::vars().filter(|(name, _)| name.starts_with(PREFIX)).collect();
        let text = match file {
            Some(path) => std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?,
            None => String::new(),
        };
        Self::new(environment, &text)
    }

    /// Takes the environment and the text of a file.
    pub(crate) fn new(environment: BTreeMap<String, String>, text: &str) -> anyhow::Result<Self> {
        let table: toml::Table = text.parse().context("the configuration file is not valid TOML")?;
        let mut file = BTreeMap::new();
        for (section, value) in table {
            match value {
                toml::Value::Table(entries) => {
                    for (name, value) in entries {
                        file.insert(format!("{section}.{name}"), plain(&value));
                    }
                }
                other => {
                    file.insert(section, plain(&other));
                }
            }
        }
        Ok(Self { environment, file, ..Self::default() })
    }

    /// A value with a default; a mistake is remembered and the default used meanwhile.
    pub(crate) fn value<T: FromStr + Display>(&mut self, key: &'static str, default: T) -> T
    where
        T::Err: Display,
    {
        let parsed = self.raw(key).and_then(|(text, origin)| Some((self.parse::<T>(key, &text)?, origin)));
        let (value, origin) = parsed.unwrap_or((default, Origin::Default));
        self.note(key, value.to_string(), origin);
        value
    }

    /// A value that may be absent.
    pub(crate) fn optional<T: FromStr + Display>(&mut self, key: &'static str) -> Option<T>
    where
        T::Err: Display,
    {
        let parsed = self.raw(key).and_then(|(text, origin)| Some((self.parse::<T>(key, &text)?, origin)));
        let Some((value, origin)) = parsed else {
            self.note(key, "(not set)".to_owned(), Origin::Default);
            return None;
        };
        self.note(key, value.to_string(), origin);
        Some(value)
    }

    /// A secret that may be absent.
    pub(crate) fn secret(&mut self, key: &'static str) -> Option<SecretString> {
        let raw = self.raw(key);
        let shown = if raw.is_some() { "(redacted)" } else { "(not set)" };
        self.note(key, shown.to_owned(), raw.as_ref().map_or(Origin::Default, |(_, origin)| *origin));
        raw.map(|(text, _)| SecretString::from(text))
    }

    /// Remembers a mistake that concerns several values.
    pub(crate) fn mistake(&mut self, message: impl Into<String>) {
        self.errors.push(message.into());
    }

    /// Gives the readings, or all mistakes at once, unknown names included.
    pub(crate) fn finish(mut self) -> anyhow::Result<Vec<Reading>> {
        let unknown_keys = self.file.keys().filter(|key| !self.used.contains(*key));
        self.errors.extend(unknown_keys.map(|key| format!("`{key}` in the file is no setting")));
        let known: BTreeSet<_> = self.readings.iter().map(|reading| reading.variable.as_str()).collect();
        let is_foreign = |name: &str| {
            name.starts_with("JOUTE_TEST_") || name.starts_with("JOUTE_CLIENT_") || NOT_SETTINGS.contains(&name)
        };
        let unknown = self.environment.keys().filter(|name| !known.contains(name.as_str()) && !is_foreign(name));
        self.errors.extend(unknown.map(|name| format!("{name} is no setting")));
        if !self.errors.is_empty() {
            bail!("the configuration has {} mistake(s):\n  - {}", self.errors.len(), self.errors.join("\n  - "));
        }
        Ok(self.readings)
    }

    fn raw(&mut self, key: &'static str) -> Option<(String, Origin)> {
        self.used.insert(key.to_owned());
        if let Some(text) = self.environment.get(&variable(key)) {
            return Some((text.clone(), Origin::Environment));
        }
        self.file.get(key).map(|text| (text.clone(), Origin::File))
    }

    fn parse<T: FromStr>(&mut self, key: &'static str, text: &str) -> Option<T>
    where
        T::Err: Display,
    {
        text.trim().parse().map_err(|error| self.errors.push(format!("{key} ({}): {error}", variable(key)))).ok()
    }

    fn note(&mut self, key: &'static str, shown: String, origin: Origin) {
        self.readings.push(Reading { key, variable: variable(key), shown, origin });
    }
}

/// `server.listen` is `JOUTE_SERVER_LISTEN`.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(environment: &[(&str, &str)], file: &str) -> Source {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Source::new(environment, file).unwrap()
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
        let mut both = source(&[("JOUTE_SERVER_PORT", "3")], "[server]\nport = 2\nother = 5");
        assert_eq!(both.value("server.port", 1_u16), 3);
        assert_eq!(both.value("server.other", 1_u16), 5);
        assert_eq!(both.value("server.third", 1_u16), 1);
        assert!(both.finish().is_ok());
    }

    #[test]
    fn all_mistakes_are_reported_together() {
        let mut bad = source(&[("JOUTE_A_B", "x"), ("JOUTE_TYPO", "1")], "[c]\nd = \"y\"\n[e]\nf = 1");
        assert_eq!(bad.value("a.b", 1_u16), 1);
        assert_eq!(bad.value("c.d", 2_u16), 2);
        let text = bad.finish().unwrap_err().to_string();
        for part in ["4 mistake", "JOUTE_A_B", "c.d", "JOUTE_TYPO", "e.f"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn a_secret_is_not_among_the_readings() {
        let mut hidden = source(&[("JOUTE_STORAGE_SECRET_KEY", "tops3cret")], "");
        assert!(hidden.secret("storage.secret_key").is_some());
        assert!(!format!("{:?}", hidden.finish().unwrap()).contains("tops3cret"));
    }
}
