//! The last lock: which system calls are left.
//!
//! Invariant: a call that is not listed kills the whole process; calls that honest code makes in
//! passing get an error number instead; no listed call opens, creates, sends or executes anything.

use std::collections::BTreeMap;
use std::io;

use libc::{
    CLONE_CHILD_CLEARTID, CLONE_FILES, CLONE_FS, CLONE_PARENT_SETTID, CLONE_SETTLS, CLONE_SIGHAND, CLONE_SYSVSEM,
    CLONE_THREAD, CLONE_VM, EACCES, ENOSYS, MAP_ANONYMOUS, MAP_GROWSDOWN, MAP_HUGETLB, MAP_LOCKED, MAP_PRIVATE,
    MAP_SHARED, PROT_EXEC,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, apply_filter_all_threads,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Installs the filters on every thread, the allow-list last.
pub(super) fn install() -> io::Result<()> {
    for program in programs(rustix::process::getpid().as_raw_nonzero().get())? {
        apply_filter_all_threads(&program).map_err(io::Error::other)?;
    }
    Ok(())
}

/// The filter of the processes of tier A that only wait for another's end and pass it on.
pub(super) fn install_for_waiting() -> io::Result<()> {
    let rules = WAITING.iter().map(|call| (*call, Vec::new())).collect();
    let program = compile(rules, SeccompAction::KillProcess, SeccompAction::Allow)?;
    apply_filter_all_threads(&program).map_err(io::Error::other)
}

/// Waiting, and dying by the same signal.
const WAITING: [i64; 11] = [
    libc::SYS_wait4,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_kill,
    libc::SYS_tgkill,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
];

/// The three stacked filters; the kernel obeys the strictest verdict.
fn programs(own_pid: i32) -> io::Result<Vec<BpfProgram>> {
    let errno = |number: i32| SeccompAction::Errno(number.unsigned_abs());
    // Without clone3 the C library falls back to clone, whose flags a filter can see.
    let no_clone3 = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let harmless = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    Ok(vec![
        compile(no_clone3, SeccompAction::Allow, errno(ENOSYS))?,
        compile(harmless, SeccompAction::Allow, errno(EACCES))?,
        compile(allowed(own_pid)?, SeccompAction::KillProcess, SeccompAction::Allow)?,
    ])
}

fn compile(rules: Rules, otherwise: SeccompAction, on_match: SeccompAction) -> io::Result<BpfProgram> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
    let filter = SeccompFilter::new(rules, otherwise, on_match, architecture).map_err(io::Error::other)?;
    BpfProgram::try_from(filter).map_err(io::Error::other)
}

/// Calls that the runtime, the C library and polars try in passing and can do without.
const REFUSED: &[i64] = &[
    libc::SYS_openat,
    libc::SYS_openat2,
    libc::SYS_fstat,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlinkat,
    libc::SYS_getcwd,
    libc::SYS_ioctl,
    libc::SYS_uname,
    libc::SYS_sysinfo,
    libc::SYS_membarrier,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lstat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
];

/// Calls that are allowed whatever their arguments are.
const FREE: &[i64] = &[
    // Reading what was handed over.
    libc::SYS_read,
    libc::SYS_pread64,
    libc::SYS_lseek,
    libc::SYS_close,
    // Memory.
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_brk,
    // Threads that exist already.
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_getcpu,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // Signals of its own.
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    // Time and randomness.
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
];

/// The allow-list: everything of the two lists above, and calls bound by their arguments.
fn allowed(own_pid: i32) -> io::Result<Rules> {
    let free = FREE.iter().chain(REFUSED).chain(&[libc::SYS_clone3]);
    let mut rules: Rules = free.map(|call| (*call, Vec::new())).collect();
    rules.extend(bounded_by_descriptor()?);
    rules.extend(bounded_memory()?);
    rules.extend(bounded_process(own_pid)?);
    Ok(rules)
}

fn bounded_by_descriptor() -> io::Result<Rules> {
    Ok(BTreeMap::from([
        (libc::SYS_write, any_of(0, &[1, 2])?),
        (libc::SYS_writev, any_of(0, &[1, 2])?),
        (libc::SYS_recvmsg, any_of(0, &[0])?),
        (libc::SYS_fcntl, any_of(1, &[libc::F_GETFD, libc::F_SETFD, libc::F_GETFL, libc::F_GET_SEALS])?),
    ]))
}

/// No executable memory; shared memory only of a file, as anonymous shared memory escapes
/// `RLIMIT_DATA`; advice that neither punches holes into files nor shares pages between processes.
fn bounded_memory() -> io::Result<Rules> {
    let kind = MAP_SHARED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_HUGETLB | MAP_LOCKED;
    let map = |flags| rule(&[masked(2, PROT_EXEC, 0)?, masked(3, kind, flags)?]);
    let advice = [
        libc::MADV_NORMAL,
        libc::MADV_RANDOM,
        libc::MADV_SEQUENTIAL,
        libc::MADV_WILLNEED,
        libc::MADV_DONTNEED,
        libc::MADV_FREE,
        libc::MADV_HUGEPAGE,
        libc::MADV_NOHUGEPAGE,
        libc::MADV_DONTDUMP,
        libc::MADV_POPULATE_READ,
        MADV_GUARD_INSTALL,
        MADV_GUARD_REMOVE,
    ];
    Ok(BTreeMap::from([
        (libc::SYS_mmap, vec![map(MAP_SHARED)?, map(MAP_PRIVATE)?, map(MAP_PRIVATE | MAP_ANONYMOUS)?]),
        (libc::SYS_mprotect, vec![rule(&[masked(2, PROT_EXEC, 0)?])?]),
        (libc::SYS_madvise, any_of(2, &advice)?),
    ]))
}

/// Guard pages of thread stacks, Linux 6.13; newer C libraries ask for them.
const MADV_GUARD_INSTALL: i32 = 102;
const MADV_GUARD_REMOVE: i32 = 103;

/// Flags of the C libraries (glibc, musl) for a thread. The process limit refuses it with an error
/// number, where a filter would kill.
const THREAD_FLAGS: i32 = CLONE_VM
    | CLONE_FS
    | CLONE_FILES
    | CLONE_SIGHAND
    | CLONE_THREAD
    | CLONE_SYSVSEM
    | CLONE_SETTLS
    | CLONE_PARENT_SETTID
    | CLONE_CHILD_CLEARTID;

/// Signals whose handler may be set: the runtime hands faults that are no stack overflow back to the
/// system, the C library prepares its two internal signals at the first thread.
const HANDLED_SIGNALS: [i32; 4] = [libc::SIGSEGV, libc::SIGBUS, 32, 33];

fn bounded_process(own_pid: i32) -> io::Result<Rules> {
    let own_abort = [equal(0, own_pid)?, equal(2, libc::SIGABRT)?];
    let read_own_limit = [equal(0, 0)?, null_pointer(2)?];
    Ok(BTreeMap::from([
        (libc::SYS_clone, any_of(0, &[THREAD_FLAGS, THREAD_FLAGS | libc::CLONE_DETACHED])?),
        (libc::SYS_tgkill, vec![rule(&own_abort)?]),
        (libc::SYS_rt_sigaction, any_of(0, &HANDLED_SIGNALS)?),
        (libc::SYS_prlimit64, vec![rule(&read_own_limit)?]),
    ]))
}

/// One rule for each value the argument may have.
fn any_of(argument: u8, values: &[i32]) -> io::Result<Vec<SeccompRule>> {
    values.iter().map(|value| rule(&[equal(argument, *value)?])).collect()
}

fn rule(conditions: &[SeccompCondition]) -> io::Result<SeccompRule> {
    SeccompRule::new(conditions.to_vec()).map_err(io::Error::other)
}

fn equal(argument: u8, value: i32) -> io::Result<SeccompCondition> {
    condition(argument, SeccompCmpOp::Eq, value)
}

fn masked(argument: u8, mask: i32, value: i32) -> io::Result<SeccompCondition> {
    condition(argument, SeccompCmpOp::MaskedEq(mask.unsigned_abs().into()), value)
}

/// A 32-bit comparison, as the kernel looks at the lower half of these arguments only.
fn condition(argument: u8, operation: SeccompCmpOp, value: i32) -> io::Result<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operation, value.unsigned_abs().into())
        .map_err(io::Error::other)
}

fn null_pointer(argument: u8) -> io::Result<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, 0).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filters_compile_for_this_machine() {
        assert_eq!(programs(1).unwrap().len(), 3);
    }

    #[test]
    fn no_call_that_opens_sends_or_executes_is_allowed() {
        let rules = allowed(1).unwrap();
        for call in [
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_socket,
            libc::SYS_sendmsg,
            libc::SYS_sendto,
            libc::SYS_ptrace,
            libc::SYS_kill,
            libc::SYS_memfd_create,
            libc::SYS_io_uring_setup,
            libc::SYS_prctl,
            libc::SYS_seccomp,
        ] {
            assert!(!rules.contains_key(&call), "call {call}");
        }
    }
}
