//! Stands before a handler and asks the table of rights.
//!
//! Invariant: what is about a competition is decided on that competition as it is stored now, and the seat that was
//! allowed is handed on; handlers cannot get another.

use std::rc::Rc;

use actix_web::body::{BoxBody, EitherBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use joute_domain::{GroupId, Slug};
use joute_services::access::{self, AccessError, Object, Right, rule};

use crate::app::App;
use crate::problem::Problem;
use crate::web::Caller;

/// The keeper of a door with this right.
pub(super) fn keep<S>(
    right: Right,
) -> impl Transform<S, ServiceRequest, Response = ServiceResponse<EitherBody<BoxBody>>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    from_fn(move |request: ServiceRequest, next: Next<BoxBody>| async move {
        match admit(right, &request).await {
            Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
            // As a response, so that the middlewares around see it.
            Err(problem) => Ok(request.error_response(problem).map_into_right_body()),
        }
    })
}

async fn admit(right: Right, request: &ServiceRequest) -> Result<(), Problem> {
    let viewer = request.extensions().get::<Caller>().and_then(|caller| caller.viewer.clone());
    match rule(right).object {
        Object::House => access::allow(right, viewer.as_ref())?,
        Object::Group => {
            let missing = AccessError::NotFound("group");
            let group = request.match_info().query("group").parse::<GroupId>().map_err(|_| missing)?;
            let app = request.app_data::<Data<App>>().ok_or(AccessError::NotFound("group"))?;
            let seat = app.house.group_seat(viewer, group, right).await?;
            request.extensions_mut().insert(Rc::new(seat));
        }
        Object::Competition => {
            // A text that cannot be a short name names no competition.
            let missing = AccessError::NotFound("competition");
            let slug = request.match_info().query("slug").parse::<Slug>().map_err(|_| missing)?;
            let app = request.app_data::<Data<App>>().ok_or(AccessError::NotFound("competition"))?;
            let seat = app.house.seat(viewer, slug, right).await?;
            request.extensions_mut().insert(Rc::new(seat));
        }
    }
    Ok(())
}
