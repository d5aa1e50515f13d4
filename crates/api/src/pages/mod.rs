//! The pages.
//!
//! Invariant: a page is a struct and a template name; numbers and dates are formatted before they reach a template.

mod account;
mod api_docs;
mod blazon;
mod competition;
mod competitions;
mod editor;
mod error;
mod field_errors;
mod figures;
mod format;
mod home;
mod moments;
#[cfg(test)]
mod samples;
mod shell;
mod switches;
mod visit;

use actix_web::HttpResponse;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, get, post};

use crate::problem::Problem;
use crate::web::authenticate;

pub(crate) use error::error_page;

/// What a page handler answers.
pub(crate) type PageResult = Result<HttpResponse, Problem>;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::scope("")
            .wrap(from_fn(authenticate::identify))
            .configure(account::routes)
            .configure(editor::routes)
            .route("/api", get().to(api_docs::show))
            .route("/", get().to(home::show))
            .route("/competitions", get().to(competitions::show))
            .configure(competition::routes)
            .route("/language", post().to(switches::choose_language))
            .route("/theme", post().to(switches::choose_theme))
            .default_service(web::to(missing)),
    );
}

async fn missing() -> PageResult {
    Err(Problem::not_found("page_not_found", ""))
}
