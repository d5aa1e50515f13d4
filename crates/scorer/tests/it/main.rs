//! Uploads checked and scored through the real jail.
//!
//! Invariant: this binary is also its own child, so `main` looks at its arguments before anything else.
#![allow(clippy::unwrap_used, reason = "a failed assumption of a test is its failure")]
#![allow(clippy::format_collect, reason = "small tables, built in one line")]
#![allow(clippy::float_cmp, reason = "these scores are exact")]

mod files;
mod formats;
mod host;
mod hostile;
mod leaks;
mod limits;
mod profiles;
mod scoring;
mod set_up;
mod shared_cases;

use libtest_mimic::{Arguments, Trial};

/// First argument of a child.
const CHILD: &str = "scoring-child";

fn main() {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == CHILD) {
        joute_scorer::child_main();
    }
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = Vec::new();
    trials.extend(scoring::trials());
    trials.extend(host::trials());
    trials.extend(leaks::trials());
    trials.extend(limits::trials());
    trials.extend(profiles::trials());
    trials.extend(hostile::trials());
    trials.extend(formats::trials());
    trials.extend(set_up::trials());
    let (cases, account) = shared_cases::trials();
    trials.extend(cases);
    let conclusion = libtest_mimic::run(&arguments, trials);
    eprintln!("{account}");
    conclusion.exit();
}
