//! What changed among a team's submissions, for pages that stay open.
//!
//! Invariant: the database is asked, so that a worker in another process is seen as well as our own.

use joute_database::submissions;
use joute_domain::Timestamp;

use super::SubmitError;
use super::read::hide_private;
use crate::access::Seat;
use crate::{House, Submission};

impl House {
    /// The viewer's team's submissions that changed at or after `since`, oldest change first.
    pub async fn list_changes(&self, seat: &Seat, since: Timestamp) -> Result<Vec<Submission>, SubmitError> {
        let viewer = seat.signed_in()?.clone();
        let Some(team) = self.find_team(seat, &viewer).await? else { return Ok(Vec::new()) };
        let (competition, team) = (seat.competition.id.clone(), team.id);
        let rows = self
            .database
            .read("submissions.watch", move |conn| submissions::list_updated_since(conn, &competition, &team, since))
            .await?;
        Ok(rows.into_iter().map(|row| hide_private(row, seat.phase)).collect())
    }
}
