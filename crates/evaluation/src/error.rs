//! Why there is no result, and whose fault that is.
//!
//! Invariant: only `Rejected` and `Stopped` speak of the upload; neither holds a word that depends on the truth.

use std::fmt;
use std::io;

use joute_domain::{ErrorCode, UploadReport};
use joute_sandbox::{Ending, SandboxError};
use serde::{Deserialize, Serialize};

/// A child's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reads a solution at set-up.
    Prepare,
    /// Reads and aligns a submission, without the truth.
    Validate,
    /// Scores an aligned submission.
    Score,
    /// Summarises a file for its data page.
    Profile,
}

impl Stage {
    /// The role's name for the sandbox.
    pub fn role(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Validate => "validate",
            Self::Score => "score",
            Self::Profile => "profile",
        }
    }

    /// The stage of that role.
    pub fn of_role(role: &str) -> Option<Self> {
        [Self::Prepare, Self::Validate, Self::Score, Self::Profile].into_iter().find(|stage| stage.role() == role)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Prepare => "reading the solution",
            Self::Validate => "checking the submission",
            Self::Score => "scoring",
            Self::Profile => "reading the file",
        })
    }
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The upload is at fault; told in full.
    #[error("the file was refused: {}", first_message(.0))]
    Rejected(UploadReport),
    /// The child ended before it could answer. In the score stage the platform is at fault, else most likely the file.
    #[error("{stage} was stopped: it {ending}. {}", blame(*.stage, *.ending))]
    Stopped {
        /// Which child.
        stage: Stage,
        /// How it ended.
        ending: Ending,
    },
    /// The child answered what no honest child answers.
    #[error("{stage} gave an answer that cannot be read: {reason}")]
    BadAnswer {
        /// Which child.
        stage: Stage,
        /// What is wrong with it.
        reason: String,
    },
    /// The stored schema or a job's header cannot be used.
    #[error("the competition's stored settings cannot be used: {0}")]
    Settings(String),
    /// The sandbox is at fault.
    #[error("the sandbox failed")]
    Sandbox(#[from] SandboxError),
    /// The machine is at fault.
    #[error("a file of the evaluation could not be handled")]
    Io(#[from] io::Error),
}

impl EvaluationError {
    /// What to tell the person who uploaded; `None` if the platform is at fault and a retry may help.
    pub fn report(&self) -> Option<UploadReport> {
        match self {
            Self::Rejected(report) => Some(report.clone()),
            Self::Stopped { stage: Stage::Score, .. } => None,
            Self::Stopped { stage, ending } => Some(UploadReport::of(
                ErrorCode::StageStopped,
                format!("The file could not be read: the check {ending}. {}", blame(*stage, *ending)),
            )),
            Self::BadAnswer { stage, .. } if *stage != Stage::Score => Some(UploadReport::of(
                ErrorCode::StageStopped,
                "The file could not be read: the check gave no usable answer. Write the file again as a plain CSV file.",
            )),
            Self::BadAnswer { .. } | Self::Settings(_) | Self::Sandbox(_) | Self::Io(_) => None,
        }
    }
}

/// Whose fault an ending is, in words for the person who uploaded. The scorer reads nothing but numbers that were
/// checked, so that its end is never the file's fault.
fn blame(stage: Stage, ending: Ending) -> &'static str {
    if stage == Stage::Score {
        return "That is the platform's fault, not your file's: please tell an administrator.";
    }
    match ending {
        Ending::Memory | Ending::CpuTime | Ending::WallClock | Ending::OutputTooLong => {
            "The file is larger or harder to read than this platform allows: write fewer digits, or ask the host."
        }
        Ending::ForbiddenCall => {
            "The file made its reader do what no reader does, and was cut off: it is damaged, or made to do harm. \
             Write it again as a plain CSV file."
        }
        Ending::Crashed { .. } | Ending::Exited { .. } => {
            "The file is probably damaged: write it again as a plain CSV file."
        }
        Ending::Finished => "The check ended without an answer: please tell an administrator.",
    }
}

fn first_message(report: &UploadReport) -> &str {
    report.errors.first().map_or("no reason was given", |error| error.message.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDINGS: [Ending; 7] = [
        Ending::Memory,
        Ending::CpuTime,
        Ending::WallClock,
        Ending::OutputTooLong,
        Ending::ForbiddenCall,
        Ending::Crashed { signal: 11 },
        Ending::Exited { code: 101 },
    ];

    #[test]
    fn each_way_to_die_says_whose_fault_it_is() {
        for ending in ENDINGS {
            let file = EvaluationError::Stopped { stage: Stage::Validate, ending };
            let told = file.report().unwrap().errors.remove(0).message;
            assert!(told.contains(&ending.to_string()), "{told}");
            assert!(told.contains("The file ") && !told.contains("administrator"), "{told}");
            let ours = EvaluationError::Stopped { stage: Stage::Score, ending };
            assert!(ours.report().is_none() && ours.to_string().contains("the platform's fault"), "{ours}");
        }
    }
}
