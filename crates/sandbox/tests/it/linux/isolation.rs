//! Dishonest jobs: what a locked child cannot do, and that an unlocked one could.

use std::net::TcpListener;
use std::os::fd::AsRawFd;

use joute_sandbox::{Ending, memory_file};
use libtest_mimic::Trial;

use super::setting::{limits, run, run_with, text, works_unlocked};
use super::trial;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("no_file_can_be_opened_seen_or_made", files_are_refused),
        trial("no_thread_can_be_started", threads_are_refused),
        trial("a_forbidden_call_is_death", forbidden_calls_kill),
        trial("a_forbidden_call_is_death_on_a_pool_thread_too", pool_threads_are_locked),
        trial("a_listener_of_the_host_hears_nothing", no_connection),
        trial("a_file_handed_over_cannot_be_written_to", no_write),
        trial("the_job_arrives_after_the_last_lock", not_before_the_locks),
        trial("nothing_of_the_parent_is_visible", nothing_is_visible),
    ]
}

fn files_are_refused() {
    for action in ["open:/etc/passwd", "open:/proc/self/exe", "open:/dev/null", "stat:/etc/passwd", "list:/"] {
        let (verb, path) = action.split_once(':').unwrap();
        assert!(works_unlocked(verb, path), "control: {action}");
        let run = run("try", action);
        assert_eq!((run.ending, text(&run.output).as_str()), (Ending::Finished, "refused"), "{action}");
    }
    let path = std::env::temp_dir().join(format!("joute-sandbox-{}", std::process::id()));
    let path = path.display();
    assert_eq!(text(&run("try", &format!("create:{path}")).output), "refused");
    assert!(works_unlocked("create", &path.to_string()), "control");
    assert_eq!(run("try", &format!("unlink:{path}")).ending, Ending::ForbiddenCall);
    std::fs::remove_file(path.to_string()).unwrap();
}

fn threads_are_refused() {
    assert!(works_unlocked("thread", ""), "control");
    let run = run("try", "thread");
    assert_eq!((run.ending, text(&run.output).as_str()), (Ending::Finished, "refused"));
}

/// Actions that end in death, with the detail they need.
const DEADLY: [(&str, &str); 9] = [
    ("socket", ""),
    ("fork", ""),
    ("execute", "/bin/true"),
    ("signal", ""),
    ("memory file", ""),
    ("executable memory", ""),
    ("shared memory", ""),
    ("limits", ""),
    ("privileges", ""),
];

fn forbidden_calls_kill() {
    for (action, detail) in DEADLY {
        assert!(works_unlocked(action, detail), "control: {action}");
    }
    for (action, detail) in DEADLY {
        assert_eq!(run("try", &format!("{action}:{detail}")).ending, Ending::ForbiddenCall, "{action}");
    }
}

fn pool_threads_are_locked() {
    for action in ["socket", "fork", "memory file", "executable memory", "shared memory"] {
        assert_eq!(run("pool try", action).ending, Ending::ForbiddenCall, "{action}");
    }
}

fn no_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    listener.set_nonblocking(true).unwrap();
    assert_eq!(run("try", &format!("connect:{address}")).ending, Ending::ForbiddenCall);
    assert!(listener.accept().is_err(), "nobody called");
    assert!(works_unlocked("connect", &address), "control");
    assert!(listener.accept().is_ok(), "control");
}

fn not_before_the_locks() {
    let file = memory_file("given", 1).unwrap();
    assert_eq!(text(&run_with("early", "", &[&file], &limits()).output), "not before the locks");
}

fn no_write() {
    let file = memory_file("given", 1).unwrap();
    assert_eq!(run_with("write to file", "", &[&file], &limits()).ending, Ending::ForbiddenCall);
}

fn nothing_is_visible() {
    let canary = rustix::fs::memfd_create("canary", rustix::fs::MemfdFlags::empty()).unwrap();
    // Taken from the parent's table without the close-on-exec mark: a child inherits it.
    let number = canary.as_raw_fd();
    assert!(number > 2 && works_unlocked("descriptor", &number.to_string()), "control: the descriptor");
    let file = memory_file("given", 1).unwrap();
    let run = run_with("see", "", &[&file], &limits());
    // Three standard ones and the job's file.
    assert_eq!(text(&run.output), "0 1 2 3;POLARS_MAX_THREADS RAYON_NUM_THREADS RUST_BACKTRACE");
    assert!(std::env::vars().count() > 3, "control: the parent has an environment");
}
