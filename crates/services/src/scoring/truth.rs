//! The canonical truth and the public ids as local files.
//!
//! Invariant: a cached file is named by its content's hash and appears under that name only when it is complete.

use std::fs::File;
use std::path::Path;

use joute_database::{DatabaseError, competitions, solutions};
use joute_domain::CompetitionId;
use joute_storage::{Key, PublicIdsFile, TruthFile};

use super::ScoringError;
use crate::{House, Solution};

/// What scoring one competition needs.
pub(super) struct TruthFiles {
    pub(super) solution: Solution,
    pub(super) ids: File,
    pub(super) truth: File,
}

impl House {
    pub(super) async fn truth_files(&self, competition: &CompetitionId) -> Result<TruthFiles, ScoringError> {
        let id = competition.clone();
        let solution = self
            .database
            .read("scoring.find_solution", move |conn| {
                let missing = || DatabaseError::Corrupt("the competition has no solution".to_owned());
                let competition = competitions::find(conn, &id)?.ok_or_else(missing)?;
                solutions::find(conn, &competition.solution_id.ok_or_else(missing)?)?.ok_or_else(missing)
            })
            .await?;
        let truth_key = TruthFile { competition: competition.clone(), solution: solution.id.clone() };
        let ids_key = PublicIdsFile { competition: competition.clone(), solution: solution.id.clone() };
        let ids = self.cached(&ids_key, &solution.ids_sha256).await?;
        let truth = self.cached(&truth_key, &solution.truth_sha256).await?;
        Ok(TruthFiles { solution, ids, truth })
    }

    async fn cached(&self, key: &impl Key, sha256: &str) -> Result<File, ScoringError> {
        let folder = self.config.work_folder.join("cache");
        let place = folder.join(sha256);
        match File::open(&place) {
            Ok(file) => return Ok(file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let fetched = self.storage.fetch(key).await?;
        tokio::task::spawn_blocking(move || keep(fetched, &folder, &place)).await?
    }
}

/// Copies a fetched file into the cache in one visible step.
fn keep(mut fetched: File, folder: &Path, place: &Path) -> Result<File, ScoringError> {
    std::fs::create_dir_all(folder)?;
    let mut partial = tempfile::NamedTempFile::new_in(folder)?;
    std::io::copy(&mut fetched, partial.as_file_mut())?;
    partial.persist(place).map_err(|error| error.error)?;
    Ok(File::open(place)?)
}
