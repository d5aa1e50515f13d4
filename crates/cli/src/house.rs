//! Builds the house from the configuration.
//!
//! Invariant: a process that starts has a migrated database, a reachable store and a jail that holds.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use joute_database::{Database, DatabaseConfig};
use joute_domain::Clock;
use joute_evaluation::Evaluator;
use joute_sandbox::{Launcher, Limits, Probed};
use joute_services::{House, HouseConfig, HouseParts};
use joute_storage::{Location, S3Credentials, S3Location, Storage};
use secrecy::{ExposeSecret, SecretString};
use tracing::{info, warn};

use crate::config::{Config, StorageConfig, StorageKind};

/// First argument of a jailed child of this program.
pub(crate) const CHILD_ARGUMENT: &str = "--jailed-child";

/// Starts this program again as a jailed child.
pub(crate) fn launcher() -> Launcher {
    Launcher::current_executable(CHILD_ARGUMENT)
}

/// Opens everything; the database must have no pending migrations. A process that `scores` keeps children waiting.
pub(crate) async fn open(config: &Config, scores: bool) -> anyhow::Result<House> {
    let database = database(config).await?;
    let pending = tokio::task::spawn_blocking({
        let database = database.clone();
        move || database.pending_migrations()
    })
    .await??;
    if pending > 0 {
        bail!("the database lacks {pending} migration(s): run `joute migrate` first");
    }
    assemble(config, database, scores).await
}

/// Opens everything and migrates first; for processes that own their database.
pub(crate) async fn open_and_migrate(config: &Config, scores: bool) -> anyhow::Result<House> {
    let database = database(config).await?;
    migrate(&database).await?;
    assemble(config, database, scores).await
}

/// Applies pending migrations and says how many.
pub(crate) async fn migrate(database: &Database) -> anyhow::Result<u32> {
    let database = database.clone();
    let applied = tokio::task::spawn_blocking(move || database.migrate()).await??;
    if applied > 0 {
        info!(applied, "database migrated");
    }
    Ok(applied)
}

/// Opens the database that the configuration names.
pub(crate) async fn database(config: &Config) -> anyhow::Result<Database> {
    create_folder(&config.data.folder)?;
    let default = || SecretString::from(format!("sqlite:{}", config.data.folder.join("joute.sqlite").display()));
    let settings = DatabaseConfig {
        url: config.database.url.clone().unwrap_or_else(default),
        pool_size: config.database.pool_size,
        synchronous_full: config.database.synchronous_full,
    };
    let opened = tokio::task::spawn_blocking(move || Database::open(&settings)).await?;
    opened.context("the database cannot be opened")
}

/// What holds on this machine, after a trial run of the jail; refused below the demanded tier. Each weakness is logged
/// with its reason.
pub(crate) fn jail(config: &Config) -> anyhow::Result<Probed> {
    let probed = joute_sandbox::probe(&launcher()).context("the jail does not hold here, so nothing can be scored")?;
    if let Some(reason) = &probed.why_not_a {
        warn!(%reason, "the jail holds in tier b only");
    }
    if let Some(reason) = &probed.why_no_group {
        info!(%reason, "the jail has no control groups; limits are those of each process");
    }
    probed.demand(config.sandbox.min_tier).context("sandbox.min_tier refuses to score here")?;
    info!(jail = %probed, "jail probed");
    Ok(probed)
}

/// The jailed stages.
pub(crate) fn evaluator(config: &Config) -> anyhow::Result<Evaluator> {
    let launcher = launcher().locked_as(&jail(config)?);
    Ok(Evaluator::new(launcher, limits(config)).with_bounds(config.sandbox.bounds))
}

/// The jailed stages of a process that scores all the time: children wait, locked, one for each slot.
fn evaluator_with_pool(config: &Config) -> anyhow::Result<Evaluator> {
    let evaluator = evaluator(config)?;
    if config.sandbox.pool_age.is_zero() {
        return Ok(evaluator);
    }
    evaluator.with_pool(config.worker.slots, config.sandbox.pool_age).context("the jail's pool cannot be started")
}

/// The jail's limits.
pub(crate) fn limits(config: &Config) -> Limits {
    Limits {
        memory_bytes: config.sandbox.memory_bytes,
        cpu: config.sandbox.cpu,
        wall: config.sandbox.wall,
        ..Limits::default()
    }
}

/// Opens the object store and makes sure that it answers.
pub(crate) async fn storage(config: &Config) -> anyhow::Result<Storage> {
    let storage =
        Storage::open(&location(&config.storage, &config.data.folder)?).context("the object store cannot be opened")?;
    storage.check().await.context("the object store does not answer")?;
    Ok(storage)
}

async fn assemble(config: &Config, database: Database, scores: bool) -> anyhow::Result<House> {
    let storage = storage(config).await?;
    let work_folder = config.data.folder.join("work");
    create_folder(&work_folder)?;
    let house = HouseConfig {
        submission_max_bytes: config.limits.submission_max_bytes,
        file_max_bytes: config.limits.file_max_bytes,
        lease: config.worker.lease,
        max_attempts: config.worker.max_attempts,
        poll_interval: config.worker.poll,
        scoring_slots: config.worker.slots,
        ..HouseConfig::with_work_folder(work_folder)
    };
    let evaluator = if scores { evaluator_with_pool(config)? } else { evaluator(config)? };
    Ok(House::new(HouseParts { database, storage, evaluator, clock: Clock::System, config: house }))
}

fn location(config: &StorageConfig, data: &Path) -> anyhow::Result<Location> {
    Ok(match config.kind {
        StorageKind::Memory => Location::Memory,
        StorageKind::Folder => Location::Folder(config.folder.clone().unwrap_or_else(|| data.join("objects"))),
        StorageKind::S3 => Location::S3(S3Location {
            bucket: config.bucket.clone(),
            endpoint: config.endpoint.as_deref().map(str::parse).transpose().context("storage.endpoint is no URL")?,
            region: config.region.clone(),
            credentials: credentials(config),
            allow_http: config.allow_http,
            path_style: config.path_style,
            prefix: config.prefix.clone(),
        }),
    })
}

/// The pair of access keys; without one the machine's own role is asked.
fn credentials(config: &StorageConfig) -> Option<S3Credentials> {
    let (access_key, secret_key) = (config.access_key.as_ref()?, config.secret_key.clone()?);
    Some(S3Credentials { access_key: access_key.expose_secret().to_owned(), secret_key })
}

fn create_folder(folder: &PathBuf) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))
}
