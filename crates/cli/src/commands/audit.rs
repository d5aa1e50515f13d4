//! `joute admin audit`: checks the audit log, or writes it out.
//!
//! Invariant: a script learns from the exit code whether the log is sound.

use std::io::Write;
use std::process::ExitCode;

use clap::Subcommand;
use futures_util::StreamExt;
use joute_domain::Actor;
use joute_services::audit::{Anchor, ExportFormat};

use super::show::line;
use crate::config::Config;
use crate::house;

/// The code for a log that is broken.
const BROKEN: u8 = 2;

/// What can be done with the log.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Walk the whole chain; exit code 2 and the first broken entry if it does not hold.
    Verify {
        /// A place that was noted before, as `verify` printed it: the chain must go through it.
        #[arg(long, value_name = "NUMBER:HASH")]
        noted: Option<Anchor>,
    },
    /// Write every entry to standard output.
    Export {
        /// jsonl or csv.
        #[arg(long, default_value = "jsonl")]
        format: ExportFormat,
    },
}

/// Runs one of them.
pub(crate) async fn run(config: &Config, command: AuditCommand) -> anyhow::Result<ExitCode> {
    let house = house::open_and_migrate(config, false).await?;
    match command {
        AuditCommand::Verify { noted } => {
            let verified = house.verify_audit_log(&Actor::command(), noted).await?;
            if let Some(broken) = verified.broken {
                line(&format!("{broken}; sound up to entry {}", verified.sequence))?;
                return Ok(ExitCode::from(BROKEN));
            }
            line(&format!("{} entries, every one in its place; note this elsewhere:", verified.sequence))?;
            line(&format!("{}:{}", verified.sequence, verified.hash))?;
        }
        AuditCommand::Export { format } => {
            let mut pages = house.export_audit_log(&Actor::command(), format).await?;
            let mut output = std::io::stdout().lock();
            while let Some(page) = pages.next().await {
                output.write_all(&page?)?;
            }
            output.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
