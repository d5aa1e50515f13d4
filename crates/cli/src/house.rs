//! Builds the house from the configuration.
//!
//! Invariant: a process that starts has a migrated database, a reachable store and a jail that holds.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use joute_database::{Database, DatabaseConfig};
use joute_domain::Clock;
use joute_evaluation::Evaluator;
use joute_sandbox::{Launcher, Limits};
use joute_services::{House, HouseConfig, HouseParts};
use joute_storage::{Location, S3Credentials, S3Location, Storage};
use secrecy::{ExposeSecret, SecretString};
use tracing::info;

use crate::config::{Config, StorageConfig, StorageKind};

/// First argument of a jailed child of this program.
pub(crate) const CHILD_ARGUMENT: &str = "--jailed-child";

/// Starts this program again as a jailed child.
pub(crate) fn launcher() -> Launcher {
    Launcher::current_executable(CHILD_ARGUMENT)
}

/// Opens everything; the database must have no pending migrations.
pub(crate) async fn open(config: &Config) -> anyhow::Result<House> {
    let database = database(config).await?;
    let pending = tokio::task::spawn_blocking({
        let database = database.clone();
        move || database.pending_migrations()
    })
    .await??;
    if pending > 0 {
        bail!("the database lacks {pending} migration(s): run `joute migrate` first");
    }
    assemble(config, database).await
}

/// Opens everything and migrates first; for processes that own their database.
pub(crate) async fn open_and_migrate(config: &Config) -> anyhow::Result<House> {
    let database = database(config).await?;
    migrate(&database).await?;
    assemble(config, database).await
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

/// The jailed stages, after a trial run of the jail.
pub(crate) fn evaluator(config: &Config) -> anyhow::Result<Evaluator> {
    let launcher = launcher();
    let tier = joute_sandbox::probe(&launcher).context("the jail does not hold here, so nothing can be scored")?;
    info!(tier = %tier, "jail probed");
    Ok(Evaluator::new(launcher, limits(config)))
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

async fn assemble(config: &Config, database: Database) -> anyhow::Result<House> {
    let storage =
        Storage::open(&location(&config.storage, &config.data.folder)?).context("the object store cannot be opened")?;
    storage.check().await.context("the object store does not answer")?;
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
    Ok(House::new(HouseParts { database, storage, evaluator: evaluator(config)?, clock: Clock::System, config: house }))
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
