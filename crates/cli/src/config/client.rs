//! The account that a person's own machine uses: which house, who, and with which token.
//!
//! Invariant: the file is readable by its owner alone; it is not one that the Kaggle clients read, so that the keys of
//! the two worlds never mix.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use joute_relay::Server;
use serde::{Deserialize, Serialize};

/// An account in a house.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientAccount {
    /// The root of the server, such as `https://joute.example.org`.
    pub(crate) server: String,
    /// Sign-in name.
    pub(crate) username: String,
    /// Personal token.
    pub(crate) token: String,
    /// Certificates of a private authority, in PEM form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) certificates: Option<PathBuf>,
}

impl ClientAccount {
    /// The account that `joute login` stored; the variables `JOUTE_CLIENT_SERVER`, `JOUTE_CLIENT_USERNAME` and
    /// `JOUTE_CLIENT_TOKEN`, all three, win over it.
    pub(crate) fn load() -> anyhow::Result<Self> {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let named = ["JOUTE_CLIENT_SERVER", "JOUTE_CLIENT_USERNAME", "JOUTE_CLIENT_TOKEN"].map(variable);
        if let [Some(server), Some(username), Some(token)] = named {
            let certificates = variable("JOUTE_CLIENT_CERTIFICATES").map(PathBuf::from);
            return Ok(Self { server, username, token, certificates });
        }
        let path = path()?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                bail!("no house is known yet: run `joute login https://…` with a token from your profile page")
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        toml::from_str(&text).with_context(|| format!("{} is damaged: run `joute login` again", path.display()))
    }

    /// Stores it for this user alone; answers where.
    pub(crate) fn store(&self) -> anyhow::Result<PathBuf> {
        let path = path()?;
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let text = toml::to_string(self)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let partial = path.with_extension("partial");
        let _ = fs::remove_file(&partial);
        let write = || options.open(&partial)?.write_all(text.as_bytes()).and_then(|()| fs::rename(&partial, &path));
        write().with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    /// The server it belongs to.
    pub(crate) fn server(&self) -> anyhow::Result<Server> {
        server(&self.server, self.certificates.as_deref())
    }
}

/// A server that is trusted by the machine's certificates and those of a file.
pub(crate) fn server(address: &str, certificates: Option<&Path>) -> anyhow::Result<Server> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let pem = certificates.map(read).transpose()?;
    Ok(Server::new(address, pem.as_deref())?)
}

/// `account.toml` in `JOUTE_CLIENT_FOLDER`, else in the user's folder for settings.
fn path() -> anyhow::Result<PathBuf> {
    let folder = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = folder("JOUTE_CLIENT_FOLDER")
        .or_else(|| Some(folder("XDG_CONFIG_HOME")?.join("joute")))
        .or_else(|| Some(env::home_dir()?.join(".config/joute")))
        .context("no home folder is known: set JOUTE_CLIENT_FOLDER")?;
    Ok(folder.join("account.toml"))
}
