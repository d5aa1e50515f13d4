//! A competition as the caller stands to it, as the door's keeper has allowed it.
//!
//! Invariant: nothing is decided here; behind a door that is not about a competition there is no seat.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use joute_services::access::Seat;

use crate::problem::Problem;

/// The seat at the competition that the address names, allowed for the right of the route's line in `doors`.
#[derive(Debug)]
pub(crate) struct Seated(Rc<Seat>);

/// A handler asks for a seat and its line in `doors` names a right about the house.
#[derive(Debug, thiserror::Error)]
#[error("this route's right is not about a competition, and its handler asks for one")]
struct NoSeat;

impl Deref for Seated {
    type Target = Seat;
    fn deref(&self) -> &Seat {
        &self.0
    }
}

impl FromRequest for Seated {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let seat = request.extensions().get::<Rc<Seat>>().cloned();
        ready(seat.map(Self).ok_or_else(|| Problem::internal(&NoSeat)))
    }
}
