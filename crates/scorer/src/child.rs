//! The `main` of a child: lock, receive the job, do the one role, answer, end.
//!
//! Invariant: nothing runs before the locks but the warm-up on trusted bytes.

use std::os::fd::OwnedFd;
use std::process::exit;

use joute_evaluation::wire::{Answer, HEADER_MOST_BYTES, decode, encode};
use joute_evaluation::{ScoreFrame, ScoreStatus, Stage};
use joute_sandbox::{LockedJob, answer, enter, read_whole};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::findings::Refused;
use crate::{prepare, profile, score, table, validate};

/// Runs the child of one job and ends the process. Call it first in `main`, before any thread or file exists.
pub fn child_main() -> ! {
    match enter(warm_up) {
        Ok(job) => answer(&outcome(job)),
        Err(_) => exit(1),
    }
}

/// Starts the pools and touches the code that a locked process could no longer set up.
fn warm_up(role: &str) {
    // The seeds of hash tables are drawn once for each thread.
    let _ = std::collections::hash_map::RandomState::new();
    rayon::broadcast(|_| ());
    if Stage::of_role(role).is_some_and(|stage| stage != Stage::Score) {
        table::warm_up();
    }
}

pub(crate) fn outcome(job: LockedJob) -> Vec<u8> {
    let mut files = job.descriptors.into_iter();
    let header = files.next();
    match Stage::of_role(&job.role) {
        Some(Stage::Prepare) => spoken(header, |header| prepare::run(&header, files)),
        Some(Stage::Validate) => spoken(header, |header| validate::run(&header, files)),
        Some(Stage::Profile) => spoken(header, |header| profile::run(&header, files)),
        Some(Stage::Score) => {
            let frame = read_header(header)
                .map_or_else(|_| ScoreFrame::refusal(ScoreStatus::Form), |header| score::run(&header, files));
            frame.to_bytes()
        }
        None => Vec::new(),
    }
}

fn spoken<H: DeserializeOwned, T: Serialize>(
    header: Option<OwnedFd>,
    stage: impl FnOnce(H) -> Result<T, Refused>,
) -> Vec<u8> {
    let answer = match read_header(header).and_then(stage) {
        Ok(done) => Answer::Done(done),
        Err(Refused::Upload(report)) => Answer::Rejected(report),
        Err(Refused::Job(reason)) => Answer::Unusable(reason),
    };
    encode(answer).unwrap_or_default()
}

fn read_header<H: DeserializeOwned>(header: Option<OwnedFd>) -> Result<H, Refused> {
    let header = header.ok_or_else(|| Refused::Job("the job has no header".to_owned()))?;
    let bytes = read_whole(&header, HEADER_MOST_BYTES).map_err(|error| Refused::Job(error.to_string()))?;
    decode(&bytes).map_err(|error| Refused::Job(error.to_string()))
}
