//! A competition as the caller stands to it, or 401, 403, 404.
//!
//! Invariant: the right is decided by the type in the handler's signature, before its body runs.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use joute_domain::Slug;
use joute_services::access::{AccessError, Action, Seat};

use super::Caller;
use crate::app::App;
use crate::problem::Problem;

/// What a handler is for.
pub(crate) trait Purpose: 'static {
    const ACTION: Action;
}

macro_rules! purpose {
    ($($(#[$doc:meta])* $name:ident => $action:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name;
        impl Purpose for $name {
            const ACTION: Action = Action::$action;
        }
    )+};
}

purpose! {
    /// Reads pages and boards.
    Reading => Read,
    /// Downloads data.
    Downloading => Download,
    /// Checks or submits.
    Submitting => Submit,
    /// Changes the competition.
    Editing => Edit,
}

/// The seat at the competition that the path's `{slug}` names, allowed for `P`.
#[derive(Debug)]
pub(crate) struct Seated<P: Purpose> {
    pub(crate) seat: Seat,
    purpose: PhantomData<P>,
}

impl<P: Purpose> Deref for Seated<P> {
    type Target = Seat;
    fn deref(&self) -> &Seat {
        &self.seat
    }
}

impl<P: Purpose> FromRequest for Seated<P> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().cloned();
        let slug = request.match_info().query("slug").parse::<Slug>();
        let caller = Caller::from_request(request, payload);
        Box::pin(async move {
            // A text that cannot be a short name names no competition.
            let slug = slug.map_err(|_| AccessError::NotFound("competition"))?;
            let app = app.ok_or_else(|| Problem::not_found("page_not_found", "there is no such page"))?;
            let seat = app.house.seat(caller.await?.viewer, slug, P::ACTION).await?;
            Ok(Self { seat, purpose: PhantomData })
        })
    }
}
