//! Writes that race, fail or panic.

use std::sync::Arc;

use joute_database::{Conn, DatabaseError, db_test, savepoint, submissions, teams, users};
use tokio::sync::Barrier;

use crate::builders::{Cup, noon, user};

/// A failure of the caller's own.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("no allowance left")]
    Quota,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Takes a submission if the team has made fewer than `limit`, as the use case does.
fn submit(conn: &mut Conn, cup: &Cup, limit: u64) -> Result<(), Refusal> {
    teams::touch(conn, &cup.team.id)?;
    if submissions::count_counted_since(conn, &cup.team.id, noon())? >= limit {
        return Err(Refusal::Quota);
    }
    Ok(submissions::insert(conn, &cup.submission(noon()))?)
}

db_test! {
    async fn eight_uploads_at_once_share_the_last_free_place(database: TestDatabase) {
        let cup = database.write("open", Cup::open).await.unwrap();
        for round in 1..=10 {
            let start = Arc::new(Barrier::new(8));
            let mut all = tokio::task::JoinSet::new();
            for _ in 0..8 {
                let (database, cup, start) = (database.database(), cup.clone(), Arc::clone(&start));
                all.spawn(async move {
                    start.wait().await;
                    database.write("submit", move |conn| submit(conn, &cup, round)).await
                });
            }
            let answers = all.join_all().await;
            let refused = answers.iter().filter(|answer| matches!(answer, Err(Refusal::Quota))).count();
            assert_eq!((answers.iter().filter(|answer| answer.is_ok()).count(), refused), (1, 7), "{answers:?}");
        }
    }

    async fn a_failed_write_leaves_nothing(database: TestDatabase) {
        let failed = database.write("half", |conn| {
            users::insert(conn, &user("half"))?;
            Err::<(), _>(Refusal::Quota)
        });
        assert!(matches!(failed.await, Err(Refusal::Quota)));
        assert_eq!(database.read("list", users::list).await.unwrap(), []);
    }

    async fn a_panic_in_a_write_leaves_nothing_and_the_next_write_works(database: TestDatabase) {
        for _ in 0..3 {
            let panicked = database.write::<(), DatabaseError>("panic", |conn| {
                users::insert(conn, &user("half"))?;
                panic!("as the test wants it");
            });
            assert!(matches!(panicked.await, Err(DatabaseError::Other(text)) if text.contains("panic")));
        }
        database.write("after", |conn| users::insert(conn, &user("whole"))).await.unwrap();
        assert_eq!(database.read("list", users::list).await.unwrap().len(), 1);
    }

    async fn after_a_violation_in_a_savepoint_the_transaction_goes_on(database: TestDatabase) {
        database.write::<_, DatabaseError>("savepoint", |conn| {
            users::insert(conn, &user("anna"))?;
            let taken = savepoint(conn, |conn| users::insert(conn, &user("anna")));
            assert!(taken.unwrap_err().is_unique_violation());
            savepoint(conn, |conn| users::insert(conn, &user("bert")))
        }).await.unwrap();
        assert_eq!(database.read("list", users::list).await.unwrap().len(), 2);
    }

    async fn a_violation_that_is_ignored_never_loses_the_rest_in_silence(database: TestDatabase) {
        let answer = database.write::<_, DatabaseError>("ignored", |conn| {
            users::insert(conn, &user("anna"))?;
            let _ = users::insert(conn, &user("anna"));
            Ok(())
        }).await;
        let stored = database.read("list", users::list).await.unwrap().len();
        assert_eq!(answer.is_ok(), stored == 1, "{answer:?} with {stored} rows");
        database.write("after", |conn| users::insert(conn, &user("bert"))).await.unwrap();
    }

    async fn readers_do_not_wait_for_a_writer(database: TestDatabase) {
        let (begun, wait_for_begin) = tokio::sync::oneshot::channel();
        let (end, wait_for_end) = std::sync::mpsc::channel::<()>();
        let writer = database.database();
        let write = tokio::spawn(async move {
            writer.write::<_, DatabaseError>("slow", move |conn| {
                users::insert(conn, &user("anna"))?;
                begun.send(()).unwrap();
                wait_for_end.recv().unwrap();
                Ok(())
            }).await
        });
        wait_for_begin.await.unwrap();
        assert_eq!(database.read("list", users::list).await.unwrap(), []);
        end.send(()).unwrap();
        write.await.unwrap().unwrap();
        assert_eq!(database.read("list", users::list).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn sqlite_refuses_to_write_through_the_door_for_reading() {
    use joute_database::test_support::{Backend, TestDatabase};
    let database = TestDatabase::fresh(Backend::Sqlite).unwrap();
    let refused = database.read("wrong door", |conn| users::insert(conn, &user("anna"))).await;
    assert!(refused.unwrap_err().to_string().contains("readonly"));
}
