//! The settings of a competition as the text of a form, in both directions.
//!
//! Invariant: the text that was typed survives every mistake; a stored value that was not touched survives a save.

use std::collections::BTreeMap;

use joute_domain::{Language, PageName, Visibility};
use joute_services::{Competition, Page};
use serde::Serialize;

use super::{moment, toml_lines};
use crate::pages::field_errors::FieldError;

/// The context `form` of `editor/settings.html.tera`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct SettingsForm {
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) slug_is_fixed: bool,
    pub(super) summary: String,
    pub(super) visibility: String,
    pub(super) zone: String,
    pub(super) starts_at: String,
    pub(super) ends_at: String,
    pub(super) submissions_per_day: String,
    pub(super) team_size: String,
    pub(super) metric: String,
    pub(super) metric_params: String,
    pub(super) id_column: String,
    pub(super) truth_columns: String,
    pub(super) prediction_columns: String,
    pub(super) extra_columns: String,
    pub(super) text_columns: String,
    pub(super) roles: String,
    pub(super) split: String,
    pub(super) usage_column: String,
    pub(super) public_ratio: String,
    pub(super) seed: String,
    pub(super) revision: String,
    pub(super) pages: Vec<PageField>,
    pub(super) errors: Vec<FieldError>,
}

/// The text of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct PageField {
    pub(super) name: PageName,
    pub(super) markdown: String,
}

impl SettingsForm {
    /// What a new competition begins with.
    pub(super) fn fresh(language: Language) -> Self {
        let text = str::to_owned;
        Self {
            visibility: text(Visibility::Internal.as_str()),
            zone: text(if language == Language::Fr { "Europe/Paris" } else { "UTC" }),
            submissions_per_day: text("5"),
            team_size: text("1"),
            metric: text("rmse"),
            split: text("usage"),
            usage_column: text("Usage"),
            public_ratio: text("0.3"),
            seed: text("1"),
            pages: page_fields(|_| String::new()),
            ..Self::default()
        }
    }

    /// What was typed.
    pub(super) fn typed(mut fields: BTreeMap<String, String>) -> Self {
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        Self {
            title: take("title"),
            slug: take("slug"),
            slug_is_fixed: false,
            summary: take("summary"),
            visibility: take("visibility"),
            zone: take("zone"),
            starts_at: take("starts_at"),
            ends_at: take("ends_at"),
            submissions_per_day: take("submissions_per_day"),
            team_size: take("team_size"),
            metric: take("metric"),
            metric_params: lines(&take("metric_params")),
            id_column: take("id_column"),
            truth_columns: take("truth_columns"),
            prediction_columns: take("prediction_columns"),
            extra_columns: take("extra_columns"),
            text_columns: take("text_columns"),
            roles: lines(&take("roles")),
            split: take("split"),
            usage_column: take("usage_column"),
            public_ratio: take("public_ratio"),
            seed: take("seed"),
            revision: take("revision"),
            pages: page_fields(|name| lines(&take(&format!("page_{}", name.as_str())))),
            errors: Vec::new(),
        }
    }

    /// What is stored.
    pub(super) fn stored(competition: &Competition, pages: &[Page], language: Language) -> Self {
        let wall = |at| moment::wall(at, competition.zone);
        let markdown = |name| pages.iter().find(|page| page.name == name).map(|page| page.markdown.clone());
        let mut form = Self {
            title: competition.title.clone(),
            slug: competition.slug.to_string(),
            slug_is_fixed: true,
            summary: competition.summary.clone(),
            visibility: competition.visibility.as_str().to_owned(),
            zone: competition.zone.to_string(),
            starts_at: competition.starts_at.map(wall).unwrap_or_default(),
            ends_at: competition.ends_at.map(wall).unwrap_or_default(),
            submissions_per_day: competition.submissions_per_day.to_string(),
            team_size: competition.team_size.to_string(),
            revision: competition.revision.to_string(),
            pages: page_fields(|name| markdown(name).unwrap_or_default()),
            ..Self::fresh(language)
        };
        form.fill_scoring(competition);
        form
    }

    fn fill_scoring(&mut self, competition: &Competition) {
        let Some(scoring) = &competition.scoring else { return };
        let columns = &scoring.columns;
        self.metric.clone_from(&scoring.metric.name);
        self.metric_params = toml_lines::write(&scoring.metric.params);
        self.id_column.clone_from(&columns.id);
        self.truth_columns = joined(&columns.truth);
        self.prediction_columns = joined(&columns.prediction);
        self.extra_columns = joined(&columns.extra);
        self.text_columns = joined(&columns.text);
        self.roles =
            toml_lines::write(&columns.roles.iter().map(|(role, name)| (role.clone(), name.as_str().into())).collect());
        self.usage_column = columns.usage.clone().unwrap_or_default();
        if let Some(split) = scoring.split {
            self.public_ratio = split.public_ratio.to_string();
            self.seed = split.seed.to_string();
        }
        self.split = if columns.usage.is_none() && scoring.split.is_some() { "ratio" } else { "usage" }.to_owned();
    }

    /// The text of a page.
    pub(super) fn page(&self, name: PageName) -> &str {
        self.pages.iter().find(|page| page.name == name).map_or("", |page| &page.markdown)
    }

    /// Field names with their text, pages left out.
    pub(super) fn fields(&self) -> [(&'static str, &str); 21] {
        [
            ("title", &self.title),
            ("slug", &self.slug),
            ("summary", &self.summary),
            ("visibility", &self.visibility),
            ("zone", &self.zone),
            ("starts_at", &self.starts_at),
            ("ends_at", &self.ends_at),
            ("submissions_per_day", &self.submissions_per_day),
            ("team_size", &self.team_size),
            ("metric", &self.metric),
            ("metric_params", &self.metric_params),
            ("id_column", &self.id_column),
            ("truth_columns", &self.truth_columns),
            ("prediction_columns", &self.prediction_columns),
            ("extra_columns", &self.extra_columns),
            ("text_columns", &self.text_columns),
            ("roles", &self.roles),
            ("split", &self.split),
            ("usage_column", &self.usage_column),
            ("public_ratio", &self.public_ratio),
            ("seed", &self.seed),
        ]
    }
}

/// One field for each page that there can be.
fn page_fields(mut markdown: impl FnMut(PageName) -> String) -> Vec<PageField> {
    PageName::ALL.iter().map(|name| PageField { name: *name, markdown: markdown(*name) }).collect()
}

/// Column names as one line.
pub(super) fn joined(names: &[String]) -> String {
    names.join(", ")
}

/// Browsers send line ends as CR LF.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}
