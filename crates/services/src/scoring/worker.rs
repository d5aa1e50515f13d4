//! A worker: as many slots as processors, each with one submission at a time and a heartbeat beside it.
//!
//! Invariant: a slot holds no database lock while the jail works, and stops claiming as soon as it is told to stop.

use std::time::Duration;

use joute_database::submissions;
use joute_domain::SubmissionId;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{Instrument, error, info_span, warn};

use super::ScoringError;
use crate::{House, Submission};

/// What a drained worker did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WorkerReport {
    /// Submissions with a verdict or put back.
    pub handled: u64,
}

/// Scores submissions until it is stopped.
#[derive(Debug, Clone)]
pub struct Worker {
    house: House,
    name: String,
}

impl Worker {
    /// A worker with a name that says where it runs.
    pub fn new(house: House, name: impl Into<String>) -> Self {
        Self { house, name: name.into() }
    }

    /// Works until `stop` turns true; submissions under way are finished first.
    pub async fn run(&self, stop: watch::Receiver<bool>) {
        let mut slots = JoinSet::new();
        for slot in 0..self.house.config.scoring_slots.max(1) {
            let (worker, stop) = (self.clone(), stop.clone());
            slots.spawn(async move { worker.run_slot(slot, stop).await });
        }
        while let Some(ended) = slots.join_next().await {
            if let Err(error) = ended {
                error!(error = %error, "a scoring slot ended unexpectedly");
            }
        }
    }

    /// Handles everything that is due now, then returns; for tests and for seeding.
    pub async fn drain(&self) -> Result<WorkerReport, ScoringError> {
        let mut report = WorkerReport::default();
        while self.work_once().await? {
            report.handled += 1;
        }
        Ok(report)
    }

    async fn run_slot(&self, slot: usize, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            match self.work_once().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => warn!(error = %error, slot, "the queue could not be read; trying again"),
            }
            tokio::select! {
                () = self.house.work.notified() => {}
                () = tokio::time::sleep(self.house.config.poll_interval) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Claims and handles one submission; false if nothing is due.
    async fn work_once(&self) -> Result<bool, ScoringError> {
        self.bury_exhausted().await?;
        let Some(submission) = self.claim().await? else { return Ok(false) };
        // Several may have been announced by one notice.
        self.house.work.notify_one();
        let span =
            info_span!("score", submission.id = %submission.id, job.attempt = submission.attempt, worker = %self.name);
        self.handle(submission).instrument(span).await;
        Ok(true)
    }

    async fn claim(&self) -> Result<Option<Submission>, ScoringError> {
        let (name, now) = (self.name.clone(), self.house.clock.now());
        let (lease, max_attempts) = (self.house.config.lease, self.house.config.max_attempts);
        let claimed = self
            .house
            .database
            .write("scoring.claim", move |tx| submissions::claim(tx, &name, now, lease, max_attempts))
            .await?;
        if let Some(row) = &claimed {
            self.house.announce_only(&row.competition_id, &row.team_id, &row.id);
        }
        Ok(claimed)
    }

    async fn handle(&self, submission: Submission) {
        let outcome = tokio::select! {
            outcome = self.house.score(&submission) => outcome,
            lost = self.keep_lease(&submission.id, submission.attempt) => Err(lost),
        };
        let Err(error) = outcome else { return };
        warn!(error = %error, source = ?std::error::Error::source(&error).map(ToString::to_string), "attempt without a verdict");
        if let Err(error) = self.house.release(&submission).await {
            warn!(error = %error, "the submission stays claimed until its lease runs out");
        }
    }

    /// Renews the lease until it is lost; never returns while it is held.
    async fn keep_lease(&self, id: &SubmissionId, attempt: u64) -> ScoringError {
        let lease = self.house.config.lease;
        loop {
            tokio::time::sleep(beat(lease)).await;
            let (id, until) = (id.clone(), self.house.clock.now().plus(lease));
            let renewed = self
                .house
                .database
                .write("scoring.renew_lease", move |tx| submissions::renew_lease(tx, &id, attempt, until))
                .await;
            match renewed {
                Ok(true) => {}
                Ok(false) => return ScoringError::LeaseLost,
                // The next beat may get through before the lease runs out.
                Err(error) => warn!(error = %error, "the lease could not be renewed"),
            }
        }
    }

    /// Fails submissions whose last allowed attempt died with its worker.
    async fn bury_exhausted(&self) -> Result<(), ScoringError> {
        let (now, max_attempts) = (self.house.clock.now(), self.house.config.max_attempts);
        let exhausted = self
            .house
            .database
            .read("scoring.list_exhausted", move |conn| submissions::list_exhausted(conn, now, max_attempts))
            .await?;
        for row in exhausted {
            self.house.give_up(row.id, row.attempt).await?;
        }
        Ok(())
    }
}

fn beat(lease: Duration) -> Duration {
    lease / 3
}
