//! Under which name the client reached us; addresses in answers carry it.
//!
//! Clients that take us for their proxy send absolute targets for `http://localhost`; an address with our real name
//! would lead them out of the arrangement in the middle of an exchange.
//!
//! Invariant: a target for another host is refused, so that the server is never anybody's proxy.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HOST;
use actix_web::http::{StatusCode, Uri};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpRequest};

use crate::app::App;
use crate::problem::Problem;

/// The origin to build addresses with, without a slash at the end.
pub(crate) fn origin_of(request: &HttpRequest, app: &App) -> String {
    if let Some(authority) = request.uri().authority() {
        return format!("http://{authority}");
    }
    let host = request.headers().get(HOST).and_then(|value| value.to_str().ok());
    let Some(host) = host else { return app.public_url.to_string() };
    // Behind a proxy that ends TLS the scheme is known from the configuration alone.
    let is_public = app.public_url.split_once("://").is_some_and(|(_, own)| own.eq_ignore_ascii_case(host));
    if is_public { app.public_url.to_string() } else { format!("http://{host}") }
}

/// Middleware: refuses absolute targets that are not for us.
pub(crate) async fn refuse_foreign_targets<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let own = request.app_data::<Data<App>>().map(|app| app.public_url.to_string()).unwrap_or_default();
    if is_ours(request.uri(), &own) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let detail = "this server answers for itself and is no proxy; is HTTP_PROXY set for more than the Kaggle client?";
    let problem = Problem::new(StatusCode::MISDIRECTED_REQUEST, "misdirected", detail);
    Ok(request.error_response(problem).map_into_right_body())
}

fn is_ours(target: &Uri, own: &str) -> bool {
    let Some(authority) = target.authority() else { return true };
    let own = own.split_once("://").map_or("", |(_, own)| own);
    let is_localhost =
        authority.host().eq_ignore_ascii_case("localhost") && authority.port_u16().is_none_or(|port| port == 80);
    let names_us = authority.as_str().eq_ignore_ascii_case(own);
    target.scheme_str().is_none_or(|scheme| scheme == "http") && (is_localhost || names_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_nobodys_proxy() {
        let own = "https://joute.example.org";
        for ours in ["/api/v1/hello", "http://localhost/api/v1/hello", "http://joute.example.org/x"] {
            assert!(is_ours(&ours.parse().unwrap(), own), "{ours}");
        }
        for foreign in [
            "http://www.kaggle.com/api/v1/hello",
            "http://localhost:22/",
            "http://joute.example.org.evil.example/",
            "http://169.254.169.254/latest/meta-data",
        ] {
            assert!(!is_ours(&foreign.parse().unwrap(), own), "{foreign}");
        }
    }
}
