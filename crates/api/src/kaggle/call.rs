//! One request of a client, whichever dialect it speaks.
//!
//! Invariant: a call that is about a competition carries the seat that the table of rights has allowed.

use std::rc::Rc;

use actix_web::web::Data;
use joute_domain::{Slug, SubmissionId};
use joute_services::access::{self, AccessError, Object, Right, Seat, Viewer, rule};

use super::parameters::Parameters;
use crate::app::App;
use crate::problem::Problem;

/// Who asks for what.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) app: Data<App>,
    pub(crate) viewer: Option<Viewer>,
    seat: Option<Rc<Seat>>,
    /// What addresses in the answer begin with.
    pub(crate) origin: String,
    pub(crate) parameters: Parameters,
}

impl Call {
    pub(crate) fn new(app: Data<App>, viewer: Option<Viewer>, origin: String, parameters: Parameters) -> Self {
        Self { app, viewer, seat: None, origin, parameters }
    }

    /// With the seat that a door's keeper has allowed.
    pub(crate) fn seated(mut self, seat: Option<Rc<Seat>>) -> Self {
        self.seat = seat.or(self.seat);
        self
    }

    /// Asks the table for the right of a method whose competition is named in the parameters.
    pub(crate) async fn admitted(mut self, right: Right) -> Result<Self, Problem> {
        if rule(right).object == Object::House {
            access::allow(right, self.viewer.as_ref())?;
            return Ok(self);
        }
        if self.viewer.is_none() {
            return Err(AccessError::SignInRequired.into());
        }
        let seat = match self.parameters.text("competitionName") {
            Some(slug) => {
                // Users copy the short name from the end of an address.
                let slug = slug.trim_end_matches('/').rsplit('/').next().unwrap_or(slug);
                let slug = slug.parse::<Slug>().map_err(|_| AccessError::NotFound("competition"))?;
                self.app.house.seat(self.viewer.clone(), slug, right).await?
            }
            None => self.seat_by_submission(right).await?,
        };
        self.seat = Some(Rc::new(seat));
        Ok(self)
    }

    /// The competition as the caller stands to it.
    pub(crate) fn seat(&self) -> Result<&Seat, Problem> {
        Ok(self.seat.as_deref().ok_or(AccessError::NotFound("competition"))?)
    }

    /// Who asks; 401 if nobody is known.
    pub(crate) fn viewer(&self) -> Result<&Viewer, Problem> {
        Ok(self.viewer.as_ref().ok_or(AccessError::SignInRequired)?)
    }

    /// The submission that `ref` or `submissionId` names.
    pub(crate) async fn submission(&self) -> Result<SubmissionId, Problem> {
        let number = self.parameters.number("ref").or_else(|| self.parameters.number("submissionId"));
        let number = number.ok_or(AccessError::NotFound("submission"))?;
        let found = self.app.house.submission_with_number(self.viewer.as_ref(), number).await?;
        Ok(found.ok_or(AccessError::NotFound("submission"))?)
    }

    async fn seat_by_submission(&self, right: Right) -> Result<Seat, Problem> {
        let id = self.submission().await?;
        Ok(self.app.house.seat_of_submission(self.viewer.clone(), id, right).await?)
    }
}
