//! The parent's side: start a child, wait for its locks, hand the job over, watch it to its end.
//!
//! Invariant: whatever happens, the child is dead and reaped when the call returns.

mod locked_child;
mod pool;
mod probe;
mod process;
mod stream;

pub use pool::{Pool, PoolRole};
pub use probe::probe;

use crate::{Job, Launcher, MESSAGE_MOST_BYTES, MOST_DESCRIPTORS, Run, SandboxError};
use locked_child::LockedChild;

/// Runs one job in a child of its own and waits for its end.
///
/// Blocks the calling thread all the while, and must: the kernel kills the child when the thread
/// that started it ends. Call it from a thread for blocking work, never from an async one.
pub fn run(launcher: &Launcher, job: Job<'_>) -> Result<Run, SandboxError> {
    check(&job)?;
    let Job { role, message, descriptors, limits } = job;
    LockedChild::start(launcher, role, limits)?.run(message, &descriptors)
}

/// Refuses a job that does not fit the packet.
fn check(job: &Job<'_>) -> Result<(), SandboxError> {
    if job.message.len() > MESSAGE_MOST_BYTES {
        return Err(SandboxError::MessageTooLong { bytes: job.message.len() });
    }
    if job.descriptors.len() > MOST_DESCRIPTORS {
        return Err(SandboxError::TooManyDescriptors { count: job.descriptors.len() });
    }
    Ok(())
}
