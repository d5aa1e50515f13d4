//! Drafting a competition.
//!
//! Invariant: nothing is stored until the whole form is without a mistake.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Form;
use joute_domain::CompetitionHead;
use joute_services::access::{Right, Viewer};
use joute_services::competitions::{CompetitionError, NewCompetition};
use serde::Serialize;

use super::choices::{MetricChoice, metrics, zones};
use super::form::SettingsForm;
use super::read::{Settings, read};
use crate::pages::PageResult;
use crate::pages::field_errors::FieldErrors;
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::render::Page;
use crate::web::SignedIn;

#[derive(Debug, Serialize)]
pub(super) struct NewPage {
    page: Shell,
    form: SettingsForm,
    metrics: Vec<MetricChoice>,
    zones: &'static [&'static str],
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "editor/new.html.tera";
}

/// `GET /competitions/new`
pub(crate) async fn show(visit: Visit) -> PageResult {
    render(&visit, StatusCode::OK, SettingsForm::fresh(visit.language))
}

/// `POST /competitions/new`
pub(crate) async fn submit(visit: Visit, viewer: SignedIn, fields: Form<BTreeMap<String, String>>) -> PageResult {
    let mut form = SettingsForm::typed(fields.into_inner());
    let mut errors = FieldErrors::new(&visit);
    if let Some(settings) = read(&form, None, &mut errors) {
        let address = super::address(&settings.slug);
        match create(&visit, &viewer, settings).await {
            Ok(()) => return Ok(visit.go(&address, Some("notice-created"))),
            Err(error) => errors.add_problem(error.into())?,
        }
    }
    form.errors = errors.into_vec();
    render(&visit, StatusCode::UNPROCESSABLE_ENTITY, form)
}

async fn create(visit: &Visit, viewer: &Viewer, settings: Settings) -> Result<(), CompetitionError> {
    let house = &visit.app.house;
    let head = CompetitionHead {
        slug: settings.slug.clone(),
        title: settings.title,
        summary: settings.summary,
        zone: settings.zone,
        visibility: settings.visibility,
        starts_at: settings.starts_at,
        ends_at: settings.ends_at,
    };
    let new = NewCompetition { head, quota: settings.quota, scoring: settings.scoring };
    house.create_competition(viewer, new).await?;
    let seat = house.seat(Some(viewer.clone()), settings.slug, Right::EditCompetition).await?;
    for (name, markdown) in settings.pages.into_iter().filter(|(_, markdown)| !markdown.trim().is_empty()) {
        house.put_page(&seat, name, markdown).await?;
    }
    Ok(())
}

fn render(visit: &Visit, status: StatusCode, form: SettingsForm) -> PageResult {
    let metrics = metrics(visit.app.renderer.words(visit.language));
    visit.page_with_status(status, &NewPage { page: visit.shell("host"), form, metrics, zones: zones() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    fn typed(pairs: &[(&str, &str)]) -> SettingsForm {
        SettingsForm::typed(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn the_fresh_form_offers_every_metric_and_page() {
        let pages = samples::render_all(|page, format, _| NewPage {
            page,
            form: SettingsForm::fresh(format.language),
            metrics: metrics(format.words),
            zones: zones(),
        });
        for page in pages {
            let options = page.matches("<option value=\"").count();
            assert!(options > joute_metrics::catalogue().len() + zones().len());
            assert!(page.contains("name=\"page_overview\"") && page.contains("name=\"page_prizes\""));
        }
    }

    #[test]
    fn a_wrong_form_comes_back_as_it_was_typed_with_every_mistake_at_its_field() {
        let wrong = [
            ("title", " "),
            ("slug", "Été <script>"),
            ("zone", "Mars/Olympus"),
            ("starts_at", "soon"),
            ("submissions_per_day", "many"),
            ("team_size", ""),
            ("visibility", "internal"),
            ("metric", "fbeta"),
            ("metric_params", "average = macro"),
            ("id_column", "id"),
            ("roles", "price = \"p\""),
            ("split", "ratio"),
            ("public_ratio", "1,5"),
            ("seed", "-1"),
            ("page_overview", "# Hello </textarea>"),
        ];
        let pages = samples::render_all(|page, format, _| {
            let mut form = typed(&wrong);
            let mut errors = FieldErrors::in_words(format.words);
            assert!(read(&form, None, &mut errors).is_none());
            form.errors = errors.into_vec();
            NewPage { page, form, metrics: metrics(format.words), zones: zones() }
        });
        for page in pages {
            for field in [
                "title",
                "slug",
                "zone",
                "starts_at",
                "submissions_per_day",
                "team_size",
                "metric_params",
                "truth_columns",
                "roles",
                "public_ratio",
                "seed",
            ] {
                assert!(page.contains(&format!("id=\"{field}-error\"")), "{field}");
            }
            assert!(page.contains("value=\"Mars&#x2F;Olympus\"") || page.contains("value=\"Mars/Olympus\""), "{page}");
            assert!(page.contains("# Hello &lt;") && !page.contains("# Hello </textarea>"));
        }
    }
}
