//! The attacks that are one system call each: what is tried, that it would work, and what must come of it.
//!
//! Arguments are words: a number, `buf` (zeroed memory), `page` (a page of its own), `str=…` (text), `ppid`, `pid`,
//! `tid`. Descriptor 3 is the job's file. Those that could harm an unlocked machine get arguments that the kernel
//! refuses; reaching the kernel's refusal is control enough.

use libc::{EACCES, EAGAIN, ENOSYS};

/// What an unlocked process gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    /// Success.
    Works,
    /// An answer of the kernel, whichever.
    Reaches,
    /// Not tried, as it would disturb the machine or the test.
    Untried,
}

/// What a locked process must get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Death at the call.
    Killed,
    /// An error number.
    Refused(i32),
}

/// One attack.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) number: i64,
    pub(crate) arguments: &'static str,
    pub(crate) control: Control,
    pub(crate) expected: Expected,
}

use Control::{Reaches, Untried, Works};
use Expected::{Killed, Refused};

type Row = (&'static str, i64, &'static str, Control, Expected);

/// All of them.
pub(crate) fn all() -> Vec<Call> {
    let groups: [(&'static str, Vec<Row>); 9] = [
        ("files", files()),
        ("network", network()),
        ("processes", processes()),
        ("others", others()),
        ("kernel", kernel()),
        ("mounts", mounts()),
        ("memory", memory()),
        ("descriptors", descriptors()),
        ("undo", undo()),
    ];
    let call = |group| {
        move |(name, number, arguments, control, expected): Row| Call {
            group,
            name,
            number,
            arguments,
            control,
            expected,
        }
    };
    groups.into_iter().flat_map(|(group, rows)| rows.into_iter().map(call(group))).collect()
}

fn files() -> Vec<Row> {
    vec![
        ("openat /etc/passwd", libc::SYS_openat, "-100 str=/etc/passwd 0", Works, Refused(EACCES)),
        ("openat ..", libc::SYS_openat, "-100 str=.. 0", Works, Refused(EACCES)),
        ("openat /proc/self/mem", libc::SYS_openat, "-100 str=/proc/self/mem 2", Works, Refused(EACCES)),
        ("openat /proc/1/environ", libc::SYS_openat, "-100 str=/proc/1/environ 0", Reaches, Refused(EACCES)),
        ("re-open the job's file", libc::SYS_openat, "-100 str=/proc/self/fd/3 2", Works, Refused(EACCES)),
        ("openat O_TMPFILE", libc::SYS_openat, "-100 str=/tmp 4259842 384", Works, Refused(EACCES)),
        ("openat2", libc::SYS_openat2, "-100 str=/etc/passwd buf 24", Works, Refused(EACCES)),
        ("statx /etc/passwd", libc::SYS_statx, "-100 str=/etc/passwd 0 0 buf", Works, Refused(EACCES)),
        ("newfstatat /etc", libc::SYS_newfstatat, "-100 str=/etc buf 0", Works, Refused(EACCES)),
        ("faccessat /etc", libc::SYS_faccessat, "-100 str=/etc 0", Works, Refused(EACCES)),
        ("readlinkat /proc/self/exe", libc::SYS_readlinkat, "-100 str=/proc/self/exe buf 99", Works, Refused(EACCES)),
        ("getcwd", libc::SYS_getcwd, "buf 99", Works, Refused(EACCES)),
        ("mkdirat", libc::SYS_mkdirat, "-100 str=/etc/passwd/x 0", Reaches, Killed),
        ("mknodat", libc::SYS_mknodat, "-100 str=/etc/passwd/x 0 0", Reaches, Killed),
        ("unlinkat", libc::SYS_unlinkat, "-100 str=/etc/passwd/x 0", Reaches, Killed),
        ("renameat2", libc::SYS_renameat2, "-100 str=/etc/passwd/x -100 str=/etc/passwd/y 0", Reaches, Killed),
        ("symlinkat", libc::SYS_symlinkat, "str=/etc -100 str=/etc/passwd/x", Reaches, Killed),
        ("linkat of the job's file", libc::SYS_linkat, "3 str= -100 str=/etc/passwd/x 4096", Reaches, Killed),
        ("fchmodat", libc::SYS_fchmodat, "-100 str=/etc/passwd/x 511", Reaches, Killed),
        ("fchownat", libc::SYS_fchownat, "-100 str=/etc/passwd/x 0 0 0", Reaches, Killed),
        ("utimensat", libc::SYS_utimensat, "-100 str=/etc/passwd/x 0 0", Reaches, Killed),
        ("chdir", libc::SYS_chdir, "str=/", Works, Killed),
        ("fchdir", libc::SYS_fchdir, "3", Reaches, Killed),
        ("statfs", libc::SYS_statfs, "str=/ buf", Works, Killed),
        ("getdents64", libc::SYS_getdents64, "3 buf 4096", Reaches, Killed),
        ("open_by_handle_at", libc::SYS_open_by_handle_at, "3 buf 0", Reaches, Killed),
        ("name_to_handle_at", libc::SYS_name_to_handle_at, "-100 str=/ buf buf 0", Reaches, Killed),
        ("inotify_init1", libc::SYS_inotify_init1, "0", Works, Killed),
        ("fanotify_init", libc::SYS_fanotify_init, "0 0", Reaches, Killed),
        ("getxattr", libc::SYS_getxattr, "str=/ str=user.x buf 9", Reaches, Killed),
        ("setxattr", libc::SYS_setxattr, "str=/etc/passwd/x str=user.x buf 1 0", Reaches, Killed),
        ("truncate", libc::SYS_truncate, "str=/etc/passwd/x 0", Reaches, Killed),
        #[cfg(target_arch = "x86_64")]
        ("open", libc::SYS_open, "str=/etc/passwd 0", Works, Refused(EACCES)),
        #[cfg(target_arch = "x86_64")]
        ("stat", libc::SYS_stat, "str=/etc/passwd buf", Works, Refused(EACCES)),
        #[cfg(target_arch = "x86_64")]
        ("creat", libc::SYS_creat, "str=/etc/passwd/x 0", Reaches, Killed),
        #[cfg(target_arch = "x86_64")]
        ("unlink", libc::SYS_unlink, "str=/etc/passwd/x", Reaches, Killed),
    ]
}

fn network() -> Vec<Row> {
    vec![
        ("socket TCP", libc::SYS_socket, "2 1 0", Works, Killed),
        ("socket UDP", libc::SYS_socket, "2 2 0", Works, Killed),
        ("socket TCP over IPv6", libc::SYS_socket, "10 1 0", Reaches, Killed),
        ("socket unix", libc::SYS_socket, "1 1 0", Works, Killed),
        ("socket netlink", libc::SYS_socket, "16 3 0", Works, Killed),
        ("socket packet", libc::SYS_socket, "17 3 0", Reaches, Killed),
        ("socket vsock", libc::SYS_socket, "40 1 0", Reaches, Killed),
        ("socket AF_ALG", libc::SYS_socket, "38 5 0", Reaches, Killed),
        ("socketpair", libc::SYS_socketpair, "1 1 0 buf", Works, Killed),
        ("connect", libc::SYS_connect, "0 buf 16", Reaches, Killed),
        ("bind", libc::SYS_bind, "0 buf 16", Reaches, Killed),
        ("listen", libc::SYS_listen, "0 1", Reaches, Killed),
        ("accept4", libc::SYS_accept4, "3 0 0 0", Reaches, Killed),
        ("sendto on the job's socket", libc::SYS_sendto, "0 buf 1 64 0 0", Reaches, Killed),
        ("sendmsg on the job's socket", libc::SYS_sendmsg, "0 buf 64", Reaches, Killed),
        ("sendmmsg on the job's socket", libc::SYS_sendmmsg, "0 buf 1 64", Reaches, Killed),
        ("write on the job's socket", libc::SYS_write, "0 buf 1", Untried, Killed),
        ("recvfrom", libc::SYS_recvfrom, "0 buf 1 64 0 0", Reaches, Killed),
        ("recvmsg on another descriptor", libc::SYS_recvmsg, "3 buf 64", Reaches, Killed),
        ("recvmmsg", libc::SYS_recvmmsg, "0 buf 1 64 0", Reaches, Killed),
        ("getsockopt", libc::SYS_getsockopt, "0 1 17 buf buf", Reaches, Killed),
        ("setsockopt", libc::SYS_setsockopt, "0 1 2 buf 4", Reaches, Killed),
        ("getpeername", libc::SYS_getpeername, "0 buf buf", Reaches, Killed),
        ("shutdown", libc::SYS_shutdown, "0 2", Reaches, Killed),
    ]
}

fn processes() -> Vec<Row> {
    vec![
        ("clone as fork", libc::SYS_clone, "17 0 0 0 0", Works, Killed),
        ("clone into a user namespace", libc::SYS_clone, "268435473 0 0 0 0", Reaches, Killed),
        ("clone3", libc::SYS_clone3, "buf 88", Works, Refused(ENOSYS)),
        ("clone as thread", libc::SYS_clone, "4001536 0 0 0 0", Untried, Refused(EAGAIN)),
        ("execve /bin/true", libc::SYS_execve, "str=/bin/true 0 0", Works, Killed),
        ("execveat of the job's file", libc::SYS_execveat, "3 str= 0 0 4096", Reaches, Killed),
        ("setpgid", libc::SYS_setpgid, "0 0", Reaches, Killed),
        ("setsid", libc::SYS_setsid, "", Reaches, Killed),
        ("wait4", libc::SYS_wait4, "-1 0 1 0", Reaches, Killed),
        ("setpriority", libc::SYS_setpriority, "0 0 0", Works, Killed),
        ("sched_setaffinity", libc::SYS_sched_setaffinity, "0 8 0", Reaches, Killed),
        ("sched_setscheduler", libc::SYS_sched_setscheduler, "0 0 buf", Works, Killed),
        ("sched_setattr", libc::SYS_sched_setattr, "0 buf 0", Reaches, Killed),
        ("ioprio_set", libc::SYS_ioprio_set, "1 0 0", Works, Killed),
        #[cfg(target_arch = "x86_64")]
        ("fork", libc::SYS_fork, "", Works, Killed),
        #[cfg(target_arch = "x86_64")]
        ("vfork", libc::SYS_vfork, "", Untried, Killed),
    ]
}

fn others() -> Vec<Row> {
    vec![
        ("kill the parent", libc::SYS_kill, "ppid 0", Works, Killed),
        ("kill everybody", libc::SYS_kill, "-1 0", Reaches, Killed),
        ("kill init", libc::SYS_kill, "1 0", Reaches, Killed),
        ("kill itself", libc::SYS_kill, "pid 0", Works, Killed),
        ("tgkill the parent", libc::SYS_tgkill, "ppid ppid 6", Untried, Killed),
        ("tgkill with another signal", libc::SYS_tgkill, "pid tid 0", Works, Killed),
        ("tkill", libc::SYS_tkill, "tid 0", Works, Killed),
        ("rt_sigqueueinfo", libc::SYS_rt_sigqueueinfo, "ppid 0 buf", Reaches, Killed),
        ("rt_tgsigqueueinfo", libc::SYS_rt_tgsigqueueinfo, "ppid ppid 0 buf", Reaches, Killed),
        ("pidfd_open of the parent", libc::SYS_pidfd_open, "ppid 0", Works, Killed),
        ("pidfd_send_signal", libc::SYS_pidfd_send_signal, "3 0 0 0", Reaches, Killed),
        ("pidfd_getfd", libc::SYS_pidfd_getfd, "3 0 0", Reaches, Killed),
        ("ptrace attach to the parent", libc::SYS_ptrace, "16906 ppid 0 0", Untried, Killed),
        ("ptrace trace me", libc::SYS_ptrace, "0 0 0 0", Works, Killed),
        ("process_vm_readv", libc::SYS_process_vm_readv, "ppid buf 0 buf 0 0", Reaches, Killed),
        ("process_vm_writev", libc::SYS_process_vm_writev, "ppid buf 0 buf 0 0", Reaches, Killed),
        ("process_madvise", libc::SYS_process_madvise, "3 buf 0 0 0", Reaches, Killed),
        ("kcmp", libc::SYS_kcmp, "pid ppid 0 0 0", Reaches, Killed),
        ("prlimit of the parent", libc::SYS_prlimit64, "ppid 7 0 buf", Reaches, Killed),
        ("getpgid", libc::SYS_getpgid, "ppid", Works, Killed),
        ("getppid", libc::SYS_getppid, "", Works, Killed),
    ]
}

fn kernel() -> Vec<Row> {
    vec![
        ("io_uring_setup", libc::SYS_io_uring_setup, "1 buf", Reaches, Killed),
        ("io_uring_enter", libc::SYS_io_uring_enter, "3 0 0 0 0 0", Reaches, Killed),
        ("io_uring_register", libc::SYS_io_uring_register, "3 0 0 0", Reaches, Killed),
        ("io_setup", libc::SYS_io_setup, "1 buf", Works, Killed),
        ("bpf", libc::SYS_bpf, "0 buf 0", Reaches, Killed),
        ("perf_event_open", libc::SYS_perf_event_open, "buf 0 -1 -1 0", Reaches, Killed),
        ("userfaultfd", libc::SYS_userfaultfd, "1", Reaches, Killed),
        ("keyctl", libc::SYS_keyctl, "0 -3 0 0 0", Reaches, Killed),
        ("add_key", libc::SYS_add_key, "0 0 0 0 0", Reaches, Killed),
        ("request_key", libc::SYS_request_key, "0 0 0 0", Reaches, Killed),
        ("init_module", libc::SYS_init_module, "0 0 0", Reaches, Killed),
        ("finit_module", libc::SYS_finit_module, "-1 0 0", Reaches, Killed),
        ("delete_module", libc::SYS_delete_module, "0 0", Reaches, Killed),
        ("kexec_load", libc::SYS_kexec_load, "0 1 0 0", Reaches, Killed),
        ("syslog", libc::SYS_syslog, "10 0 0", Reaches, Killed),
        ("personality", libc::SYS_personality, "4294967295", Works, Killed),
        ("reboot", libc::SYS_reboot, "0 0 0 0", Reaches, Killed),
        ("quotactl", libc::SYS_quotactl, "0 0 0 0", Reaches, Killed),
        ("acct", libc::SYS_acct, "str=/no/such/file", Reaches, Killed),
        ("swapon", libc::SYS_swapon, "0 0", Reaches, Killed),
        ("clock_settime", libc::SYS_clock_settime, "-1 0", Reaches, Killed),
        ("settimeofday", libc::SYS_settimeofday, "1 0", Reaches, Killed),
        ("adjtimex", libc::SYS_adjtimex, "0", Reaches, Killed),
        ("sethostname", libc::SYS_sethostname, "0 1", Reaches, Killed),
        ("splice", libc::SYS_splice, "3 0 3 0 0 0", Reaches, Killed),
        ("vmsplice", libc::SYS_vmsplice, "1 buf 0 0", Reaches, Killed),
        ("tee", libc::SYS_tee, "3 1 1 0", Reaches, Killed),
        ("copy_file_range", libc::SYS_copy_file_range, "3 0 3 0 0 0", Reaches, Killed),
        ("memfd_create", libc::SYS_memfd_create, "str=x 0", Works, Killed),
        ("memfd_secret", libc::SYS_memfd_secret, "0", Reaches, Killed),
        ("eventfd2", libc::SYS_eventfd2, "0 0", Works, Killed),
        ("epoll_create1", libc::SYS_epoll_create1, "0", Works, Killed),
        ("timer_create", libc::SYS_timer_create, "0 0 buf", Works, Killed),
        ("timerfd_create", libc::SYS_timerfd_create, "0 0", Works, Killed),
        ("signalfd4", libc::SYS_signalfd4, "-1 buf 8 0", Works, Killed),
        ("pipe2", libc::SYS_pipe2, "buf 0", Works, Killed),
        ("shmget", libc::SYS_shmget, "0 0 0", Reaches, Killed),
        ("semget", libc::SYS_semget, "0 0 0", Reaches, Killed),
        ("msgget", libc::SYS_msgget, "1 0", Reaches, Killed),
        ("mq_open", libc::SYS_mq_open, "str=x 0 0 0", Reaches, Killed),
        ("landlock_create_ruleset", libc::SYS_landlock_create_ruleset, "0 0 1", Reaches, Killed),
        ("ioctl TIOCSTI with high bits", libc::SYS_ioctl, "0 4294988818 buf", Reaches, Refused(EACCES)),
        ("ioctl TIOCLINUX", libc::SYS_ioctl, "0 21532 buf", Reaches, Refused(EACCES)),
        ("ioctl TIOCSCTTY", libc::SYS_ioctl, "0 21518 0", Reaches, Refused(EACCES)),
        ("uname", libc::SYS_uname, "buf", Works, Refused(EACCES)),
        ("sysinfo", libc::SYS_sysinfo, "buf", Works, Refused(EACCES)),
        ("a number no kernel has", 100_000, "", Reaches, Killed),
        #[cfg(target_arch = "x86_64")]
        ("modify_ldt", libc::SYS_modify_ldt, "0 buf 8", Reaches, Killed),
        #[cfg(target_arch = "x86_64")]
        ("iopl", libc::SYS_iopl, "0", Reaches, Killed),
        #[cfg(target_arch = "x86_64")]
        ("ioperm", libc::SYS_ioperm, "0 1 0", Reaches, Killed),
        #[cfg(target_arch = "x86_64")]
        ("arch_prctl", libc::SYS_arch_prctl, "4099 buf", Works, Killed),
        #[cfg(target_arch = "x86_64")]
        ("getpid by its x32 number", libc::SYS_getpid | 0x4000_0000, "", Reaches, Killed),
    ]
}

fn mounts() -> Vec<Row> {
    vec![
        ("mount", libc::SYS_mount, "0 0 0 0 0", Reaches, Killed),
        ("umount2", libc::SYS_umount2, "0 0", Reaches, Killed),
        ("pivot_root", libc::SYS_pivot_root, "0 0", Reaches, Killed),
        ("chroot", libc::SYS_chroot, "0", Reaches, Killed),
        ("fsopen", libc::SYS_fsopen, "0 0", Reaches, Killed),
        ("fsmount", libc::SYS_fsmount, "3 0 0", Reaches, Killed),
        ("open_tree", libc::SYS_open_tree, "-100 str=/ 0", Works, Killed),
        ("move_mount", libc::SYS_move_mount, "3 0 3 0 0", Reaches, Killed),
        ("mount_setattr", libc::SYS_mount_setattr, "3 0 0 0 0", Reaches, Killed),
        ("unshare", libc::SYS_unshare, "0", Works, Killed),
        ("unshare of users", libc::SYS_unshare, "268435456", Reaches, Killed),
        ("setns", libc::SYS_setns, "3 0", Reaches, Killed),
    ]
}

fn memory() -> Vec<Row> {
    vec![
        ("mmap writable and executable", libc::SYS_mmap, "0 4096 7 34 -1 0", Works, Killed),
        ("mmap executable file", libc::SYS_mmap, "0 4096 5 2 3 0", Reaches, Killed),
        ("mmap anonymous shared", libc::SYS_mmap, "0 4096 3 33 -1 0", Works, Killed),
        ("mmap huge pages", libc::SYS_mmap, "0 4096 3 262178 -1 0", Reaches, Killed),
        ("mprotect executable", libc::SYS_mprotect, "page 4096 5", Works, Killed),
        ("mprotect executable with high bits", libc::SYS_mprotect, "page 4096 4294967301", Reaches, Killed),
        ("pkey_mprotect", libc::SYS_pkey_mprotect, "page 4096 1 -1", Reaches, Killed),
        ("madvise remove", libc::SYS_madvise, "page 4096 9", Reaches, Killed),
        ("madvise mergeable", libc::SYS_madvise, "page 4096 12", Reaches, Killed),
        ("mlock", libc::SYS_mlock, "page 4096", Reaches, Killed),
        ("mlockall", libc::SYS_mlockall, "4", Reaches, Killed),
        ("remap_file_pages", libc::SYS_remap_file_pages, "page 4096 0 0 0", Reaches, Killed),
        ("move_pages", libc::SYS_move_pages, "0 0 0 0 0 0", Reaches, Killed),
        ("mbind", libc::SYS_mbind, "page 4096 0 0 0 0", Reaches, Killed),
        ("shmat", libc::SYS_shmat, "-1 0 0", Reaches, Killed),
    ]
}

fn descriptors() -> Vec<Row> {
    vec![
        ("write to the job's file", libc::SYS_write, "3 buf 1", Works, Killed),
        ("writev to the job's file", libc::SYS_writev, "3 buf 1", Works, Killed),
        ("pwrite64 to the job's file", libc::SYS_pwrite64, "3 buf 1 0", Works, Killed),
        ("ftruncate of the job's file", libc::SYS_ftruncate, "3 0", Works, Killed),
        ("fallocate in the job's file", libc::SYS_fallocate, "3 0 0 1", Works, Killed),
        ("fchmod of the job's file", libc::SYS_fchmod, "3 511", Works, Killed),
        ("sendfile to the job's file", libc::SYS_sendfile, "3 3 0 0", Reaches, Killed),
        ("map the job's file to write", libc::SYS_mmap, "0 4096 3 1 3 0", Works, Refused(libc::EPERM)),
        ("dup", libc::SYS_dup, "3", Works, Killed),
        ("dup3", libc::SYS_dup3, "3 9 0", Works, Killed),
        ("fcntl F_DUPFD", libc::SYS_fcntl, "3 0 0", Works, Killed),
        ("fcntl F_SETFL", libc::SYS_fcntl, "3 4 0", Works, Killed),
        ("fcntl F_SETLK", libc::SYS_fcntl, "3 6 buf", Works, Killed),
        ("fcntl F_SETOWN", libc::SYS_fcntl, "3 8 0", Works, Killed),
        ("fcntl F_SETSIG", libc::SYS_fcntl, "3 10 0", Works, Killed),
        ("fcntl F_SETLEASE", libc::SYS_fcntl, "3 1024 2", Reaches, Killed),
        ("fcntl F_NOTIFY", libc::SYS_fcntl, "3 1026 0", Reaches, Killed),
        ("fcntl F_SETPIPE_SZ", libc::SYS_fcntl, "1 1031 4096", Reaches, Killed),
        ("fcntl F_ADD_SEALS", libc::SYS_fcntl, "3 1033 0", Reaches, Killed),
        ("flock", libc::SYS_flock, "3 1", Works, Killed),
        ("fsync", libc::SYS_fsync, "3", Works, Killed),
        ("close_range", libc::SYS_close_range, "9 9 0", Works, Killed),
        ("ppoll", libc::SYS_ppoll, "buf 0 buf 0 0", Works, Killed),
    ]
}

fn undo() -> Vec<Row> {
    vec![
        ("prctl new privileges", libc::SYS_prctl, "38 0 0 0 0", Reaches, Killed),
        ("prctl dumpable", libc::SYS_prctl, "4 1 0 0 0", Works, Killed),
        ("prctl parent death", libc::SYS_prctl, "1 0 0 0 0", Works, Killed),
        ("prctl seccomp", libc::SYS_prctl, "22 2 0 0 0", Reaches, Killed),
        ("prctl subreaper", libc::SYS_prctl, "36 1 0 0 0", Works, Killed),
        ("seccomp", libc::SYS_seccomp, "1 0 0", Reaches, Killed),
        ("capset", libc::SYS_capset, "buf 0", Reaches, Killed),
        ("setuid", libc::SYS_setuid, "0", Reaches, Killed),
        ("setgid", libc::SYS_setgid, "0", Reaches, Killed),
        ("setresuid", libc::SYS_setresuid, "-1 -1 -1", Works, Killed),
        ("setgroups", libc::SYS_setgroups, "0 -1", Untried, Killed),
        ("setfsuid", libc::SYS_setfsuid, "-1", Works, Killed),
        ("raise the memory limit", libc::SYS_prlimit64, "0 2 buf 0", Works, Killed),
        ("raise the file limit", libc::SYS_prlimit64, "0 1 buf 0", Works, Killed),
        ("raise the process limit", libc::SYS_prlimit64, "0 6 buf 0", Works, Killed),
        ("setrlimit", libc::SYS_setrlimit, "4 buf", Works, Killed),
        ("a handler for SIGSYS", libc::SYS_rt_sigaction, "31 buf 0 8", Works, Killed),
        ("umask", libc::SYS_umask, "0", Works, Killed),
    ]
}
