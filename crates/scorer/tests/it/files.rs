//! Tables as files, and the evaluator of the tests.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, Write};

use joute_domain::{ColumnSettings, ErrorCode, MetricSettings, ScoringSettings, SplitSettings, UploadReport};
use joute_evaluation::{EvaluationError, Evaluator, Prepared, Scores};
use joute_sandbox::{Launcher, Limits};

/// An evaluator under the usual limits.
pub(crate) fn evaluator() -> Evaluator {
    Evaluator::new(launcher(), Limits::default())
}

/// Starts this binary as a child.
pub(crate) fn launcher() -> Launcher {
    Launcher::current_executable(crate::CHILD)
}

/// A file with these bytes.
pub(crate) fn file(bytes: impl AsRef<[u8]>) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes.as_ref()).unwrap();
    file.rewind().unwrap();
    file
}

/// Settings of a metric on one truth and one prediction column of the same name.
pub(crate) fn settings(metric: &str, column: &str) -> ScoringSettings {
    ScoringSettings {
        metric: MetricSettings { name: metric.to_owned(), params: BTreeMap::new() },
        columns: ColumnSettings {
            id: "id".to_owned(),
            truth: vec![column.to_owned()],
            prediction: vec![column.to_owned()],
            extra: Vec::new(),
            usage: None,
            text: Vec::new(),
            roles: BTreeMap::new(),
        },
        split: None,
    }
}

/// The same settings with a usage column.
pub(crate) fn with_usage(mut settings: ScoringSettings) -> ScoringSettings {
    settings.columns.usage = Some("Usage".to_owned());
    settings
}

/// The same settings with a split by ratio.
pub(crate) fn with_ratio(mut settings: ScoringSettings, public_ratio: f64, seed: u64) -> ScoringSettings {
    settings.split = Some(SplitSettings { public_ratio, seed });
    settings
}

/// A competition whose solution was accepted.
pub(crate) struct Competition {
    evaluator: Evaluator,
    pub(crate) prepared: Prepared,
}

impl Competition {
    /// Prepares the solution, which must be accepted.
    pub(crate) fn new(settings: &ScoringSettings, solution: impl AsRef<[u8]>) -> Self {
        let evaluator = evaluator();
        let prepared = evaluator.prepare_solution(settings, &file(solution), None).unwrap();
        Self { evaluator, prepared }
    }

    /// Both stages.
    pub(crate) fn submit(&self, submission: impl AsRef<[u8]>) -> Result<Scores, EvaluationError> {
        let Prepared { ids, truth, schema, .. } = &self.prepared;
        let canonical = self.evaluator.validate(schema, ids, &file(submission))?;
        self.evaluator.score(schema, &canonical, truth)
    }

    /// The score of an accepted submission over all rows.
    pub(crate) fn score(&self, submission: impl AsRef<[u8]>) -> f64 {
        self.submit(submission).unwrap().all.value()
    }

    /// The report of a refused submission.
    pub(crate) fn refusal(&self, submission: impl AsRef<[u8]>) -> UploadReport {
        match self.submit(submission) {
            Err(EvaluationError::Rejected(report)) => report,
            other => panic!("not refused: {other:?}"),
        }
    }
}

/// The codes of a report with their counts.
pub(crate) fn codes(report: &UploadReport) -> Vec<(ErrorCode, u64)> {
    report.errors.iter().map(|error| (error.code, error.count)).collect()
}

/// What a report says, for assertions on words.
pub(crate) fn words(report: &UploadReport) -> String {
    format!("{report:?}")
}
