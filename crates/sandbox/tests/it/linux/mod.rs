//! The suite where there is a sandbox.

mod child;
mod ends;
mod escape;
mod isolation;
mod jobs;
mod leftovers;
mod pools;
mod refusals;
mod setting;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

pub(crate) fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some(child::LOCKED) => child::locked(),
        Some(child::THREADED) => child::with_a_thread_too_many(),
        Some(child::UNLOCKED) => child::unlocked(&arguments),
        Some(escape::WORLD) => escape::enter_world(&arguments),
        Some(escape::LAYER) => escape::enter_layer(&arguments[2], &arguments[3]),
        Some(leftovers::SERVER) => leftovers::serve_one_endless_job(),
        _ => tests(),
    }
}

fn tests() -> ExitCode {
    let objects = leftovers::host_objects();
    setting::probe_once();
    let mut trials = vec![jobs::from_the_main_thread()];
    trials.extend(jobs::trials());
    trials.extend(isolation::trials());
    trials.extend(ends::trials());
    trials.extend(refusals::trials());
    trials.extend(leftovers::trials());
    trials.extend(pools::trials());
    trials.extend(escape::trials());
    trials.extend(setting::again());
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    escape::print_table();
    match leftovers::nothing_is_left(&objects) {
        Ok(()) => conclusion.exit_code(),
        Err(left) => {
            eprintln!("{left}");
            ExitCode::FAILURE
        }
    }
}

/// A trial whose failure is a panic, as in ordinary tests.
fn trial(name: &str, story: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        story();
        Ok(())
    })
}
