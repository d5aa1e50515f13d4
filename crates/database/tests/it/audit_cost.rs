//! What the audit log costs where it must not be felt: taking a submission. Measured on demand:
//! `cargo test -p joute-database --test it audit_cost -- --ignored --nocapture --test-threads 1`

use std::time::{Duration, Instant};

use joute_database::audit_log::{self, Entry};
use joute_database::test_support::{Backend, TestDatabase};
use joute_database::{Conn, Database, DatabaseError, submissions, teams};
use joute_domain::{Actor, AuditAction, AuditObject, AuditVia};

use crate::builders::{Cup, noon};

const TASKS: u32 = 8;
const EACH: u32 = 150;

#[derive(Debug, Clone, Copy)]
enum Audit {
    /// No entry.
    None,
    /// An entry in the transaction, sealed by somebody else every second.
    SealedLater,
    /// An entry in the transaction, chained there and then.
    ChainedAtOnce,
}

fn accept(tx: &mut Conn, cup: &Cup, audit: Audit) -> Result<(), DatabaseError> {
    let row = cup.submission(noon());
    teams::touch(tx, &row.team_id)?;
    submissions::insert(tx, &row)?;
    if matches!(audit, Audit::None) {
        return Ok(());
    }
    let actor = Actor {
        person: Some((cup.host.id.clone(), cup.host.handle.clone())),
        via: AuditVia::Session,
        credential: None,
        address: None,
    };
    let entry = Entry::new(noon(), actor, AuditAction::SubmissionAccept)
        .on(AuditObject::Submission, &row.id, &row.file_name)
        .with("competition", row.competition_id.as_str())
        .with("sha256", row.sha256.as_str());
    audit_log::append(tx, entry)?;
    if matches!(audit, Audit::ChainedAtOnce) {
        audit_log::seal(tx, 100)?;
    }
    Ok(())
}

/// Takes `TASKS * EACH` submissions, eight at a time, each of a team of its own, and tells how it went.
async fn measure(database: &Database, cups: &[Cup], audit: Audit) -> (f64, Duration, Duration) {
    let sealer = tokio::spawn(seal_every_second(database.clone()));
    let started = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for cup in cups {
        let (database, cup) = (database.clone(), cup.clone());
        tasks.spawn(async move {
            let mut times = Vec::new();
            for _ in 0..EACH {
                let (cup, began) = (cup.clone(), Instant::now());
                database.write("accept", move |tx| accept(tx, &cup, audit)).await.unwrap();
                times.push(began.elapsed());
            }
            times
        });
    }
    let mut times: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    let rate = f64::from(TASKS * EACH) / started.elapsed().as_secs_f64();
    sealer.abort();
    times.sort();
    (rate, times[times.len() / 2], times[times.len() * 99 / 100])
}

async fn seal_every_second(database: Database) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        while database.read("waiting", audit_log::has_unsealed).await.unwrap() {
            database.write("seal", |tx| audit_log::seal(tx, 500)).await.unwrap();
        }
    }
}

fn cups(conn: &mut Conn) -> Vec<Cup> {
    let first = Cup::open(conn).unwrap();
    let cup = |number: u32| {
        let team = crate::builders::team(&first.competition, &format!("team {number}"));
        let host = crate::builders::user(&format!("person{number}"));
        joute_database::users::insert(conn, &host).unwrap();
        teams::insert(conn, &team, &host.id, noon()).unwrap();
        Cup { host, team, competition: first.competition.clone() }
    };
    (0..TASKS).map(cup).collect()
}

fn tell(backend: Backend) {
    let Some(database) = TestDatabase::fresh(backend) else { return };
    let conn = &mut database.connect();
    let cups = cups(conn);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for audit in [Audit::None, Audit::SealedLater, Audit::ChainedAtOnce, Audit::None, Audit::SealedLater] {
        let (rate, middle, slow) = runtime.block_on(measure(&database.database(), &cups, audit));
        eprintln!("{backend:?} {audit:?}: {rate:.0}/s, p50 {middle:.1?}, p99 {slow:.1?}");
    }
    let began = Instant::now();
    let sealed = runtime.block_on(async {
        let mut sealed = 0;
        while database.read("waiting", audit_log::has_unsealed).await.unwrap() {
            sealed += database.write("seal", |tx| audit_log::seal(tx, 500)).await.unwrap();
        }
        sealed
    });
    eprintln!("{backend:?}: {sealed} sealed in {:.1?}", began.elapsed());
}

#[test]
#[ignore = "a measurement"]
fn submissions_with_and_without_an_entry() {
    tell(Backend::Sqlite);
    tell(Backend::Postgres);
}
