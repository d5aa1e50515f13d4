//! From the text of the form to settings, with every mistake at its field.
//!
//! Invariant: all mistakes that the form can see by itself are told at once.

use std::collections::BTreeMap;

use joute_domain::{
    ColumnSettings, MetricSettings, PageName, QuotaSettings, ScoringSettings, Slug, SplitSettings, Timestamp,
    Visibility, Zone,
};
use joute_metrics::{Metric, Role};
use joute_services::Competition;

use super::form::{SettingsForm, joined};
use super::{moment, toml_lines};
use crate::pages::field_errors::FieldErrors;

/// Longest page, in bytes; the use case refuses longer ones as well.
const PAGE_MAX_BYTES: usize = 1 << 20;

/// What a form without a mistake says.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) slug: Slug,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) visibility: Visibility,
    pub(super) zone: Zone,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) ends_at: Option<Timestamp>,
    pub(super) quota: QuotaSettings,
    pub(super) scoring: Option<ScoringSettings>,
    pub(super) pages: Vec<(PageName, String)>,
}

/// Reads the form; `None` if anything was wrong. `stored` is what the form was made from, if it exists already.
pub(super) fn read(
    form: &SettingsForm,
    stored: Option<&Competition>,
    errors: &mut FieldErrors<'_>,
) -> Option<Settings> {
    let slug =
        stored.map_or_else(|| parsed(&form.slug, "slug", "invalid_field-slug", errors), |old| Some(old.slug.clone()));
    if form.title.trim().is_empty() {
        errors.add("title", "required");
    }
    let visibility = parsed(&form.visibility, "visibility", "bad_choice", errors);
    let zone = parsed::<Zone>(&form.zone, "zone", "bad_zone", errors);
    let mut date = |typed, field, stored| {
        moment::read(typed, zone.unwrap_or(Zone::UTC), stored).unwrap_or_else(|_| {
            errors.add(field, "bad_date");
            None
        })
    };
    let starts_at = date(&form.starts_at, "starts_at", stored.and_then(|old| old.starts_at));
    let ends_at = date(&form.ends_at, "ends_at", stored.and_then(|old| old.ends_at));
    let submissions_per_day = parsed(&form.submissions_per_day, "submissions_per_day", "bad_number", errors);
    let team_size = parsed(&form.team_size, "team_size", "bad_number", errors);
    let scoring = scoring(form, stored.and_then(|old| old.scoring.as_ref()), errors);
    let pages = pages(form, errors);
    let settings = Settings {
        slug: slug?,
        title: form.title.clone(),
        summary: form.summary.clone(),
        visibility: visibility?,
        zone: zone?,
        starts_at,
        ends_at,
        quota: QuotaSettings { submissions_per_day: submissions_per_day?, team_size: team_size? },
        scoring,
        pages,
    };
    errors.is_empty().then_some(settings)
}

fn parsed<T: std::str::FromStr>(typed: &str, field: &str, code: &str, errors: &mut FieldErrors<'_>) -> Option<T> {
    let value = typed.trim().parse().ok();
    if value.is_none() {
        errors.add(field, if typed.trim().is_empty() { "required" } else { code });
    }
    value
}

fn pages(form: &SettingsForm, errors: &mut FieldErrors<'_>) -> Vec<(PageName, String)> {
    for page in form.pages.iter().filter(|page| page.markdown.len() > PAGE_MAX_BYTES) {
        errors.add(&format!("page_{}", page.name.as_str()), "page_too_long");
    }
    form.pages.iter().map(|page| (page.name, page.markdown.clone())).collect()
}

/// The scoring; `None` while neither the id nor a truth column is named.
fn scoring(
    form: &SettingsForm,
    stored: Option<&ScoringSettings>,
    errors: &mut FieldErrors<'_>,
) -> Option<ScoringSettings> {
    let is_open = form.id_column.trim().is_empty() && form.truth_columns.trim().is_empty();
    if is_open && stored.is_none() {
        return None;
    }
    for (field, typed) in [("id_column", &form.id_column), ("truth_columns", &form.truth_columns)] {
        if typed.trim().is_empty() {
            errors.add(field, "required");
        }
    }
    let old = stored.map(|scoring| &scoring.columns);
    let truth = names(&form.truth_columns, old.map(|old| old.truth.as_slice()));
    let prediction = names(&form.prediction_columns, old.map(|old| old.prediction.as_slice()));
    let (usage, split) = split(form, errors);
    let columns = ColumnSettings {
        id: form.id_column.trim().to_owned(),
        prediction: if prediction.is_empty() { truth.clone() } else { prediction },
        truth,
        extra: names(&form.extra_columns, old.map(|old| old.extra.as_slice())),
        usage,
        text: names(&form.text_columns, old.map(|old| old.text.as_slice())),
        roles: roles(form, errors),
    };
    Some(ScoringSettings { metric: metric(form, errors), columns, split })
}

fn metric(form: &SettingsForm, errors: &mut FieldErrors<'_>) -> MetricSettings {
    let name = form.metric.trim().to_owned();
    let params = toml_lines::read(&form.metric_params).unwrap_or_else(|error| {
        errors.add_with("metric_params", "bad_params", &format!("{}: {}", error.line, error.message));
        BTreeMap::new()
    });
    // Without columns this checks the names and values of the parameters alone.
    if let Err(error) = Metric::truth_kinds(&name, &params, &[]) {
        match error.parameter() {
            Some(parameter) if !form.metric_params.trim().is_empty() => {
                let line = toml_lines::line_of(&form.metric_params, parameter);
                errors.add_with("metric_params", "bad_params", &format!("{line}: {error}"));
            }
            Some(_) => errors.add_with("metric_params", "bad_params", &format!("1: {error}")),
            None => errors.add("metric", "bad_choice"),
        }
    }
    MetricSettings { name, params }
}

fn roles(form: &SettingsForm, errors: &mut FieldErrors<'_>) -> BTreeMap<String, String> {
    let read = toml_lines::read(&form.roles).and_then(|roles| {
        let text = |(role, column): (String, serde_json::Value)| match column {
            serde_json::Value::String(column) if Role::parse(&role).is_some() => Ok((role, column)),
            _ => {
                let message = format!("`{role}` must be weight, group, mask or event, and name a column in quotes");
                Err(toml_lines::LineError { line: toml_lines::line_of(&form.roles, &role), message })
            }
        };
        roles.into_iter().map(text).collect()
    });
    read.unwrap_or_else(|error| {
        errors.add_with("roles", "bad_roles", &format!("{}: {}", error.line, error.message));
        BTreeMap::new()
    })
}

fn split(form: &SettingsForm, errors: &mut FieldErrors<'_>) -> (Option<String>, Option<SplitSettings>) {
    if form.split != "ratio" {
        let column = form.usage_column.trim();
        if column.is_empty() {
            errors.add("usage_column", "usage_or_ratio");
        }
        return (Some(column.to_owned()).filter(|column| !column.is_empty()), None);
    }
    let ratio = form.public_ratio.replace(',', ".");
    let ratio = parsed::<f64>(&ratio, "public_ratio", "bad_ratio", errors);
    if ratio.is_some_and(|ratio| !(ratio > 0.0 && ratio < 1.0)) {
        errors.add("public_ratio", "invalid_field-public_ratio");
    }
    let seed = parsed(&form.seed, "seed", "bad_number", errors);
    (None, ratio.zip(seed).map(|(public_ratio, seed)| SplitSettings { public_ratio, seed }))
}

/// Names between commas; names that were stored and not touched may hold commas themselves.
fn names(typed: &str, stored: Option<&[String]>) -> Vec<String> {
    if let Some(stored) = stored.filter(|stored| joined(stored) == typed) {
        return stored.to_vec();
    }
    typed.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use joute_domain::Language;

    use super::*;
    use crate::pages::samples;
    use crate::words::Words;

    fn read_form(form: &SettingsForm, stored: Option<&Competition>) -> Result<Settings, Vec<(String, String)>> {
        let words = Words::load(Language::En).unwrap();
        let mut errors = FieldErrors::in_words(&words);
        let settings = read(form, stored, &mut errors);
        let told = errors.into_vec().into_iter().map(|error| (error.field, error.message)).collect();
        settings.ok_or(told)
    }

    fn form() -> SettingsForm {
        let text = str::to_owned;
        SettingsForm {
            title: text("Penguins"),
            slug: text("penguins"),
            id_column: text("id"),
            truth_columns: text("a, b,"),
            ..SettingsForm::fresh(Language::Fr)
        }
    }

    #[test]
    fn what_is_stored_reads_back_unchanged() {
        let competition = samples::seat(None).competition;
        let stored = SettingsForm::stored(&competition, &[], Language::En);
        let settings = read_form(&stored, Some(&competition)).unwrap();
        assert_eq!(settings.scoring, competition.scoring);
        assert_eq!((settings.starts_at, settings.ends_at), (competition.starts_at, competition.ends_at));
        assert_eq!(settings.zone, competition.zone);
    }

    #[test]
    fn columns_are_separated_by_commas_and_predictions_default_to_the_truth() {
        let columns = read_form(&form(), None).unwrap().scoring.unwrap().columns;
        assert_eq!(columns.truth, ["a", "b"]);
        assert_eq!(columns.prediction, ["a", "b"]);
        assert_eq!(columns.usage.as_deref(), Some("Usage"));
    }

    #[test]
    fn a_draft_may_wait_for_its_columns() {
        let open = SettingsForm { id_column: String::new(), truth_columns: String::new(), ..form() };
        assert_eq!(read_form(&open, None).unwrap().scoring, None);
        let half = SettingsForm { truth_columns: String::new(), ..form() };
        assert_eq!(read_form(&half, None).unwrap_err()[0].0, "truth_columns");
    }

    #[test]
    fn a_parameter_that_the_metric_does_not_know_is_told_with_its_line() {
        let wrong = SettingsForm { metric: "map_at_k".to_owned(), metric_params: "k = 5\nkk = 6".to_owned(), ..form() };
        let told = read_form(&wrong, None).unwrap_err();
        assert_eq!(told[0].0, "metric_params");
        assert!(told[0].1.contains("line 2: ") && told[0].1.contains("kk"), "{told:?}");
    }

    #[test]
    fn roles_name_columns() {
        let good = SettingsForm { roles: "weight = \"w\"".to_owned(), ..form() };
        assert_eq!(read_form(&good, None).unwrap().scoring.unwrap().columns.roles["weight"], "w");
        let wrong = SettingsForm { roles: "weight = 3".to_owned(), ..form() };
        assert_eq!(read_form(&wrong, None).unwrap_err()[0].0, "roles");
    }
}
