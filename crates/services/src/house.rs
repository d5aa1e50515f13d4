//! What every use case works with: database, storage, jail, clock and limits.
//!
//! Invariant: a house holds no state that another process could not rebuild; its events are only a wake-up call.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use joute_database::Database;
use joute_domain::{Clock, CompetitionId, SubmissionId, TeamId};
use joute_evaluation::Evaluator;
use joute_storage::Storage;
use tokio::sync::{Notify, OnceCell, broadcast};

/// Limits and places of a house.
#[derive(Debug, Clone)]
pub struct HouseConfig {
    /// Largest accepted prediction file, in bytes.
    pub submission_max_bytes: u64,
    /// Largest accepted file of a host, in bytes.
    pub file_max_bytes: u64,
    /// Folder for staged uploads and cached truths.
    pub work_folder: PathBuf,
    /// How long a session lasts without use.
    pub session_lifetime: Duration,
    /// How long a session's token is used before it is replaced.
    pub session_rotation: Duration,
    /// How long a JWT is valid.
    pub jwt_lifetime: Duration,
    /// How long a worker may be silent before its submission is taken over.
    pub lease: Duration,
    /// How often a submission is tried before it fails by our fault.
    pub max_attempts: u64,
    /// How long to wait before the next try.
    pub retry_after: Duration,
    /// How often an idle worker looks for work that nobody announced.
    pub poll_interval: Duration,
    /// Submissions scored at the same time by one worker process.
    pub scoring_slots: usize,
}

impl HouseConfig {
    /// Defaults with the given folder for temporary files.
    pub fn with_work_folder(work_folder: PathBuf) -> Self {
        Self {
            submission_max_bytes: 256 << 20,
            file_max_bytes: 4 << 30,
            work_folder,
            session_lifetime: Duration::from_hours(14 * 24),
            session_rotation: Duration::from_mins(15),
            jwt_lifetime: Duration::from_hours(1),
            lease: Duration::from_secs(30),
            max_attempts: 3,
            retry_after: Duration::from_secs(2),
            poll_interval: Duration::from_millis(500),
            scoring_slots: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }
}

/// Something that open pages want to know at once.
#[derive(Debug, Clone)]
pub struct HouseEvent {
    /// Where it happened.
    pub competition: CompetitionId,
    /// Whose submission it is.
    pub team: TeamId,
    /// The submission that changed its state.
    pub submission: SubmissionId,
}

/// The parts from which a house is built.
#[derive(Debug)]
pub struct HouseParts {
    /// The database, migrated.
    pub database: Database,
    /// The object store.
    pub storage: Storage,
    /// The jailed stages.
    pub evaluator: Evaluator,
    /// The clock.
    pub clock: Clock,
    /// Limits.
    pub config: HouseConfig,
}

/// The application. Cloning is cheap and shares everything.
#[derive(Debug, Clone)]
pub struct House {
    pub(crate) database: Database,
    pub(crate) storage: Storage,
    pub(crate) evaluator: Evaluator,
    pub(crate) clock: Clock,
    pub(crate) config: Arc<HouseConfig>,
    pub(crate) work: Arc<Notify>,
    pub(crate) signing_key: Arc<OnceCell<String>>,
    pub(crate) events: broadcast::Sender<HouseEvent>,
}

impl House {
    /// Puts the parts together.
    pub fn new(parts: HouseParts) -> Self {
        let HouseParts { database, storage, evaluator, clock, config } = parts;
        let (events, _) = broadcast::channel(256);
        Self {
            database,
            storage,
            evaluator,
            clock,
            config: Arc::new(config),
            work: Arc::default(),
            signing_key: Arc::default(),
            events,
        }
    }

    /// The same house seen at another time; used to lay down a history.
    #[must_use]
    pub fn at(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The limits.
    pub fn config(&self) -> &HouseConfig {
        &self.config
    }

    /// The database, for start-up and readiness.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The object store, for readiness.
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// Subscribes to events of this process; other processes' changes are seen by asking the database.
    pub fn events(&self) -> broadcast::Receiver<HouseEvent> {
        self.events.subscribe()
    }

    /// Tells this process's worker and open pages that a submission changed.
    pub(crate) fn announce(&self, competition: &CompetitionId, team: &TeamId, submission: &SubmissionId) {
        self.work.notify_one();
        self.announce_only(competition, team, submission);
    }

    /// Tells open pages that a submission changed, without waking the worker.
    pub(crate) fn announce_only(&self, competition: &CompetitionId, team: &TeamId, submission: &SubmissionId) {
        // Nobody listening is the normal case of a worker process.
        let _ = self.events.send(HouseEvent {
            competition: competition.clone(),
            team: team.clone(),
            submission: submission.clone(),
        });
    }
}
