//! One attempt at one submission.
//!
//! Invariant: the outcome is written under the attempt's number, or not at all.

use std::fs::File;

use joute_database::{DatabaseError, audit_log, submissions};
use joute_domain::{Actor, AuditAction, AuditObject, ErrorCode, SubmissionId, UploadReport};
use joute_evaluation::{EvaluationError, Evaluator, Schema, Scores};
use joute_storage::SubmissionFile;
use tracing::{info, warn};

use super::ScoringError;
use super::record::record_scores;
use super::truth::TruthFiles;
use crate::competitions::read_schema;
use crate::{House, Submission};

/// What the jail said.
enum Verdict {
    Scored(Scores),
    Rejected(UploadReport),
}

impl House {
    /// Scores a claimed submission and records the outcome.
    pub(super) async fn score(&self, submission: &Submission) -> Result<(), ScoringError> {
        let started = std::time::Instant::now();
        let files = self.truth_files(&submission.competition_id).await?;
        let key = SubmissionFile {
            competition: submission.competition_id.clone(),
            team: submission.team_id.clone(),
            submission: submission.id.clone(),
        };
        let upload = self.storage.fetch(&key).await?;
        let schema = read_schema(&files.solution)?;
        let solution = files.solution.id.clone();
        let evaluator = self.evaluator.clone();
        let verdict = tokio::task::spawn_blocking(move || evaluate(&evaluator, &schema, &files, &upload)).await??;
        let (now, id, attempt) = (self.clock.now(), submission.id.clone(), submission.attempt);
        let outcome = if matches!(verdict, Verdict::Scored(_)) { "scored" } else { "rejected" };
        let entry = self
            .entry(Actor::house(), AuditAction::SubmissionReject)
            .on(AuditObject::Submission, &submission.id, &submission.file_name)
            .with("competition", submission.competition_id.as_str());
        let written = self
            .database
            .write("scoring.record", move |tx| match &verdict {
                Verdict::Scored(scores) => record_scores(tx, &id, attempt, &solution, scores, now),
                Verdict::Rejected(report) => {
                    let codes: Vec<_> = report.errors.iter().map(|error| error.code.as_str()).collect();
                    audit_log::append(tx, entry.with("codes", codes))?;
                    submissions::record_failure(tx, &id, attempt, report, now)
                }
            })
            .await?;
        if !written {
            return Err(ScoringError::LeaseLost);
        }
        info!(submission.id = %submission.id, outcome, duration_ms = millis(started), "submission evaluated");
        self.announce(&submission.competition_id, &submission.team_id, &submission.id);
        Ok(())
    }

    /// Puts a submission back for another try.
    pub(super) async fn release(&self, submission: &Submission) -> Result<(), ScoringError> {
        let (id, attempt) = (submission.id.clone(), submission.attempt);
        let run_after = self.clock.now().plus(self.config.retry_after);
        let now = self.clock.now();
        if attempt >= self.config.max_attempts {
            return self.give_up(submission.id.clone(), attempt).await;
        }
        self.database
            .write("scoring.release", move |tx| submissions::release(tx, &id, attempt, run_after, now))
            .await?;
        Ok(())
    }

    /// Fails a submission whose attempts are used up, and says that it is the platform's fault.
    pub(super) async fn give_up(&self, id: SubmissionId, attempt: u64) -> Result<(), ScoringError> {
        warn!(submission.id = %id, job.attempt = attempt, "no attempts left");
        let message = "scoring was tried several times and did not finish. This is our fault, not your file's; \
                       it costs no submission of your allowance. Please submit again, and tell an administrator if it happens again";
        let report = UploadReport::of(ErrorCode::StageStopped, message);
        let now = self.clock.now();
        let entry = self.entry(Actor::house(), AuditAction::SubmissionGiveUp).with("attempt", attempt);
        self.database
            .write("scoring.give_up", move |tx| {
                let is_ours = submissions::record_failure(tx, &id, attempt, &report, now)?;
                if is_ours {
                    audit_log::append(tx, entry.on(AuditObject::Submission, &id, ""))?;
                }
                Ok::<_, DatabaseError>(is_ours)
            })
            .await?;
        Ok(())
    }
}

fn evaluate(
    evaluator: &Evaluator,
    schema: &Schema,
    files: &TruthFiles,
    upload: &File,
) -> Result<Verdict, ScoringError> {
    let outcome = evaluator
        .validate(schema, &files.ids, upload)
        .and_then(|canonical| evaluator.score(schema, &canonical, &files.truth));
    match outcome {
        Ok(scores) => Ok(Verdict::Scored(scores)),
        Err(EvaluationError::Rejected(report)) => Ok(Verdict::Rejected(report)),
        // A limit was reached by this file: the same file would reach it again.
        Err(stopped @ EvaluationError::Stopped { .. }) => {
            Ok(Verdict::Rejected(UploadReport::of(ErrorCode::StageStopped, stopped.to_string())))
        }
        Err(error) => Err(ScoringError::Evaluation(error)),
    }
}

fn millis(started: std::time::Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}
