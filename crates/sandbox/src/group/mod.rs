//! Control groups: a leaf for each child, below our own group, where the machine lets us.
//!
//! Invariant: never outside our own group, so that the limits around the server hold for its children too; a leaf
//! that cannot be made or limited is an error.

mod place;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Limits;

/// First part of the names of our leaves.
const NAME: &str = "joute-";

/// Tasks beyond the child's pool: middle process, init, and some to spare.
const TASKS_ROOM: u64 = 16;

/// How long a leaf may take to become empty.
const EMPTY_MOST: Duration = Duration::from_secs(2);

/// Generation of the control groups' interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupVersion {
    /// One hierarchy for each controller.
    V1,
    /// The unified hierarchy.
    V2,
}

/// Where leaves can be made.
#[derive(Debug, Clone)]
pub struct ControlGroup {
    version: GroupVersion,
    /// Folders below which a leaf is made: one for version 2, one for each hierarchy for version 1.
    parents: Arc<Vec<PathBuf>>,
}

impl fmt::Display for ControlGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.version {
            GroupVersion::V1 => "control group version 1",
            GroupVersion::V2 => "control group version 2",
        })
    }
}

impl ControlGroup {
    /// Looks for a place and makes a limited leaf there on trial. The error says why there is none.
    pub fn find() -> Result<Self, String> {
        let (version, parents) = place::find()?;
        let group = Self { version, parents: Arc::new(parents) };
        group.sweep();
        group.leaf(&Limits::default()).map_err(|error| format!("{group}: a leaf cannot be made: {error}"))?;
        Ok(group)
    }

    /// Generation in use.
    pub fn version(&self) -> GroupVersion {
        self.version
    }

    /// A new, limited, empty leaf.
    pub(crate) fn leaf(&self, limits: &Limits) -> io::Result<Leaf> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = format!("{NAME}{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut leaf = Leaf { version: self.version, folders: Vec::new() };
        for parent in self.parents.iter() {
            let folder = parent.join(&name);
            std::fs::create_dir(&folder)?;
            leaf.folders.push(folder);
        }
        leaf.limit(limits)?;
        Ok(leaf)
    }

    /// Removes the leaves of servers that died. Those still in use cannot be removed.
    fn sweep(&self) {
        let entries = self.parents.iter().filter_map(|parent| std::fs::read_dir(parent).ok()).flatten().flatten();
        for entry in entries {
            let name = entry.file_name();
            let server = name.to_str().and_then(|name| name.strip_prefix(NAME)?.split('-').next());
            if server.is_some_and(|server| !Path::new("/proc").join(server).exists()) {
                // In use, or gone already.
                let _ = std::fs::remove_dir(entry.path());
            }
        }
    }
}

/// The group of one child; removed when dropped.
#[derive(Debug)]
pub(crate) struct Leaf {
    version: GroupVersion,
    folders: Vec<PathBuf>,
}

impl Leaf {
    fn limit(&self, limits: &Limits) -> io::Result<()> {
        // The private memory is bounded to the byte elsewhere; this bounds what comes on top, such as memory files.
        let memory = limits.memory_bytes.saturating_mul(2).to_string();
        let tasks = TASKS_ROOM.saturating_add(u64::from(limits.threads).saturating_mul(4)).to_string();
        match self.version {
            GroupVersion::V1 => {
                self.write("memory.limit_in_bytes", &memory)?;
                // Only where the kernel counts swap.
                let _ = self.write("memory.memsw.limit_in_bytes", &memory);
            }
            GroupVersion::V2 => {
                self.write("memory.max", &memory)?;
                self.write("memory.oom.group", "1")?;
                let _ = self.write("memory.swap.max", "0");
            }
        }
        self.write("pids.max", &tasks)
    }

    /// Writes to the file of that name, in whichever hierarchy has it.
    fn write(&self, file: &str, value: &str) -> io::Result<()> {
        let place = self.folders.iter().map(|folder| folder.join(file)).find(|path| path.exists());
        std::fs::write(place.ok_or(io::ErrorKind::NotFound)?, value)
    }

    /// Moves a process in.
    pub(crate) fn join(&self, process: u32) -> io::Result<()> {
        self.folders.iter().try_for_each(|folder| std::fs::write(folder.join("cgroup.procs"), process.to_string()))
    }

    /// Whether the kernel killed for lack of memory in here.
    pub(crate) fn ran_out_of_memory(&self) -> bool {
        ["memory.events", "memory.oom_control"].iter().any(|file| {
            let texts = self.folders.iter().filter_map(|folder| std::fs::read_to_string(folder.join(file)).ok());
            texts.into_iter().any(|text| counts_a_kill(&text))
        })
    }
}

fn counts_a_kill(text: &str) -> bool {
    text.lines().filter_map(|line| line.strip_prefix("oom_kill ")).any(|count| count.trim() != "0")
}

impl Drop for Leaf {
    fn drop(&mut self) {
        if self.version == GroupVersion::V2 {
            let _ = self.write("cgroup.kill", "1");
        }
        let begin = Instant::now();
        for folder in &self.folders {
            // The dead leave a group a moment after they were reaped.
            while std::fs::remove_dir(folder).is_err_and(|error| error.kind() == io::ErrorKind::ResourceBusy)
                && begin.elapsed() < EMPTY_MOST
            {
                std::thread::yield_now();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kill_is_read_from_both_generations() {
        assert!(counts_a_kill("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"));
        assert!(!counts_a_kill("oom_kill_disable 1\nunder_oom 0\noom_kill 0\n"));
        assert!(counts_a_kill("low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\noom_group_kill 1\n"));
    }
}
