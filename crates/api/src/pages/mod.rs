//! The pages.
//!
//! Invariant: a page is a struct and a template name; numbers and dates are formatted before they reach a template.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod api_docs;
mod blazon;
pub(crate) mod competition;
pub(crate) mod competitions;
pub(crate) mod editor;
mod error;
mod field_errors;
mod figures;
mod format;
pub(crate) mod home;
mod moments;
#[cfg(test)]
mod samples;
mod shell;
pub(crate) mod switches;
mod visit;

use actix_web::HttpResponse;

use crate::problem::Problem;

pub(crate) use error::error_page;

/// What a page handler answers.
pub(crate) type PageResult = Result<HttpResponse, Problem>;

/// Whatever the house has no page for.
pub(crate) async fn missing() -> PageResult {
    Err(Problem::not_found("page_not_found", ""))
}
