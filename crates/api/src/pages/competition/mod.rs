//! A competition and its tabs.
//!
//! Invariant: each page has its file, which holds the struct its template documents and the handler that fills it.

mod addresses;
mod card;
mod charts;
mod columns;
mod data;
mod evaluation;
mod head;
mod leaderboard;
mod metric;
mod overview;
mod report;
mod rules;
mod submission;
mod submission_view;
mod submit;
mod submit_form;
mod texts;

use actix_web::web::{ServiceConfig, get, post};

pub(crate) use card::{Card, CardFacts};
pub(crate) use head::CompetitionHead;
pub(crate) use report::ErrorView;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/c/{slug}", get().to(overview::show))
        .route("/c/{slug}/evaluation", get().to(evaluation::show))
        .route("/c/{slug}/data", get().to(data::show))
        .route("/c/{slug}/rules", get().to(rules::show))
        .route("/c/{slug}/leaderboard", get().to(leaderboard::show))
        .route("/c/{slug}/submit", get().to(submit::show))
        .route("/c/{slug}/submit", post().to(submit_form::send))
        .route("/c/{slug}/check", post().to(submit_form::check))
        .route("/c/{slug}/submissions/{id}", get().to(submission::show))
        .route("/c/{slug}/submissions/{id}/note", post().to(submission::change_note));
}
