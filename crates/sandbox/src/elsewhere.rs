//! Systems without a sandbox: everything refuses, nothing runs unlocked.
//!
//! Invariant: same names and shapes as on Linux, so that callers compile everywhere.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read};
use std::ops::{Deref, DerefMut};
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use crate::{Job, Launcher, Limits, LockError, LockStep, LockedJob, Probed, Run, SandboxError};

fn unsupported() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, SandboxError::Unsupported)
}

/// Always refuses.
pub fn run(_launcher: &Launcher, _job: Job<'_>) -> Result<Run, SandboxError> {
    Err(SandboxError::Unsupported)
}

/// Always refuses.
pub fn probe(_launcher: &Launcher) -> Result<Probed, SandboxError> {
    Err(SandboxError::Unsupported)
}

/// Always refuses.
pub fn enter(_warm_up: impl FnOnce(&str)) -> Result<LockedJob, LockError> {
    Err(LockError { step: LockStep::Settings, source: unsupported() })
}

/// Ends the process; nothing can be answered here.
pub fn answer(_bytes: &[u8]) -> ! {
    std::process::exit(1)
}

/// Always refuses.
pub fn memory_file(_name: &str, _bytes: u64) -> io::Result<File> {
    Err(unsupported())
}

/// Always refuses.
pub fn sealed_copy(_name: &str, _from: &mut impl Read, _most: u64) -> io::Result<File> {
    Err(unsupported())
}

/// Always refuses.
pub fn seal_writes(_file: &File) -> io::Result<()> {
    Err(unsupported())
}

/// Always refuses.
pub fn read_whole(_file: impl AsFd, _most: u64) -> io::Result<Vec<u8>> {
    Err(unsupported())
}

/// One role's share of a pool.
#[derive(Debug, Clone)]
pub struct PoolRole {
    /// The role children warm up for.
    pub role: String,
    /// Limits they are locked under.
    pub limits: Limits,
    /// Children kept ready.
    pub size: usize,
}

/// Cannot exist here.
#[derive(Debug)]
pub struct Pool(Infallible);

impl Pool {
    /// Always refuses.
    pub fn new(
        _launcher: Launcher,
        _roles: impl IntoIterator<Item = PoolRole>,
        _most_age: Duration,
    ) -> Result<Self, SandboxError> {
        Err(SandboxError::Unsupported)
    }

    /// Cannot be called.
    pub fn run(&self, _job: Job<'_>) -> Result<Run, SandboxError> {
        match self.0 {}
    }

    /// Cannot be called.
    pub fn ready(&self, _role: &str) -> usize {
        match self.0 {}
    }

    /// Cannot be called.
    pub fn wait_until_full(&self, _time: Duration) -> bool {
        match self.0 {}
    }

    /// Cannot be called.
    pub fn last_error(&self, _role: &str) -> Option<String> {
        match self.0 {}
    }
}

/// Cannot exist here.
#[derive(Debug)]
pub struct MappedFile(Infallible);

impl MappedFile {
    /// Always refuses.
    pub fn new(_file: impl AsFd) -> io::Result<Self> {
        Err(unsupported())
    }
}

impl Deref for MappedFile {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self.0 {}
    }
}

/// Cannot exist here.
#[derive(Debug)]
pub struct MappedFileMut(Infallible);

impl MappedFileMut {
    /// Always refuses.
    pub fn new(_file: impl Into<OwnedFd>) -> io::Result<Self> {
        Err(unsupported())
    }
}

impl Deref for MappedFileMut {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self.0 {}
    }
}

impl DerefMut for MappedFileMut {
    fn deref_mut(&mut self) -> &mut [u8] {
        match self.0 {}
    }
}
