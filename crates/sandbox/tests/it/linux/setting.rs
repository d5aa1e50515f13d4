//! What the stories share: starting a job, and running the whole suite again without privilege.

use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use joute_sandbox::{Job, Launcher, Limits, Run, SandboxError};
use libtest_mimic::Trial;

use super::child;

/// Set in the second run of the suite.
const PLAIN: &str = "JOUTE_SANDBOX_TEST_PLAIN";
const NOBODY: u32 = 65_534;

pub(crate) fn launcher() -> Launcher {
    Launcher::current_executable(child::LOCKED)
}

/// Limits small enough to reach in a test and large enough for a debug build.
pub(crate) fn limits() -> Limits {
    Limits { memory_bytes: 256 << 20, cpu: Duration::from_secs(20), threads: 2, ..Limits::default() }
}

pub(crate) fn run(role: &str, message: &str) -> Run {
    run_with(role, message, &[], &limits())
}

pub(crate) fn run_with(role: &str, message: &str, files: &[&std::fs::File], limits: &Limits) -> Run {
    try_run(&launcher(), role, message, files, limits).unwrap()
}

pub(crate) fn try_run(
    launcher: &Launcher,
    role: &str,
    message: &str,
    files: &[&std::fs::File],
    limits: &Limits,
) -> Result<Run, SandboxError> {
    let descriptors: Vec<BorrowedFd<'_>> = files.iter().map(|file| file.as_fd()).collect();
    joute_sandbox::run(launcher, Job { role, message: message.as_bytes(), descriptors, limits })
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether the same action works in a child of the same binary without locks.
pub(crate) fn works_unlocked(action: &str, detail: &str) -> bool {
    let status = Command::new("/proc/self/exe").args([child::UNLOCKED, action, detail]).status();
    status.unwrap().success()
}

/// Root drops its privilege in the child; a plain user has none. Both must be locked alike.
pub(crate) fn again_as_a_plain_user() -> Trial {
    let is_root = rustix::process::geteuid().is_root();
    let second_run = std::env::var_os(PLAIN).is_some();
    super::trial("the_whole_suite_again_as_a_plain_user", || {
        let mut command = Command::new("/proc/self/exe");
        let output = command.env(PLAIN, "1").uid(NOBODY).gid(NOBODY).output().unwrap();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    })
    .with_ignored_flag(!is_root || second_run)
}
