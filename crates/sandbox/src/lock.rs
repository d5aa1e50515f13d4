//! The steps of the lock-down, by name.
//!
//! Invariant: a step that fails is reported under its own name and ends the child.

use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};

/// A step of the child's lock-down, in the order they are taken. Steps of tier A are left out in tier B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockStep {
    /// Reading the settings the parent appended to the arguments.
    Settings,
    /// Being the only thread of the process.
    SingleThread,
    /// Closing everything but the three standard descriptors.
    Descriptors,
    /// Waiting for the parent's word that the control group is entered.
    Group,
    /// Becoming an unprivileged user when started as root.
    Identity,
    /// Tier A: new namespaces of every kind.
    Namespaces,
    /// Tier A: the one user and group that exist in the new namespace.
    IdentityMap,
    /// Tier A: an init of its own, and the working process below it.
    Family,
    /// Tier A: an empty, read-only root.
    EmptyRoot,
    /// Dropping every capability.
    Capabilities,
    /// Forbidding new privileges.
    NoNewPrivileges,
    /// Forbidding core dumps and tracing.
    NotDumpable,
    /// Dying with the parent.
    ParentDeath,
    /// Landlock without a single grant.
    Landlock,
    /// Resource limits.
    ResourceLimits,
    /// Forbidding new processes and threads.
    ProcessLimit,
    /// The system call filters.
    CallFilter,
    /// Telling the parent and receiving the job.
    Job,
}

impl LockStep {
    /// All steps, in order.
    pub const ALL: [Self; 18] = [
        Self::Settings,
        Self::SingleThread,
        Self::Descriptors,
        Self::Group,
        Self::Identity,
        Self::Namespaces,
        Self::IdentityMap,
        Self::Family,
        Self::EmptyRoot,
        Self::Capabilities,
        Self::NoNewPrivileges,
        Self::NotDumpable,
        Self::ParentDeath,
        Self::Landlock,
        Self::ResourceLimits,
        Self::ProcessLimit,
        Self::CallFilter,
        Self::Job,
    ];
}

impl fmt::Display for LockStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Settings => "settings",
            Self::SingleThread => "single thread",
            Self::Descriptors => "descriptors",
            Self::Group => "control group",
            Self::Identity => "identity",
            Self::Namespaces => "namespaces",
            Self::IdentityMap => "identity map",
            Self::Family => "family",
            Self::EmptyRoot => "empty root",
            Self::Capabilities => "capabilities",
            Self::NoNewPrivileges => "no new privileges",
            Self::NotDumpable => "not dumpable",
            Self::ParentDeath => "death with the parent",
            Self::Landlock => "Landlock",
            Self::ResourceLimits => "resource limits",
            Self::ProcessLimit => "process limit",
            Self::CallFilter => "system call filter",
            Self::Job => "job",
        })
    }
}

/// Why a child could not lock itself. It must exit without doing anything else.
#[derive(Debug, thiserror::Error)]
#[error("could not take the step `{step}`")]
pub struct LockError {
    /// The step that failed.
    pub step: LockStep,
    /// The system's reason.
    #[source]
    pub source: io::Error,
}
