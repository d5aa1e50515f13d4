//! Every way to die has its name, and comes in time.

use std::time::Duration;

use joute_sandbox::{Ending, Limits, Run};
use libtest_mimic::Trial;

use super::child::UNKNOWN_ROLE;
use super::setting::{launcher, limits, run, run_with, text};
use super::trial;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a_job_that_waits_for_ever_ends_at_the_wall_clock", wall_clock),
        trial("a_job_that_computes_for_ever_ends_at_its_processor_time", cpu_time),
        trial("a_job_that_eats_memory_ends_at_its_bound", memory),
        trial("a_job_that_fills_memory_files_ends_at_its_control_group", group_memory),
        trial("a_job_that_floods_its_output_is_stopped", output),
        trial("a_job_that_floods_its_diagnostics_is_stopped", diagnostics),
        trial("long_diagnostics_are_cut_not_punished", long_diagnostics),
        trial("a_panic_is_exit_code_101", panic),
        trial("exit_codes_and_crashes_are_told_apart", exits_and_crashes),
        trial("a_role_the_child_does_not_know_is_its_exit", garbage_role),
    ]
}

const SECOND: Duration = Duration::from_secs(1);

fn in_time(run: &Run, limit: Duration) {
    note_limit(run, &format!("limit {limit:?}"));
    assert!(run.elapsed < limit + SECOND, "took {:?}", run.elapsed);
}

/// A line of the table at the end.
fn note_limit(run: &Run, limit: &str) {
    let verdict = format!("{:.2} s", run.elapsed.as_secs_f64());
    super::escape::note("limits", &format!("{}, {limit}", run.ending.code()), &verdict);
}

fn wall_clock() {
    let limits = Limits { wall: Duration::from_millis(500), ..limits() };
    let run = run_with("sleep", "", &[], &limits);
    assert_eq!(run.ending, Ending::WallClock);
    assert!(run.elapsed >= limits.wall);
    in_time(&run, limits.wall);
}

fn cpu_time() {
    let limits = Limits { cpu: SECOND, ..limits() };
    let run = run_with("spin", "", &[], &limits);
    assert_eq!(run.ending, Ending::CpuTime);
    note_limit(&run, "limit 1s of processor time");
    // Not the wall: other processes may have had the processor meanwhile. From below it is not
    // exact, as the kernel bounds by ticks and reports measured time.
    assert!((SECOND * 3 / 4..2 * SECOND).contains(&run.cpu), "used {:?}", run.cpu);
}

fn memory() {
    for role in ["eat", "eat at once"] {
        let run = run(role, "");
        assert_eq!(run.ending, Ending::Memory, "{role}: {}", text(&run.diagnostics));
        assert!(text(&run.diagnostics).contains("memory allocation of"));
        note_limit(&run, &format!("limit 256 MiB, {role}"));
    }
    // Control: the same amount at once is fine under a larger bound.
    let file = joute_sandbox::memory_file("large", 300 << 20).unwrap();
    assert_eq!(run_with("fill", "", &[&file], &limits()).ending, Ending::Finished, "files do not count");
}

/// What is mapped does not count as the child's own memory; only a control group bounds it.
fn group_memory() {
    if launcher().group().is_none() {
        eprintln!("the memory bound of control groups is NOT tested in this run: there are none");
        return;
    }
    let file = joute_sandbox::memory_file("large", 400 << 20).unwrap();
    let small = Limits { memory_bytes: 64 << 20, ..limits() };
    assert_eq!(run_with("fill", "", &[&file], &small).ending, Ending::Memory);
}

fn output() {
    let limits = Limits { output_bytes: 100_000, ..limits() };
    let run = run_with("flood", "", &[], &limits);
    assert_eq!(run.ending, Ending::OutputTooLong);
    assert_eq!(run.output.len(), 100_000);
    in_time(&run, SECOND);
    let exact = Limits { output_bytes: 7, ..limits };
    assert_eq!(run_with("echo", "1234567", &[], &exact).ending, Ending::Finished, "control");
    assert_eq!(run_with("echo", "12345678", &[], &exact).ending, Ending::OutputTooLong);
}

fn diagnostics() {
    let limits = Limits { diagnostics_bytes: 1000, ..limits() };
    let run = run_with("flood diagnostics", "", &[], &limits);
    assert_eq!((run.ending, run.diagnostics.len()), (Ending::OutputTooLong, 1000));
    in_time(&run, SECOND);
}

fn long_diagnostics() {
    let run = run("chat", "");
    assert_eq!((run.ending, run.diagnostics.len()), (Ending::Finished, 64 << 10));
    assert_eq!(text(&run.output), "said");
}

fn panic() {
    for role in ["panic", "pool panic"] {
        let run = run(role, "");
        assert_eq!(run.ending, Ending::Exited { code: 101 }, "{role}");
        assert!(text(&run.diagnostics).contains("the parser went wrong"), "{role}");
        assert!(run.output.is_empty());
    }
}

fn exits_and_crashes() {
    assert_eq!(run("exit", "").ending, Ending::Exited { code: 7 });
    assert_eq!(run("abort", "").ending, Ending::Crashed { signal: 6 });
    assert_eq!(run("overflow", "").ending, Ending::Crashed { signal: 6 });
    assert_eq!(run("fault", "").ending, Ending::Crashed { signal: 11 });
}

fn garbage_role() {
    for role in ["", "no such role", "\u{0}\"}{\n--help", "échec"] {
        assert_eq!(run(role, "").ending, Ending::Exited { code: UNKNOWN_ROLE }, "{role:?}");
    }
}
