//! `competition.toml`: how a competition is scored and presented, shared by the API, `joute score`, export and fixtures.
//!
//! Invariant: a value of these types has been read whole; unknown keys are refused with their name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{FileKind, PageName, Slug, Timestamp, Visibility, Zone};

/// Settings that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the settings cannot be read: {0}")]
pub struct SettingsError(String);

/// Parameters of a metric by name, in the catalogue's own spelling.
pub type Parameters = BTreeMap<String, serde_json::Value>;

/// The metric and its parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricSettings {
    /// Name in the catalogue.
    pub name: String,
    /// Parameters by name.
    #[serde(default)]
    pub params: Parameters,
}

/// Which columns mean what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSettings {
    /// The identifier of a row, in solution and submission.
    pub id: String,
    /// Solution columns that hold the truth.
    pub truth: Vec<String>,
    /// Submission columns that are scored.
    pub prediction: Vec<String>,
    /// Submission columns that are required and not scored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<String>,
    /// Solution column of Public / Private / Ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// Columns read as text whatever they look like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<String>,
    /// Solution columns that are not truth: weight, group, mask, event.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<String, String>,
}

/// How rows are split when the solution has no usage column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitSettings {
    /// Share of rows on the public board, strictly between 0 and 1.
    pub public_ratio: f64,
    /// Seed of the hash that decides.
    #[serde(default)]
    pub seed: u64,
}

/// All that scoring needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoringSettings {
    /// The metric.
    pub metric: MetricSettings,
    /// The columns.
    pub columns: ColumnSettings,
    /// The split, if there is no usage column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitSettings>,
}

/// What a competition is called and when it runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetitionHead {
    /// Short name in addresses.
    pub slug: Slug,
    /// Title.
    pub title: String,
    /// One or two sentences.
    #[serde(default)]
    pub summary: String,
    /// Zone of its days and dates.
    #[serde(default = "utc")]
    pub zone: Zone,
    /// Who sees it.
    #[serde(default = "internal")]
    pub visibility: Visibility,
    /// Opening.
    #[serde(default)]
    pub starts_at: Option<Timestamp>,
    /// Deadline.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
}

/// The allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QuotaSettings {
    /// Submissions per team and calendar day.
    pub submissions_per_day: u32,
    /// People per team.
    pub team_size: u32,
}

impl Default for QuotaSettings {
    fn default() -> Self {
        Self { submissions_per_day: 5, team_size: 1 }
    }
}

/// A file beside `competition.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// What it is for.
    pub kind: FileKind,
    /// Its name.
    pub name: String,
}

/// A Markdown page beside `competition.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageEntry {
    /// Which page.
    pub name: PageName,
    /// Its file.
    pub file: String,
}

/// The whole of `competition.toml`. Scoring alone needs only `metric` and `columns`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetitionFile {
    /// Title and dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competition: Option<CompetitionHead>,
    /// Allowance.
    #[serde(default)]
    pub quota: QuotaSettings,
    /// The metric.
    pub metric: MetricSettings,
    /// The columns.
    pub columns: ColumnSettings,
    /// The split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitSettings>,
    /// Files to download.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileEntry>,
    /// Pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageEntry>,
}

impl CompetitionFile {
    /// Reads the text of a `competition.toml`; the error names line and key.
    pub fn from_toml(text: &str) -> Result<Self, SettingsError> {
        toml::from_str(text).map_err(|error| SettingsError(error.to_string()))
    }

    /// The part that scoring needs.
    pub fn scoring(&self) -> ScoringSettings {
        ScoringSettings { metric: self.metric.clone(), columns: self.columns.clone(), split: self.split }
    }
}

fn utc() -> Zone {
    Zone::UTC
}

fn internal() -> Visibility {
    Visibility::Internal
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        [metric]
        name = "log_loss"
        [metric.params]
        eps = 1e-15
        classes = ["EAP", "HPL"]
        [columns]
        id = "id"
        truth = ["author"]
        prediction = ["EAP", "HPL"]
        [columns.roles]
        weight = "w"
    "#;

    #[test]
    fn the_scoring_part_alone_is_enough() {
        let file = CompetitionFile::from_toml(SMALL).unwrap();
        assert_eq!(file.metric.params["eps"], serde_json::json!(1e-15));
        assert_eq!(file.columns.roles["weight"], "w");
        assert_eq!(file.quota.submissions_per_day, 5);
    }

    #[test]
    fn a_misspelt_key_is_named() {
        let error = CompetitionFile::from_toml(&SMALL.replace("prediction =", "predictions =")).unwrap_err();
        assert!(error.to_string().contains("predictions"), "{error}");
    }
}
