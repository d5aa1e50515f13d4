//! `TestHouse`: the real `joute serve` on a free port with a fresh database; `house_test!` runs a story on both databases.
//!
//! Invariant: rows that a story presupposes are inserted through the database, everything it tells goes over HTTP.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use joute_database::test_support::{Backend, TestDatabase};
use joute_database::users::{self, User};
use joute_domain::{Role, Timestamp, UserId};

use crate::person::Person;

/// The password of everybody in tests, and its hash.
pub(crate) const PASSWORD: &str = "joute-test-password";

/// A running house that ends with this value.
pub(crate) struct TestHouse {
    pub(crate) database: TestDatabase,
    folder: tempfile::TempDir,
    serve: Option<Process>,
    settings: Vec<(String, String)>,
    url: String,
}

/// A process of the real binary, killed when dropped.
pub(crate) struct Process(Child);

impl Process {
    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// The id that signals go to.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Waits for its own end.
    pub(crate) fn wait(&mut self) -> std::process::ExitStatus {
        self.0.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

impl TestHouse {
    /// Starts a house with settings such as `("JOUTE_SERVER_WORKER", "false")`; `None`, recorded as a skip, where the
    /// machine lacks the database.
    pub(crate) fn start_with(backend: Backend, settings: &[(&str, &str)]) -> Option<Self> {
        let database = TestDatabase::fresh(backend)?;
        let folder = tempfile::tempdir().unwrap();
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut house = Self { database, folder, serve: None, settings, url: String::new() };
        house.restart();
        Some(house)
    }

    /// Kills the server, if it runs, and starts it again on another port.
    pub(crate) fn restart(&mut self) {
        self.stop();
        let mut child = self.command("serve").stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let ready = lines
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("joute serves on ").map(str::to_owned));
        self.serve = Some(Process(child));
        self.url = ready.expect("the server says where it serves");
    }

    /// Kills the server.
    pub(crate) fn stop(&mut self) {
        self.serve = None;
    }

    /// The server's process.
    pub(crate) fn serve(&mut self) -> &mut Process {
        self.serve.as_mut().unwrap()
    }

    /// Starts a worker process of this house.
    pub(crate) fn start_worker(&self) -> Process {
        Process(self.command("worker").spawn().unwrap())
    }

    /// A command of the real binary with this house's settings.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(binary());
        command.arg(name).env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(self.log());
        command
            .env("JOUTE_DATA_FOLDER", self.folder.path())
            .env("JOUTE_DATABASE_URL", self.database.url())
            .env("JOUTE_SERVER_LISTEN", "127.0.0.1:0")
            .env("JOUTE_WORKER_POLL_MILLISECONDS", "50")
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// An address of this house.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Where the house keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Everything that was logged so far.
    pub(crate) fn log_text(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Makes an account and signs in.
    pub(crate) async fn person(&self, handle: &str, role: Role) -> Person {
        let user = User {
            id: UserId::new(),
            handle: handle.parse().unwrap(),
            display_name: handle.to_owned(),
            email: None,
            password_hash: Some(password_hash()),
            role,
            language: None,
            created_at: Timestamp::now(),
            disabled_at: None,
            is_name_public: false,
        };
        self.database.write("test.person", move |tx| users::insert(tx, &user)).await.unwrap();
        let person = Person::anonymous(self);
        person.sign_in(handle).await;
        person
    }

    /// Somebody who is not signed in.
    pub(crate) fn anybody(&self) -> Person {
        Person::anonymous(self)
    }

    fn log(&self) -> Stdio {
        let path = self.folder.path().join("log");
        std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap().into()
    }
}

/// The binary under test.
pub(crate) fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_joute")
}

/// The folder of the project's fixtures.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn password_hash() -> String {
    use std::sync::OnceLock;
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        use argon2::password_hash::PasswordHasher;
        argon2::Argon2::default().hash_password(PASSWORD.as_bytes()).unwrap().to_string()
    })
    .clone()
}

/// Runs one story on one database.
pub(crate) fn run<F: Future<Output = ()>>(
    backend: Backend,
    settings: &[(&str, &str)],
    story: impl FnOnce(TestHouse) -> F,
) {
    let Some(house) = TestHouse::start_with(backend, settings) else { return };
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story(house));
}

/// Makes two tests of a story, `name::sqlite` and `name::postgres`, each with a house of its own.
macro_rules! house_test {
    ($(#[$doc:meta])* async fn $name:ident($house:ident: TestHouse) $body:block) => {
        $crate::house::house_test!($(#[$doc])* with [] async fn $name($house: TestHouse) $body);
    };
    ($(#[$doc:meta])* with [$($setting:expr),* $(,)?] async fn $name:ident($house:ident: TestHouse) $body:block) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing of its module")]
            use super::*;

            #[allow(unused_mut, reason = "only some stories restart the house")]
            async fn story(mut $house: $crate::house::TestHouse) $body

            #[test]
            fn sqlite() {
                $crate::house::run(joute_database::test_support::Backend::Sqlite, &[$($setting),*], story);
            }

            #[test]
            fn postgres() {
                $crate::house::run(joute_database::test_support::Backend::Postgres, &[$($setting),*], story);
            }
        }
    };
}
pub(crate) use house_test;
