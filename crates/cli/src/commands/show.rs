//! Answers on standard output.
//!
//! Invariant: a reader that went away is no panic.

use std::io::Write;
use std::process::ExitCode;

use crate::config::{Config, Origin};

/// Writes one line.
pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

/// `joute config`: every setting with its value, its variable and who said it.
pub(crate) fn config(config: &Config) -> anyhow::Result<ExitCode> {
    for reading in &config.readings {
        let origin = match reading.origin {
            Origin::Default => "default",
            Origin::File => "file",
            Origin::Environment => "environment",
        };
        line(&format!("{:<30} {:<40} {:<12} {}", reading.key, reading.shown, origin, reading.variable))?;
    }
    Ok(ExitCode::SUCCESS)
}
