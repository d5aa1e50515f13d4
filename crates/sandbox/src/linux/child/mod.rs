//! The child's way into the sandbox: settings, locks, warm-up, last lock, job.
//!
//! Invariant: the order. Whatever needs the system happens before the last lock; the job's files
//! come after it.

mod call_filter;
mod locks;
mod probe;
mod speak;

use std::io;
use std::os::fd::BorrowedFd;

pub use speak::answer;

use crate::linux::wire::{PROBE_ROLE, Report, Settings};
use crate::{LockError, LockStep, LockedJob};

/// Locks the process and receives its job. Call it first in `main`, with no thread, no runtime and
/// no open file, when the arguments say that this is a child.
///
/// `warm_up` gets the role. It runs under every lock but the last two (Landlock is on, so it can
/// open nothing), must use trusted data only, and must start the thread pools, because threads
/// cannot be started later. [`crate::Limits::threads`] is in `RAYON_NUM_THREADS` and
/// `POLARS_MAX_THREADS` by then.
///
/// On an error the parent has been told; the process must exit at once.
pub fn enter(warm_up: impl FnOnce(&str)) -> Result<LockedJob, LockError> {
    let (role, landlock) = lock(warm_up).inspect_err(report_failure)?;
    let job = receive(role, landlock).map_err(|source| LockError { step: LockStep::Job, source })?;
    if job.role == PROBE_ROLE {
        probe::attempt(&job);
    }
    Ok(job)
}

fn lock(warm_up: impl FnOnce(&str)) -> Result<(String, Option<u8>), LockError> {
    let settings = step(LockStep::Settings, settings)?;
    step(LockStep::SingleThread, locks::single_thread)?;
    step(LockStep::Descriptors, locks::close_descriptors)?;
    locks::prefer_as_victim();
    step(LockStep::Identity, locks::drop_root)?;
    step(LockStep::Capabilities, locks::drop_capabilities)?;
    step(LockStep::NoNewPrivileges, locks::forbid_new_privileges)?;
    step(LockStep::NotDumpable, locks::forbid_dumps)?;
    // After the change of identity, which disarms the death signal.
    step(LockStep::ParentDeath, || locks::die_with_parent(settings.parent))?;
    let landlock = step(LockStep::Landlock, locks::landlock)?;
    step(LockStep::ResourceLimits, || locks::limit_resources(&settings.limits))?;
    warm_up(&settings.role);
    step(LockStep::ProcessLimit, locks::forbid_processes)?;
    step(LockStep::CallFilter, call_filter::install)?;
    Ok((settings.role, landlock))
}

fn receive(role: String, landlock: Option<u8>) -> io::Result<LockedJob> {
    speak::write_all(&Report::Locked { landlock }.encode())?;
    let (message, descriptors) = speak::receive()?;
    Ok(LockedJob { role, message, descriptors })
}

fn settings() -> io::Result<Settings> {
    let last = std::env::args().next_back().unwrap_or_default();
    Ok(serde_json::from_str(&last)?)
}

fn step<T>(step: LockStep, take: impl FnOnce() -> io::Result<T>) -> Result<T, LockError> {
    take().map_err(|source| LockError { step, source })
}

fn report_failure(error: &LockError) {
    let errno = error.source.raw_os_error().unwrap_or(0);
    // Nobody is left to hear of a second failure.
    let _ = speak::write_all(&Report::Failed { step: error.step, errno }.encode());
}

/// One of the three descriptors every child has.
#[allow(unsafe_code, reason = "naming a standard descriptor by its number")]
fn standard(number: i32) -> BorrowedFd<'static> {
    // SAFETY: the parent opens 0, 1 and 2 for every child and nothing in a child closes them.
    unsafe { BorrowedFd::borrow_raw(number) }
}
