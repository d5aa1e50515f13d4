//! A span and one log line per request, and the id that people can name.
//!
//! Invariant: the query is not logged, since links may carry a one-time token.

use std::cell::RefCell;
use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use tracing::{Instrument, info, info_span};
use uuid::Uuid;

tokio::task_local! {
    static REQUEST_ID: RefCell<String>;
}

/// The id of the request under way; empty outside of one.
pub(crate) fn current_id() -> String {
    REQUEST_ID.try_with(|id| id.borrow().clone()).unwrap_or_default()
}

/// Middleware: gives the request an id, logs its end.
pub(crate) async fn record<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = Uuid::now_v7().simple().to_string();
    let started = Instant::now();
    let span = info_span!("request", request.id = %id, method = %request.method(), path = request.path());
    let header = HeaderValue::from_str(&id);
    REQUEST_ID
        .scope(RefCell::new(id), async move {
            let outcome = next.call(request).await;
            let status = match &outcome {
                Ok(response) => response.status().as_u16(),
                Err(error) => error.as_response_error().status_code().as_u16(),
            };
            let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            info!(status, duration_ms, "request answered");
            outcome.map(|mut response| {
                if let Ok(value) = header {
                    response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
                }
                response
            })
        })
        .instrument(span)
        .await
}
