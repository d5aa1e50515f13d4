//! Runs one job in a child process that can do nothing but that job.
//!
//! The child is the same binary, started anew. It locks itself first (identity, namespaces where
//! they can be had, capabilities, Landlock, resource limits, system call filter) and only then receives the job's open files.
//! Its output, time and memory are bounded, and each way to die has one name ([`Ending`]).
//! This crate knows nothing of what the job means. `README.md` has the threat model.
//!
//! Invariant: no byte of a job reaches a child that has not reported its last lock; a lock that
//! cannot be had is an error, never a silent weakening.

mod ending;
mod group;
mod job;
mod launcher;
mod limits;
mod lock;
mod tier;

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod linux;
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
use linux as platform;

#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod elsewhere;
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
use elsewhere as platform;

pub use ending::Ending;
pub use group::{ControlGroup, GroupVersion};
pub use job::{Job, LockedJob, MESSAGE_MOST_BYTES, MOST_DESCRIPTORS, Run, SandboxError};
pub use launcher::Launcher;
pub use limits::Limits;
pub use lock::{LockError, LockStep};
pub use platform::{
    MappedFile, MappedFileMut, Pool, PoolRole, answer, enter, memory_file, probe, read_whole, run, seal_writes,
    sealed_copy,
};
pub use tier::{Probed, Tier, TierTooLow, UnknownTier};
