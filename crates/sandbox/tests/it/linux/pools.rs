//! Children that wait for their job, locked already.

use std::time::Duration;

use joute_sandbox::{Ending, Job, Launcher, Limits, Pool, PoolRole, Run};
use libtest_mimic::Trial;

use super::setting::{launcher, limits, text};
use super::trial;

const PATIENCE: Duration = Duration::from_secs(20);
const OLD: Duration = Duration::from_hours(1);

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a_job_finds_a_child_that_is_locked_already", finds_a_child),
        trial("no_child_of_the_pool_sees_a_second_job", used_once),
        trial("a_job_with_other_limits_gets_a_fresh_child_under_them", other_limits),
        trial("a_job_finds_a_fresh_child_where_the_pool_is_empty", empty_pool),
        trial("a_child_that_grew_old_is_not_used", old_children),
        trial("a_pool_that_cannot_be_filled_says_why", cannot_be_filled),
        trial("a_job_of_the_pool_ends_within_its_limits", limits_hold),
        trial("children_outlive_the_thread_that_asked_for_them", outlives_the_asker),
    ]
}

fn pool_of(role: &str, size: usize, most_age: Duration) -> Pool {
    let roles = [PoolRole { role: role.to_owned(), limits: limits(), size }];
    Pool::new(launcher(), roles, most_age).unwrap()
}

fn run(pool: &Pool, role: &str, limits: &Limits) -> Run {
    pool.run(Job { role, message: b"hello", descriptors: Vec::new(), limits }).unwrap()
}

fn finds_a_child() {
    let pool = pool_of("echo", 2, OLD);
    assert!(pool.wait_until_full(PATIENCE));
    let run = run(&pool, "echo", &limits());
    assert_eq!((run.ending, text(&run.output).as_str(), run.pooled), (Ending::Finished, "hello", true));
    assert!(pool.wait_until_full(PATIENCE), "it is filled again");
}

fn used_once() {
    let pool = pool_of("who", 1, OLD);
    let names: std::collections::BTreeSet<String> = (0..6)
        .map(|_| {
            assert!(pool.wait_until_full(PATIENCE));
            let run = run(&pool, "who", &limits());
            assert!(run.pooled);
            text(&run.output)
        })
        .collect();
    assert_eq!(names.len(), 6, "each job met a process that had answered nobody: {names:?}");
}

fn other_limits() {
    let pool = pool_of("sleep", 1, OLD);
    assert!(pool.wait_until_full(PATIENCE));
    let run = run(&pool, "sleep", &Limits { wall: Duration::from_millis(200), ..limits() });
    assert_eq!((run.ending, run.pooled), (Ending::WallClock, false));
    assert_eq!(pool.ready("sleep"), 1, "the one that waits was left alone");
}

fn empty_pool() {
    let pool = pool_of("echo", 0, OLD);
    assert!(!run(&pool, "echo", &limits()).pooled);
    assert!(!run(&pool, "see", &limits()).pooled, "a role the pool does not keep");
}

fn old_children() {
    let pool = pool_of("echo", 1, Duration::ZERO);
    let run = run(&pool, "echo", &limits());
    assert_eq!((run.ending, run.pooled), (Ending::Finished, false));
}

fn cannot_be_filled() {
    let roles = [PoolRole { role: "echo".to_owned(), limits: limits(), size: 1 }];
    let pool = Pool::new(Launcher::program("/no/such/program", []), roles, OLD).unwrap();
    while pool.last_error("echo").is_none() {
        std::thread::yield_now();
    }
    let job = Job { role: "echo", message: b"", descriptors: Vec::new(), limits: &limits() };
    assert!(pool.run(job).is_err(), "and the job is told as well");
}

fn limits_hold() {
    let limits = Limits { wall: Duration::from_millis(300), ..limits() };
    let roles = [PoolRole { role: "sleep".to_owned(), limits: limits.clone(), size: 1 }];
    let pool = Pool::new(launcher(), roles, OLD).unwrap();
    assert!(pool.wait_until_full(PATIENCE));
    let run = run(&pool, "sleep", &limits);
    assert_eq!((run.ending, run.pooled), (Ending::WallClock, true));
    assert!(run.elapsed < limits.wall + Duration::from_secs(1));
}

fn outlives_the_asker() {
    let pool = std::thread::spawn(|| {
        let pool = pool_of("echo", 1, OLD);
        assert!(pool.wait_until_full(PATIENCE));
        pool
    });
    let pool = pool.join().unwrap();
    assert_eq!((run(&pool, "echo", &limits()).pooled, pool.last_error("echo")), (true, None));
}
