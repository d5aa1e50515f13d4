//! `joute serve` and `joute worker`.
//!
//! Invariant: a stop signal lets requests and submissions under way finish; a second one does not wait.

use joute_api::{ApiConfig, Server};
use joute_services::House;
use joute_services::scoring::Worker;
use tokio::sync::watch;
use tracing::{info, warn};

use super::show::line;
use crate::config::Config;
use crate::house;

/// How often forgotten things are removed.
const TIDY_EVERY: std::time::Duration = std::time::Duration::from_hours(1);

/// How often the entries of the audit log that wait are given their place in its chain.
const SEAL_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

/// Serves until a signal; scores in the same process unless told otherwise.
pub(crate) async fn serve(config: &Config, migrates: bool) -> anyhow::Result<()> {
    let scores = config.server.worker;
    let house =
        if migrates { house::open_and_migrate(config, scores).await? } else { house::open(config, scores).await? };
    let server = bind(config, &house)?;
    announce_setup(&house, server.url()).await?;
    run(config, house, server).await
}

/// Binds the server's address.
pub(crate) fn bind(config: &Config, house: &House) -> anyhow::Result<Server> {
    let api = ApiConfig {
        listen: config.server.listen,
        public_url: config.server.public_url.clone(),
        house_name: config.server.house_name.clone(),
        trusted_proxies: config.server.trusted_proxies.clone(),
    };
    Ok(Server::bind(house.clone(), api)?)
}

/// Runs a bound server and its worker until a signal.
pub(crate) async fn run(config: &Config, house: House, server: Server) -> anyhow::Result<()> {
    let stop = stop_on_signal();
    let sealing = tokio::spawn(seal(house.clone()));
    let worker = config.server.worker.then(|| tokio::spawn(work_until(house, stop.clone())));
    info!(address = %server.url(), "joute serves");
    // Scripts wait for this line; with port 0 it is the only place that tells the port.
    line(&format!("joute serves on {}", server.url()))?;
    server.run(stop).await?;
    if let Some(worker) = worker {
        worker.await?;
    }
    sealing.abort();
    info!("joute has stopped");
    Ok(())
}

/// Scores submissions until a signal.
pub(crate) async fn work(config: &Config) -> anyhow::Result<()> {
    let house = house::open(config, true).await?;
    info!(slots = config.worker.slots, "joute works");
    let sealing = tokio::spawn(seal(house.clone()));
    work_until(house, stop_on_signal()).await;
    sealing.abort();
    Ok(())
}

async fn work_until(house: House, stop: watch::Receiver<bool>) {
    let tidying = tokio::spawn(tidy(house.clone()));
    let name = format!("{}:{}", hostname(), std::process::id());
    Worker::new(house, name).run(stop).await;
    tidying.abort();
}

/// Tidies at the start and every hour; several processes doing so do no harm.
async fn tidy(house: House) {
    let mut hours = tokio::time::interval(TIDY_EVERY);
    loop {
        hours.tick().await;
        match house.tidy().await {
            Ok(report) => info!(sessions = report.sessions, files = report.files, "tidied"),
            Err(error) => warn!(error = %error, "tidying failed; trying again in an hour"),
        }
    }
}

/// Seals the audit log every second; several processes doing so take turns.
async fn seal(house: House) {
    let mut seconds = tokio::time::interval(SEAL_EVERY);
    seconds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut has_failed = false;
    loop {
        seconds.tick().await;
        match house.seal_audit_log().await {
            Ok(_) => has_failed = false,
            // Told once: the database is away, and every request says so as well.
            Err(error) if !has_failed => {
                has_failed = true;
                warn!(error = %error, "the audit log could not be sealed; trying again every second");
            }
            Err(_) => {}
        }
    }
}

/// Prints the one-time link with which the first administrator is made.
async fn announce_setup(house: &House, url: &str) -> anyhow::Result<()> {
    if let Some(token) = house.setup_link().await? {
        // To the person at the terminal, not to the log, which others may read.
        eprintln!("\nThis house has no administrator yet. Open this link once to make one:\n");
        eprintln!("    {url}/setup?token={}\n", token.reveal());
    }
    Ok(())
}

/// A flag that turns true at SIGINT or SIGTERM; a second signal ends the process at once.
fn stop_on_signal() -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        info!("stopping: what is under way is finished first");
        // Nobody left to tell means that everything has stopped already.
        let _ = sender.send(true);
        wait_for_signal().await;
        warn!("second signal: stopping at once");
        std::process::exit(130);
    });
    receiver
}

async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

fn hostname() -> String {
    std::fs::read_to_string("/etc/hostname").map_or_else(|_| "worker".to_owned(), |name| name.trim().to_owned())
}
