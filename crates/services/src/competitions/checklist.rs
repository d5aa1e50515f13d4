//! What a draft still lacks, and the step from draft to published.
//!
//! Invariant: publishing runs the same list that the host sees.

use joute_database::{DatabaseError, audit_log, competitions, pages, submissions};
use joute_domain::{AuditAction, AuditObject, ErrorCode, FileKind, PageName, PublicationState, UploadReport};
use joute_evaluation::{EvaluationError, Schema};
use joute_storage::PublicIdsFile;

use super::CompetitionError;
use crate::access::{AccessError, Seat};
use crate::{Competition, CompetitionFile, House, Solution};

/// A point of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistPoint {
    /// A summary for the list of competitions.
    Summary,
    /// An overview page.
    Overview,
    /// Dates in order and an end that lies ahead.
    Dates,
    /// Metric and columns.
    Scoring,
    /// The hidden truth.
    Solution,
    /// A file of rows to predict.
    TestFile,
    /// A sample submission that the check accepts.
    SampleSubmission,
}

impl ChecklistPoint {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Overview => "overview",
            Self::Dates => "dates",
            Self::Scoring => "scoring",
            Self::Solution => "solution",
            Self::TestFile => "test_file",
            Self::SampleSubmission => "sample_submission",
        }
    }
}

/// One line of the checklist.
#[derive(Debug, Clone)]
pub struct ChecklistItem {
    /// What.
    pub point: ChecklistPoint,
    /// True if nothing is missing.
    pub is_done: bool,
    /// What the check said about the sample submission.
    pub report: Option<UploadReport>,
}

impl House {
    /// The checklist of a competition.
    pub async fn checklist(&self, seat: &Seat) -> Result<Vec<ChecklistItem>, CompetitionError> {
        let competition = &seat.competition;
        let id = competition.id.clone();
        let pages = self.database.read("competitions.checklist", move |conn| pages::list(conn, &id)).await?;
        let files = self.list_files(seat).await?;
        let solution = self.find_solution(seat).await?;
        let now = self.clock.now();
        let item = |point, is_done| ChecklistItem { point, is_done, report: None };
        Ok(vec![
            item(ChecklistPoint::Summary, !competition.summary.is_empty()),
            item(ChecklistPoint::Overview, pages.iter().any(|page| page.name == PageName::Overview)),
            item(ChecklistPoint::Dates, competition.ends_at.is_none_or(|end| end > now)),
            item(ChecklistPoint::Scoring, competition.scoring.is_some()),
            item(ChecklistPoint::Solution, solution.is_some()),
            item(ChecklistPoint::TestFile, has(&files, FileKind::Test)),
            self.check_sample(seat, solution).await?,
        ])
    }

    /// Publishes a competition if its checklist has no open point.
    pub async fn publish(&self, seat: &Seat) -> Result<Competition, CompetitionError> {
        let checklist = self.checklist(seat).await?;
        if checklist.iter().any(|item| !item.is_done) {
            return Err(CompetitionError::NotReady(checklist));
        }
        let (now, expected) = (self.clock.now(), seat.competition.clone());
        let entry = self.entry_at(seat, AuditAction::CompetitionPublish);
        self.database
            .write("competitions.publish", move |tx| {
                let mut row = competitions::find(tx, &expected.id)?.ok_or(AccessError::NotFound("competition"))?;
                if row.revision != expected.revision {
                    return Err(CompetitionError::Stale);
                }
                row.state = PublicationState::Published;
                row.published_at = row.published_at.or(Some(now));
                row.starts_at = row.starts_at.or(Some(now));
                row.updated_at = now;
                if !competitions::update(tx, &row)? {
                    return Err(CompetitionError::Stale);
                }
                row.revision += 1;
                audit_log::append(tx, entry.on(AuditObject::Competition, &row.id, &row.slug))?;
                Ok(row)
            })
            .await
    }

    /// Takes a competition back to a draft, as long as nobody has submitted.
    pub async fn unpublish(&self, seat: &Seat) -> Result<(), CompetitionError> {
        let (now, id) = (self.clock.now(), seat.competition.id.clone());
        let entry = self.entry_at(seat, AuditAction::CompetitionUnpublish);
        self.database
            .write("competitions.unpublish", move |tx| {
                let mut row = competitions::find(tx, &id)?.ok_or(AccessError::NotFound("competition"))?;
                if submissions::count_of_competition(tx, &id)? > 0 {
                    return Err(CompetitionError::Locked("the publication"));
                }
                row.state = PublicationState::Draft;
                row.updated_at = now;
                audit_log::append(tx, entry.on(AuditObject::Competition, &row.id, &row.slug))?;
                if competitions::update(tx, &row)? { Ok(()) } else { Err(CompetitionError::Stale) }
            })
            .await
    }

    /// Closes a competition for good; it stays readable.
    pub async fn archive(&self, seat: &Seat) -> Result<(), CompetitionError> {
        let (now, id) = (self.clock.now(), seat.competition.id.clone());
        let entry = self.entry_at(seat, AuditAction::CompetitionArchive);
        self.database
            .write("competitions.archive", move |tx| {
                let mut row = competitions::find(tx, &id)?.ok_or(AccessError::NotFound("competition"))?;
                row.state = PublicationState::Archived;
                row.ends_at = Some(row.ends_at.map_or(now, |end| end.min(now)));
                row.updated_at = now;
                audit_log::append(tx, entry.on(AuditObject::Competition, &row.id, &row.slug))?;
                if competitions::update(tx, &row)? { Ok(()) } else { Err(CompetitionError::Stale) }
            })
            .await
    }

    async fn check_sample(&self, seat: &Seat, solution: Option<Solution>) -> Result<ChecklistItem, CompetitionError> {
        let item = |is_done, report| ChecklistItem { point: ChecklistPoint::SampleSubmission, is_done, report };
        let (Some(solution), Some(sample)) = (solution, self.sample_submission(seat).await?) else {
            return Ok(item(false, None));
        };
        let ids = PublicIdsFile { competition: solution.competition_id.clone(), solution: solution.id.clone() };
        let ids = self.storage.fetch(&ids).await?;
        let schema = read_schema(&solution)?;
        let evaluator = self.evaluator.clone();
        let verdict = tokio::task::spawn_blocking(move || evaluator.validate(&schema, &ids, &sample)).await?;
        match verdict {
            Ok(_) => Ok(item(true, None)),
            Err(EvaluationError::Rejected(report)) => Ok(item(false, Some(report))),
            Err(error @ EvaluationError::Stopped { .. }) => {
                Ok(item(false, Some(UploadReport::of(ErrorCode::StageStopped, error.to_string()))))
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn has(files: &[CompetitionFile], kind: FileKind) -> bool {
    files.iter().any(|file| file.kind == kind)
}

/// The public schema as it was stored with the solution.
pub(crate) fn read_schema(solution: &Solution) -> Result<Schema, DatabaseError> {
    serde_json::from_str(&solution.schema).map_err(|error| DatabaseError::Corrupt(error.to_string()))
}
