//! `joute admin`: accounts and the audit log from the command line.
//!
//! Invariant: a password comes from standard input or the environment of a terminal, never from the arguments.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use joute_domain::{Actor, Email, Handle, Role};
use joute_services::accounts::NewUser;

use super::audit::{self, AuditCommand};
use super::show::line;
use crate::config::Config;
use crate::house;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AdminCommand {
    /// Make an account; the password is read from standard input.
    CreateUser {
        /// Sign-in name.
        handle: Handle,
        /// admin, host, member or guest.
        #[arg(long, default_value = "member")]
        role: Role,
        /// Shown name.
        #[arg(long, default_value = "")]
        name: String,
        /// E-mail address.
        #[arg(long)]
        email: Option<Email>,
    },
    /// Give an account a new password, read from standard input, and end its sessions.
    ResetPassword {
        /// Sign-in name.
        handle: Handle,
    },
    /// Check or export the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
}

/// Runs one of them.
pub(crate) async fn run(config: &Config, command: AdminCommand) -> anyhow::Result<ExitCode> {
    match command {
        AdminCommand::CreateUser { handle, role, name, email } => {
            let password = read_password()?;
            let house = house::open_and_migrate(config, false).await?;
            let new = NewUser { handle, display_name: name, email, password: Some(password), role };
            let user = house.create_user(&Actor::command(), new).await?;
            line(&format!("{} ({}) can sign in now", user.handle, user.role.as_str()))?;
        }
        AdminCommand::ResetPassword { handle } => {
            let password = read_password()?;
            let house = house::open_and_migrate(config, false).await?;
            house.reset_password(&Actor::command(), handle.clone(), password).await?;
            line(&format!("{handle} has a new password; all sessions have ended"))?;
        }
        AdminCommand::Audit(command) => return audit::run(config, command).await,
    }
    Ok(ExitCode::SUCCESS)
}

fn read_password() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Password (it will be visible; pipe it in to avoid that):");
    }
    let mut text = String::new();
    input.lock().read_line(&mut text).context("the password could not be read")?;
    let password = text.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("no password came on standard input");
    }
    Ok(password.to_owned())
}
