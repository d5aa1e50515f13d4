//! The `joute` binary: serve, worker, score, demo, administration.
//!
//! Invariant: a jailed child is recognised before anything else happens in the process.

mod commands;
mod config;
mod house;
mod telemetry;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Arguments;

fn main() -> ExitCode {
    // A jailed child must lock itself before threads, loggers or argument parsers exist.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == house::CHILD_ARGUMENT) {
        joute_scorer::child_main();
    }
    let arguments = Arguments::parse();
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// Prints an error and its causes, one a line.
fn report(error: &anyhow::Error) {
    eprintln!("joute: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}
