//! The commands and their arguments.
//!
//! Invariant: every command reads the configuration the same way and ends with a code that a script can use.

mod admin;
mod audit;
mod client;
mod demo;
mod doctor;
mod history;
mod metrics;
mod score;
mod serve;
mod show;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::{house, telemetry};

/// A self-hosted competition platform for one organisation.
#[derive(Debug, Parser)]
#[command(name = "joute", version, about)]
pub(crate) struct Arguments {
    /// A TOML file with settings; the environment (JOUTE_…) wins over it.
    #[arg(long, global = true, env = "JOUTE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and API, and score submissions in the same process.
    Serve {
        /// Do not apply pending migrations at start.
        #[arg(long)]
        no_migrate: bool,
    },
    /// Score submissions only.
    Worker,
    /// Bring the database up to date.
    Migrate,
    /// Load the demo house and serve it.
    Demo(demo::DemoArguments),
    /// Score one submission without a server.
    Score(score::ScoreArguments),
    /// List the metrics, or explain one.
    Metrics(metrics::MetricsArguments),
    /// Accounts from the command line.
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// Say what this machine and these settings give: one line each, exit code 1 if anything fails.
    Doctor,
    /// Print the effective settings, secrets redacted.
    Config,
    #[command(flatten)]
    Client(client::ClientCommand),
}

/// Runs one command to its end.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    // A data scientist's machine has no server to configure.
    let command = match arguments.command {
        Command::Client(command) => return client::run(command),
        command => command,
    };
    let mut config = Config::load(arguments.config.as_deref())?;
    if matches!(command, Command::Demo(_)) {
        demo::quieten(&mut config);
    }
    match command {
        Command::Config => show::config(&config),
        Command::Score(score) => score::run(&config, &score),
        Command::Metrics(arguments) => metrics::run(&arguments),
        command => {
            telemetry::start(&config.log)?;
            tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run_async(command, config))
        }
    }
}

async fn run_async(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { no_migrate } => serve::serve(&config, !no_migrate).await?,
        Command::Worker => serve::work(&config).await?,
        Command::Migrate => {
            let applied = house::migrate(&house::database(&config).await?).await?;
            show::line(&format!("{applied} migration(s) applied"))?;
        }
        Command::Doctor => return doctor::run(&config).await,
        Command::Demo(arguments) => demo::run(config, arguments).await?,
        Command::Admin(command) => return admin::run(&config, command).await,
        Command::Config | Command::Score(_) | Command::Metrics(_) | Command::Client(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}
