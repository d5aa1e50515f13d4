//! Which program a child runs, and how it is locked.
//!
//! Invariant: fixed when the launcher is built; no job can change it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::{ControlGroup, LockStep, Probed, Tier};

/// The program of the children, the arguments that make its `main` call [`crate::enter`], and their tier.
#[derive(Debug, Clone)]
pub struct Launcher {
    program: PathBuf,
    arguments: Vec<OsString>,
    tier: Tier,
    group: Option<ControlGroup>,
    fail_at: Option<LockStep>,
}

impl Launcher {
    /// The running program itself, started with `role_argument` as its first argument.
    ///
    /// `main` must look for that argument before it does anything else: no thread, no runtime, no
    /// open file may exist when it calls [`crate::enter`].
    pub fn current_executable(role_argument: impl Into<OsString>) -> Self {
        // The link, not its target: it still works when the file was replaced by an update.
        Self::program("/proc/self/exe", [role_argument.into()])
    }

    /// Another program, given by an absolute path, with leading `arguments`. Tier B, no control group.
    pub fn program(program: impl Into<PathBuf>, arguments: impl IntoIterator<Item = OsString>) -> Self {
        let arguments = arguments.into_iter().collect();
        Self { program: program.into(), arguments, tier: Tier::B, group: None, fail_at: None }
    }

    /// The same with all the locks that a probe found to hold.
    #[must_use]
    pub fn locked_as(self, probed: &Probed) -> Self {
        Self { tier: probed.tier, group: probed.group.clone(), ..self }
    }

    /// The same in another tier. A child that cannot have it gets no job; there is no falling back.
    #[must_use]
    pub fn in_tier(self, tier: Tier) -> Self {
        Self { tier, ..self }
    }

    /// The same with a control group for each child, or none.
    #[must_use]
    pub fn in_group(self, group: Option<ControlGroup>) -> Self {
        Self { group, ..self }
    }

    /// The same, but the child claims that `step` failed: for tests of what follows then.
    #[doc(hidden)]
    #[must_use]
    pub fn failing_at(self, step: LockStep) -> Self {
        Self { fail_at: Some(step), ..self }
    }

    /// Path that is executed.
    pub fn path(&self) -> &Path {
        &self.program
    }

    /// Arguments before the one this crate appends.
    pub fn arguments(&self) -> impl Iterator<Item = &OsStr> {
        self.arguments.iter().map(OsString::as_os_str)
    }

    /// The children's tier.
    pub fn tier(&self) -> Tier {
        self.tier
    }

    /// Where children get their control groups.
    pub fn group(&self) -> Option<&ControlGroup> {
        self.group.as_ref()
    }

    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only a supported system has children"))]
    pub(crate) fn fail_at(&self) -> Option<LockStep> {
        self.fail_at
    }
}
