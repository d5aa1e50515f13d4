//! The settings by themselves, before a file is looked at.
//!
//! Invariant: settings without a finding name each column for one purpose.

use joute_domain::ScoringSettings;
use joute_metrics::Role;

use super::invalid;
use crate::findings::Findings;

/// What is wrong with the settings, all at once.
pub(super) fn check(settings: &ScoringSettings) -> Findings {
    let mut findings = Findings::default();
    let columns = &settings.columns;
    if columns.truth.is_empty() {
        invalid("Name at least one truth column of the solution.", &mut findings);
    }
    if columns.prediction.is_empty() {
        invalid("Name at least one prediction column of the submission.", &mut findings);
    }
    let submission = std::iter::once(&columns.id).chain(&columns.prediction).chain(&columns.extra);
    once("submission", submission, &mut findings);
    once("solution", std::iter::once(&columns.id).chain(&columns.truth).chain(&columns.usage), &mut findings);
    for role in columns.roles.keys().filter(|role| Role::parse(role).is_none()) {
        invalid(format!("There is no role `{role}`; the roles are weight, group, mask and event."), &mut findings);
    }
    if columns.roles.values().any(|name| *name == columns.id) {
        invalid("The id column cannot have another role.", &mut findings);
    }
    split(settings, &mut findings);
    findings
}

/// The classes the host declared, as text.
pub(super) fn classes(settings: &ScoringSettings) -> Vec<String> {
    let classes = settings.metric.params.get("classes").and_then(serde_json::Value::as_array);
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    classes.map(|classes| classes.iter().map(text).collect()).unwrap_or_default()
}

fn once<'a>(table: &str, names: impl Iterator<Item = &'a String>, findings: &mut Findings) {
    let mut seen: Vec<&String> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            invalid(format!("Column `{name}` of the {table} is named for two purposes."), findings);
        }
        seen.push(name);
    }
}

fn split(settings: &ScoringSettings, findings: &mut Findings) {
    let Some(split) = settings.split else { return };
    if settings.columns.usage.is_some() {
        invalid("Give either a usage column or a split by ratio, not both.", findings);
    }
    if !(split.public_ratio > 0.0 && split.public_ratio < 1.0) {
        invalid("The public ratio must lie between 0 and 1, both excluded.", findings);
    }
}
