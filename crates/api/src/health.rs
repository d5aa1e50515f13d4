//! `/healthz`: the process lives. `/readyz`: it can serve.
//!
//! Invariant: neither says more to a stranger than yes or no and which part fails.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde_json::json;
use tracing::warn;

use crate::app::App;

/// The process lives.
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// It can serve.
pub(crate) async fn ready(app: Data<App>) -> HttpResponse {
    let database = app.house.database().check().await;
    let storage = app.house.storage().check().await;
    let faults = [database.as_ref().err().map(ToString::to_string), storage.as_ref().err().map(ToString::to_string)];
    for error in faults.into_iter().flatten() {
        warn!(error, "not ready");
    }
    let word = |is_ready| if is_ready { "ok" } else { "failing" };
    let body = json!({ "database": word(database.is_ok()), "storage": word(storage.is_ok()) });
    if database.is_ok() && storage.is_ok() {
        HttpResponse::Ok().json(body)
    } else {
        HttpResponse::ServiceUnavailable().json(body)
    }
}
