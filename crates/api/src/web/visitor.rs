//! Where a request without credentials came from.
//!
//! Invariant: the address is the client's own, behind listed proxies as well.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use joute_services::accounts::Visitor;

use super::client_address::client_address;
use crate::app::App;
use crate::problem::Problem;

/// Somebody at the door: for handlers that recognise people, and for those that need no recognition.
#[derive(Debug, Clone)]
pub(crate) struct Visiting(Visitor);

impl Deref for Visiting {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl FromRequest for Visiting {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let app = request.app_data::<Data<App>>();
        let address = app.and_then(|app| client_address(request, &app.trusted_proxies));
        ready(Ok(Self(Visitor { address, user_agent: user_agent.to_owned() })))
    }
}
