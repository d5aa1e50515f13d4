//! The `OpenAPI` document, made from the handlers.
//!
//! Invariant: every operation can answer a problem, and every code a problem may have is listed.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use utoipa::OpenApi as _;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder};

use super::{audit_log, competitions, files, leaderboard, metrics, people, solution, submissions};
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
        (name = "audit", description = "Who did what; for administrators."),
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
        audit_log::list,
        audit_log::verify,
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
#[utoipa::path(get, operation_id = "read_document", path = "/openapi.json", tag = "document", security(()),
    responses((status = 200, description = "OpenAPI 3.1.", body = Object)))]
pub(crate) async fn serve() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(document())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|inner| references(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = serde_json::to_value(document()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_operation_says_what_it_does_and_can_fail() {
        let document = serde_json::to_value(document()).unwrap();
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                assert!(operation["summary"].is_string(), "{method} {path} has no summary");
                assert!(operation["responses"]["default"].is_object(), "{method} {path} cannot fail");
                let named: Vec<_> = operation["parameters"].as_array().into_iter().flatten().collect();
                for segment in path.split('/').filter_map(|part| part.strip_prefix('{')?.split('}').next()) {
                    assert!(named.iter().any(|one| one["name"] == segment && one["in"] == "path"), "{method} {path}");
                }
            }
        }
    }

    #[test]
    fn the_document_and_the_doors_name_the_same_operations() {
        let document = serde_json::to_value(document()).unwrap();
        let mut documented = BTreeSet::new();
        for (path, operations) in document["paths"].as_object().unwrap() {
            documented.extend(
                operations.as_object().unwrap().keys().map(|method| format!("{} {path}", method.to_uppercase())),
            );
        }
        let doors = crate::doors::all().into_iter();
        let registered: BTreeSet<_> = doors
            .filter_map(|door| Some(format!("{} {}", door.method, door.path.strip_prefix(crate::doors::API_BASE)?)))
            .collect();
        assert_eq!(documented, registered);
    }

    #[test]
    fn operation_ids_are_unique() {
        let document = serde_json::to_value(document()).unwrap();
        let mut ids: Vec<_> = document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|operations| operations.as_object().unwrap().values())
            .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{ids:?}");
    }
}
