//! Children that are locked before their job comes.
//!
//! Invariant: each child takes one job and is used up; all are started by one thread that lives as long as the pool,
//! as the kernel ties a child's life to the thread that started it; none is older than it may be.

use std::collections::HashMap;
use std::os::fd::BorrowedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::locked_child::LockedChild;
use crate::{Job, Launcher, Limits, Run, SandboxError};

/// How long the keeper leaves a role alone that could not be started.
const PAUSE: Duration = Duration::from_secs(5);

/// One role's share of a pool.
#[derive(Debug, Clone)]
pub struct PoolRole {
    /// The role children warm up for.
    pub role: String,
    /// Limits they are locked under. A job with others gets a fresh child.
    pub limits: Limits,
    /// Children kept ready.
    pub size: usize,
}

/// Keeps locked children ready for short jobs.
#[derive(Debug)]
pub struct Pool {
    launcher: Launcher,
    shared: Arc<Shared>,
    keeper: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    shelves: Mutex<Shelves>,
    changed: Condvar,
    most_age: Duration,
}

#[derive(Debug, Default)]
struct Shelves {
    of_role: HashMap<String, Shelf>,
    is_closed: bool,
}

#[derive(Debug)]
struct Shelf {
    order: PoolRole,
    ready: Vec<Ready>,
    /// Not before this time, after a failure.
    pause_until: Option<Instant>,
    last_error: Option<String>,
}

#[derive(Debug)]
struct Ready {
    child: LockedChild,
    since: Instant,
}

impl Pool {
    /// Starts the keeper, which fills the pool in the background. A child older than `most_age` is replaced.
    pub fn new(
        launcher: Launcher,
        roles: impl IntoIterator<Item = PoolRole>,
        most_age: Duration,
    ) -> Result<Self, SandboxError> {
        let shelf = |order: PoolRole| {
            (order.role.clone(), Shelf { order, ready: Vec::new(), pause_until: None, last_error: None })
        };
        let shelves = Shelves { of_role: roles.into_iter().map(shelf).collect(), is_closed: false };
        let shared = Arc::new(Shared { shelves: Mutex::new(shelves), changed: Condvar::new(), most_age });
        let keeper = std::thread::Builder::new()
            .name("jail-keeper".to_owned())
            .spawn({
                let (shared, launcher) = (Arc::clone(&shared), launcher.clone());
                move || keep(&shared, &launcher)
            })
            .map_err(SandboxError::Spawn)?;
        Ok(Self { launcher, shared, keeper: Some(keeper) })
    }

    /// Runs one job, in a child that is ready if there is one for its role and limits, in a fresh one otherwise.
    /// [`Run::pooled`] says which. Blocks like [`crate::run`].
    pub fn run(&self, job: Job<'_>) -> Result<Run, SandboxError> {
        super::check(&job)?;
        let Some(child) = self.shared.take(job.role, job.limits) else {
            return super::run(&self.launcher, job);
        };
        let descriptors: &[BorrowedFd<'_>] = &job.descriptors;
        let run = child.run(job.message, descriptors)?;
        Ok(Run { pooled: true, ..run })
    }

    /// Children ready for a role.
    pub fn ready(&self, role: &str) -> usize {
        self.shared.lock().of_role.get(role).map_or(0, |shelf| shelf.ready.len())
    }

    /// Waits until the pool is full, at most for `time`. Whether it is.
    pub fn wait_until_full(&self, time: Duration) -> bool {
        let shelves = self.shared.lock();
        let is_short = |shelves: &mut Shelves| shelves.of_role.values().any(|shelf| shelf.lacks() > 0);
        let waited = self.shared.changed.wait_timeout_while(shelves, time, is_short);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Why a role's children could not be started the last time, if they could not.
    pub fn last_error(&self, role: &str) -> Option<String> {
        self.shared.lock().of_role.get(role)?.last_error.clone()
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.lock().is_closed = true;
        self.shared.changed.notify_all();
        if let Some(keeper) = self.keeper.take() {
            // A keeper that panicked has nothing left to keep.
            let _ = keeper.join();
        }
    }
}

impl Shared {
    /// A panic while the lock is held leaves whole values behind.
    fn lock(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, role: &str, limits: &Limits) -> Option<LockedChild> {
        let mut all = self.lock();
        let kept = all.of_role.get_mut(role).filter(|kept| kept.order.limits == *limits)?;
        let mut taken = None;
        let mut useless = Vec::new();
        while let Some(ready) = kept.ready.pop() {
            if ready.since.elapsed() < self.most_age && ready.child.lives() {
                taken = Some(ready.child);
                break;
            }
            useless.push(ready);
        }
        drop(all);
        self.changed.notify_all();
        // Killed and reaped here, without the lock.
        drop(useless);
        taken
    }
}

impl Shelf {
    fn lacks(&self) -> usize {
        self.order.size.saturating_sub(self.ready.len())
    }

    fn is_due(&self, now: Instant) -> bool {
        self.lacks() > 0 && self.pause_until.is_none_or(|until| until <= now)
    }
}

/// The keeper's life: throw out the old, start one that lacks, sleep.
fn keep(shared: &Shared, launcher: &Launcher) {
    let mut shelves = shared.lock();
    while !shelves.is_closed {
        let now = Instant::now();
        let old = shelves.remove_old(now, shared.most_age);
        let due = shelves.of_role.values().find(|shelf| shelf.is_due(now)).map(|shelf| shelf.order.clone());
        let Some(order) = due.filter(|_| old.is_empty()) else {
            if old.is_empty() {
                let sleep = shelves.next_event(now, shared.most_age);
                shelves = shared.changed.wait_timeout(shelves, sleep).unwrap_or_else(PoisonError::into_inner).0;
            } else {
                drop(shelves);
                drop(old);
                shelves = shared.lock();
            }
            continue;
        };
        drop(shelves);
        let started = LockedChild::start(launcher, &order.role, &order.limits);
        shelves = shared.lock();
        if let Some(shelf) = shelves.of_role.get_mut(&order.role) {
            shelf.put(started);
        }
        shared.changed.notify_all();
    }
    // Here and not in another thread: dropping the children is the end of this one's duty.
    let rest: Vec<Shelf> = shelves.of_role.drain().map(|(_, shelf)| shelf).collect();
    drop(shelves);
    drop(rest);
}

impl Shelf {
    fn put(&mut self, started: Result<LockedChild, SandboxError>) {
        match started {
            Ok(child) => {
                self.ready.push(Ready { child, since: Instant::now() });
                self.pause_until = None;
                self.last_error = None;
            }
            Err(error) => {
                self.pause_until = Some(Instant::now() + PAUSE);
                self.last_error = Some(error.to_string());
            }
        }
    }
}

impl Shelves {
    fn remove_old(&mut self, now: Instant, most_age: Duration) -> Vec<Ready> {
        let is_old = |ready: &mut Ready| now.saturating_duration_since(ready.since) >= most_age;
        self.of_role.values_mut().flat_map(|shelf| shelf.ready.extract_if(.., is_old)).collect()
    }

    /// Time until a child grows old or a pause ends.
    fn next_event(&self, now: Instant, most_age: Duration) -> Duration {
        let ages = self.of_role.values().flat_map(|shelf| &shelf.ready).map(|ready| ready.since + most_age);
        let pauses = self.of_role.values().filter(|shelf| shelf.lacks() > 0).filter_map(|shelf| shelf.pause_until);
        ages.chain(pauses).min().map_or(most_age, |next| next.saturating_duration_since(now))
    }
}
