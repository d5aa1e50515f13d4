//! Older and stricter hosts, simulated: the probe must find tier B, or refuse, and say why.
#![allow(unsafe_code, reason = "leaving the user namespace in a process of one thread")]

use std::collections::BTreeMap;
use std::process::{Command, ExitCode};

use joute_sandbox::{Launcher, Tier};
use libtest_mimic::Trial;
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch, apply_filter};

use crate::linux::child::LOCKED;
use crate::linux::setting::{NOBODY, probed, text};
use crate::linux::trial;

/// First argument of a process that makes the world poorer and then probes.
pub(crate) const WORLD: &str = "world";

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("without_user_namespaces_tier_b_holds_and_says_why", || tier_b_in("no-user-namespaces", "namespaces")),
        trial("under_a_filter_like_dockers_tier_b_holds_and_says_why", || tier_b_in("docker", "namespaces")),
        trial("where_nothing_may_be_mounted_tier_b_holds_and_says_why", || tier_b_in("no-mounts", "empty root")),
        trial("without_pivot_root_tier_a_holds_all_the_same", without_pivot_root),
        trial("without_landlock_the_tier_is_the_same_and_says_so", without_landlock),
        trial("without_a_call_filter_nothing_is_run", without_a_call_filter),
    ]
}

/// Child of these tests: makes the world poorer, probes, and prints what it found.
pub(crate) fn enter_world(arguments: &[String]) -> ExitCode {
    match arguments[2].as_str() {
        "no-user-namespaces" => no_user_namespaces(),
        "docker" => forbid(&[libc::SYS_unshare, libc::SYS_mount, libc::SYS_pivot_root], libc::EPERM),
        "no-mounts" => forbid(&[libc::SYS_mount], libc::EACCES),
        "no-pivot-root" => forbid(&[libc::SYS_pivot_root], libc::EPERM),
        "no-landlock" => forbid(&[libc::SYS_landlock_create_ruleset], libc::ENOSYS),
        "only-filter" => {
            forbid(&[libc::SYS_landlock_create_ruleset], libc::ENOSYS);
            let (number, arguments) = arguments[3].split_once('\t').unwrap();
            eprint!("{}", super::verdict(&super::strike("raw", number.parse().unwrap(), arguments)));
            return ExitCode::SUCCESS;
        }
        "no-filter" => forbid(&[libc::SYS_seccomp], libc::EINVAL),
        other => panic!("no such world: {other}"),
    }
    match joute_sandbox::probe(&Launcher::current_executable(LOCKED)) {
        Ok(found) => {
            eprintln!("{}\n{found}\n{}", found.tier, found.why_not_a.as_deref().unwrap_or_default());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("refused\n{error}");
            ExitCode::FAILURE
        }
    }
}

/// A user namespace of its own, whose own limit of further ones is nought.
fn no_user_namespaces() {
    use rustix::process::{DumpableBehavior, Gid, Uid, set_dumpable_behavior};
    use rustix::thread::{UnshareFlags, set_thread_groups, set_thread_res_gid, set_thread_res_uid, unshare_unsafe};
    if rustix::process::geteuid().is_root() {
        // In a namespace in which it is the only user, root could not become another, and would be refused.
        let (user, group) = (Uid::from_raw(NOBODY), Gid::from_raw(NOBODY));
        set_thread_groups(&[]).unwrap();
        set_thread_res_gid(group, group, group).unwrap();
        set_thread_res_uid(user, user, user).unwrap();
        set_dumpable_behavior(DumpableBehavior::Dumpable).unwrap();
    }
    let (user, group) = (rustix::process::getuid(), rustix::process::getgid());
    // SAFETY: the process has one thread and keeps its table of descriptors.
    unsafe { unshare_unsafe(UnshareFlags::NEWUSER) }.unwrap();
    std::fs::write("/proc/self/setgroups", "deny").unwrap();
    std::fs::write("/proc/self/gid_map", format!("{group} {group} 1")).unwrap();
    std::fs::write("/proc/self/uid_map", format!("{user} {user} 1")).unwrap();
    std::fs::write("/proc/sys/user/max_user_namespaces", "0").unwrap();
}

fn forbid(calls: &[i64], errno: i32) {
    let rules: BTreeMap<_, _> = calls.iter().map(|call| (*call, Vec::new())).collect();
    let architecture = TargetArch::try_from(std::env::consts::ARCH).unwrap();
    let errno = SeccompAction::Errno(errno.unsigned_abs());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, errno, architecture).unwrap();
    apply_filter(&BpfProgram::try_from(filter).unwrap()).unwrap();
}

/// What a probe in that world prints.
fn probe_in(world: &str) -> String {
    text(&Command::new("/proc/self/exe").args([WORLD, world]).output().unwrap().stderr)
}

fn tier_b_in(world: &str, step: &str) {
    let found = probe_in(world);
    assert!(found.starts_with("b\n"), "{found}");
    assert!(found.lines().last().unwrap().contains(&format!("`{step}`")), "{found}");
}

fn without_pivot_root() {
    let found = probe_in("no-pivot-root");
    assert_eq!(found.starts_with("a\n"), probed().tier == Tier::A, "{found}");
}

fn without_landlock() {
    let found = probe_in("no-landlock");
    assert!(found.starts_with(&probed().tier.to_string()) && found.contains("no Landlock"), "{found}");
}

fn without_a_call_filter() {
    let found = probe_in("no-filter");
    assert!(found.starts_with("refused\n") && found.contains("system call filter"), "{found}");
}
