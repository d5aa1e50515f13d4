//! Starting a cluster and naming its databases.
//!
//! Invariant: a cluster value exists only once the server answers queries.

use std::collections::HashSet;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::certificate::Certificates;
use super::database::{self, Database};
use crate::account::Account;
use crate::network::{free_port, wait_until};
use crate::process::{GuardedProcess, Launch};

/// Another process may take the port between our choice and the server's start.
const ATTEMPTS: u32 = 5;
const START_LIMIT: Duration = Duration::from_mins(2);

/// The data of a test is worth nothing after it, so nothing is flushed to the disk.
const START: &str = r#"
programs=$1; port=$2
"$programs/initdb" -D data -U joute --pwfile password --auth scram-sha-256 --locale=C --encoding=UTF8 --no-sync || exit 1
exec "$programs/postgres" -D data -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
  -c max_connections=300 -c shared_buffers=64MB -c timezone=UTC -c lc_messages=C \
  -c ssl=on -c ssl_cert_file=../server.crt -c ssl_key_file=../server.key
"#;

/// A running server with its superuser `joute`.
#[derive(Debug)]
pub struct Cluster {
    port: u16,
    password: String,
    authority: String,
    templates: Mutex<HashSet<String>>,
    databases: AtomicU64,
    _server: GuardedProcess,
}

impl Cluster {
    pub(super) fn start(programs: &Path, account: Option<Account>) -> Self {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            match Self::attempt(programs, account) {
                Ok(cluster) => return cluster,
                Err(output) => last = output,
            }
        }
        panic!("the PostgreSQL cluster did not start: {last}");
    }

    fn attempt(programs: &Path, account: Option<Account>) -> Result<Self, String> {
        let password = random_password().map_err(|error| format!("no randomness: {error}"))?;
        let certificates = Certificates::generate().map_err(|error| format!("no certificate: {error}"))?;
        let folder =
            prepare_folder(account, &password, &certificates).map_err(|error| format!("no folder: {error}"))?;
        let port = free_port();
        let launch = Launch {
            program: "sh".into(),
            arguments: vec!["-c".into(), START.into(), "start".into(), programs.into(), port.to_string().into()],
            environment: vec![("LC_ALL".into(), "C".into()), ("TZ".into(), "UTC".into())],
            signal: "QUIT",
        };
        let server = GuardedProcess::spawn_as(account, &folder, &launch).map_err(|error| error.to_string())?;
        let url = url(port, &password, "postgres");
        wait_until("PostgreSQL starts", START_LIMIT, || match database::execute(&url, "SELECT 1") {
            Ok(()) => Some(Ok(())),
            Err(_) if server.has_ended() => Some(Err(server.output())),
            Err(_) => None,
        })?;
        Ok(Self {
            port,
            password,
            authority: certificates.authority,
            templates: Mutex::default(),
            databases: AtomicU64::new(0),
            _server: server,
        })
    }

    /// The address of one database: `postgres://joute:<password>@127.0.0.1:<port>/<database>`.
    ///
    /// The server accepts plain connections and TLS; see [`Cluster::authority_pem`].
    pub fn url(&self, database: &str) -> String {
        url(self.port, &self.password, database)
    }

    /// The PEM text of the authority that signed the server's certificate (for `localhost` and `127.0.0.1`).
    pub fn authority_pem(&self) -> &str {
        &self.authority
    }

    /// Makes an empty database.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    pub fn create_database(&self) -> Database {
        self.create("template0")
    }

    /// Makes a copy of the database `template`, which `prepare` fills on the first call for that name.
    ///
    /// `prepare` receives the address of the empty template and must close its connections before it returns.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    pub fn create_database_from(&self, template: &str, prepare: impl FnOnce(&str)) -> Database {
        let mut templates = self.templates.lock().expect("no test fails while it prepares a template");
        if !templates.contains(template) {
            self.run(&format!("CREATE DATABASE \"{template}\" TEMPLATE template0"));
            prepare(&self.url(template));
            templates.insert(template.to_owned());
        }
        // The lock is kept: the server refuses to copy a template that somebody else is just copying from.
        self.create(template)
    }

    fn create(&self, template: &str) -> Database {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run(&format!("CREATE DATABASE {name} TEMPLATE \"{template}\""));
        Database::new(self.url("postgres"), self.url(&name), name)
    }

    /// A connection that `prepare` closed may linger for a moment, and a template in use cannot be copied.
    fn run(&self, statement: &str) {
        let url = self.url("postgres");
        wait_until("the template is free", Duration::from_secs(20), || match database::execute(&url, statement) {
            Ok(()) => Some(()),
            Err(error) if database::is_in_use(&error) => None,
            Err(error) => panic!("{statement}: {error:?}"),
        });
    }
}

fn url(port: u16, password: &str, database: &str) -> String {
    format!("postgres://joute:{password}@127.0.0.1:{port}/{database}")
}

fn random_password() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    io::Read::read_exact(&mut fs::File::open("/dev/urandom")?, &mut bytes)?;
    Ok(hex::encode(bytes))
}

fn prepare_folder(account: Option<Account>, password: &str, certificates: &Certificates) -> io::Result<PathBuf> {
    let folder = tempfile::Builder::new().prefix("joute-postgres-").tempdir()?;
    let files =
        [("password", password), ("server.crt", &certificates.server), ("server.key", &certificates.server_key)];
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::write(&path, text)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        account.map_or(Ok(()), |account| account.own(&path))?;
    }
    account.map_or(Ok(()), |account| account.own(folder.path()))?;
    Ok(folder.keep())
}
