//! The OpenAPI document, made from the handlers.
//!
//! Invariant: every operation can answer a problem, and every code a problem may have is listed.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use utoipa::OpenApi as _;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder};

use super::{competitions, files, leaderboard, metrics, people, solution, submissions};
use crate::problem::{ProblemBody, codes};
use crate::web::authenticate::SESSION_COOKIE;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Joute",
        description = "The JSON API of Joute, a platform for competitions in machine learning.\n\n\
            Instants are RFC 3339 in UTC. Errors are problem details (RFC 9457) with a stable `code`; \
            `x-problem-codes` lists them all. Send a personal token or a JWT as `Authorization: Bearer …`, \
            or use the session cookie of the pages."
    ),
    servers((url = "/api/joute/v1")),
    tags(
        (name = "people", description = "Signing in, and tokens for programs."),
        (name = "competitions", description = "Settings, publication and pages."),
        (name = "data", description = "Files for participants, and the hidden truth."),
        (name = "submissions", description = "Predictions and what became of them."),
        (name = "leaderboards", description = "Who stands where."),
        (name = "metrics", description = "What competitions can be scored with."),
        (name = "document", description = "This document."),
    ),
    paths(
        people::session::sign_in,
        people::session::sign_out,
        people::session::me,
        people::session::issue_jwt,
        people::tokens::list,
        people::tokens::issue,
        people::tokens::revoke,
        competitions::settings::list,
        competitions::settings::create,
        competitions::settings::read,
        competitions::settings::change,
        competitions::publication::checklist,
        competitions::publication::publish,
        competitions::publication::unpublish,
        competitions::publication::archive,
        competitions::pages::list,
        competitions::pages::put,
        files::view::list,
        files::change::post,
        files::change::put,
        files::change::remove,
        files::download::download,
        files::archive::download,
        solution::put,
        solution::post,
        submissions::submit::submit,
        submissions::submit::allowance,
        submissions::check::check,
        submissions::read::list,
        submissions::read::read,
        submissions::read::change,
        submissions::read::download,
        submissions::events::follow,
        leaderboard::json,
        leaderboard::csv,
        metrics::list,
        serve,
    ),
    components(schemas(ProblemBody)),
    security(("bearer" = []), ("session" = []))
)]
struct Operations;

/// The document, whole.
pub fn document() -> OpenApi {
    let mut document = Operations::openapi();
    let components = document.components.get_or_insert_with(Components::new);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A personal token (`jt_…`) or a JWT of `POST /jwt`."));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    let cookie = ApiKeyValue::with_description(SESSION_COOKIE, "The cookie of the pages, or of `POST /session`.");
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    components.responses.insert("Problem".to_owned(), RefOr::T(problem_response()));
    for path in document.paths.paths.values_mut() {
        can_fail(path);
    }
    let known = ExtensionsBuilder::new().add("x-problem-codes", serde_json::json!(codes::CODES));
    document.extensions = Some(known.build());
    document
}

fn problem_response() -> Response {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemBody"))).build();
    ResponseBuilder::new()
        .description("What went wrong; `code` is one of `x-problem-codes`.")
        .content("application/problem+json", body)
        .build()
}

fn can_fail(path: &mut PathItem) {
    let operations = [&mut path.get, &mut path.put, &mut path.post, &mut path.patch, &mut path.delete];
    for operation in operations.into_iter().flatten() {
        let problem = RefOr::Ref(Ref::new("#/components/responses/Problem"));
        operation.responses.responses.insert("default".to_owned(), problem);
    }
}

/// Read this document
#[utoipa::path(get, path = "/openapi.json", tag = "document", security(()),
    responses((status = 200, description = "OpenAPI 3.1.", body = Object)))]
pub(crate) async fn serve() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(document())
}
