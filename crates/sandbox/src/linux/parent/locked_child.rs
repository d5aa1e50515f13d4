//! A child that has reported its last lock and waits for its only job.
//!
//! Invariant: a `LockedChild` exists only after the report; it takes one job and is used up.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};

use super::process::{Ends, Process};
use super::stream::Stream;
use crate::linux::wire::{REPORT_BYTES, Report, packet_header};
use crate::{Ending, Launcher, Limits, MOST_DESCRIPTORS, Run, SandboxError, Tier};

/// Time a child has to lock itself, warm-up included.
const START_MOST: Duration = Duration::from_mins(1);

/// Time a family has to follow its first member.
const FAMILY_MOST: Duration = Duration::from_secs(2);

/// How much more diagnostics than kept are read before the child is stopped.
const DIAGNOSTICS_PATIENCE: u64 = 16;

/// Length of the report as a count of output bytes.
const REPORT_LENGTH: u64 = 16;
const _: () = assert!(REPORT_BYTES == 16, "the same length, once as a size and once as a count");

/// Why the watch over a child stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    Wanted,
    Dead,
    Deadline,
    TooLong,
}

#[derive(Debug)]
struct Watched {
    process: Process,
    output: Stream,
    diagnostics: Stream,
    cpu_limit: Duration,
}

#[derive(Debug)]
pub(super) struct LockedChild {
    watched: Watched,
    socket: OwnedFd,
    landlock: Option<u8>,
    wall: Duration,
    start_up: Duration,
}

impl LockedChild {
    /// Starts a child and waits until it is locked.
    pub(super) fn start(launcher: &Launcher, role: &str, limits: &Limits) -> Result<Self, SandboxError> {
        let begin = Instant::now();
        let group = launcher.group().map(|group| group.leaf(limits)).transpose().map_err(SandboxError::Group)?;
        let (process, Ends { socket, output, diagnostics }) =
            Process::spawn(launcher, role, limits, group).map_err(SandboxError::Spawn)?;
        let output_most = limits.output_bytes.saturating_add(REPORT_LENGTH);
        let diagnostics_most = limits.diagnostics_bytes.saturating_mul(DIAGNOSTICS_PATIENCE);
        let mut watched = Watched {
            process,
            output: Stream::new(output, output_most, output_most).map_err(SandboxError::Watch)?,
            diagnostics: Stream::new(diagnostics, limits.diagnostics_bytes, diagnostics_most)
                .map_err(SandboxError::Watch)?,
            cpu_limit: Duration::from_secs(limits.cpu_seconds()),
        };
        let stop = watched.watch(begin + START_MOST, |output| output.len() >= REPORT_BYTES)?;
        match watched.report() {
            Some(Report::Locked { landlock }) if stop == Stop::Wanted => {
                if launcher.tier() == Tier::A {
                    watched.meet_worker(&socket, begin + START_MOST)?;
                }
                Ok(Self { watched, socket, landlock, wall: limits.wall, start_up: begin.elapsed() })
            }
            Some(Report::Failed { step, errno }) => Err(SandboxError::Lock { step, errno }),
            _ => Err(watched.not_locked(stop)),
        }
    }

    /// Number of the process that works.
    pub(super) fn pid(&self) -> Option<i32> {
        self.watched.process.pid()
    }

    /// Whether it still waits for its job.
    pub(super) fn lives(&self) -> bool {
        let mut events = [PollFd::new(&self.watched.process.pidfd, PollFlags::IN)];
        poll(&mut events, Some(&Timespec::default())) == Ok(0)
    }

    pub(super) fn landlock(&self) -> Option<u8> {
        self.landlock
    }

    /// Hands the job over and waits for the child's end.
    pub(super) fn run(self, message: &[u8], descriptors: &[BorrowedFd<'_>]) -> Result<Run, SandboxError> {
        let Self { mut watched, socket, wall, start_up, .. } = self;
        let begin = Instant::now();
        send(&socket, message, descriptors).map_err(SandboxError::HandOver)?;
        drop(socket);
        let stop = watched.watch(begin.checked_add(wall).unwrap_or(begin + MOST_WALL), |_| false)?;
        let (ending, cpu) = watched.end(stop)?;
        let mut output = watched.output.into_kept();
        output.drain(..REPORT_BYTES.min(output.len()));
        let diagnostics = watched.diagnostics.into_kept();
        Ok(Run { ending, output, diagnostics, elapsed: begin.elapsed(), start_up, cpu, pooled: false })
    }
}

/// Instead of a wall limit beyond what the clock can count.
const MOST_WALL: Duration = Duration::from_hours(24 * 365);

/// Sends the one packet.
fn send(socket: &OwnedFd, message: &[u8], descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(descriptors)) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let header = packet_header(descriptors.len());
    let packet = [IoSlice::new(&header), IoSlice::new(message)];
    let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
    match rustix::io::retry_on_intr(|| sendmsg(socket, &packet, &mut ancillary, flags)) {
        // A child that is dead already has an ending to tell, which says more.
        Ok(_) | Err(Errno::PIPE | Errno::CONNRESET) => Ok(()),
        Err(errno) => Err(errno.into()),
    }
}

impl Watched {
    /// Reads along until the output is as wanted, the child is dead, talks too much, or time is up.
    fn watch(&mut self, deadline: Instant, wanted: impl Fn(&[u8]) -> bool) -> Result<Stop, SandboxError> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let dead = self.wait(left).map_err(SandboxError::Watch)?;
            for stream in [&mut self.output, &mut self.diagnostics] {
                let taken = if dead { stream.take_rest() } else { stream.take() };
                taken.map_err(SandboxError::Watch)?;
            }
            if self.output.too_long() || self.diagnostics.too_long() {
                return Ok(Stop::TooLong);
            }
            if wanted(self.output.kept()) {
                return Ok(Stop::Wanted);
            }
            if dead {
                return Ok(Stop::Dead);
            }
            if left.is_zero() {
                return Ok(Stop::Deadline);
            }
        }
    }

    /// Sleeps until something happens, at most for `time`. Whether the child is dead.
    fn wait(&self, time: Duration) -> io::Result<bool> {
        let mut events = vec![PollFd::new(&self.process.pidfd, PollFlags::IN)];
        for pipe in [&self.output.pipe, &self.diagnostics.pipe].into_iter().flatten() {
            events.push(PollFd::from_borrowed_fd(pipe.as_fd(), PollFlags::IN));
        }
        let time = Timespec::try_from(time).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        match poll(&mut events, Some(&time)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
        Ok(events.first().is_some_and(|event| !event.revents().is_empty()))
    }

    /// Waits for the handle of the worker.
    fn meet_worker(&mut self, socket: &OwnedFd, deadline: Instant) -> Result<(), SandboxError> {
        let left = deadline.saturating_duration_since(Instant::now());
        let ready = Timespec::try_from(left)
            .map_err(|_| Errno::INVAL)
            .and_then(|left| poll(&mut [PollFd::new(socket, PollFlags::IN)], Some(&left)));
        match ready {
            Ok(1..) => self.process.meet_worker(socket).map_err(SandboxError::Watch),
            Ok(_) => Err(SandboxError::Watch(io::ErrorKind::TimedOut.into())),
            Err(errno) => Err(SandboxError::Watch(errno.into())),
        }
    }

    fn report(&self) -> Option<Report> {
        Report::decode(*self.output.kept().first_chunk()?)
    }

    /// Makes sure that the child is dead, and names its ending.
    fn end(&mut self, stop: Stop) -> Result<(Ending, Duration), SandboxError> {
        if stop != Stop::Dead {
            self.process.kill();
        }
        let (death, cpu) = self.process.reap().map_err(SandboxError::Watch)?;
        self.outlast_family();
        let ending = match stop {
            Stop::TooLong => Ending::OutputTooLong,
            Stop::Deadline => Ending::WallClock,
            Stop::Dead | Stop::Wanted if self.process.ran_out_of_memory() => Ending::Memory,
            Stop::Dead | Stop::Wanted => Ending::of(death, cpu, self.cpu_limit, self.diagnostics.end()),
        };
        Ok((ending, cpu))
    }

    /// A child of tier A that dies before its worker is known takes its family along, a moment later: waits until
    /// nobody holds the output any more. Nothing hostile runs in that child yet.
    fn outlast_family(&mut self) {
        let deadline = Instant::now() + FAMILY_MOST;
        while !self.process.knows_worker() && self.output.pipe.is_some() && !self.output.too_long() {
            let left = deadline.saturating_duration_since(Instant::now());
            let (Some(pipe), Ok(time)) = (&self.output.pipe, Timespec::try_from(left)) else { return };
            let ready = poll(&mut [PollFd::from_borrowed_fd(pipe.as_fd(), PollFlags::IN)], Some(&time));
            if !matches!(ready, Ok(1..)) || self.output.take().is_err() {
                return;
            }
        }
    }

    fn not_locked(&mut self, stop: Stop) -> SandboxError {
        let diagnostics = String::from_utf8_lossy(self.diagnostics.kept()).trim().to_owned();
        match self.end(stop) {
            Ok((ending, _)) => SandboxError::NotLocked { ending, diagnostics },
            Err(error) => error,
        }
    }
}
