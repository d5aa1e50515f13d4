//! The settings, one struct a concern; each field says its key, its unit and its default.
//!
//! Invariant: reading a struct never fails; mistakes gather in the source and are reported at its end.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use ipnet::IpNet;
use joute_evaluation::Bounds;
use joute_sandbox::Tier;
use secrecy::{ExposeSecret, SecretString};

use super::source::{Reading, Source};

/// Everything the process was told.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) data: DataConfig,
    pub(crate) server: ServerConfig,
    pub(crate) database: DatabaseSettings,
    pub(crate) storage: StorageConfig,
    pub(crate) limits: LimitsConfig,
    pub(crate) sandbox: SandboxConfig,
    pub(crate) worker: WorkerConfig,
    pub(crate) log: LogConfig,
    pub(crate) readings: Vec<Reading>,
}

impl Config {
    /// Reads everything; the error lists all mistakes.
    pub(crate) fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        Self::from_source(Source::load(file)?)
    }

    pub(crate) fn from_source(mut source: Source) -> anyhow::Result<Self> {
        let data = DataConfig::read(&mut source);
        let server = ServerConfig::read(&mut source);
        let database = DatabaseSettings::read(&mut source);
        let storage = StorageConfig::read(&mut source);
        let limits = LimitsConfig::read(&mut source);
        let sandbox = SandboxConfig::read(&mut source);
        let worker = WorkerConfig::read(&mut source);
        let log = LogConfig::read(&mut source);
        let readings = source.finish()?;
        Ok(Self { data, server, database, storage, limits, sandbox, worker, log, readings })
    }
}

/// Where the process keeps files of its own.
#[derive(Debug, Clone)]
pub(crate) struct DataConfig {
    /// `data.folder`: database, objects and temporary files unless said otherwise; default `joute-data`.
    pub(crate) folder: PathBuf,
}

impl DataConfig {
    fn read(source: &mut Source) -> Self {
        Self { folder: PathBuf::from(source.value("data.folder", "joute-data".to_owned())) }
    }
}

/// The HTTP server.
#[derive(Debug, Clone)]
pub(crate) struct ServerConfig {
    /// `server.listen`: address and port; default `127.0.0.1:8080`.
    pub(crate) listen: SocketAddr,
    /// `server.public_url`: what people type; decides whether cookies demand HTTPS. Default: `http://` and the address.
    pub(crate) public_url: Option<String>,
    /// `server.house_name`: name of the organisation, shown on every page; default `Our house`.
    pub(crate) house_name: String,
    /// `server.trusted_proxies`: addresses or networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` counts,
    /// separated by commas; default none.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// `server.worker`: score submissions in this process too; default true.
    pub(crate) worker: bool,
}

impl ServerConfig {
    fn read(source: &mut Source) -> Self {
        let listen = source.value("server.listen", SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = source.optional::<String>("server.public_url");
        if let Some(url) = &public_url
            && !(url.starts_with("http://") || url.starts_with("https://"))
        {
            source.mistake(format!("server.public_url: `{url}` begins with neither http:// nor https://"));
        }
        Self {
            listen,
            public_url,
            house_name: source.value("server.house_name", "Our house".to_owned()),
            trusted_proxies: trusted_proxies(source),
            worker: source.value("server.worker", true),
        }
    }
}

fn trusted_proxies(source: &mut Source) -> Vec<IpNet> {
    let text = source.value("server.trusted_proxies", String::new());
    let mut networks = Vec::new();
    for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        match entry.parse::<IpNet>().or_else(|error| entry.parse::<IpAddr>().map(IpNet::from).map_err(|_| error)) {
            Ok(network) => networks.push(network),
            Err(_) => source.mistake(format!("server.trusted_proxies: `{entry}` is neither an address nor a network")),
        }
    }
    networks
}

/// The database.
#[derive(Debug, Clone)]
pub(crate) struct DatabaseSettings {
    /// `database.url`: `sqlite:FILE` or `postgres://…`; default a file in the data folder.
    pub(crate) url: Option<SecretString>,
    /// `database.pool_size`: connections; default 8.
    pub(crate) pool_size: u32,
    /// `database.synchronous_full`: SQLite waits for the disk at every commit; default false.
    pub(crate) synchronous_full: bool,
}

impl DatabaseSettings {
    fn read(source: &mut Source) -> Self {
        let url = source.secret("database.url");
        let known =
            |url: &str| ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
        if url.as_ref().is_some_and(|url| !known(url.expose_secret())) {
            source.mistake("database.url: it must begin with sqlite:, postgres:// or postgresql://");
        }
        Self {
            url,
            pool_size: source.value("database.pool_size", 8),
            synchronous_full: source.value("database.synchronous_full", false),
        }
    }
}

/// Which kind of object store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StorageKind {
    Folder,
    Memory,
    S3,
}

impl FromStr for StorageKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "folder" => Ok(Self::Folder),
            "memory" => Ok(Self::Memory),
            "s3" => Ok(Self::S3),
            other => Err(format!("`{other}` is none of folder, memory, s3")),
        }
    }
}

impl fmt::Display for StorageKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Folder => "folder",
            Self::Memory => "memory",
            Self::S3 => "s3",
        })
    }
}

/// The object store.
#[derive(Debug, Clone)]
pub(crate) struct StorageConfig {
    /// `storage.kind`: `folder` (default), `s3`, or `memory` for trials.
    pub(crate) kind: StorageKind,
    /// `storage.folder`: default `objects` in the data folder.
    pub(crate) folder: Option<PathBuf>,
    /// `storage.bucket`.
    pub(crate) bucket: String,
    /// `storage.endpoint`: for S3 servers other than Amazon's.
    pub(crate) endpoint: Option<String>,
    /// `storage.region`: default `us-east-1`.
    pub(crate) region: String,
    /// `storage.access_key`.
    pub(crate) access_key: Option<SecretString>,
    /// `storage.secret_key`.
    pub(crate) secret_key: Option<SecretString>,
    /// `storage.prefix`: put before every key, so that several houses may share a bucket.
    pub(crate) prefix: Option<String>,
    /// `storage.path_style`: bucket in the path, as most own servers want; default true.
    pub(crate) path_style: bool,
    /// `storage.allow_http`: speak to the endpoint without TLS; default false.
    pub(crate) allow_http: bool,
}

impl StorageConfig {
    fn read(source: &mut Source) -> Self {
        let config = Self {
            kind: source.value("storage.kind", StorageKind::Folder),
            folder: source.optional::<String>("storage.folder").map(PathBuf::from),
            bucket: source.value("storage.bucket", String::new()),
            endpoint: source.optional("storage.endpoint"),
            region: source.value("storage.region", "us-east-1".to_owned()),
            access_key: source.secret("storage.access_key"),
            secret_key: source.secret("storage.secret_key"),
            prefix: source.optional("storage.prefix"),
            path_style: source.value("storage.path_style", true),
            allow_http: source.value("storage.allow_http", false),
        };
        if config.kind == StorageKind::S3 && config.bucket.is_empty() {
            source.mistake("storage.bucket: storage.kind is s3, so a bucket is needed");
        }
        config
    }
}

/// What people may upload.
#[derive(Debug, Clone)]
pub(crate) struct LimitsConfig {
    /// `limits.submission_max_bytes`: largest prediction file; default 256 MiB.
    pub(crate) submission_max_bytes: u64,
    /// `limits.file_max_bytes`: largest file of a host; default 4 GiB.
    pub(crate) file_max_bytes: u64,
}

impl LimitsConfig {
    fn read(source: &mut Source) -> Self {
        Self {
            submission_max_bytes: source.value("limits.submission_max_bytes", 256 << 20),
            file_max_bytes: source.value("limits.file_max_bytes", 4 << 30),
        }
    }
}

/// What a jailed stage may spend.
#[derive(Debug, Clone)]
pub(crate) struct SandboxConfig {
    /// `sandbox.memory_bytes`; default 2 GiB.
    pub(crate) memory_bytes: u64,
    /// `sandbox.cpu_seconds`; default 60.
    pub(crate) cpu: Duration,
    /// `sandbox.wall_seconds`; default 120.
    pub(crate) wall: Duration,
    /// `sandbox.min_tier`: `a` or `b` (default); below it nothing is scored.
    pub(crate) min_tier: Tier,
    /// `sandbox.pool_age_seconds`: age at which a waiting child is replaced; 0 keeps none waiting; default 600.
    pub(crate) pool_age: Duration,
    /// What a table may be once it is unpacked: `sandbox.table_bytes`, default 1 GiB; `sandbox.line_bytes`, default
    /// 64 KiB; `sandbox.columns`, default 1,000; `sandbox.rows`, default 100 million.
    pub(crate) bounds: Bounds,
}

impl SandboxConfig {
    fn read(source: &mut Source) -> Self {
        let bounds = Bounds::default();
        let config = Self {
            memory_bytes: source.value("sandbox.memory_bytes", 2 << 30),
            cpu: Duration::from_secs(source.value("sandbox.cpu_seconds", 60)),
            wall: Duration::from_secs(source.value("sandbox.wall_seconds", 120)),
            min_tier: source.value("sandbox.min_tier", Tier::B),
            pool_age: Duration::from_secs(source.value("sandbox.pool_age_seconds", 600)),
            bounds: Bounds {
                table_bytes: source.value("sandbox.table_bytes", bounds.table_bytes),
                line_bytes: source.value("sandbox.line_bytes", bounds.line_bytes),
                columns: source.value("sandbox.columns", bounds.columns),
                rows: source.value("sandbox.rows", bounds.rows),
            },
        };
        let Bounds { table_bytes, line_bytes, columns, rows } = config.bounds;
        let numbers = [config.memory_bytes, table_bytes, line_bytes, columns, rows];
        if numbers.contains(&0) || config.cpu.is_zero() || config.wall.is_zero() {
            source.mistake("sandbox: every limit must be at least 1");
        }
        config
    }
}

/// The job runner.
#[derive(Debug, Clone)]
pub(crate) struct WorkerConfig {
    /// `worker.slots`: submissions scored at the same time; default one a processor.
    pub(crate) slots: usize,
    /// `worker.lease_seconds`: silence after which a submission is taken over; default 30.
    pub(crate) lease: Duration,
    /// `worker.poll_milliseconds`: how often an idle worker looks; default 500.
    pub(crate) poll: Duration,
    /// `worker.max_attempts`: tries before a submission fails by our fault; default 3.
    pub(crate) max_attempts: u64,
}

impl WorkerConfig {
    fn read(source: &mut Source) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let config = Self {
            slots: source.value("worker.slots", processors),
            lease: Duration::from_secs(source.value("worker.lease_seconds", 30)),
            poll: Duration::from_millis(source.value("worker.poll_milliseconds", 500)),
            max_attempts: source.value("worker.max_attempts", 3),
        };
        if config.slots == 0 || config.lease.is_zero() || config.poll.is_zero() || config.max_attempts == 0 {
            source.mistake("worker: slots, lease_seconds, poll_milliseconds and max_attempts must be at least 1");
        }
        config
    }
}

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Auto,
    Pretty,
    Json,
}

impl FromStr for LogFormat {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "pretty" => Ok(Self::Pretty),
            "json" => Ok(Self::Json),
            other => Err(format!("`{other}` is none of auto, pretty, json")),
        }
    }
}

impl fmt::Display for LogFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Auto => "auto",
            Self::Pretty => "pretty",
            Self::Json => "json",
        })
    }
}

/// The log.
#[derive(Debug, Clone)]
pub(crate) struct LogConfig {
    /// `log.format`: `auto` (pretty on a terminal, JSON otherwise), `pretty`, `json`.
    pub(crate) format: LogFormat,
    /// `log.filter`: levels by target; default `info`.
    pub(crate) filter: String,
}

impl LogConfig {
    fn read(source: &mut Source) -> Self {
        Self {
            format: source.value("log.format", LogFormat::Auto),
            filter: source.value("log.filter", "info,actix_server=warn".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str) -> anyhow::Result<Config> {
        Config::from_source(Source::new(std::collections::BTreeMap::new(), file)?)
    }

    #[test]
    fn the_defaults_are_valid() {
        let config = load("").unwrap();
        assert_eq!(config.server.listen.port(), 8080);
        assert_eq!(config.storage.kind, StorageKind::Folder);
    }

    #[test]
    fn proxies_are_addresses_or_networks() {
        let config = load("[server]\ntrusted_proxies = \"127.0.0.1, 10.0.0.0/8, fd00::/8\"").unwrap();
        assert_eq!(config.server.trusted_proxies.len(), 3);
        let text = load("[server]\ntrusted_proxies = \"nearby\"").unwrap_err().to_string();
        assert!(text.contains("trusted_proxies") && text.contains("nearby"), "{text}");
    }

    #[test]
    fn a_tier_is_named_by_its_letter() {
        assert_eq!(load("").unwrap().sandbox.min_tier, Tier::B);
        assert_eq!(load("[sandbox]\nmin_tier = \"a\"").unwrap().sandbox.min_tier, Tier::A);
        let text = load("[sandbox]\nmin_tier = \"z\"\nrows = 0").unwrap_err().to_string();
        assert!(text.contains("min_tier") && text.contains("at least 1"), "{text}");
    }

    #[test]
    fn mistakes_of_several_concerns_come_together() {
        let text = load("[storage]\nkind = \"s3\"\n[database]\nurl = \"mysql://x\"\n[worker]\nslots = 0").unwrap_err();
        for part in ["storage.bucket", "database.url", "worker"] {
            assert!(text.to_string().contains(part), "{part} in {text}");
        }
    }
}
