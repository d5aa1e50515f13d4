//! The child as a process: started with nothing of ours, killed and reaped without fail.
//!
//! Invariant: reaped exactly once, by `wait4`; until then its process id cannot mean another.
#![allow(unsafe_code, reason = "wait4 is the only way to learn a child's processor time")]

use std::io::{self, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendFlags, SocketFlags, SocketType, recvmsg,
    send, socketpair,
};
use rustix::process::{Pid, PidfdFlags, Signal, getpid, pidfd_open, pidfd_send_signal};

use crate::ending::Death;
use crate::group::Leaf;
use crate::linux::wire::{FAMILY_PACKET, GO_PACKET, Settings};
use crate::{Launcher, Limits};

/// A running or dead, not yet reaped child.
#[derive(Debug)]
pub(super) struct Process {
    pid: Pid,
    pub(super) pidfd: OwnedFd,
    /// Tier A: the process that works, below the one that was started.
    worker: Option<OwnedFd>,
    /// Removed after the child is reaped.
    group: Option<Leaf>,
    reaped: bool,
}

/// Our ends of the child's three descriptors.
#[derive(Debug)]
pub(super) struct Ends {
    pub(super) socket: OwnedFd,
    pub(super) output: OwnedFd,
    pub(super) diagnostics: OwnedFd,
}

impl Process {
    /// Starts the program with an empty environment but for the sizes of its thread pools.
    ///
    /// No `pre_exec`: it would fork, which costs tens of milliseconds under a large parent.
    pub(super) fn spawn(
        launcher: &Launcher,
        role: &str,
        limits: &Limits,
        group: Option<Leaf>,
    ) -> io::Result<(Self, Ends)> {
        let (socket, child_socket) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
        let parent = getpid().as_raw_nonzero().get();
        let settings = Settings {
            role: role.to_owned(),
            parent,
            limits: limits.clone(),
            tier: launcher.tier(),
            grouped: group.is_some(),
            fail_at: launcher.fail_at(),
        };
        let mut command = Command::new(launcher.path());
        command
            .args(launcher.arguments())
            .arg(serde_json::to_string(&settings)?)
            .env_clear()
            .env("RAYON_NUM_THREADS", limits.threads.max(1).to_string())
            .env("POLARS_MAX_THREADS", limits.threads.max(1).to_string())
            .env("RUST_BACKTRACE", "0")
            .current_dir("/")
            .process_group(0)
            .stdin(child_socket)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        // `command` holds the child's end of the socket; close it, so that its death is seen.
        drop(command);
        let pid = Pid::from_child(&child);
        let pidfd = pidfd_open(pid, PidfdFlags::empty()).inspect_err(|_| {
            let _ = child.kill();
            let _ = child.wait();
        })?;
        let process = Self { pid, pidfd, worker: None, group, reaped: false };
        if let Some(group) = &process.group {
            let entered = group.join(child.id()).and_then(|()| {
                send(&socket, &GO_PACKET, SendFlags::NOSIGNAL)?;
                Ok(())
            });
            entered.or_else(|error| if is_of_the_dead(&error) { Ok(()) } else { Err(error) })?;
        }
        let (Some(output), Some(diagnostics)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok((process, Ends { socket, output: output.into(), diagnostics: diagnostics.into() }))
    }

    /// Number of the process that works, as the server's own namespace counts.
    pub(super) fn pid(&self) -> Option<i32> {
        let Some(worker) = &self.worker else { return Some(self.pid.as_raw_nonzero().get()) };
        let about = std::fs::read_to_string(format!("/proc/self/fdinfo/{}", worker.as_raw_fd())).ok()?;
        about.lines().find_map(|line| line.strip_prefix("Pid:")?.trim().parse().ok())
    }

    /// Takes the handle of the worker that the family's init has sent before the locks were reported.
    pub(super) fn meet_worker(&mut self, socket: &OwnedFd) -> io::Result<()> {
        let mut packet = [0; 8];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let received = recvmsg(socket, &mut [IoSliceMut::new(&mut packet)], &mut ancillary, RecvFlags::CMSG_CLOEXEC)?;
        let files = ancillary.drain().filter_map(|message| match message {
            RecvAncillaryMessage::ScmRights(mut files) => files.next(),
            _ => None,
        });
        self.worker = files.last().filter(|_| packet.get(..received.bytes) == Some(&FAMILY_PACKET));
        if self.worker.is_some() { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// Whether the process that works is known by itself.
    pub(super) fn knows_worker(&self) -> bool {
        self.worker.is_some()
    }

    /// Kills the child if it still lives. In tier A the worker; the others follow it and tell how much time it used.
    pub(super) fn kill(&self) {
        // The only failure is that it is dead already.
        let _ = pidfd_send_signal(self.worker.as_ref().unwrap_or(&self.pidfd), Signal::KILL);
    }

    /// Whether it was killed because its control group had no memory left.
    pub(super) fn ran_out_of_memory(&self) -> bool {
        self.group.as_ref().is_some_and(Leaf::ran_out_of_memory)
    }

    /// Waits for the child's death: how it died and the processor time it used.
    pub(super) fn reap(&mut self) -> io::Result<(Death, Duration)> {
        let mut status = 0;
        // SAFETY: all bytes zero is a valid `rusage`.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        loop {
            // SAFETY: both pointers are to live values of the right types; the process id is that
            // of a child of ours that has not been reaped.
            let waited = unsafe { libc::wait4(self.pid.as_raw_nonzero().get(), &raw mut status, 0, &raw mut usage) };
            if waited > 0 {
                break;
            }
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        self.reaped = true;
        let death = if libc::WIFSIGNALED(status) {
            Death::Signal(libc::WTERMSIG(status))
        } else {
            Death::Exit(libc::WEXITSTATUS(status))
        };
        Ok((death, duration(usage.ru_utime) + duration(usage.ru_stime)))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.reaped {
            self.kill();
            let _ = self.reap();
        }
    }
}

/// A child that died on its way has said why, which is worth more than this error.
fn is_of_the_dead(error: &io::Error) -> bool {
    [libc::ESRCH, libc::EPIPE, libc::ECONNRESET].iter().any(|number| error.raw_os_error() == Some(*number))
}

fn duration(time: libc::timeval) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let micros = u64::try_from(time.tv_usec).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_micros(micros)
}
