//! The demo house's script: who is there and what they tried, as `fixtures/house.toml` tells it.
//!
//! Invariant: the house is part of the binary, so the demo needs no file beside it.

use anyhow::Context;
use joute_domain::{CompetitionFile, Handle, Role};
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "../../fixtures/"]
#[include = "house.toml"]
#[include = "competitions/*"]
#[exclude = "*/expected_scores.json"]
struct Fixtures;

/// The whole house.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HouseScript {
    pub(crate) people: Vec<Person>,
    pub(crate) competitions: Vec<Challenge>,
}

/// Somebody who works there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) handle: Handle,
    pub(crate) name: String,
    pub(crate) role: Role,
}

/// A competition and its history; times in days from the moment of seeding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Challenge {
    pub(crate) folder: String,
    pub(crate) host: Handle,
    pub(crate) starts_in_days: f64,
    pub(crate) ends_in_days: f64,
    pub(crate) submissions: Vec<Attempt>,
}

/// One submission.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attempt {
    pub(crate) by: Handle,
    pub(crate) file: String,
    pub(crate) days_ago: f64,
    #[serde(default)]
    pub(crate) note: String,
    #[serde(default)]
    pub(crate) expect: Option<String>,
}

impl HouseScript {
    /// Reads the script; submissions come out in the order in which they were made.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let mut script: Self = toml::from_str(&text("house.toml")?).context("house.toml cannot be read")?;
        for challenge in &mut script.competitions {
            challenge.submissions.sort_by(|left, right| right.days_ago.total_cmp(&left.days_ago));
        }
        Ok(script)
    }

    /// How many steps seeding takes, for the progress bar.
    pub(crate) fn steps(&self) -> usize {
        self.people.len() + self.competitions.iter().map(|challenge| 1 + challenge.submissions.len()).sum::<usize>()
    }
}

impl Challenge {
    /// Its `competition.toml`.
    pub(crate) fn settings(&self) -> anyhow::Result<CompetitionFile> {
        Ok(CompetitionFile::from_toml(&self.text("competition.toml")?)?)
    }

    /// A text file of its folder.
    pub(crate) fn text(&self, name: &str) -> anyhow::Result<String> {
        text(&self.path(name))
    }

    /// The bytes of a file of its folder.
    pub(crate) fn bytes(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        bytes(&self.path(name))
    }

    fn path(&self, name: &str) -> String {
        format!("competitions/{}/{name}", self.folder)
    }
}

fn bytes(path: &str) -> anyhow::Result<Vec<u8>> {
    let file = Fixtures::get(path).with_context(|| format!("the demo house lacks {path}"))?;
    Ok(file.data.into_owned())
}

fn text(path: &str) -> anyhow::Result<String> {
    String::from_utf8(bytes(path)?).with_context(|| format!("{path} is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_the_script_names_is_there() {
        let script = HouseScript::read().unwrap();
        assert!(script.people.len() >= 12 && script.competitions.len() == 3);
        for challenge in &script.competitions {
            let settings = challenge.settings().unwrap();
            for page in &settings.pages {
                challenge.text(&page.file).unwrap();
            }
            for file in &settings.files {
                challenge.bytes(&file.name).unwrap();
            }
            for attempt in &challenge.submissions {
                challenge.bytes(&format!("submissions/{}", attempt.file)).unwrap();
                assert!(script.people.iter().any(|person| person.handle == attempt.by));
            }
        }
    }
}
