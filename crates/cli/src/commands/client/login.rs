//! `joute login`: which house, and with which token.
//!
//! Invariant: a token is tried before it is stored, is read without an echo, and never comes from the arguments.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use joute_relay::Server;

use super::super::show::line;
use crate::config::client::{ClientAccount, server};

/// Which house.
#[derive(Debug, Args)]
pub(crate) struct LoginArguments {
    /// The root of the server, such as <https://joute.example.org>.
    server: String,
    /// Certificates of the house's own authority, in PEM form.
    #[arg(long, value_name = "FILE")]
    certificates: Option<PathBuf>,
}

/// Asks for a token, tries it and stores it.
pub(crate) async fn run(arguments: LoginArguments) -> anyhow::Result<ExitCode> {
    let certificates = arguments.certificates.map(std::path::absolute).transpose()?;
    let server = server(&arguments.server, certificates.as_deref())?;
    let token = read_token(&server)?;
    let username = whose(&server, &token).await?;
    let account = ClientAccount { server: server.origin().to_owned(), username, token, certificates };
    let path = account.store()?;
    line(&format!("{} at {}: stored in {}", account.username, account.server, path.display()))?;
    line("next: joute kaggle -- competitions list")?;
    Ok(ExitCode::SUCCESS)
}

fn read_token(server: &Server) -> anyhow::Result<String> {
    let input = std::io::stdin();
    let token = if input.is_terminal() {
        eprintln!("Make a token on {}/profile, and paste it here (it is not shown):", server.origin());
        console::Term::stderr().read_secure_line().context("the token could not be read")?
    } else {
        let mut text = String::new();
        input.lock().read_line(&mut text).context("the token could not be read")?;
        text
    };
    let token = token.trim();
    if token.is_empty() || !token.is_ascii() || token.contains(char::is_whitespace) {
        bail!("this is no token: copy it whole from your profile page");
    }
    Ok(token.to_owned())
}

/// Asks the house whose token it is.
async fn whose(server: &Server, token: &str) -> anyhow::Result<String> {
    let address = format!("{}/api/joute/v1/me", server.origin());
    let response = server.client().get(address).bearer_auth(token).send().await;
    let response = response.with_context(|| format!("{} does not answer", server.origin()))?;
    match response.status().as_u16() {
        200 => {}
        401 | 403 => bail!("{} does not accept this token: it is mistyped, revoked or expired", server.origin()),
        status => bail!("{} answered {status}: is it a Joute server?", server.origin()),
    }
    let person: serde_json::Value = response.json().await.context("the answer is not that of a Joute server")?;
    let handle = person.get("handle").and_then(serde_json::Value::as_str);
    Ok(handle.context("the answer is not that of a Joute server")?.to_owned())
}
