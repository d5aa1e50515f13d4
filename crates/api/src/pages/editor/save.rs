//! Saving the settings.
//!
//! Invariant: a save that somebody else overtook changes nothing and loses nothing that was typed.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Form;
use joute_services::access::{Right, Seat};
use joute_services::competitions::{CompetitionChange, CompetitionError};

use super::edit::{EditState, render};
use super::form::SettingsForm;
use super::read::{Settings, read};
use crate::pages::PageResult;
use crate::pages::field_errors::FieldErrors;
use crate::pages::visit::Visit;
use crate::problem::Problem;
use crate::web::Seated;

/// `POST /c/{slug}/edit`
pub(crate) async fn submit(visit: Visit, seat: Seated, fields: Form<BTreeMap<String, String>>) -> PageResult {
    let slug = &seat.competition.slug;
    let typed = SettingsForm::typed(fields.into_inner());
    let mut form = SettingsForm { slug: slug.to_string(), slug_is_fixed: true, ..typed };
    let mut errors = FieldErrors::new(&visit);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(settings) = read(&form, Some(&seat.competition), &mut errors) {
        match save(&visit, &seat, settings, form.revision.parse().unwrap_or(0)).await {
            Ok(()) => return Ok(visit.go(&super::address(slug), Some("notice-saved"))),
            Err(CompetitionError::Stale) => {
                status = StatusCode::CONFLICT;
                compare(&visit, &seat, &mut form, &mut errors).await?;
            }
            Err(error) => errors.add_problem(error.into())?,
        }
    }
    form.errors = errors.into_vec();
    render(visit.clone(), &seat, status, EditState { form: Some(form), ..EditState::default() }).await
}

async fn save(visit: &Visit, seat: &Seat, settings: Settings, revision: u64) -> Result<(), CompetitionError> {
    let house = &visit.app.house;
    let change = CompetitionChange {
        revision,
        title: Some(settings.title),
        summary: Some(settings.summary),
        zone: Some(settings.zone),
        visibility: Some(settings.visibility),
        starts_at: Some(settings.starts_at),
        ends_at: Some(settings.ends_at),
        quota: Some(settings.quota),
        scoring: settings.scoring,
    };
    let stored = house.list_pages(seat).await?;
    house.change_competition(seat, change).await?;
    for (name, markdown) in settings.pages {
        let old = stored.iter().find(|page| page.name == name).map_or("", |page| page.markdown.as_str());
        if old != markdown {
            house.put_page(seat, name, markdown).await?;
        }
    }
    Ok(())
}

/// Shows the saved value wherever it differs from what was typed; the next save replaces it knowingly.
async fn compare(
    visit: &Visit,
    seat: &Seat,
    form: &mut SettingsForm,
    errors: &mut FieldErrors<'_>,
) -> Result<(), Problem> {
    let house = &visit.app.house;
    let seat = house.seat(seat.viewer.clone(), seat.competition.slug.clone(), Right::EditCompetition).await?;
    let stored = SettingsForm::stored(&seat.competition, &house.list_pages(&seat).await?, visit.language);
    errors.add_problem(CompetitionError::Stale.into())?;
    for ((field, typed), (_, saved)) in form.fields().into_iter().zip(stored.fields()) {
        if typed != saved {
            errors.add_with(field, "saved_value", if saved.is_empty() { "–" } else { saved });
        }
    }
    for page in &stored.pages {
        if form.page(page.name) != page.markdown {
            errors.add(&format!("page_{}", page.name.as_str()), "saved_page");
        }
    }
    form.revision = stored.revision;
    Ok(())
}
