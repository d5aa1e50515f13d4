//! Reaching a database, or being told why not.

use joute_database::test_support::{Backend, TestDatabase};
use joute_database::{Database, DatabaseConfig, DatabaseError, db_test, users};

fn open(url: &str) -> Result<Database, DatabaseError> {
    Database::open(&DatabaseConfig { url: url.into(), ..DatabaseConfig::default() })
}

fn refusal(url: &str) -> String {
    open(url).map(|_| ()).unwrap_err().to_string()
}

db_test! {
    async fn an_open_database_gives_a_sign_of_life(database: TestDatabase) {
        database.check().await.unwrap();
        assert_eq!(database.kind(), if database.url().starts_with("sqlite") { "sqlite" } else { "postgres" });
    }
}

#[test]
fn a_server_that_is_not_there_is_told_in_words_and_never_becomes_a_file() {
    let port = joute_testkit::free_port();
    let told = refusal(&format!("postgres://joute:hunter2@127.0.0.1:{port}/joute"));
    assert!(told.contains("no connection to PostgreSQL at 127.0.0.1") && told.contains("refused"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
    for written_otherwise in ["host=127.0.0.1 dbname=joute", "127.0.0.1/joute", "pg://127.0.0.1/joute"] {
        assert!(refusal(written_otherwise).contains("must begin with"), "{written_otherwise}");
        assert!(!std::path::Path::new(written_otherwise).exists());
    }
}

#[test]
fn a_wrong_password_is_told_without_repeating_it() {
    let Some(database) = TestDatabase::empty(Backend::Postgres) else { return };
    let told = refusal(&database.url().replace("joute:", "joute:wrong"));
    assert!(told.contains("password authentication failed") && !told.contains("wrong"), "{told}");
}

#[test]
fn a_file_in_a_folder_that_is_not_there_is_told_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing/joute.db");
    assert!(refusal(&format!("sqlite:{}", path.display())).contains("missing/joute.db"));
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "my notes, long enough to look like something ".repeat(50)).unwrap();
    assert!(refusal(&format!("sqlite:{}", path.display())).contains("not a database"));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("my notes"));
}

#[cfg(unix)]
#[test]
fn the_file_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("joute.db");
    open(&format!("sqlite:{}", path.display())).unwrap().migrate().unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

/// A `PostgreSQL` database with the certificate authority of its server in a file.
fn protected() -> Option<(TestDatabase, tempfile::NamedTempFile)> {
    let database = TestDatabase::fresh(Backend::Postgres)?;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), joute_testkit::postgres::cluster()?.authority_pem()).unwrap();
    Some((database, file))
}

#[test]
fn require_takes_the_server_whose_authority_is_trusted() {
    let Some((database, authority)) = protected() else { return };
    let url = format!("{}?sslmode=require&sslrootcert={}", database.url(), authority.path().display());
    assert_eq!(encrypted(&open(&url).unwrap()), "on");
}

#[test]
fn require_refuses_a_server_that_nobody_vouches_for() {
    let Some((database, _)) = protected() else { return };
    let told = refusal(&format!("{}?sslmode=require", database.url()));
    assert!(told.contains("certificate"), "{told}");
}

#[test]
fn require_refuses_a_server_under_another_name() {
    let Some((database, authority)) = protected() else { return };
    let url = database.url().replace("127.0.0.1", "127.0.0.2");
    let told = refusal(&format!("{url}?sslmode=require&sslrootcert={}", authority.path().display()));
    assert!(!told.is_empty(), "{told}");
}

#[test]
fn prefer_encrypts_and_disable_does_not() {
    let Some((database, _)) = protected() else { return };
    assert_eq!(encrypted(&open(&format!("{}?sslmode=prefer", database.url())).unwrap()), "on");
    assert_eq!(encrypted(&open(database.url()).unwrap()), "on");
    assert_eq!(encrypted(&open(&format!("{}?sslmode=disable", database.url())).unwrap()), "off");
}

#[test]
fn a_root_certificate_that_is_none_is_refused_with_its_path() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let url = format!("postgres://u@127.0.0.1/x?sslmode=require&sslrootcert={}", file.path().display());
    assert!(refusal(&url).contains("no root certificate"));
    assert!(refusal("postgres://u@127.0.0.1/x?sslmode=require&sslrootcert=/missing.pem").contains("/missing.pem"));
}

/// Whether the server sees TLS on the connection: `on` or `off`.
fn encrypted(database: &Database) -> String {
    use diesel::prelude::*;
    use joute_database::Conn;
    #[derive(QueryableByName)]
    struct Seen {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        ssl: bool,
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let seen = runtime.block_on(database.read("tls", |conn| {
        let Conn::Pg(c) = conn else { panic!("not PostgreSQL") };
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        Ok::<_, DatabaseError>(diesel::sql_query(sql).get_result::<Seen>(c)?.ssl)
    }));
    if seen.unwrap() { "on".to_owned() } else { "off".to_owned() }
}

#[tokio::test]
async fn a_server_that_went_away_is_an_error_and_the_house_lives() {
    let Some(database) = TestDatabase::fresh(Backend::Postgres) else { return };
    let handle = database.database();
    handle.check().await.unwrap();
    drop(database);
    let told = handle.read("list", users::list).await.unwrap_err();
    assert!(matches!(told, DatabaseError::Unavailable(_)), "{told:?}");
}
