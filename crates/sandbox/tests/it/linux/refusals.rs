//! No job is handed to a child that is not locked.

use joute_sandbox::{Ending, Launcher, Limits, LockStep, MESSAGE_MOST_BYTES, SandboxError, memory_file};
use libtest_mimic::Trial;

use super::child::THREADED;
use super::setting::{launcher, launcher_of, limits, try_run};
use super::trial;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a_program_that_is_not_there_is_an_error", missing_program),
        trial("a_program_that_does_not_lock_itself_gets_no_job", strange_program),
        trial("a_child_with_threads_before_its_locks_gets_no_job", threaded_child),
        trial("a_child_whose_warm_up_fails_gets_no_job", failing_warm_up),
        trial("a_job_that_is_too_large_is_refused", oversized_job),
        trial("a_probe_of_a_strange_program_fails", probe_fails),
    ]
}

fn refused(launcher: &Launcher, role: &str, limits: &Limits) -> SandboxError {
    try_run(launcher, role, "secret", &[], limits).unwrap_err()
}

fn missing_program() {
    let error = refused(&Launcher::program("/no/such/program", []), "echo", &limits());
    assert!(matches!(error, SandboxError::Spawn(_)), "{error}");
}

fn strange_program() {
    let error = refused(&Launcher::program("/bin/true", []), "echo", &limits());
    assert!(matches!(error, SandboxError::NotLocked { ending: Ending::Finished, .. }), "{error}");
    // Repeats its arguments: plenty of output, but no report.
    let error = refused(&Launcher::program("/bin/echo", []), "echo", &limits());
    assert!(matches!(error, SandboxError::NotLocked { .. }), "{error}");
}

fn threaded_child() {
    let error = refused(&launcher_of(THREADED), "echo", &limits());
    assert!(matches!(error, SandboxError::Lock { step: LockStep::SingleThread, .. }), "{error}");
}

fn failing_warm_up() {
    let error = refused(&launcher(), "panic in warm-up", &limits());
    assert!(matches!(error, SandboxError::NotLocked { ending: Ending::Exited { code: 101 }, .. }), "{error}");
    assert!(error.to_string().contains("the warm-up went wrong"), "{error}");
    let error = refused(&launcher(), "eat in warm-up", &limits());
    assert!(matches!(error, SandboxError::NotLocked { ending: Ending::Memory, .. }), "{error}");
}

fn oversized_job() {
    let long = "m".repeat(MESSAGE_MOST_BYTES + 1);
    let error = try_run(&launcher(), "echo", &long, &[], &limits()).unwrap_err();
    assert!(matches!(error, SandboxError::MessageTooLong { .. }), "{error}");
    let file = memory_file("one", 1).unwrap();
    let error = try_run(&launcher(), "echo", "", &[&file; 17], &limits()).unwrap_err();
    assert!(matches!(error, SandboxError::TooManyDescriptors { count: 17 }), "{error}");
}

fn probe_fails() {
    assert!(joute_sandbox::probe(&Launcher::program("/bin/true", [])).is_err());
}
