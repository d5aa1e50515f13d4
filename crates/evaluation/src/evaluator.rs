//! Starts the stages, one child for each, and checks what they answer.
//!
//! Invariant: the validator never holds the truth, the scorer never holds the upload, and no child is alive when a
//! later one reads what it wrote.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::Duration;

use joute_domain::{ErrorCode, Score, ScoringSettings, TableProfile, UploadReport};
use joute_sandbox::{Ending, Job, Launcher, Limits, Pool, PoolRole, Run, memory_file, run, seal_writes, sealed_copy};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::layout::{Kind, Layout};
use crate::wire::{
    Answer, HEADER_MOST_BYTES, PrepareAnswer, PrepareHeader, ProfileHeader, ScoreHeader, ValidateAnswer,
    ValidateHeader, decode, encode,
};
use crate::{
    Bounds, Canonical, EvaluationError, Prepared, RowCounts, Schema, ScoreFrame, ScoreStatus, Scores, Stage,
    bounded_report,
};

/// Longest answer of a stage that may speak, in bytes.
const ANSWER_MOST_BYTES: u64 = 8 << 20;

/// Notes of a set-up that are kept.
const MOST_NOTES: usize = 20;

/// Runs the stages. All methods block.
///
/// Give each call files opened for it alone: parent and child share their position.
#[derive(Debug, Clone)]
pub struct Evaluator {
    launcher: Launcher,
    limits: Limits,
    bounds: Bounds,
    pool: Option<Arc<Pool>>,
}

impl Evaluator {
    /// An evaluator whose children `launcher` starts under `limits`, each of them under all of these.
    pub fn new(launcher: Launcher, limits: Limits) -> Self {
        Self { launcher, limits, bounds: Bounds::default(), pool: None }
    }

    /// The same with other bounds on uploaded tables.
    #[must_use]
    pub fn with_bounds(self, bounds: Bounds) -> Self {
        Self { bounds, ..self }
    }

    /// The same with `size` children each for checking and for scoring kept ready, locked and waiting; each takes one
    /// submission. Those older than `most_age` are replaced. The stages of the host always get fresh children.
    pub fn with_pool(self, size: usize, most_age: Duration) -> Result<Self, EvaluationError> {
        let role = |stage: Stage| PoolRole { role: stage.role().to_owned(), limits: self.limits_of(stage), size };
        let roles = [Stage::Validate, Stage::Score].map(role);
        let pool = Pool::new(self.launcher.clone(), roles, most_age)?;
        Ok(Self { pool: Some(Arc::new(pool)), ..self })
    }

    /// The children kept ready, if there are any.
    pub fn pool(&self) -> Option<&Pool> {
        self.pool.as_deref()
    }

    /// Limits of a stage's children.
    fn limits_of(&self, stage: Stage) -> Limits {
        let output_bytes = match stage {
            Stage::Score => u64::try_from(ScoreFrame::MOST_BYTES).unwrap_or(u64::MAX),
            Stage::Prepare | Stage::Validate | Stage::Profile => ANSWER_MOST_BYTES,
        };
        Limits { output_bytes, ..self.limits.clone() }
    }

    /// Reads a solution, checks the settings against it and splits its rows; a sample is checked against both.
    pub fn prepare_solution(
        &self,
        settings: &ScoringSettings,
        solution: &File,
        sample: Option<&File>,
    ) -> Result<Prepared, EvaluationError> {
        let room = self.solution_room(solution)?;
        let (ids, truth) = (memory_file("ids", room)?, memory_file("truth", room)?);
        let header = PrepareHeader { settings: settings.clone(), bounds: self.bounds };
        let files = [Some(solution), Some(&ids), Some(&truth), sample];
        let answer: PrepareAnswer = self.spoken(Stage::Prepare, &header, files.into_iter().flatten())?;
        if answer.rows.total() != answer.schema.rows {
            return Err(bad_answer(Stage::Prepare, "the rows do not add up"));
        }
        Ok(Prepared {
            ids: exact_copy("ids", ids, answer.ids_bytes)?,
            truth: exact_copy("truth", truth, answer.truth_bytes)?,
            schema: answer.schema,
            rows: answer.rows,
            notes: answer.notes.into_iter().take(MOST_NOTES).map(|note| note.chars().take(500).collect()).collect(),
        })
    }

    /// Reads a submission without the truth and aligns it to the ids.
    pub fn validate(&self, schema: &Schema, ids: &File, submission: &File) -> Result<Canonical, EvaluationError> {
        let kinds: Vec<Kind> = schema.prediction.iter().map(|column| column.kind.into()).collect();
        let layout = Layout::new(schema.rows, &kinds).ok_or_else(|| settings("too many rows"))?;
        let text = if layout.has_text() { self.most_table_bytes(submission)? } else { 0 };
        let bytes = layout.file_bytes(text).ok_or_else(|| settings("too many rows"))?;
        let predictions = memory_file("predictions", bytes)?;
        let header = ValidateHeader { schema: schema.clone(), bounds: self.bounds };
        let answer: ValidateAnswer = self.spoken(Stage::Validate, &header, [submission, ids, &predictions])?;
        if answer.rows != schema.rows {
            return Err(bad_answer(Stage::Validate, "the rows are not those of the solution"));
        }
        seal_writes(&predictions)?;
        Ok(Canonical { file: predictions, rows: answer.rows })
    }

    /// Scores an aligned submission. A refusal of the metric is a rejection whose words do not depend on the truth.
    pub fn score(&self, schema: &Schema, submission: &Canonical, truth: &File) -> Result<Scores, EvaluationError> {
        let header = ScoreHeader { schema: schema.clone() };
        let answer = self.run(Stage::Score, &header, [&submission.file, truth])?;
        let frame = ScoreFrame::from_bytes(&answer, schema.rows, schema.split)
            .map_err(|error| bad_answer(Stage::Score, error.to_string()))?;
        scores(schema, frame)
    }

    /// Summarises a file of the data page.
    pub fn profile(&self, file: &File) -> Result<TableProfile, EvaluationError> {
        self.spoken(Stage::Profile, &ProfileHeader { bounds: self.bounds }, [file])
    }

    fn spoken<'f, T: DeserializeOwned>(
        &self,
        stage: Stage,
        header: &impl Serialize,
        files: impl IntoIterator<Item = &'f File>,
    ) -> Result<T, EvaluationError> {
        let bytes = self.run(stage, header, files)?;
        match decode(&bytes).map_err(|error| bad_answer(stage, error.to_string()))? {
            Answer::Done(done) => Ok(done),
            Answer::Rejected(report) if report.is_empty() => Err(bad_answer(stage, "it refuses without a reason")),
            Answer::Rejected(report) => Err(EvaluationError::Rejected(bounded_report(report))),
            Answer::Unusable(reason) => Err(EvaluationError::Settings(reason)),
        }
    }

    fn run<'f>(
        &self,
        stage: Stage,
        header: &impl Serialize,
        files: impl IntoIterator<Item = &'f File>,
    ) -> Result<Vec<u8>, EvaluationError> {
        let header = encode(header).map_err(|error| settings(error.to_string()))?;
        let header = sealed_copy("header", &mut header.as_slice(), HEADER_MOST_BYTES)?;
        let files: Vec<&File> = files.into_iter().collect();
        let descriptors: Vec<BorrowedFd<'_>> = std::iter::once(&header).chain(files).map(AsFd::as_fd).collect();
        let limits = self.limits_of(stage);
        let job = Job { role: stage.role(), message: &[], descriptors, limits: &limits };
        let run = match &self.pool {
            Some(pool) => pool.run(job)?,
            None => run(&self.launcher, job)?,
        };
        let Run { ending, elapsed, cpu, pooled, .. } = &run;
        tracing::debug!(%stage, %ending, ?elapsed, ?cpu, pooled, "a stage ended");
        if run.ending == Ending::Finished {
            return Ok(run.output);
        }
        let said = String::from_utf8_lossy(&run.diagnostics);
        tracing::warn!(%stage, ending = %run.ending, diagnostics = %said.escape_debug(), "a stage did not finish");
        Err(EvaluationError::Stopped { stage, ending: run.ending })
    }

    /// Most bytes a table can have once it is unpacked.
    fn most_table_bytes(&self, file: &File) -> Result<u64, EvaluationError> {
        let packed = is_packed(file)?;
        let length = file.metadata()?.len();
        Ok(if packed { self.bounds.table_bytes } else { length.min(self.bounds.table_bytes) })
    }

    /// Room for the column files of a solution: memory is taken only where a byte is written.
    fn solution_room(&self, solution: &File) -> Result<u64, EvaluationError> {
        // A cell of a text table is at least one byte and takes eight and its text, the usage one byte a row.
        let most = self.most_table_bytes(solution)?;
        Ok(most.saturating_mul(12).saturating_add(1 << 20))
    }
}

/// True if the file does not begin as text: archives and Parquet files, which grow when they are read.
fn is_packed(file: &File) -> Result<bool, EvaluationError> {
    use std::os::unix::fs::FileExt;
    let mut magic = [0_u8; 4];
    let length = file.read_at(&mut magic, 0)?;
    let start = magic.get(..length).unwrap_or_default();
    Ok([&b"\x1f\x8b"[..], b"PK", b"PAR1", b"\x28\xb5\x2f\xfd", b"ARRO"].iter().any(|magic| start.starts_with(magic)))
}

fn exact_copy(name: &str, mut written: File, bytes: u64) -> Result<File, EvaluationError> {
    if bytes > written.metadata()?.len() {
        return Err(bad_answer(Stage::Prepare, "more bytes than there was room for"));
    }
    written.seek(SeekFrom::Start(0))?;
    let mut part = std::io::Read::take(written, bytes);
    Ok(sealed_copy(name, &mut part, bytes)?)
}

fn scores(schema: &Schema, frame: ScoreFrame) -> Result<Scores, EvaluationError> {
    let refused = |code, words: &str| Err(EvaluationError::Rejected(UploadReport::of(code, words)));
    match frame.status {
        ScoreStatus::Scored => {}
        ScoreStatus::ConstantPrediction => {
            return refused(
                ErrorCode::UndefinedMetric,
                "The metric is undefined: the predictions are constant, every row has the same value.",
            );
        }
        ScoreStatus::NotFinite => {
            return refused(
                ErrorCode::NotFinite,
                "The score is not a finite number: a prediction is too large for this metric.",
            );
        }
        ScoreStatus::RowSum => {
            return refused(ErrorCode::RowSum, "The predictions of a row do not have the required sum.");
        }
        ScoreStatus::Ordering => {
            return refused(
                ErrorCode::InvalidList,
                "A row's ordering does not hold exactly the items it must order, each once.",
            );
        }
        ScoreStatus::Undefined => {
            return refused(ErrorCode::UndefinedMetric, "The metric is undefined for these predictions.");
        }
        ScoreStatus::Solution => return Err(settings("the stored truth does not fit the metric")),
        ScoreStatus::Form => return Err(bad_answer(Stage::Score, "its files do not have the form they must have")),
    }
    let score = |value| Score::new(value).map_err(|error| bad_answer(Stage::Score, error.to_string()));
    let part = |value| if frame.split { score(value).map(Some) } else { Ok(None) };
    let rows: RowCounts = frame.rows;
    Ok(Scores {
        all: score(frame.all)?,
        public: part(frame.public)?,
        private: part(frame.private)?,
        rows,
        public_sketch: frame.public_sketch,
        private_sketch: frame.private_sketch,
        engine: schema.engine(),
    })
}

fn settings(reason: impl Into<String>) -> EvaluationError {
    EvaluationError::Settings(reason.into())
}

fn bad_answer(stage: Stage, reason: impl Into<String>) -> EvaluationError {
    EvaluationError::BadAnswer { stage, reason: reason.into() }
}
