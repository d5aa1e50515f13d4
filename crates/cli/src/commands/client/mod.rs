//! What runs on a data scientist's machine: signing in from a terminal, and the Kaggle clients against the house.
//!
//! Invariant: nothing in here reads the settings of a server.

mod login;
mod run;
mod setup;

use std::process::ExitCode;

use clap::Subcommand;

/// The commands of a person's own machine.
#[derive(Debug, Subcommand)]
pub(crate) enum ClientCommand {
    /// Tell this machine which house to use, and with which token.
    Login(login::LoginArguments),
    /// Run the Kaggle command line against the house: `joute kaggle -- competitions list`.
    Kaggle(run::KaggleArguments),
    /// Run any program whose Kaggle clients shall use the house: `joute relay -- python train.py`.
    Relay(run::RelayArguments),
    /// Print the lines that set up each Kaggle client for the house.
    KaggleEnv,
}

/// Runs one of them to its end.
pub(crate) fn run(command: ClientCommand) -> anyhow::Result<ExitCode> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match command {
        ClientCommand::Login(arguments) => runtime()?.block_on(login::run(arguments)),
        ClientCommand::Kaggle(arguments) => runtime()?.block_on(run::kaggle(arguments)),
        ClientCommand::Relay(arguments) => runtime()?.block_on(run::relay(arguments)),
        ClientCommand::KaggleEnv => setup::print(),
    }
}
