//! Who may do what: the one table of rights.
//!
//! Invariant: whoever may not see a competition is told that it does not exist.

use joute_database::{DatabaseError, competition_hosts, competitions};
use joute_domain::{Handle, Language, Phase, Role, Slug, UserId, Visibility};

use crate::{Competition, House, User};

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub id: UserId,
    /// Sign-in name.
    pub handle: Handle,
    /// Shown name.
    pub display_name: String,
    /// Role in the house.
    pub role: Role,
    /// Chosen language, if any.
    pub language: Option<Language>,
}

impl From<User> for Viewer {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            handle: user.handle,
            display_name: user.display_name,
            role: user.role,
            language: user.language,
        }
    }
}

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

/// What somebody wants to do with a competition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Read its pages and boards.
    Read,
    /// Download its data.
    Download,
    /// Check or submit predictions.
    Submit,
    /// Change it.
    Edit,
}

/// Why somebody may not.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// It does not exist, or its existence is none of the viewer's business.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Nobody is signed in.
    #[error("sign in first")]
    SignInRequired,
    /// Signed in, and not allowed.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
}

/// True if `viewer` may know that the competition exists.
fn sees(competition: &Competition, phase: Phase, viewer: Option<&Viewer>, is_host: bool) -> bool {
    match (phase, competition.visibility, viewer) {
        _ if is_host => true,
        (Phase::Draft, _, _) | (_, Visibility::Internal, None) => false,
        (_, Visibility::Public, _) => true,
        (_, Visibility::Internal, Some(viewer)) => viewer.role != Role::Guest,
    }
}

impl Seat {
    /// Decides one action; the table of rights.
    pub fn may(&self, action: Action) -> Result<(), AccessError> {
        match action {
            _ if !sees(&self.competition, self.phase, self.viewer.as_ref(), self.is_host) => {
                Err(AccessError::NotFound("competition"))
            }
            Action::Read => Ok(()),
            _ if self.viewer.is_none() => Err(AccessError::SignInRequired),
            Action::Download if self.phase == Phase::Upcoming && !self.is_host => {
                Err(AccessError::Forbidden("the data can be downloaded when the competition begins"))
            }
            Action::Download | Action::Submit => Ok(()),
            Action::Edit if self.is_host => Ok(()),
            Action::Edit => Err(AccessError::Forbidden("only hosts of this competition may change it")),
        }
    }

    /// The signed-in person, who is there once an action other than reading was allowed.
    pub fn signed_in(&self) -> Result<&Viewer, AccessError> {
        self.viewer.as_ref().ok_or(AccessError::SignInRequired)
    }
}

impl House {
    /// Finds a competition and decides whether `viewer` may do `action` there.
    pub async fn seat(&self, viewer: Option<Viewer>, slug: Slug, action: Action) -> Result<Seat, AccessError> {
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
        seat.may(action)?;
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
        Ok(seats.into_iter().filter(|seat| seat.may(Action::Read).is_ok()).collect())
    }
}
