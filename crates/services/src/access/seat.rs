//! A competition as one viewer stands to it.
//!
//! Invariant: a seat that a use case is given was allowed by the table for the right that the use case needs.

use std::collections::HashSet;

use joute_database::{Conn, DatabaseError, competition_groups, competition_hosts, competition_invitees, competitions};
use joute_domain::{CompetitionId, Phase, Slug, Timestamp};

use super::law::hosts;
use super::{AccessError, Place, Right, Standing, Viewer, decide};
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
    /// True if the viewer was invited.
    pub is_invited: bool,
    /// True if the viewer is in a group that the competition is open to.
    pub is_in_group: bool,
}

impl Seat {
    fn new(competition: Competition, viewer: Option<Viewer>, relations: Relations, now: Timestamp) -> Self {
        let phase = competition.schedule().phase(now);
        let Relations { is_listed_host, is_invited, is_in_group } = relations;
        let mut seat = Self { competition, phase, viewer, is_host: is_listed_host, is_invited, is_in_group };
        seat.is_host = hosts(seat.viewer.as_ref(), seat.standing());
        seat
    }

    fn standing(&self) -> Standing {
        Standing {
            phase: self.phase,
            visibility: self.competition.visibility,
            is_listed_host: self.is_host,
            is_invited: self.is_invited,
            is_in_group: self.is_in_group,
        }
    }

    /// Asks the table whether the viewer has another right here.
    pub fn may(&self, right: Right) -> Result<(), AccessError> {
        Ok(decide(right, self.viewer.as_ref(), Place::Competition(self.standing()))?)
    }

    /// The signed-in person, who is there once a right that anonymous readers lack was allowed.
    pub fn signed_in(&self) -> Result<&Viewer, AccessError> {
        self.viewer.as_ref().ok_or(AccessError::SignInRequired)
    }
}

/// What the database knows of somebody and a competition.
#[derive(Debug, Clone, Copy, Default)]
struct Relations {
    is_listed_host: bool,
    is_invited: bool,
    is_in_group: bool,
}

impl Relations {
    fn find(conn: &mut Conn, competition: &CompetitionId, viewer: Option<&Viewer>) -> Result<Self, DatabaseError> {
        let Some(viewer) = viewer else { return Ok(Self::default()) };
        Ok(Self {
            is_listed_host: competition_hosts::is_host(conn, competition, &viewer.id)?,
            is_invited: competition_invitees::includes(conn, competition, &viewer.id)?,
            is_in_group: competition_groups::includes(conn, competition, &viewer.id)?,
        })
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
                let relations = Relations::find(conn, &competition.id, viewer.as_ref())?;
                Ok::<_, DatabaseError>(Some(Seat::new(competition, viewer, relations, now)))
            })
            .await?
            .ok_or(AccessError::NotFound("competition"))?;
        seat.may(right)?;
        Ok(seat)
    }

    /// All competitions that `viewer` may see, with their phases, latest start first.
    pub async fn list_seats(&self, viewer: Option<Viewer>) -> Result<Vec<Seat>, AccessError> {
        let now = self.clock.now();
        let seats = self.database.read("access.list_seats", move |conn| seats(conn, viewer.as_ref(), now)).await?;
        Ok(seats.into_iter().filter(|seat| seat.may(Right::ReadCompetition).is_ok()).collect())
    }
}

fn seats(conn: &mut Conn, viewer: Option<&Viewer>, now: Timestamp) -> Result<Vec<Seat>, DatabaseError> {
    let [hosted, invited, shared]: [HashSet<CompetitionId>; 3] = match viewer {
        Some(viewer) => [
            competition_hosts::list_hosted_by(conn, &viewer.id)?.into_iter().collect(),
            competition_invitees::list_including(conn, &viewer.id)?.into_iter().collect(),
            competition_groups::list_including(conn, &viewer.id)?.into_iter().collect(),
        ],
        None => Default::default(),
    };
    let seat = |competition: Competition| {
        let relations = Relations {
            is_listed_host: hosted.contains(&competition.id),
            is_invited: invited.contains(&competition.id),
            is_in_group: shared.contains(&competition.id),
        };
        Seat::new(competition, viewer.cloned(), relations, now)
    };
    Ok(competitions::list(conn)?.into_iter().map(seat).collect())
}
