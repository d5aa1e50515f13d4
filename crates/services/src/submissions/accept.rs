//! Taking a submission: stored first, then queued in one transaction that holds the team's allowance.
//!
//! Invariant: two uploads at once cannot both use the last place of the day; the row is the job.

use joute_database::audit_log::Entry;
use joute_database::{Conn, audit_log, competitions, submissions, teams};
use joute_domain::{Allowance, AuditAction, AuditObject, SubmissionId, SubmissionState, TeamId, Timestamp};
use joute_storage::SubmissionFile;
use tracing::{info, warn};

use super::SubmitError;
use crate::access::{AccessError, Seat, Viewer};
use crate::upload::{UploadBody, UploadError};
use crate::{Competition, House, Submission, Team};

/// Longest note on a submission, in characters.
const DESCRIPTION_MAX: usize = 2_000;

/// What comes with a prediction file.
#[derive(Debug, Clone, Default)]
pub struct NewSubmission {
    /// Its identifier, where it was fixed beforehand so that a repeated request is recognised.
    pub id: Option<SubmissionId>,
    /// The participant's name for the file; only ever shown.
    pub file_name: String,
    /// What was tried.
    pub description: String,
}

impl House {
    /// Takes a prediction file from the viewer's team; scoring follows.
    pub async fn submit(&self, seat: &Seat, new: NewSubmission, body: UploadBody) -> Result<Submission, SubmitError> {
        let outcome = self.take(seat, new, body).await;
        if let Err(SubmitError::Closed(_) | SubmitError::QuotaReached(_)) = &outcome {
            let rule = if let Err(SubmitError::Closed(_)) = &outcome { "deadline" } else { "allowance" };
            let competition = &seat.competition;
            let entry = self.entry_at(seat, AuditAction::SubmissionRefuse).with("rule", rule);
            self.record(entry.on(AuditObject::Competition, &competition.id, &competition.slug)).await?;
        }
        outcome
    }

    async fn take(&self, seat: &Seat, new: NewSubmission, body: UploadBody) -> Result<Submission, SubmitError> {
        let (now, viewer) = (self.clock.now(), seat.signed_in()?.clone());
        check_open(&seat.competition, now)?;
        check_description(&new.description)?;
        let team = self.team_of(seat, &viewer).await?;
        let left = self.allowance_of(&seat.competition, &team.id).await?;
        if left.left == 0 {
            return Err(SubmitError::QuotaReached(left));
        }
        let id = new.id.unwrap_or_else(SubmissionId::new);
        let key =
            SubmissionFile { competition: seat.competition.id.clone(), team: team.id.clone(), submission: id.clone() };
        let stored = self.storage.put(&key, body, self.config.submission_max_bytes).await.map_err(UploadError::from)?;
        let row = Submission {
            file_name: shown_name(&new.file_name),
            description: new.description.trim().to_owned(),
            size_bytes: stored.size_bytes,
            sha256: stored.sha256.to_string(),
            ..queued(id, &team, &viewer, now)
        };
        let entry = self
            .entry_at(seat, AuditAction::SubmissionAccept)
            .on(AuditObject::Submission, &row.id, &row.file_name)
            .with("team", row.team_id.as_str())
            .with("sha256", row.sha256.as_str());
        if let Err(error) = self.enqueue(row.clone(), entry).await {
            if let Err(left_behind) = self.storage.delete(&key).await {
                warn!(error = %left_behind, "the file of a refused submission could not be deleted");
            }
            return Err(error);
        }
        info!(submission.id = %row.id, competition.slug = %seat.competition.slug, size_bytes = row.size_bytes, "submission queued");
        self.announce(&row.competition_id, &row.team_id, &row.id);
        Ok(row)
    }

    /// Whether a file could be submitted now: the competition is open and the allowance is not used up.
    pub async fn check_may_submit(&self, seat: &Seat) -> Result<(), SubmitError> {
        check_open(&seat.competition, self.clock.now())?;
        let left = self.allowance(seat).await?;
        if left.left == 0 { Err(SubmitError::QuotaReached(left)) } else { Ok(()) }
    }

    /// What is left of the viewer's allowance today; the full one for somebody without a team.
    pub async fn allowance(&self, seat: &Seat) -> Result<Allowance, SubmitError> {
        let viewer = seat.signed_in()?.clone();
        match self.find_team(seat, &viewer).await? {
            Some(team) => self.allowance_of(&seat.competition, &team.id).await,
            None => Ok(seat.competition.quota().allowance(0, self.clock.now())),
        }
    }

    /// The viewer's team, if there is one.
    pub async fn find_team(&self, seat: &Seat, viewer: &Viewer) -> Result<Option<Team>, SubmitError> {
        let (competition, user) = (seat.competition.id.clone(), viewer.id.clone());
        Ok(self
            .database
            .read("submissions.find_team", move |conn| teams::find_of_user(conn, &competition, &user))
            .await?)
    }

    async fn allowance_of(&self, competition: &Competition, team: &TeamId) -> Result<Allowance, SubmitError> {
        let (now, quota, team) = (self.clock.now(), competition.quota(), team.clone());
        let since = quota.counts_since(now);
        let used = self
            .database
            .read("submissions.allowance", move |conn| submissions::count_counted_since(conn, &team, since))
            .await?;
        Ok(quota.allowance(used, now))
    }

    /// The viewer's team; a team of one is made on the first submission.
    async fn team_of(&self, seat: &Seat, viewer: &Viewer) -> Result<Team, SubmitError> {
        if let Some(team) = self.find_team(seat, viewer).await? {
            return Ok(team);
        }
        let (now, competition, viewer) = (self.clock.now(), seat.competition.id.clone(), viewer.clone());
        let entry = self.entry_at(seat, AuditAction::TeamCreate);
        self.database
            .write("submissions.make_team", move |tx| {
                competitions::touch(tx, &competition)?;
                if let Some(team) = teams::find_of_user(tx, &competition, &viewer.id)? {
                    return Ok(team);
                }
                let is_taken = teams::list(tx, &competition)?.iter().any(|team| team.name == viewer.display_name);
                let name =
                    if is_taken { format!("{} ({})", viewer.display_name, viewer.handle) } else { viewer.display_name };
                let team = Team { id: TeamId::new(), competition_id: competition, name, revision: 1, created_at: now };
                teams::insert(tx, &team, &viewer.id, now)?;
                audit_log::append(tx, entry.on(AuditObject::Team, &team.id, &team.name))?;
                Ok(team)
            })
            .await
    }

    async fn enqueue(&self, row: Submission, entry: Entry) -> Result<(), SubmitError> {
        let started = row.created_at;
        self.database
            .write("submissions.accept", move |tx| {
                teams::touch(tx, &row.team_id)?;
                let competition =
                    competitions::find(tx, &row.competition_id)?.ok_or(AccessError::NotFound("competition"))?;
                // The start of the upload counts, so a slow line does not miss the deadline.
                check_open(&competition, started)?;
                check_allowance(tx, &competition, &row.team_id, started)?;
                submissions::insert(tx, &row)?;
                Ok(audit_log::append(tx, entry)?)
            })
            .await
    }
}

fn check_open(competition: &Competition, now: Timestamp) -> Result<(), SubmitError> {
    let phase = competition.schedule().phase(now);
    if !phase.accepts_submissions() {
        return Err(SubmitError::Closed(phase));
    }
    if competition.solution_id.is_none() { Err(SubmitError::NotReady) } else { Ok(()) }
}

fn check_allowance(tx: &mut Conn, competition: &Competition, team: &TeamId, now: Timestamp) -> Result<(), SubmitError> {
    let quota = competition.quota();
    let used = submissions::count_counted_since(tx, team, quota.counts_since(now))?;
    let allowance = quota.allowance(used, now);
    if allowance.left == 0 { Err(SubmitError::QuotaReached(allowance)) } else { Ok(()) }
}

pub(super) fn check_description(text: &str) -> Result<(), SubmitError> {
    if text.chars().count() > DESCRIPTION_MAX {
        let message = format!("a note has at most {DESCRIPTION_MAX} characters");
        return Err(SubmitError::Invalid { field: "description", message });
    }
    Ok(())
}

/// The participant's name for the file, fit to be shown.
fn shown_name(name: &str) -> String {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    if shown.trim().is_empty() { "submission.csv".to_owned() } else { shown }
}

/// A submission that waits, without its file.
fn queued(id: SubmissionId, team: &Team, viewer: &Viewer, now: Timestamp) -> Submission {
    Submission {
        id,
        competition_id: team.competition_id.clone(),
        team_id: team.id.clone(),
        user_id: viewer.id.clone(),
        file_name: String::new(),
        size_bytes: 0,
        sha256: String::new(),
        description: String::new(),
        state: SubmissionState::Queued,
        attempt: 0,
        worker: None,
        run_after: now,
        lease_until: None,
        solution_id: None,
        public_score: None,
        private_score: None,
        report: None,
        created_at: now,
        finished_at: None,
        updated_at: now,
        engine: None,
    }
}
