//! Which program a child runs.
//!
//! Invariant: the program is fixed when the launcher is built; no job can change it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The program of the children and the arguments that make its `main` call [`crate::enter`].
#[derive(Debug, Clone)]
pub struct Launcher {
    program: PathBuf,
    arguments: Vec<OsString>,
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

    /// Another program, given by an absolute path, with leading `arguments`.
    pub fn program(program: impl Into<PathBuf>, arguments: impl IntoIterator<Item = OsString>) -> Self {
        Self { program: program.into(), arguments: arguments.into_iter().collect() }
    }

    /// Path that is executed.
    pub fn path(&self) -> &Path {
        &self.program
    }

    /// Arguments before the one this crate appends.
    pub fn arguments(&self) -> impl Iterator<Item = &OsStr> {
        self.arguments.iter().map(OsString::as_os_str)
    }
}
