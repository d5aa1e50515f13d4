//! Nothing outlives its job, nor its server.

use std::process::{Child, Command, ExitCode};
use std::time::{Duration, Instant};

use joute_sandbox::{Ending, Limits, Tier};
use libtest_mimic::Trial;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open, test_kill_process};

use super::setting::{limits, run, run_with, text, tier};
use super::trial;

/// First argument of a process that runs one endless job.
pub(crate) const SERVER: &str = "server";

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("no_process_is_left_after_a_job", no_process_left),
        trial("a_child_dies_with_its_server", dies_with_server),
        trial("the_kernel_says_that_every_thread_is_locked", every_thread_is_locked),
    ]
}

pub(crate) fn serve_one_endless_job() -> ExitCode {
    run("pool sleep", "");
    ExitCode::FAILURE
}

fn no_process_left() {
    let limits = Limits { wall: Duration::from_millis(300), ..limits() };
    let run = run_with("sleep", "", &[], &limits);
    assert_eq!(run.ending, Ending::WallClock);
    let pid = Pid::from_raw(text(&run.output).parse().unwrap()).unwrap();
    if tier() == Tier::A {
        assert_eq!(pid.as_raw_nonzero().get(), 2, "its number is that of its own namespace");
        return;
    }
    assert!(test_kill_process(pid).is_err(), "{pid:?} lives");
    assert!(!children_of(std::process::id()).contains(&pid));
}

fn dies_with_server() {
    let mut server = Command::new("/proc/self/exe").arg(SERVER).spawn().unwrap();
    let child = wait_for_locked_child(&server);
    let pidfd = pidfd_open(child, PidfdFlags::empty()).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    let mut events = [PollFd::new(&pidfd, PollFlags::IN)];
    let died = poll(&mut events, Some(&Timespec::try_from(PATIENCE).unwrap())).unwrap();
    assert_eq!(died, 1, "the child outlived its server");
}

fn every_thread_is_locked() {
    let mut server = Command::new("/proc/self/exe").arg(SERVER).spawn().unwrap();
    let child = wait_for_locked_child(&server);
    let threads: Vec<String> = std::fs::read_dir(format!("/proc/{child}/task"))
        .unwrap()
        .map(|thread| std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap())
        .collect();
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(threads.len(), 3, "the main thread and two of the pool");
    for line in ["Seccomp:\t2", "NoNewPrivs:\t1", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000"] {
        assert!(threads.iter().all(|status| status.contains(line)), "{line}");
    }
    assert!(threads.iter().all(|status| !status.contains("Uid:\t0\t")), "not root");
}

/// The server's child, once the kernel says that it is filtered; in tier A the last of the family, which is the second
/// process of its namespace.
fn wait_for_locked_child(server: &Child) -> Pid {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        for pid in descendants_of(server.id()) {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            let works = tier() == Tier::B || status.contains(&format!("NSpid:\t{pid}\t2\n"));
            if works && status.contains("Seccomp:\t2") {
                return pid;
            }
        }
        std::thread::yield_now();
    }
    panic!("no locked child appeared");
}

fn descendants_of(parent: u32) -> Vec<Pid> {
    let children = children_of(parent);
    let number = |child: &Pid| child.as_raw_nonzero().get().unsigned_abs();
    children.iter().flat_map(|child| descendants_of(number(child))).chain(children.iter().copied()).collect()
}

fn children_of(parent: u32) -> Vec<Pid> {
    let wanted = format!("PPid:\t{parent}\n");
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| std::fs::read_to_string(format!("/proc/{pid}/status")).is_ok_and(|s| s.contains(&wanted)))
        .filter_map(Pid::from_raw)
        .collect()
}

/// Objects of System V that the host has.
pub(crate) fn host_objects() -> Vec<String> {
    ["shm", "sem", "msg"]
        .iter()
        .flat_map(|kind| {
            std::fs::read_to_string(format!("/proc/sysvipc/{kind}"))
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|line| !line.contains("key"))
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        .collect()
}

/// After all stories: no process, no object, no control group and no file of ours is left. `before` are the objects
/// that the host had.
pub(crate) fn nothing_is_left(before: &[String]) -> Result<(), String> {
    let processes = descendants_of(std::process::id());
    if !processes.is_empty() {
        return Err(format!("processes are left: {processes:?}"));
    }
    let objects: Vec<String> = host_objects().into_iter().filter(|object| !before.contains(object)).collect();
    if !objects.is_empty() {
        return Err(format!("objects are left: {objects:?}"));
    }
    let ours = format!("joute-{}-", std::process::id());
    let hierarchies = std::fs::read_dir("/sys/fs/cgroup").into_iter().flatten().flatten();
    let groups = hierarchies.flat_map(|entry| std::fs::read_dir(entry.path()).into_iter().flatten().flatten());
    let groups: Vec<_> =
        groups.map(|entry| entry.path()).filter(|path| path.display().to_string().contains(&ours)).collect();
    if !groups.is_empty() {
        return Err(format!("control groups are left: {groups:?}"));
    }
    if std::path::Path::new("/core").exists() { Err("a core file is left".to_owned()) } else { Ok(()) }
}
