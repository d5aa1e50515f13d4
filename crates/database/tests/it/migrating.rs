//! Bringing a database up to date.

use joute_database::Database;
use joute_database::test_support::{Backend, TestDatabase};

fn on_both(story: impl Fn(TestDatabase)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        if let Some(database) = TestDatabase::empty(backend) {
            story(database);
        }
    }
}

#[test]
fn a_second_migration_finds_nothing_to_do() {
    on_both(|database| {
        let pending = database.pending_migrations().unwrap();
        assert!(pending > 0);
        assert_eq!(database.migrate().unwrap(), pending);
        assert_eq!(database.migrate().unwrap(), 0);
        assert_eq!(database.pending_migrations().unwrap(), 0);
    });
}

#[test]
fn migrations_can_be_taken_back_and_applied_again() {
    on_both(|database| {
        let applied = database.migrate().unwrap();
        assert_eq!(database.revert_migrations().unwrap(), applied);
        assert_eq!(database.migrate().unwrap(), applied);
    });
}

#[test]
fn of_eight_processes_that_start_at_once_one_migrates() {
    on_both(|database| {
        let pending = database.pending_migrations().unwrap();
        let start = std::sync::Barrier::new(8);
        let applied: Vec<u32> = std::thread::scope(|scope| {
            let process = || {
                let own = Database::open(database.config()).unwrap();
                start.wait();
                own.migrate().unwrap()
            };
            let all: Vec<_> = (0..8).map(|_| scope.spawn(process)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(applied.iter().sum::<u32>(), pending, "{applied:?}");
        assert_eq!(applied.iter().filter(|count| **count > 0).count(), 1, "{applied:?}");
    });
}

#[test]
fn eight_processes_may_make_the_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("new.db").display());
    let config = joute_database::DatabaseConfig { url: url.as_str().into(), ..Default::default() };
    let start = std::sync::Barrier::new(8);
    let applied: u32 = std::thread::scope(|scope| {
        let process = || {
            start.wait();
            Database::open(&config).unwrap().migrate().unwrap()
        };
        let all: Vec<_> = (0..8).map(|_| scope.spawn(process)).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert!(applied > 0);
    assert_eq!(Database::open(&config).unwrap().pending_migrations().unwrap(), 0);
}
