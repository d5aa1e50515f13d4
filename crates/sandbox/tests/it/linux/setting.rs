//! What the stories share: starting a job, and running the whole suite again without privilege.

use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use joute_sandbox::{Job, Launcher, Limits, Probed, Run, SandboxError, Tier};
use libtest_mimic::Trial;

use super::child;

/// Set in the further runs of the suite: the tier, and whether with a control group.
const TIER: &str = "JOUTE_SANDBOX_TEST_TIER";
pub(crate) const NOBODY: u32 = 65_534;

/// What holds on this machine; found out once, before the harness starts its threads.
static PROBED: OnceLock<Probed> = OnceLock::new();

pub(crate) fn probe_once() {
    PROBED.get_or_init(|| joute_sandbox::probe(&Launcher::current_executable(child::LOCKED)).unwrap());
}

pub(crate) fn probed() -> &'static Probed {
    PROBED.get().unwrap()
}

/// The tier this run of the suite is about.
pub(crate) fn tier() -> Tier {
    std::env::var(TIER).map_or(Tier::B, |tier| tier.parse().unwrap())
}

pub(crate) fn launcher() -> Launcher {
    launcher_of(child::LOCKED)
}

/// Tier A comes with a control group where one can be had, tier B without, so that both are tried.
pub(crate) fn launcher_of(argument: &str) -> Launcher {
    let group = if tier() == Tier::A { PROBED.get().and_then(|probed| probed.group.clone()) } else { None };
    Launcher::current_executable(argument).in_tier(tier()).in_group(group)
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

/// Whether this is the first run of the suite, which starts the others.
pub(crate) fn is_first_run() -> bool {
    std::env::var_os(TIER).is_none()
}

/// The suite again in the other tier and as the other kind of user. Root drops its privilege in the child; a plain
/// user has none. All must be locked alike.
pub(crate) fn again() -> Vec<Trial> {
    let is_root = rustix::process::geteuid().is_root();
    let holds_a = probed().tier == Tier::A;
    if let (true, Some(reason)) = (is_first_run(), &probed().why_not_a) {
        eprintln!("tier A is NOT tested on this machine: {reason}");
    }
    let run = |name: &str, tier: Tier, user: Option<u32>, can: bool| {
        super::trial(name, move || suite_again(tier, user)).with_ignored_flag(!can || !is_first_run())
    };
    vec![
        run("the_whole_suite_again_in_tier_a", Tier::A, None, holds_a),
        run("the_whole_suite_again_as_a_plain_user", Tier::B, Some(NOBODY), is_root),
        run("the_whole_suite_again_in_tier_a_as_a_plain_user", Tier::A, Some(NOBODY), holds_a && is_root),
    ]
}

fn suite_again(tier: Tier, user: Option<u32>) {
    let mut command = Command::new("/proc/self/exe");
    command.env(TIER, tier.to_string());
    if let Some(user) = user {
        command.uid(user).gid(user);
    }
    let output = command.output().unwrap();
    super::escape::take_over(&text(&output.stderr));
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    let told: Vec<&str> = stdout.lines().chain(stderr.lines()).filter(|line| !line.starts_with("verdict")).collect();
    assert!(output.status.success(), "{}", told.join("\n"));
}
