//! The stages without a jail, for fuzzing and for measuring what the jail costs.
//!
//! Invariant: not part of the product: built for tests, and where the feature `bare` asks for it. Nothing that serves
//! people may turn it on.

use std::fs::File;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::LazyLock;

use joute_domain::{ColumnSettings, MetricSettings, ScoringSettings};
use joute_evaluation::layout::{Kind, Layout};
use joute_evaluation::wire::{
    Answer, PrepareAnswer, PrepareHeader, ScoreHeader, ValidateAnswer, ValidateHeader, decode, encode,
};
use joute_evaluation::{Bounds, Schema, ScoreFrame, Stage};
use joute_sandbox::{LockedJob, memory_file, sealed_copy};
use serde::Serialize;

use crate::child::outcome;

/// What a stage answers to a header and files, in this very process.
///
/// # Panics
/// Where the machine gives no memory file.
pub fn run_bare(stage: Stage, header: &impl Serialize, files: &[&File]) -> Vec<u8> {
    let header = memory_copy(&encode(header).unwrap_or_default());
    let mut descriptors = vec![OwnedFd::from(header)];
    descriptors.extend(files.iter().map(|file| descriptor(file)));
    outcome(LockedJob { role: stage.role().to_owned(), message: Vec::new(), descriptors })
}

#[allow(clippy::expect_used, reason = "a machine without memory files cannot fuzz")]
fn descriptor(file: &File) -> OwnedFd {
    file.as_fd().try_clone_to_owned().expect("a second handle")
}

#[allow(clippy::expect_used, reason = "a machine without memory files cannot fuzz")]
fn memory_copy(mut bytes: &[u8]) -> File {
    sealed_copy("bare", &mut bytes, u64::MAX - 1).expect("a memory file")
}

/// A small competition that uploads are tried against.
struct Competition {
    schema: Schema,
    ids: File,
    truth: File,
}

/// Rows of the small competitions.
const ROWS: u32 = 6;

/// Small bounds, so that what is too large is small enough to be found.
const BOUNDS: Bounds = Bounds { table_bytes: 1 << 20, line_bytes: 4096, columns: 64, rows: 10_000 };

static COMPETITIONS: LazyLock<[Option<Competition>; 2]> =
    LazyLock::new(|| [competition("mae", false), competition("accuracy", true)]);

fn competition(metric: &str, is_text: bool) -> Option<Competition> {
    let settings = ScoringSettings {
        metric: MetricSettings { name: metric.to_owned(), params: std::collections::BTreeMap::new() },
        columns: ColumnSettings {
            id: "id".to_owned(),
            truth: vec!["y".to_owned()],
            prediction: vec!["y".to_owned()],
            extra: Vec::new(),
            usage: None,
            text: if is_text { vec!["y".to_owned()] } else { Vec::new() },
            roles: std::collections::BTreeMap::new(),
        },
        split: None,
    };
    let rows = (0..ROWS).map(|row| if is_text { format!("r{row},c{}\n", row % 3) } else { format!("r{row},{row}\n") });
    let solution = memory_copy(std::iter::once("id,y\n".to_owned()).chain(rows).collect::<String>().as_bytes());
    let (ids, truth) = (memory_file("ids", 1 << 16).ok()?, memory_file("truth", 1 << 16).ok()?);
    let answer = run_bare(Stage::Prepare, &PrepareHeader { settings, bounds: BOUNDS }, &[&solution, &ids, &truth]);
    let Answer::Done(PrepareAnswer { schema, ids_bytes, truth_bytes, .. }) = decode(&answer).ok()? else { return None };
    let part = |file: &File, bytes| {
        std::io::Seek::rewind(&mut &*file).ok()?;
        let mut rest = std::io::Read::take(file, bytes);
        sealed_copy("part", &mut rest, bytes).ok()
    };
    Some(Competition { ids: part(&ids, ids_bytes)?, truth: part(&truth, truth_bytes)?, schema })
}

/// One upload through checking and, where it is accepted, scoring: CSV, archive or Parquet, as its bytes say. Panics
/// where a stage answers what no honest stage answers.
///
/// # Panics
/// On a finding.
pub fn try_upload(bytes: &[u8]) {
    for competition in COMPETITIONS.iter() {
        let Some(competition) = competition else { panic!("the small competition is not accepted") };
        competition.try_upload(bytes);
    }
}

impl Competition {
    fn try_upload(&self, bytes: &[u8]) {
        let kinds: Vec<Kind> = self.schema.prediction.iter().map(|column| column.kind.into()).collect();
        let room = Layout::new(self.schema.rows, &kinds).and_then(|layout| layout.file_bytes(BOUNDS.table_bytes));
        let Some(predictions) = room.and_then(|room| memory_file("predictions", room).ok()) else { return };
        let header = ValidateHeader { schema: self.schema.clone(), bounds: BOUNDS };
        let answer = run_bare(Stage::Validate, &header, &[&memory_copy(bytes), &self.ids, &predictions]);
        match decode::<Answer<ValidateAnswer>>(&answer) {
            Ok(Answer::Done(done)) => assert_eq!(done.rows, self.schema.rows, "rows of an accepted upload"),
            Ok(Answer::Rejected(report)) => {
                assert!(!report.is_empty(), "a refusal without a reason");
                return;
            }
            other => panic!("no honest answer: {other:?}"),
        }
        let header = ScoreHeader { schema: self.schema.clone() };
        let frame = run_bare(Stage::Score, &header, &[&predictions, &self.truth]);
        assert!(ScoreFrame::from_bytes(&frame, self.schema.rows, false).is_ok(), "a frame that cannot be read");
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn files(folder: &str) -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }

    /// Every file of the corpus, and each with some bytes changed, the same ones in each run.
    #[test]
    fn no_file_of_the_corpus_is_a_finding() {
        let corpus = files("fuzz/corpus/upload");
        assert!(corpus.len() >= 10, "the corpus is there");
        for path in corpus {
            let bytes = std::fs::read(&path).unwrap();
            try_upload(&bytes);
            for (at, bit) in [(0, 1), (1, 7), (2, 3), (3, 5)] {
                let mut damaged = bytes.clone();
                let place = damaged.len() * at / 4;
                if let Some(byte) = damaged.get_mut(place) {
                    *byte ^= 1 << bit;
                }
                try_upload(&damaged);
            }
        }
    }

    #[test]
    fn the_seeds_reach_both_verdicts() {
        let competition = COMPETITIONS[0].as_ref().unwrap();
        let header = ValidateHeader { schema: competition.schema.clone(), bounds: BOUNDS };
        let verdicts: Vec<bool> = files("fuzz/corpus/upload")
            .into_iter()
            .map(|path| {
                let predictions = memory_file("predictions", 1 << 16).unwrap();
                let upload = memory_copy(&std::fs::read(path).unwrap());
                let answer = run_bare(Stage::Validate, &header, &[&upload, &competition.ids, &predictions]);
                matches!(decode::<Answer<ValidateAnswer>>(&answer), Ok(Answer::Done(_)))
            })
            .collect();
        assert!(verdicts.contains(&true) && verdicts.contains(&false), "{verdicts:?}");
    }
}
