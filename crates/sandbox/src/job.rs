//! What goes into a sandbox, what comes out, and how it can fail.
//!
//! Invariant: an [`Ending`] is the job's fault, a [`SandboxError`] is ours or the machine's.

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::time::Duration;

use crate::{Ending, Limits, LockStep};

/// Longest [`Job::message`], in bytes.
pub const MESSAGE_MOST_BYTES: usize = 64 << 10;

/// Most descriptors one job may carry.
pub const MOST_DESCRIPTORS: usize = 16;

/// One job for one child.
#[derive(Debug)]
pub struct Job<'a> {
    /// What the child shall be; it may warm up accordingly before it is locked.
    pub role: &'a str,
    /// Short header of the job, at most [`MESSAGE_MOST_BYTES`].
    pub message: &'a [u8],
    /// Open files of the job, at most [`MOST_DESCRIPTORS`]. Open inputs read-only, or seal them
    /// with [`crate::seal_writes`]: the child has exactly the access these descriptors have.
    pub descriptors: Vec<BorrowedFd<'a>>,
    /// Bounds of the job.
    pub limits: &'a Limits,
}

/// What became of a job.
#[derive(Debug)]
pub struct Run {
    /// How the child ended. Trust `output` only after [`Ending::Finished`], and check it even then.
    pub ending: Ending,
    /// The answer, at most [`Limits::output_bytes`] long.
    pub output: Vec<u8>,
    /// First part of the child's standard error, at most [`Limits::diagnostics_bytes`] long.
    pub diagnostics: Vec<u8>,
    /// Time from the hand-over of the job to the end of the child.
    pub elapsed: Duration,
    /// Time from the start of the child to its last lock, warm-up included.
    pub start_up: Duration,
    /// Processor time of the child over all threads, warm-up included.
    pub cpu: Duration,
    /// Whether the child had been locked before the job came, in a [`crate::Pool`].
    pub pooled: bool,
}

/// A job as the locked child sees it.
#[derive(Debug)]
pub struct LockedJob {
    /// The role of [`Job::role`].
    pub role: String,
    /// The bytes of [`Job::message`].
    pub message: Vec<u8>,
    /// The files of [`Job::descriptors`], in their order.
    pub descriptors: Vec<OwnedFd>,
}

/// Why a job could not be run. Nothing of this is the job's fault.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// This system has no sandbox.
    #[error("jobs can be locked up on Linux (x86_64, aarch64) only")]
    Unsupported,
    /// The message is longer than [`MESSAGE_MOST_BYTES`].
    #[error("the job's message of {bytes} bytes is too long")]
    MessageTooLong {
        /// Its length.
        bytes: usize,
    },
    /// More descriptors than [`MOST_DESCRIPTORS`].
    #[error("the job has {count} descriptors, too many")]
    TooManyDescriptors {
        /// Their number.
        count: usize,
    },
    /// The child could not be started.
    #[error("could not start the child")]
    Spawn(#[source] io::Error),
    /// The child could not be put into a control group of its own.
    #[error("could not put the child into a control group")]
    Group(#[source] io::Error),
    /// The child could not be watched or reaped.
    #[error("could not watch the child")]
    Watch(#[source] io::Error),
    /// A lock could not be had; the job was not handed over.
    #[error("the child could not take the step `{step}` (system error {errno})")]
    Lock {
        /// The step that failed.
        step: LockStep,
        /// The system's error number, 0 when there is none.
        errno: i32,
    },
    /// The child ended before its last lock; the job was not handed over.
    #[error("the child ended before it was locked: {ending}: {diagnostics}")]
    NotLocked {
        /// How it ended.
        ending: Ending,
        /// What it said.
        diagnostics: String,
    },
    /// The job could not be sent.
    #[error("could not hand the job over")]
    HandOver(#[source] io::Error),
    /// A lock was taken but does not hold. Only [`crate::probe`] says this.
    #[error("a lock does not hold: {0}")]
    NotHolding(String),
}

impl SandboxError {
    /// Stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported => "sandbox_unsupported",
            Self::MessageTooLong { .. } => "sandbox_message_too_long",
            Self::TooManyDescriptors { .. } => "sandbox_too_many_descriptors",
            Self::Spawn(_) => "sandbox_spawn",
            Self::Group(_) => "sandbox_group",
            Self::Watch(_) => "sandbox_watch",
            Self::Lock { .. } => "sandbox_lock",
            Self::NotLocked { .. } => "sandbox_not_locked",
            Self::HandOver(_) => "sandbox_hand_over",
            Self::NotHolding(_) => "sandbox_not_holding",
        }
    }
}
