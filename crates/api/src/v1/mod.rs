//! The JSON API under `/api/joute/v1`.
//!
//! Invariant: answers and problems are JSON; the `OpenAPI` document is made from the same handlers.

#![allow(unused_qualifications, reason = "the macro of the document qualifies names that are in scope")]

pub(crate) mod audit_log;
pub(crate) mod competitions;
pub(crate) mod files;
mod inputs;
pub(crate) mod leaderboard;
pub(crate) mod metrics;
pub mod openapi;
pub(crate) mod people;
mod report;
pub(crate) mod solution;
pub(crate) mod submissions;
mod vocabulary;

use actix_web::HttpResponse;

use crate::problem::Problem;

pub(crate) use self::files::saved_as;
pub(crate) use self::inputs::{path_config, query_config};
pub(crate) use self::report::ErrorView;
pub(crate) use self::vocabulary::ProblemCode;
pub(crate) use crate::doors::API_BASE as BASE;

/// Whatever the API has no address for.
pub(crate) async fn missing() -> Result<HttpResponse, Problem> {
    Err(Problem::not_found("address_not_found", "there is no such address in the API"))
}
