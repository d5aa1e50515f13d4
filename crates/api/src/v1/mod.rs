//! The JSON API under `/api/joute/v1`.
//!
//! Invariant: answers and problems are JSON; the OpenAPI document is made from the same handlers.

pub mod openapi;

use actix_web::HttpResponse;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use crate::problem::Problem;
use crate::web::authenticate;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(web::scope("").wrap(from_fn(authenticate::identify)).default_service(web::to(missing)));
}

async fn missing() -> Result<HttpResponse, Problem> {
    Err(Problem::not_found("address_not_found", "there is no such address in the API"))
}
