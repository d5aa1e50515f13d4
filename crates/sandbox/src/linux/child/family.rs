//! Tier A: three processes where tier B has one.
//!
//! The first stays outside and passes on how the last one died; the second is the init of the new process namespace,
//! whose death kills everybody in it; the third works. Without an init in front, the kernel would keep an abort and
//! a processor limit from the worker.
//!
//! Invariant: only the worker returns from here; the other two can do nothing but wait, and are filtered.
#![allow(unsafe_code, reason = "fork, wait and the page of the last words are raw calls")]

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicI32, Ordering};

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, set_parent_process_death_signal};

use super::{call_filter, locks, standard};
use crate::linux::wire::FAMILY_PACKET;

/// Exit code of a waiting process that could not lock itself or pass on what it saw.
const WAITING_FAILED: i32 = 71;

/// In the page of the last words while there are none. No wait status has this form.
const NOTHING: i32 = -1;

/// Where init writes how the worker died; shared by the first two processes only.
#[derive(Debug, Clone, Copy)]
struct LastWords(&'static AtomicI32);

impl LastWords {
    fn new() -> io::Result<Self> {
        let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
        // SAFETY: a new mapping touches no existing memory.
        let page = unsafe { libc::mmap(std::ptr::null_mut(), PAGE, access, kind, -1, 0) };
        if page == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the page is aligned, zeroed, never unmapped in the two processes that use it, and only ever
        // accessed as this atomic.
        let words = unsafe { &*page.cast::<AtomicI32>() };
        words.store(NOTHING, Ordering::SeqCst);
        Ok(Self(words))
    }

    /// Keeps the page from the worker.
    fn keep_from_children(self) -> io::Result<()> {
        let page = std::ptr::from_ref(self.0).cast_mut().cast();
        // SAFETY: the range is exactly the mapping of `new`; the advice changes nothing in this process.
        let advised = unsafe { libc::madvise(page, PAGE, libc::MADV_DONTFORK) };
        if advised == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }
}

const PAGE: usize = 4096;

/// Becomes the family; `become_rootless` runs in init, so that it and the worker see an empty root. Returns in the
/// worker, or with an error.
pub(super) fn found(become_rootless: impl FnOnce() -> io::Result<()>) -> Result<(), (bool, io::Error)> {
    let before = |error| (false, error);
    let words = LastWords::new().map_err(before)?;
    if let Some(init) = fork().map_err(before)? {
        guard(init, words);
    }
    die_with(None).map_err(before)?;
    words.keep_from_children().map_err(before)?;
    become_rootless().map_err(|error| (true, error))?;
    if let Some(worker) = fork().map_err(before)? {
        introduce(worker).unwrap_or_else(|_| leave(WAITING_FAILED));
        init(worker, words);
    }
    Ok(())
}

/// Forks. The other's process id in the parent, `None` in the child.
fn fork() -> io::Result<Option<Pid>> {
    // SAFETY: the process has one thread, so the child may do anything.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        child => Ok(Pid::from_raw(child)),
    }
}

fn die_with(parent: Option<i32>) -> io::Result<()> {
    match parent {
        Some(parent) => locks::die_with_parent(parent),
        // The parent of an init is in another namespace and has no number here. Should it be dead already, then so
        // is the other end of the socket, and the worker gets no job.
        None => Ok(set_parent_process_death_signal(Some(Signal::KILL))?),
    }
}

/// Gives the server a handle of the worker, to kill it and to learn its number.
fn introduce(worker: Pid) -> io::Result<()> {
    let pidfd = pidfd_open(worker, PidfdFlags::empty())?;
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    let files = [pidfd.as_fd()];
    if !ancillary.push(SendAncillaryMessage::ScmRights(&files)) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    sendmsg(standard(0), &[IoSlice::new(&FAMILY_PACKET)], &mut ancillary, SendFlags::NOSIGNAL)?;
    Ok(())
}

/// The second process: waits for the worker and writes down how it died.
fn init(worker: Pid, words: LastWords) -> ! {
    lock_waiting();
    words.0.store(wait(worker), Ordering::SeqCst);
    leave(0)
}

/// The first process: waits for init, then dies as the worker did.
fn guard(init: Pid, words: LastWords) -> ! {
    lock_waiting();
    let own = wait(init);
    let status = match words.0.load(Ordering::SeqCst) {
        NOTHING => own,
        status => status,
    };
    if libc::WIFSIGNALED(status) {
        die_by(libc::WTERMSIG(status));
    }
    leave(libc::WEXITSTATUS(status))
}

fn lock_waiting() {
    let locked = locks::drop_capabilities()
        .and_then(|()| locks::forbid_new_privileges())
        .and_then(|()| locks::forbid_dumps())
        .and_then(|()| call_filter::install_for_waiting());
    if locked.is_err() {
        leave(WAITING_FAILED);
    }
}

fn wait(child: Pid) -> i32 {
    let mut status = 0;
    // SAFETY: the pointer is to a live integer; the process is a child of ours that has not been reaped.
    while unsafe { libc::waitpid(child.as_raw_nonzero().get(), &raw mut status, 0) } == -1 {
        if io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            leave(WAITING_FAILED);
        }
    }
    status
}

/// Dies by a signal; never dumps, as the process is not dumpable.
fn die_by(signal: i32) -> ! {
    // SAFETY: resets one handler and signals this process; no memory is involved.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
    leave(WAITING_FAILED)
}

fn leave(code: i32) -> ! {
    // SAFETY: takes no memory and does not return.
    unsafe { libc::_exit(code) }
}
