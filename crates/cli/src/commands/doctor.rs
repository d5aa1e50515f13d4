//! `joute doctor`: what this machine and these settings give.
//!
//! Invariant: one line a question, `ok` or `failing` first; nothing is changed but what opening a store creates; exit
//! code 1 if anything fails. A weakness that is allowed is `ok` and says its reason.

use std::process::ExitCode;

use joute_sandbox::Probed;

use super::show::line;
use crate::config::Config;
use crate::house;

/// The answer to one question.
struct Finding {
    about: &'static str,
    verdict: Result<String, String>,
}

/// Asks everything and prints the answers.
pub(crate) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let mut findings = vec![ok("version", version())];
    findings.extend(jail(config));
    findings.push(found("database", database(config).await));
    findings.push(found("storage", house::storage(config).await.map(|_| config.storage.kind.to_string())));
    for Finding { about, verdict } in &findings {
        let (mark, words) = match verdict {
            Ok(words) => ("ok", words),
            Err(words) => ("failing", words),
        };
        line(&format!("{mark:<8} {about:<10} {words}"))?;
    }
    let fails = findings.iter().any(|finding| finding.verdict.is_err());
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn ok(about: &'static str, words: String) -> Finding {
    Finding { about, verdict: Ok(words) }
}

/// An error with its causes, in one line.
fn found(about: &'static str, verdict: anyhow::Result<String>) -> Finding {
    Finding { about, verdict: verdict.map_err(|error| format!("{error:#}").replace('\n', " ")) }
}

fn version() -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let system = format!("{} {} on {}", std::env::consts::OS, kernel.trim(), std::env::consts::ARCH);
    format!("joute {}, {system}", env!("CARGO_PKG_VERSION"))
}

fn jail(config: &Config) -> Vec<Finding> {
    match joute_sandbox::probe(&house::launcher()) {
        Ok(probed) => locks(config, &probed),
        Err(error) => {
            let error = anyhow::Error::new(error).context("no tier holds, so nothing can be scored");
            vec![found("jail", Err(error))]
        }
    }
}

fn locks(config: &Config, probed: &Probed) -> Vec<Finding> {
    let wanted = config.sandbox.min_tier;
    let demanded = probed.demand(wanted).map(|()| match &probed.why_not_a {
        Some(reason) => format!("tier {}, not a: {reason}", probed.tier),
        None => format!("tier {}", probed.tier),
    });
    let landlock = match probed.landlock {
        Some(version) => format!("version {version}"),
        None => "the kernel has none; the system call filter stands alone".to_owned(),
    };
    let group = match (&probed.group, &probed.why_no_group) {
        (Some(group), _) => group.to_string(),
        (None, reason) => format!("none, limits are those of each process: {}", reason.as_deref().unwrap_or_default()),
    };
    vec![found("jail", demanded.map_err(Into::into)), ok("landlock", landlock), ok("cgroup", group)]
}

async fn database(config: &Config) -> anyhow::Result<String> {
    let database = house::database(config).await?;
    database.check().await?;
    let kind = database.kind();
    match tokio::task::spawn_blocking(move || database.pending_migrations()).await?? {
        0 => Ok(kind.to_owned()),
        pending => anyhow::bail!("{kind} lacks {pending} migration(s): run `joute migrate`"),
    }
}
