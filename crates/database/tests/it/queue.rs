//! Workers and the queue.

use std::collections::HashSet;

use joute_database::{DatabaseError, db_test, submissions};
use joute_domain::{ErrorCode, Score, SolutionId, SubmissionState, UploadReport};

use crate::builders::{Cup, noon, seconds};

fn score(value: f64) -> Score {
    Score::new(value).unwrap()
}

fn with(solution: &SolutionId, public: f64, private: f64) -> submissions::ScoredWith<'_> {
    submissions::ScoredWith { solution, engine: "joute 0.1.0, mae 1", public: score(public), private: score(private) }
}

db_test! {
    async fn eight_workers_take_every_submission_once(database: TestDatabase) {
        let queued = database.write("queue", |conn| Cup::open(conn)?.queue(conn, 60)).await.unwrap();
        let mut workers = tokio::task::JoinSet::new();
        for number in 0..8 {
            let database = database.database();
            workers.spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let claim = move |conn: &mut joute_database::Conn| {
                        submissions::claim(conn, &format!("worker {number}"), noon().plus(seconds(100)), seconds(60), 3)
                    };
                    match database.write::<_, DatabaseError>("claim", claim).await.unwrap() {
                        Some(submission) => taken.push(submission.id),
                        None => return taken,
                    }
                }
            });
        }
        let taken: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
        assert_eq!(taken.len(), 60);
        assert_eq!(taken.into_iter().collect::<HashSet<_>>(), queued.into_iter().collect());
    }

    fn a_worker_takes_the_oldest_that_is_due(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let ids = cup.queue(conn, 3).unwrap();
        assert_eq!(submissions::claim(conn, "w", noon().minus(seconds(1)), seconds(60), 3).unwrap(), None);
        let claimed = submissions::claim(conn, "w", noon().plus(seconds(9)), seconds(60), 3).unwrap().unwrap();
        assert_eq!((&claimed.id, claimed.attempt, claimed.worker.as_deref()), (&ids[0], 1, Some("w")));
        assert_eq!(submissions::find(conn, &claimed.id).unwrap(), Some(claimed));
        let last = submissions::find(conn, &ids[2]).unwrap().unwrap();
        assert_eq!(submissions::count_waiting(conn).unwrap(), 2);
        assert_eq!(submissions::count_ahead(conn, &last).unwrap(), 1);
    }

    fn a_worker_that_was_overtaken_cannot_write(database: TestDatabase) {
        let conn = &mut database.connect();
        let id = Cup::open(conn).unwrap().queue(conn, 1).unwrap().remove(0);
        let slow = submissions::claim(conn, "slow", noon(), seconds(60), 3).unwrap().unwrap();
        assert_eq!(submissions::claim(conn, "early", noon().plus(seconds(60)), seconds(60), 3).unwrap(), None);
        let later = noon().plus(seconds(61));
        let quick = submissions::claim(conn, "quick", later, seconds(60), 3).unwrap().unwrap();
        assert_eq!((slow.attempt, quick.attempt), (1, 2));

        let (solution, report) = (SolutionId::new(), UploadReport::of(ErrorCode::EmptyFile, "empty"));
        assert!(!submissions::renew_lease(conn, &id, 1, later).unwrap());
        assert!(!submissions::record_scores(conn, &id, 1, with(&solution, 0.1, 0.2), later).unwrap());
        assert!(!submissions::record_failure(conn, &id, 1, &report, later).unwrap());
        assert!(!submissions::release(conn, &id, 1, later, later).unwrap());
        assert_eq!(submissions::find(conn, &id).unwrap(), Some(quick));

        assert!(submissions::renew_lease(conn, &id, 2, later.plus(seconds(60))).unwrap());
        assert!(submissions::record_scores(conn, &id, 2, with(&solution, 0.1, 0.2), later).unwrap());
        assert!(!submissions::record_failure(conn, &id, 2, &report, later).unwrap(), "scored is final");
        let stored = submissions::find(conn, &id).unwrap().unwrap();
        assert_eq!(stored.engine.as_deref(), Some("joute 0.1.0, mae 1"));
        assert_eq!((stored.state, stored.public_score, stored.private_score, stored.lease_until, stored.finished_at),
            (SubmissionState::Scored, Some(score(0.1)), Some(score(0.2)), None, Some(later)));
    }

    fn a_released_submission_waits_until_its_time_and_keeps_its_count(database: TestDatabase) {
        let conn = &mut database.connect();
        let id = Cup::open(conn).unwrap().queue(conn, 1).unwrap().remove(0);
        let first = submissions::claim(conn, "w", noon(), seconds(60), 3).unwrap().unwrap();
        assert!(submissions::release(conn, &id, first.attempt, noon().plus(seconds(30)), noon()).unwrap());
        assert_eq!(submissions::claim(conn, "w", noon().plus(seconds(29)), seconds(60), 3).unwrap(), None);
        let second = submissions::claim(conn, "w", noon().plus(seconds(30)), seconds(60), 3).unwrap().unwrap();
        assert_eq!(second.attempt, 2);
    }

    fn a_submission_that_wears_out_its_workers_is_set_aside(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let id = cup.queue(conn, 1).unwrap().remove(0);
        for attempt in 1..=3 {
            let at = noon().plus(seconds(attempt * 100));
            assert_eq!(submissions::list_exhausted(conn, at, 3).unwrap(), []);
            assert_eq!(submissions::claim(conn, "w", at, seconds(60), 3).unwrap().unwrap().attempt, attempt);
        }
        let end = noon().plus(seconds(400));
        assert_eq!(submissions::claim(conn, "w", end, seconds(60), 3).unwrap(), None);
        let exhausted = submissions::list_exhausted(conn, end, 3).unwrap();
        assert_eq!(exhausted.iter().map(|one| &one.id).collect::<Vec<_>>(), [&id]);
        let report = UploadReport::of(ErrorCode::StageStopped, "stopped three times");
        assert!(submissions::record_failure(conn, &id, 3, &report, end).unwrap());
        assert_eq!(submissions::find(conn, &id).unwrap().unwrap().report, Some(report));
        assert_eq!(submissions::count_counted_since(conn, &cup.team.id, noon()).unwrap(), 0, "a failure costs nothing");
    }

    fn counts_and_the_latest_scores_are_told_per_competition(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let id = &cup.competition.id;
        let ids = cup.queue(conn, 3).unwrap();
        assert_eq!(submissions::count_of_competition(conn, id).unwrap(), 3);
        assert_eq!(submissions::count_by_competition(conn).unwrap(), [(id.clone(), 3)]);
        assert_eq!(joute_database::teams::count_by_competition(conn).unwrap(), [(id.clone(), 1)]);
        for _ in 0..2 {
            let one = submissions::claim(conn, "w", noon().plus(seconds(9)), seconds(60), 3).unwrap().unwrap();
            assert!(submissions::record_scores(conn, &one.id, 1, with(&SolutionId::new(), 1.0, 1.0), noon()).unwrap());
        }
        let latest = submissions::list_latest_scored(conn, std::slice::from_ref(id), 1).unwrap();
        assert_eq!(latest.iter().map(|one| &one.id).collect::<Vec<_>>(), [&ids[1]]);
        assert_eq!(submissions::list_latest_scored(conn, &[], 9).unwrap(), []);
        assert!(submissions::set_description(conn, &ids[2], "même modèle").unwrap());
        assert_eq!(submissions::find(conn, &ids[2]).unwrap().unwrap().description, "même modèle");
    }

    fn boards_see_scored_submissions_oldest_first(database: TestDatabase) {
        let conn = &mut database.connect();
        let cup = Cup::open(conn).unwrap();
        let ids = cup.queue(conn, 3).unwrap();
        for value in [0.5, 0.25] {
            let one = submissions::claim(conn, "w", noon().plus(seconds(9)), seconds(60), 3).unwrap().unwrap();
            let (solution, at) = (SolutionId::new(), noon().plus(seconds(9)));
            assert!(submissions::record_scores(conn, &one.id, 1, with(&solution, value, -value), at).unwrap());
        }
        let scored = submissions::list_scored(conn, &cup.competition.id).unwrap();
        let told: Vec<_> = scored.iter().map(|one| (&one.id, one.public_score, one.private_score)).collect();
        assert_eq!(told, [(&ids[0], score(0.5), score(-0.5)), (&ids[1], score(0.25), score(-0.25))]);
    }
}
