//! Honest jobs: what is handed over arrives, what is answered comes back.

use std::io::Write;

use joute_sandbox::{Ending, MESSAGE_MOST_BYTES, MappedFile, Tier, memory_file, seal_writes, sealed_copy};
use libtest_mimic::Trial;

use super::setting::{self, limits, run, run_with, text};
use super::trial;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("the_child_reads_what_it_was_given_and_answers", reads_and_answers),
        trial("a_sealed_file_can_be_mapped", maps_a_sealed_file),
        trial("a_large_result_comes_back_in_a_memory_file", fills_a_memory_file),
        trial("the_longest_message_and_an_empty_one_arrive", long_and_empty_messages),
        trial("the_thread_pool_of_the_warm_up_works", uses_its_pool),
        trial("a_job_can_be_run_from_a_pool_thread", from_a_pool_thread),
        trial("many_jobs_side_by_side_do_not_mix", side_by_side),
        trial("sixteen_files_arrive_in_order", many_files),
    ]
}

/// Runs here, before the harness starts its threads.
pub(crate) fn from_the_main_thread() -> Trial {
    let run = run("echo", "main");
    trial("the_probe_says_what_holds_and_jobs_run_from_the_main_thread", move || {
        let probed = setting::probed();
        let landlock = probed.landlock;
        assert_eq!(probed.tier == Tier::A, probed.why_not_a.is_none(), "{probed:?}");
        let kernel_has_it = std::fs::read_to_string("/sys/kernel/security/lsm").map(|list| list.contains("landlock"));
        assert_eq!(landlock.is_some(), kernel_has_it.unwrap_or(landlock.is_some()));
        assert_eq!((run.ending, text(&run.output).as_str()), (Ending::Finished, "main"));
    })
}

fn reads_and_answers() {
    let file = sealed_copy("given", &mut &b" and the file"[..], 64).unwrap();
    let run = run_with("echo", "the message", &[&file], &limits());
    assert_eq!(run.ending, Ending::Finished, "{}", text(&run.diagnostics));
    assert_eq!(text(&run.output), "the message and the file");
    assert_eq!(text(&run.diagnostics), "");
}

fn maps_a_sealed_file() {
    let file = sealed_copy("given", &mut &b"mapped"[..], 64).unwrap();
    assert_eq!(text(&run_with("map", "", &[&file], &limits()).output), "mapped");
}

fn fills_a_memory_file() {
    let file = memory_file("result", 5 << 20).unwrap();
    let run = run_with("fill", "", &[&file], &limits());
    assert_eq!((run.ending, text(&run.output).as_str()), (Ending::Finished, "filled"));
    seal_writes(&file).unwrap();
    assert!(MappedFile::new(&file).unwrap().iter().all(|byte| *byte == b'x'));
}

fn long_and_empty_messages() {
    let longest = "m".repeat(MESSAGE_MOST_BYTES);
    assert_eq!(text(&run("echo", &longest).output), longest);
    assert_eq!(run("echo", "").ending, Ending::Finished);
}

fn uses_its_pool() {
    let run = run("pool sum", "");
    assert_eq!((run.ending, text(&run.output).as_str()), (Ending::Finished, "499999500000"));
}

fn from_a_pool_thread() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let outputs = pool.broadcast(|context| text(&run("echo", &context.index().to_string()).output));
    assert_eq!(outputs, ["0", "1"]);
}

fn side_by_side() {
    let jobs: Vec<_> =
        (0..8).map(|number| std::thread::spawn(move || text(&run("echo", &number.to_string()).output))).collect();
    let answers: Vec<String> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
    assert_eq!(answers, ["0", "1", "2", "3", "4", "5", "6", "7"]);
}

fn many_files() {
    let files: Vec<_> = (b'a'..=b'p')
        .map(|letter| {
            let mut file = memory_file("letter", 1).unwrap();
            file.write_all(&[letter]).unwrap();
            file
        })
        .collect();
    let run = run_with("echo", "", &files.iter().collect::<Vec<_>>(), &limits());
    assert_eq!(text(&run.output), "abcdefghijklmnop");
}
