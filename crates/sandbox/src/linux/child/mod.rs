//! The child's way into the sandbox: settings, locks, warm-up, last lock, job.
//!
//! Invariant: the order. Whatever needs the system happens before the last lock; the job's files
//! come after it.

mod call_filter;
mod family;
mod locks;
mod namespaces;
mod probe;
mod speak;

use std::io;
use std::os::fd::BorrowedFd;

pub use speak::answer;

use crate::linux::wire::{PROBE_ROLE, Report, Settings};
use crate::{LockError, LockStep, LockedJob, Tier};

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
    let settings = take(None, LockStep::Settings, settings)?;
    let step = Steps { fail_at: settings.fail_at };
    step.take(LockStep::SingleThread, locks::single_thread)?;
    step.take(LockStep::Descriptors, locks::close_descriptors)?;
    step.take(LockStep::Group, || if settings.grouped { speak::wait_for_go() } else { Ok(()) })?;
    locks::prefer_as_victim();
    let (user, group) = step.take(LockStep::Identity, locks::drop_root)?;
    let parent = match settings.tier {
        Tier::B => settings.parent,
        Tier::A => separate(step, &settings, user, group)?,
    };
    step.take(LockStep::Capabilities, || drop_capabilities(settings.tier))?;
    step.take(LockStep::NoNewPrivileges, locks::forbid_new_privileges)?;
    step.take(LockStep::NotDumpable, locks::forbid_dumps)?;
    // After the change of identity, which disarms the death signal.
    step.take(LockStep::ParentDeath, || locks::die_with_parent(parent))?;
    let landlock = step.take(LockStep::Landlock, locks::landlock)?;
    step.take(LockStep::ResourceLimits, || locks::limit_resources(&settings.limits))?;
    warm_up(&settings.role);
    step.take(LockStep::ProcessLimit, locks::forbid_processes)?;
    step.take(LockStep::CallFilter, call_filter::install)?;
    step.take(LockStep::Job, || Ok(()))?;
    Ok((settings.role, landlock))
}

/// The steps of tier A alone. The worker's parent in its new namespace.
fn separate(step: Steps, settings: &Settings, user: u32, group: u32) -> Result<i32, LockError> {
    step.take(LockStep::Namespaces, namespaces::unshare_all)?;
    step.take(LockStep::IdentityMap, || namespaces::map_identity(user, group))?;
    // Disarmed again by the new namespace; the first of the family keeps it.
    step.take(LockStep::ParentDeath, || locks::die_with_parent(settings.parent))?;
    let rootless = || match step.fail_at {
        Some(LockStep::EmptyRoot) => Err(io::Error::other("as told")),
        _ => namespaces::empty_root(),
    };
    step.take(LockStep::Family, || Ok(()))?;
    family::found(rootless).map_err(|(is_root, source)| LockError {
        step: if is_root { LockStep::EmptyRoot } else { LockStep::Family },
        source,
    })?;
    Ok(NUMBER_OF_INIT)
}

const NUMBER_OF_INIT: i32 = 1;

fn drop_capabilities(tier: Tier) -> io::Result<()> {
    if tier == Tier::A {
        locks::drop_bounding_set()?;
    }
    locks::drop_capabilities()
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

/// Takes steps, or fails at the one it was told to fail at.
#[derive(Debug, Clone, Copy)]
struct Steps {
    fail_at: Option<LockStep>,
}

impl Steps {
    fn take<T>(self, step: LockStep, action: impl FnOnce() -> io::Result<T>) -> Result<T, LockError> {
        take(self.fail_at, step, action)
    }
}

fn take<T>(fail_at: Option<LockStep>, step: LockStep, action: impl FnOnce() -> io::Result<T>) -> Result<T, LockError> {
    let taken = if fail_at == Some(step) { Err(io::Error::other("as told")) } else { action() };
    taken.map_err(|source| LockError { step, source })
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
