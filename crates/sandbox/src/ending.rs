//! How a child ended, one name for each way.
//!
//! Invariant: what the parent did itself (deadline, output bound) outranks what the kernel reports.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How a job's child ended. Names are stable: they are stored and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ending")]
pub enum Ending {
    /// Exit code 0.
    Finished,
    /// Killed by the parent at [`crate::Limits::wall`].
    WallClock,
    /// Stopped by the kernel at [`crate::Limits::cpu`].
    CpuTime,
    /// An allocation failed under [`crate::Limits::memory_bytes`].
    Memory,
    /// Killed by the parent: answer or diagnostics too long.
    OutputTooLong,
    /// Died by a signal of its own making.
    Crashed {
        /// Number of the signal.
        signal: i32,
    },
    /// Exit code other than 0; a Rust panic is 101.
    Exited {
        /// The exit code.
        code: i32,
    },
    /// Tried a system call outside the allow-list.
    ForbiddenCall,
}

impl Ending {
    /// Stable name without its numbers.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::WallClock => "wall_clock",
            Self::CpuTime => "cpu_time",
            Self::Memory => "memory",
            Self::OutputTooLong => "output_too_long",
            Self::Crashed { .. } => "crashed",
            Self::Exited { .. } => "exited",
            Self::ForbiddenCall => "forbidden_call",
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finished => f.write_str("finished"),
            Self::WallClock => f.write_str("ran longer than the time limit"),
            Self::CpuTime => f.write_str("used more processor time than allowed"),
            Self::Memory => f.write_str("needed more memory than allowed"),
            Self::OutputTooLong => f.write_str("wrote more output than allowed"),
            Self::Crashed { signal } => write!(f, "crashed with signal {signal}"),
            Self::Exited { code } => write!(f, "stopped with exit code {code}"),
            Self::ForbiddenCall => f.write_str("tried a forbidden system call"),
        }
    }
}

/// What the kernel reports of a dead child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only a supported system has children"))]
pub(crate) enum Death {
    Exit(i32),
    Signal(i32),
}

/// Numbers and texts that tell the endings apart; signals as on every Linux.
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only a supported system has children"))]
impl Ending {
    /// Ending of a child that the parent did not kill. `stderr_end` is the last part of what it
    /// wrote there: a failed allocation is told from another abort by the runtime's words only, so
    /// a hostile child can claim it. That harms nobody: either way the fault is its own.
    pub(crate) fn of(death: Death, cpu: Duration, cpu_limit: Duration, stderr_end: &[u8]) -> Self {
        const ABORT: i32 = 6;
        const KILL: i32 = 9;
        const CPU_EXCEEDED: i32 = 24;
        const FORBIDDEN_CALL: i32 = 31;
        match death {
            Death::Exit(0) => Self::Finished,
            Death::Exit(_) | Death::Signal(ABORT) if tells_of_memory(stderr_end) => Self::Memory,
            Death::Exit(code) => Self::Exited { code },
            Death::Signal(FORBIDDEN_CALL) => Self::ForbiddenCall,
            Death::Signal(CPU_EXCEEDED) => Self::CpuTime,
            // The kernel bounds by ticks, which are up to a tenth off from the time it reports.
            Death::Signal(KILL) if cpu >= cpu_limit / 4 * 3 => Self::CpuTime,
            Death::Signal(signal) => Self::Crashed { signal },
        }
    }
}

#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only a supported system has children"))]
fn tells_of_memory(text: &[u8]) -> bool {
    [&b"memory allocation of"[..], b"Cannot allocate memory (os error 12)"]
        .iter()
        .any(|words| text.windows(words.len()).any(|window| window == *words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(death: Death, cpu_seconds: u64, text: &str) -> Ending {
        Ending::of(death, Duration::from_secs(cpu_seconds), Duration::from_secs(2), text.as_bytes())
    }

    #[test]
    fn each_way_to_die_has_its_name() {
        assert_eq!(ending(Death::Exit(0), 0, ""), Ending::Finished);
        assert_eq!(ending(Death::Exit(101), 0, "panicked"), Ending::Exited { code: 101 });
        assert_eq!(ending(Death::Signal(31), 0, ""), Ending::ForbiddenCall);
        assert_eq!(ending(Death::Signal(24), 0, ""), Ending::CpuTime);
        assert_eq!(ending(Death::Signal(9), 2, ""), Ending::CpuTime);
        assert_eq!(ending(Death::Signal(9), 1, ""), Ending::Crashed { signal: 9 });
        assert_eq!(ending(Death::Signal(11), 0, ""), Ending::Crashed { signal: 11 });
    }

    #[test]
    fn a_failed_allocation_is_told_from_another_abort() {
        assert_eq!(ending(Death::Signal(6), 0, "memory allocation of 5 bytes failed"), Ending::Memory);
        assert_eq!(ending(Death::Signal(6), 0, "has overflowed its stack"), Ending::Crashed { signal: 6 });
        assert_eq!(ending(Death::Exit(1), 0, "x: Cannot allocate memory (os error 12)"), Ending::Memory);
        assert_eq!(ending(Death::Exit(0), 0, "memory allocation of"), Ending::Finished);
    }
}
