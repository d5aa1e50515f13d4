//! What one job may use.
//!
//! Invariant: every job runs under all of these; there is no "unlimited".

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bounds of one job, one value for the whole of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Private writable memory of the child, in bytes. Default 2 GiB.
    pub memory_bytes: u64,
    /// Processor time over all threads, warm-up included, rounded up to a second. Default 60 s.
    pub cpu: Duration,
    /// Time from the hand-over of the job to the end of the child. Default 120 s.
    pub wall: Duration,
    /// Longest answer, in bytes. Default 1 MiB.
    pub output_bytes: u64,
    /// How much of the child's standard error is kept, in bytes. A child that writes sixteen times
    /// as much is stopped. Default 64 KiB.
    pub diagnostics_bytes: u64,
    /// Threads of the child's pools, set before it locks itself. Default: processors, at most 4.
    pub threads: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            memory_bytes: 2 << 30,
            cpu: Duration::from_mins(1),
            wall: Duration::from_mins(2),
            output_bytes: 1 << 20,
            diagnostics_bytes: 64 << 10,
            threads: u32::try_from(processors.min(4)).unwrap_or(1),
        }
    }
}

impl Limits {
    /// Processor seconds, rounded up: the kernel counts whole seconds.
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only a supported system has children"))]
    pub(crate) fn cpu_seconds(&self) -> u64 {
        self.cpu.as_secs().saturating_add(u64::from(self.cpu.subsec_nanos() > 0)).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_second_counts_as_a_whole_one() {
        let limits = |millis| Limits { cpu: Duration::from_millis(millis), ..Limits::default() };
        assert_eq!(limits(0).cpu_seconds(), 1);
        assert_eq!(limits(1500).cpu_seconds(), 2);
        assert_eq!(limits(2000).cpu_seconds(), 2);
    }
}
