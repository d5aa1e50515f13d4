//! Layers alone: what each keeps by itself, and what it lets through, which is why there are several.
#![allow(unsafe_code, reason = "leaving the namespaces in a process of one thread")]

use std::process::{Command, ExitCode};

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, Scope};
use libtest_mimic::Trial;
use rustix::thread::{UnshareFlags, set_no_new_privs, unshare_unsafe};

use super::table;
use crate::linux::setting::text;
use crate::linux::trial;

/// First argument of a process that puts on one layer and then makes one call.
pub(crate) const LAYER: &str = "layer";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("landlock_alone_keeps_files_and_connections", landlock_alone),
        trial("namespaces_alone_keep_the_network_and_others", namespaces_alone),
        trial("the_call_filter_alone_keeps_everything", filter_alone),
    ]
}

/// Child of these tests: one layer, one call, its result.
pub(crate) fn enter_layer(layer: &str, line: &str) -> ExitCode {
    match layer {
        "landlock" => only_landlock(),
        "namespaces" => only_namespaces(),
        other => panic!("no such layer: {other}"),
    }
    super::attempt::open_a_file_as_3();
    eprint!("{}", super::attempt::make(line));
    ExitCode::SUCCESS
}

fn only_landlock() {
    set_no_new_privs(true).unwrap();
    Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V6))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V6)))
        .and_then(|rules| rules.scope(Scope::from_all(ABI::V6)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .unwrap();
}

fn only_namespaces() {
    let all = UnshareFlags::NEWUSER | UnshareFlags::NEWNET | UnshareFlags::NEWIPC | UnshareFlags::NEWUTS;
    // SAFETY: the process has one thread and keeps its table of descriptors.
    unsafe { unshare_unsafe(all) }.unwrap();
}

fn under(layer: &str, name: &str, number: i64, arguments: &str) -> i64 {
    let line = format!("{number}\t{arguments}");
    let output = Command::new("/proc/self/exe").args([LAYER, layer, &line]).output().unwrap();
    let result: i64 = text(&output.stderr).parse().unwrap();
    let verdict = if result < 0 { format!("refused ({})", -result) } else { "goes through".to_owned() };
    table::note(&format!("only {layer}"), name, &verdict);
    result
}

fn landlock_alone() {
    if crate::linux::setting::probed().landlock.is_none() {
        eprintln!("Landlock is NOT tested alone: this kernel has none");
        return;
    }
    let refused = -i64::from(libc::EACCES);
    let try_call = |name: &str, number, arguments: &str| under("landlock", name, number, arguments);
    assert_eq!(try_call("openat /etc/passwd", libc::SYS_openat, "-100 str=/etc/passwd 0"), refused);
    assert_eq!(try_call("execve /bin/true", libc::SYS_execve, "str=/bin/true 0 0"), refused);
    // What it does not keep, hence the others.
    assert_eq!(try_call("statx /etc/passwd", libc::SYS_statx, "-100 str=/etc/passwd 0 0 buf"), 0);
    assert!(try_call("socket UDP", libc::SYS_socket, "2 2 0") > 0);
    assert!(try_call("pidfd_open of the parent", libc::SYS_pidfd_open, "ppid 0") > 0);
    assert_eq!(try_call("flock", libc::SYS_flock, "3 1"), 0);
}

fn namespaces_alone() {
    if crate::linux::setting::probed().why_not_a.is_some() {
        eprintln!("namespaces are NOT tested alone: they cannot be had here");
        return;
    }
    let try_call = |name: &str, number, arguments: &str| under("namespaces", name, number, arguments);
    // Its own network has no address; 127.0.0.1 port 9 as `sockaddr_in`.
    assert!(try_call("socket TCP", libc::SYS_socket, "2 1 0") > 0);
    assert!(try_call("sethostname of its own", libc::SYS_sethostname, "str=x 1") <= 0);
    assert!(try_call("openat /etc/passwd", libc::SYS_openat, "-100 str=/etc/passwd 0") > 0);
    assert!(try_call("memfd_create", libc::SYS_memfd_create, "str=x 0") > 0);
}

/// In a world without Landlock and in tier B, the filter and the resource limits are all there is.
fn filter_alone() {
    for (name, number, arguments) in [
        ("openat /etc/passwd", libc::SYS_openat, "-100 str=/etc/passwd 0"),
        ("socket UDP", libc::SYS_socket, "2 2 0"),
        ("pidfd_open of the parent", libc::SYS_pidfd_open, "ppid 0"),
        ("flock", libc::SYS_flock, "3 1"),
        ("memfd_create", libc::SYS_memfd_create, "str=x 0"),
        ("execve /bin/true", libc::SYS_execve, "str=/bin/true 0 0"),
    ] {
        let line = format!("{number}\t{arguments}");
        let output = Command::new("/proc/self/exe").args([super::WORLD, "only-filter", &line]).output().unwrap();
        let verdict = text(&output.stderr);
        table::note("only seccomp", name, &verdict);
        assert!(verdict == "killed" || verdict.starts_with("permission denied"), "{name}: {verdict}");
    }
}
