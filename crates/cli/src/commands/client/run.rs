//! `joute kaggle` and `joute relay`: a program whose Kaggle clients use the house.
//!
//! Invariant: the relay lives exactly as long as the program, and its exit code is ours.

use std::ffi::{OsStr, OsString};
use std::io;
use std::process::{ExitCode, ExitStatus};

use anyhow::Context;
use clap::Args;
use joute_relay::{Credentials, Relay, environment};
use tokio::process::Command;
use tokio::signal;

use super::super::show::line;
use crate::config::client::ClientAccount;

/// Exit code of shells for a program that does not exist.
const NOT_FOUND: u8 = 127;

/// What the Kaggle command line shall do.
#[derive(Debug, Args)]
pub(crate) struct KaggleArguments {
    /// The program, if it is not the `kaggle` of the path.
    #[arg(long, value_name = "PROGRAM", default_value = "kaggle", env = "JOUTE_CLIENT_KAGGLE")]
    client: OsString,
    /// Its arguments, such as `competitions submissions penguins`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// The program to run.
#[derive(Debug, Args)]
pub(crate) struct RelayArguments {
    /// Program and arguments; without them the relay stays open and says which variables to set.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

/// Runs the user's own `kaggle`.
pub(crate) async fn kaggle(arguments: KaggleArguments) -> anyhow::Result<ExitCode> {
    let (account, relay) = open().await?;
    let code = run(&account, &relay, &arguments.client, &arguments.arguments).await?;
    if relay.saw_chatty_client() {
        eprintln!(
            "joute: this version of kaggle (1.7) prints your token with every request. Take care where this output \
             goes, and upgrade: pip install 'kaggle>=2.2' six"
        );
    }
    Ok(code)
}

/// Runs any program, or waits.
pub(crate) async fn relay(arguments: RelayArguments) -> anyhow::Result<ExitCode> {
    let (account, relay) = open().await?;
    if let Some((program, arguments)) = arguments.command.split_first() {
        return run(&account, &relay, program, arguments).await;
    }
    let set = environment(relay.address(), &credentials(&account));
    for (name, value) in set.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        // The token stays out of scroll-back and screen shares; a shell reads it from where it is stored.
        let value = if *value == account.token { "TOKEN" } else { value };
        line(&format!("export {name}={value}"))?;
    }
    eprintln!("joute: relaying to {} until Ctrl-C; put your token for TOKEN", account.server);
    signal::ctrl_c().await?;
    Ok(ExitCode::SUCCESS)
}

async fn open() -> anyhow::Result<(ClientAccount, Relay)> {
    let account = ClientAccount::load()?;
    let relay = Relay::start(account.server()?).await.context("the relay could not listen on the loopback address")?;
    Ok((account, relay))
}

fn credentials(account: &ClientAccount) -> Credentials {
    Credentials { username: account.username.clone(), token: account.token.clone() }
}

async fn run(
    account: &ClientAccount,
    relay: &Relay,
    program: &OsStr,
    arguments: &[OsString],
) -> anyhow::Result<ExitCode> {
    let mut command = Command::new(program);
    command.args(arguments);
    for (name, value) in environment(relay.address(), &credentials(account)) {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = program.display();
            eprintln!("joute: there is no program `{name}` on the path; for the Kaggle client: pip install kaggle six");
            return Ok(ExitCode::from(NOT_FOUND));
        }
        Err(error) => return Err(error).with_context(|| format!("{} could not be started", program.display())),
    };
    loop {
        tokio::select! {
            status = child.wait() => return Ok(exit_code(status?)),
            // Ctrl-C reaches the program too, which decides what it means.
            _ = signal::ctrl_c() => {}
        }
    }
}

/// The program's code; 128 and the signal's number if one ended it, as shells say it.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| by_signal(status)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

#[cfg(unix)]
fn by_signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status).map(|signal| 128 + signal)
}

#[cfg(not(unix))]
fn by_signal(_: ExitStatus) -> Option<i32> {
    None
}
