//! `joute kaggle-env`: the lines that set up each client, as the profile page shows them.
//!
//! Invariant: the recipes are those of `joute_services::kaggle`, and the token is not among them.

use std::process::ExitCode;

use joute_services::kaggle::recipes::{RecipeName, recipes};

use super::super::show::line;
use crate::config::client::ClientAccount;

/// Prints all recipes for the house that this machine knows.
pub(crate) fn print() -> anyhow::Result<ExitCode> {
    let account = ClientAccount::load()?;
    for recipe in recipes(&account.server, &account.username) {
        line(&format!("# {}: {}", recipe.name.clients(), about(recipe.name)))?;
        for text in &recipe.lines {
            line(text)?;
        }
        line("")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn about(name: RecipeName) -> &'static str {
    match name {
        RecipeName::Relay => "recommended; verified TLS through a relay on this machine",
        RecipeName::Wheel => "for notebooks; every client of this Python environment; JOUTE_KAGGLE=off switches it off",
        RecipeName::Endpoint => {
            "newer clients ignore these variables and would send the key to Kaggle: check the version"
        }
        RecipeName::Proxy => "in the clear; loopback and laboratories only; LOCALHOST must be written exactly so",
    }
}
