//! The JSON API under `/api/joute/v1`.
//!
//! Invariant: answers and problems are JSON; the `OpenAPI` document is made from the same handlers.

#![allow(unused_qualifications, reason = "the macro of the document qualifies names that are in scope")]

mod address;
mod competitions;
mod files;
mod inputs;
mod leaderboard;
mod metrics;
pub mod openapi;
mod people;
mod report;
mod solution;
mod submissions;
mod vocabulary;

use actix_web::HttpResponse;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use self::address::at;
use crate::problem::Problem;
use crate::web::authenticate;

pub(crate) use self::report::ErrorView;
pub(crate) use self::vocabulary::ProblemCode;

/// Where the API lies.
const BASE: &str = "/api/joute/v1";

pub(crate) fn routes(config: &mut ServiceConfig) {
    let scope = web::scope("")
        .app_data(inputs::query_config())
        .app_data(inputs::path_config())
        .wrap(from_fn(authenticate::identify))
        .configure(house_routes)
        .configure(competition_routes)
        .configure(submission_routes)
        .default_service(web::to(missing));
    config.service(scope);
}

fn house_routes(config: &mut ServiceConfig) {
    use people::{session, tokens};
    at("/openapi.json").get(openapi::serve).register(config);
    at("/metrics").get(metrics::list).register(config);
    at("/session").post(session::sign_in).delete(session::sign_out).register(config);
    at("/me").get(session::me).register(config);
    at("/jwt").post(session::issue_jwt).register(config);
    at("/tokens").get(tokens::list).post(tokens::issue).register(config);
    at("/tokens/{id}").delete(tokens::revoke).register(config);
}

fn competition_routes(config: &mut ServiceConfig) {
    use competitions::{pages, publication, settings};
    use files::{archive, change, download, view};
    at("/competitions").get(settings::list).post(settings::create).register(config);
    at("/competitions/{slug}").get(settings::read).patch(settings::change).register(config);
    at("/competitions/{slug}/checklist").get(publication::checklist).register(config);
    at("/competitions/{slug}/publish").post(publication::publish).register(config);
    at("/competitions/{slug}/unpublish").post(publication::unpublish).register(config);
    at("/competitions/{slug}/archive").post(publication::archive).register(config);
    at("/competitions/{slug}/pages").get(pages::list).register(config);
    at("/competitions/{slug}/pages/{name}").put(pages::put).register(config);
    at("/competitions/{slug}/files").get(view::list).post(change::post).register(config);
    at("/competitions/{slug}/files.zip").stream(archive::download).register(config);
    at("/competitions/{slug}/files/{name}")
        .get(download::download)
        .put(change::put)
        .delete(change::remove)
        .register(config);
    at("/competitions/{slug}/solution").put(solution::put).post(solution::post).register(config);
}

fn submission_routes(config: &mut ServiceConfig) {
    use submissions::{check, events, read, submit};
    at("/competitions/{slug}/submissions").get(read::list).post(submit::submit).register(config);
    at("/competitions/{slug}/submissions/{id}").get(read::read).patch(read::change).register(config);
    at("/competitions/{slug}/submissions/{id}/file").get(read::download).register(config);
    at("/competitions/{slug}/check").post(check::check).register(config);
    at("/competitions/{slug}/allowance").get(submit::allowance).register(config);
    at("/competitions/{slug}/events").stream(events::follow).register(config);
    at("/competitions/{slug}/leaderboard").get(leaderboard::json).register(config);
    at("/competitions/{slug}/leaderboard.csv").get(leaderboard::csv).register(config);
}

async fn missing() -> Result<HttpResponse, Problem> {
    Err(Problem::not_found("address_not_found", "there is no such address in the API"))
}
