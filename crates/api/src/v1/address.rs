//! One address of the API with its methods.
//!
//! Invariant: a method that is not served answers 405 with `Allow`; whatever answers GET answers HEAD.

use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpResponse, Resource, Responder, ResponseError};

use crate::problem::Problem;

/// An address under construction.
pub(super) struct Address {
    resource: Resource,
    allowed: Vec<Method>,
}

/// Begins the address `path`.
pub(super) fn at(path: &str) -> Address {
    Address { resource: web::resource(path.to_owned()), allowed: Vec::new() }
}

macro_rules! method {
    ($($(#[$doc:meta])* $name:ident => $method:ident),+ $(,)?) => {$(
        $(#[$doc])*
        pub(super) fn $name<F, Args>(self, handler: F) -> Self
        where
            F: Handler<Args>,
            Args: FromRequest + 'static,
            F::Output: Responder + 'static,
        {
            self.route(Method::$method, handler)
        }
    )+};
}

impl Address {
    method! {
        /// Answers GET alone, for bodies without an end.
        stream => GET,
        /// Answers POST.
        post => POST,
        /// Answers PUT.
        put => PUT,
        /// Answers PATCH.
        patch => PATCH,
        /// Answers DELETE.
        delete => DELETE,
    }

    /// Answers GET, and HEAD without the body.
    pub(super) fn get<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.route(Method::GET, handler.clone()).route(Method::HEAD, handler)
    }

    fn route<F, Args>(mut self, method: Method, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.allowed.push(method.clone());
        Self { resource: self.resource.route(web::method(method).to(handler)), allowed: self.allowed }
    }

    /// Enters the address into the routes.
    pub(super) fn register(self, config: &mut ServiceConfig) {
        let allowed = self.allowed.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
        config.service(self.resource.default_service(web::to(move || {
            let answer = wrong_method(&allowed);
            async move { answer }
        })));
    }
}

fn wrong_method(allowed: &str) -> HttpResponse {
    let detail = format!("this address answers {allowed}");
    let mut response = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail).error_response();
    if let Ok(value) = HeaderValue::from_str(allowed) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}
