//! The locks of the child, one function each, all but the call filter.
//!
//! Invariant: each function either has its effect in full or returns the error; none is optional
//! but Landlock on a kernel without it, and that is reported.
#![allow(unsafe_code, reason = "closing a range of descriptors is a raw call")]

use std::io;

use landlock::{ABI, Access, AccessFs, AccessNet, LandlockStatus, Ruleset, RulesetAttr, RulesetStatus, Scope};
use rustix::io::Errno;
use rustix::process::{
    DumpableBehavior, Gid, Pid, Resource, Rlimit, Signal, Uid, getegid, geteuid, getpid, getppid, getrlimit, getuid,
    set_dumpable_behavior, set_parent_process_death_signal, setrlimit, umask,
};
use rustix::thread::{
    CapabilitySet, CapabilitySets, clear_ambient_capability_set, remove_capability_from_bounding_set, set_capabilities,
    set_no_new_privs, set_thread_groups, set_thread_res_gid, set_thread_res_uid,
};

use crate::Limits;

/// Users and groups a child started as root turns into: above those of people and services,
/// below `nobody`. The process id picks one, so that children side by side differ.
const FIRST_SLOT: u32 = 65_200;
const SLOTS: u32 = 256;

/// Address space beyond the memory limit: program, stacks, allocator reserves and mapped job files.
const ADDRESS_ROOM: u64 = 4 << 30;

/// Stack of the main thread, in bytes.
const STACK: u64 = 8 << 20;

/// Descriptors a child may have: three standard ones, the job's, and what a warm-up needs.
const MOST_OPEN: u64 = 64;

/// Credentials, Landlock and the death signal bind the calling thread only.
pub(super) fn single_thread() -> io::Result<()> {
    match std::fs::read_dir("/proc/self/task")?.count() {
        1 => Ok(()),
        count => Err(io::Error::other(format!("{count} threads are running"))),
    }
}

pub(super) fn close_descriptors() -> io::Result<()> {
    // SAFETY: the process has just started; nothing in it owns a descriptor above 2 (`enter`'s
    // contract), so no owner is left with a closed one. By number, as not every C library has it.
    if unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0) } == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// If the machine runs out of memory, the kernel shall take a child and not the server. No lock,
/// so a failure does not count.
pub(super) fn prefer_as_victim() {
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
}

/// Root becomes an unprivileged user, because limits on processes do not bind root.
///
/// The user and the group that it is then.
pub(super) fn drop_root() -> io::Result<(u32, u32)> {
    umask(rustix::fs::Mode::from_raw_mode(0o077));
    if !getuid().is_root() && !geteuid().is_root() {
        return Ok((geteuid().as_raw(), getegid().as_raw()));
    }
    let slot = FIRST_SLOT + getpid().as_raw_nonzero().get().unsigned_abs() % SLOTS;
    let (user, group) = (Uid::from_raw(slot), Gid::from_raw(slot));
    set_thread_groups(&[])?;
    set_thread_res_gid(group, group, group)?;
    set_thread_res_uid(user, user, user)?;
    let dropped = getuid() == user && geteuid() == user && getegid() == group;
    if dropped { Ok((slot, slot)) } else { Err(io::Error::other("the identity did not change")) }
}

pub(super) fn drop_capabilities() -> io::Result<()> {
    clear_ambient_capability_set()?;
    let none = CapabilitySet::empty();
    Ok(set_capabilities(None, CapabilitySets { effective: none, permitted: none, inheritable: none })?)
}

/// Empties the set of capabilities that could ever come back; only who has them may do it.
pub(super) fn drop_bounding_set() -> io::Result<()> {
    for capability in 0..64 {
        match remove_capability_from_bounding_set(CapabilitySet::from_bits_retain(1 << capability)) {
            Ok(()) => {}
            // Beyond the last one that the kernel knows.
            Err(Errno::INVAL) => break,
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

pub(super) fn forbid_new_privileges() -> io::Result<()> {
    Ok(set_no_new_privs(true)?)
}

pub(super) fn forbid_dumps() -> io::Result<()> {
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

/// Arms the death signal, then looks whether it came too late.
pub(super) fn die_with_parent(parent: i32) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if getppid().map(Pid::as_raw_pid) == Some(parent) { Ok(()) } else { Err(io::Error::other("the parent is gone")) }
}

/// Handles every right this kernel knows and grants none. The version in force, or `None`.
pub(super) fn landlock() -> io::Result<Option<u8>> {
    let newest = ABI::V10;
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(newest)))
        .and_then(|rules| rules.scope(Scope::from_all(newest)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .map_err(io::Error::other)?;
    match (status.ruleset, status.landlock) {
        (RulesetStatus::NotEnforced, LandlockStatus::Available { .. }) => {
            Err(io::Error::other("the kernel has Landlock but did not enforce it"))
        }
        (RulesetStatus::NotEnforced, _) => Ok(None),
        (_, status) => Ok(version(ABI::from(status))),
    }
}

fn version(abi: ABI) -> Option<u8> {
    abi.to_string().parse().ok()
}

pub(super) fn limit_resources(limits: &Limits) -> io::Result<()> {
    let cpu = limits.cpu_seconds();
    // At the soft bound the kernel names the reason (SIGXCPU); at the hard one it just kills.
    limit(Resource::Cpu, cpu, cpu.saturating_add(1))?;
    limit(Resource::Data, limits.memory_bytes, limits.memory_bytes)?;
    let addresses = limits.memory_bytes.saturating_add(ADDRESS_ROOM);
    limit(Resource::As, addresses, addresses)?;
    limit(Resource::Stack, STACK, STACK)?;
    limit(Resource::Nofile, MOST_OPEN, MOST_OPEN)?;
    limit(Resource::Sigpending, 16, 16)?;
    for nothing in
        [Resource::Core, Resource::Fsize, Resource::Memlock, Resource::Msgqueue, Resource::Nice, Resource::Rtprio]
    {
        limit(nothing, 0, 0)?;
    }
    Ok(())
}

pub(super) fn forbid_processes() -> io::Result<()> {
    limit(Resource::Nproc, 0, 0)
}

/// Sets a limit, but never above what the process already had to keep to.
fn limit(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let hard = getrlimit(resource).maximum.map_or(hard, |inherited| inherited.min(hard));
    Ok(setrlimit(resource, Rlimit { current: Some(soft.min(hard)), maximum: Some(hard) })?)
}
