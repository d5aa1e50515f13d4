//! A competition as one viewer stands to it.
//!
//! Invariant: a seat that a use case is given was allowed by the table for the right that the use case needs.

use joute_database::{DatabaseError, competition_hosts, competitions};
use joute_domain::{Phase, Role, Slug};

use super::{AccessError, Place, Right, Viewer, decide};
use crate::{Competition, House};

/// A competition as one viewer stands to it.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The competition.
    pub competition: Competition,
    /// Its phase at the time of the request.
    pub phase: Phase,
    /// Who asks; `None` for anonymous readers.
    pub viewer: Option<Viewer>,
    /// True for the competition's hosts and for administrators.
    pub is_host: bool,
}

impl Seat {
    /// Asks the table whether the viewer has another right here.
    pub fn may(&self, right: Right) -> Result<(), AccessError> {
        let place = Place { phase: self.phase, visibility: self.competition.visibility, is_host: self.is_host };
        Ok(decide(right, self.viewer.as_ref(), Some(place))?)
    }

    /// The signed-in person, who is there once a right that anonymous readers lack was allowed.
    pub fn signed_in(&self) -> Result<&Viewer, AccessError> {
        self.viewer.as_ref().ok_or(AccessError::SignInRequired)
    }
}

impl House {
    /// Finds a competition and asks the table whether `viewer` has `right` there.
    pub async fn seat(&self, viewer: Option<Viewer>, slug: Slug, right: Right) -> Result<Seat, AccessError> {
        let now = self.clock.now();
        let seat = self
            .database
            .read("access.seat", move |conn| {
                let Some(competition) = competitions::find_by_slug(conn, &slug)? else { return Ok(None) };
                let is_host = match &viewer {
                    Some(viewer) if viewer.role == Role::Admin => true,
                    Some(viewer) => competition_hosts::is_host(conn, &competition.id, &viewer.id)?,
                    None => false,
                };
                let phase = competition.schedule().phase(now);
                Ok::<_, DatabaseError>(Some(Seat { competition, phase, viewer, is_host }))
            })
            .await?
            .ok_or(AccessError::NotFound("competition"))?;
        seat.may(right)?;
        Ok(seat)
    }

    /// All competitions that `viewer` may see, with their phases, latest start first.
    pub async fn list_seats(&self, viewer: Option<Viewer>) -> Result<Vec<Seat>, AccessError> {
        let now = self.clock.now();
        let seats = self
            .database
            .read("access.list_seats", move |conn| {
                let hosted = match &viewer {
                    Some(viewer) => competition_hosts::list_hosted_by(conn, &viewer.id)?,
                    None => Vec::new(),
                };
                let all = competitions::list(conn)?.into_iter().map(|competition| {
                    let is_admin = viewer.as_ref().is_some_and(|viewer| viewer.role == Role::Admin);
                    let is_host = is_admin || hosted.contains(&competition.id);
                    Seat { phase: competition.schedule().phase(now), competition, viewer: viewer.clone(), is_host }
                });
                Ok::<_, DatabaseError>(all.collect::<Vec<_>>())
            })
            .await?;
        Ok(seats.into_iter().filter(|seat| seat.may(Right::ReadCompetition).is_ok()).collect())
    }
}
