//! The hidden truth: read in the jail once, kept as canonical columns, never given back.
//!
//! Invariant: the host's own file is not kept; what scoring reads cannot be downloaded.

use std::fs::File;

use joute_database::{audit_log, competitions, solutions, submissions};
use joute_domain::{AuditAction, AuditObject, FileKind, SolutionId};
use joute_evaluation::{Prepared, RowCounts};
use joute_storage::{CompetitionFile as FileKey, PublicIdsFile, TruthFile};

use super::CompetitionError;
use crate::access::{AccessError, Seat};
use crate::upload::{StagedUpload, UploadBody, stage};
use crate::{House, Solution};

/// What a host may know about the truth that was uploaded.
#[derive(Debug, Clone)]
pub struct SolutionSummary {
    /// The row in the database.
    pub solution: Solution,
    /// Rows by their use.
    pub rows: RowCounts,
}

impl House {
    /// Takes the solution: parsed and checked in the jail against settings and sample submission.
    pub async fn put_solution(
        &self,
        seat: &Seat,
        file_name: &str,
        body: UploadBody,
    ) -> Result<SolutionSummary, CompetitionError> {
        let staged = stage(&self.config.work_folder, body, self.config.file_max_bytes).await?;
        let settings = seat.competition.scoring.clone().ok_or(CompetitionError::ScoringMissing)?;
        let sample = self.sample_submission(seat).await?;
        let (evaluator, file) = (self.evaluator.clone(), staged.file.try_clone().map_err(crate::UploadError::Staging)?);
        let prepared =
            tokio::task::spawn_blocking(move || evaluator.prepare_solution(&settings, &file, sample.as_ref()))
                .await??;
        if prepared.rows.public == 0 || prepared.rows.private == 0 {
            let message = "the solution needs rows for the public and for the private board: give it a usage column, \
                           or set a split ratio"
                .to_owned();
            return Err(CompetitionError::Invalid { field: "solution", message });
        }
        self.keep_solution(seat, file_name, staged, prepared).await
    }

    /// What is known about the present solution.
    pub async fn find_solution(&self, seat: &Seat) -> Result<Option<Solution>, CompetitionError> {
        let Some(id) = seat.competition.solution_id.clone() else { return Ok(None) };
        Ok(self.database.read("competitions.find_solution", move |conn| solutions::find(conn, &id)).await?)
    }

    async fn keep_solution(
        &self,
        seat: &Seat,
        file_name: &str,
        staged: StagedUpload,
        prepared: Prepared,
    ) -> Result<SolutionSummary, CompetitionError> {
        let (competition, id) = (seat.competition.id.clone(), SolutionId::new());
        let truth_key = TruthFile { competition: competition.clone(), solution: id.clone() };
        let ids_key = PublicIdsFile { competition: competition.clone(), solution: id.clone() };
        let truth = self.storage.put_file(&truth_key, prepared.truth).await.map_err(crate::UploadError::from)?;
        let ids = self.storage.put_file(&ids_key, prepared.ids).await.map_err(crate::UploadError::from)?;
        let schema = serde_json::to_string(&prepared.schema)
            .map_err(|error| CompetitionError::Invalid { field: "solution", message: error.to_string() })?;
        let solution = Solution {
            id,
            competition_id: competition,
            file_name: file_name.chars().filter(|c| !c.is_control()).take(200).collect(),
            source_sha256: staged.sha256,
            truth_sha256: truth.sha256.to_string(),
            ids_sha256: ids.sha256.to_string(),
            size_bytes: staged.size_bytes,
            schema,
            public_rows: prepared.rows.public,
            private_rows: prepared.rows.private,
            ignored_rows: prepared.rows.ignored,
            uploaded_by: seat.signed_in()?.id.clone(),
            created_at: self.clock.now(),
            index_sha256: None,
        };
        if let Err(error) = self.record_solution(seat, solution.clone()).await {
            // A truth that no row points to must not lie around.
            self.forget_object(&truth_key).await;
            self.forget_object(&ids_key).await;
            return Err(error);
        }
        Ok(SolutionSummary { solution, rows: prepared.rows })
    }

    async fn record_solution(&self, seat: &Seat, solution: Solution) -> Result<(), CompetitionError> {
        let (now, expected) = (self.clock.now(), seat.competition.scoring.clone());
        let entry = self
            .entry_at(seat, AuditAction::SolutionPut)
            .on(AuditObject::Solution, &solution.id, &solution.file_name)
            .with("sha256", solution.source_sha256.as_str())
            .with("replaces", seat.competition.solution_id.as_ref().map(SolutionId::as_str));
        self.database
            .write("competitions.put_solution", move |tx| {
                let id = &solution.competition_id;
                let mut row = competitions::find(tx, id)?.ok_or(AccessError::NotFound("competition"))?;
                if row.scoring != expected {
                    return Err(CompetitionError::Stale);
                }
                if submissions::count_of_competition(tx, id)? > 0 {
                    return Err(CompetitionError::Locked("the solution"));
                }
                solutions::insert(tx, &solution)?;
                row.solution_id = Some(solution.id.clone());
                row.updated_at = now;
                audit_log::append(tx, entry)?;
                if competitions::update(tx, &row)? { Ok(()) } else { Err(CompetitionError::Stale) }
            })
            .await
    }

    /// The sample submission as a local file, if the host has uploaded one.
    pub(super) async fn sample_submission(&self, seat: &Seat) -> Result<Option<File>, CompetitionError> {
        let files = self.list_files(seat).await?;
        let Some(sample) = files.into_iter().find(|file| file.kind == FileKind::SampleSubmission) else {
            return Ok(None);
        };
        let key = FileKey { competition: sample.competition_id, file: sample.id };
        Ok(Some(self.storage.fetch(&key).await?))
    }
}
